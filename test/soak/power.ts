/**
 * @file What may be on a disk after a power cut: a model of files and names of which only what was synced is sure. Everything else may be there, be
 * there in part, or not be there, in any combination. Needs no test runner.
 */
import * as fs from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join, relative } from 'node:path';

/** One operation on the disk, in the order in which they ended. Paths are absolute. */
export type Op =
  | { readonly kind: 'create'; readonly path: string }
  | { readonly kind: 'write'; readonly path: string; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly path: string; readonly bytes: number }
  | { readonly kind: 'rename' | 'link'; readonly path: string; readonly to: string }
  | { readonly kind: 'unlink' | 'mkdir' | 'rmdir'; readonly path: string }
  /** Of a file or a folder; `begun`: number of operations that had ended when it began. */
  | { readonly kind: 'sync'; readonly path: string; readonly begun: number }
  /** The file as it is now, all of it durable, its name too; null: it is gone. */
  | { readonly kind: 'durable'; readonly path: string; readonly content: Buffer | null }
  | { readonly kind: 'told'; readonly number: number };

interface Change {
  readonly op: number;
  readonly at: number;
  /** null: cut to `at` bytes. */
  readonly bytes: Buffer | null;
  durable: boolean;
}

class File {
  base: Buffer;
  readonly changes: Change[] = [];
  constructor(base: Buffer) {
    this.base = base;
  }

  /** As it would be with these changes. */
  content(has: (change: Change) => boolean, torn: (bytes: number) => number): Buffer {
    let content = this.base;
    for (const change of this.changes) {
      if (!has(change)) continue;
      const { at, bytes } = change;
      if (bytes === null) {
        content =
          at <= content.length
            ? content.subarray(0, at)
            : Buffer.concat([content, Buffer.alloc(at - content.length)]);
        continue;
      }
      const kept = change.durable ? bytes.length : torn(bytes.length);
      const grown = Buffer.alloc(Math.max(content.length, at + kept));
      content.copy(grown);
      bytes.copy(grown, at, 0, kept);
      content = grown;
    }
    return content;
  }
}

type Names = Map<string, File | 'folder'>;

interface NameChange {
  readonly op: number;
  /** Folders that must be synced before it is sure. */
  readonly unsynced: Set<string>;
  readonly apply: (names: Names) => void;
}

/** How much of what is not sure is there. */
export type Luck = 'all' | 'none' | { readonly seed: number };

export class PowerDisk {
  readonly #root: string;
  readonly #base: Names = new Map();
  readonly #nameChanges: NameChange[] = [];
  /** As the programs see it. */
  readonly #live: Names = new Map();
  #op = 0;
  told = 0;

  /** Begins with what is in the folder, all of it durable. */
  constructor(root: string) {
    this.#root = root;
    for (const name of fs.readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      const path = join(root, name);
      const entry = fs.statSync(path).isDirectory() ? 'folder' : new File(fs.readFileSync(path));
      this.#base.set(path, entry);
      this.#live.set(path, entry);
    }
  }

  /** Whether it is one of those that are followed. */
  holds(path: string): boolean {
    return path === this.#root || path.startsWith(`${this.#root}/`);
  }

  do(op: Op): void {
    this.#op += 1;
    if (op.kind === 'told') {
      this.told = op.number;
      return;
    }
    if (!this.holds(op.path)) return;
    switch (op.kind) {
      case 'create': {
        if (this.#live.has(op.path)) return; // opened, as SQLite does, whether it is there or not
        const made = new File(Buffer.alloc(0));
        this.#name([dirname(op.path)], (names) => names.set(op.path, made));
        return;
      }
      case 'write':
        this.#change(op.path, { op: this.#op, at: op.at, bytes: op.bytes, durable: false });
        return;
      case 'truncate':
        this.#change(op.path, { op: this.#op, at: op.bytes, bytes: null, durable: false });
        return;
      case 'rename':
      case 'link': {
        const entry = this.#live.get(op.path);
        if (entry === undefined) throw new Error(`${op.kind} of ${op.path}, which is not there`);
        const folders = op.kind === 'link' ? [dirname(op.to)] : [dirname(op.path), dirname(op.to)];
        this.#name(folders, (names) => {
          if (op.kind === 'rename') names.delete(op.path);
          names.set(op.to, entry);
        });
        return;
      }
      case 'unlink':
      case 'rmdir':
        this.#name([dirname(op.path)], (names) => names.delete(op.path));
        return;
      case 'mkdir':
        this.#name([dirname(op.path)], (names) => names.set(op.path, 'folder'));
        return;
      case 'sync':
        this.#sync(op.path, op.begun);
        return;
      case 'durable': {
        const entry = op.content === null ? null : new File(op.content);
        this.#name([], (names) => (entry === null ? names.delete(op.path) : names.set(op.path, entry)));
      }
    }
  }

  #change(path: string, change: Change): void {
    const file = this.#live.get(path);
    if (!(file instanceof File)) throw new Error(`a change of ${path}, which is no file`);
    file.changes.push(change);
  }

  #name(folders: readonly string[], apply: (names: Names) => void): void {
    this.#nameChanges.push({ op: this.#op, unsynced: new Set(folders), apply });
    apply(this.#live);
  }

  #sync(path: string, begun: number): void {
    const entry = path === this.#root ? 'folder' : this.#live.get(path);
    if (entry instanceof File) {
      for (const change of entry.changes) if (change.op <= begun) change.durable = true;
    }
    if (entry === 'folder')
      for (const change of this.#nameChanges) if (change.op <= begun) change.unsynced.delete(path);
  }

  /** Writes what may be there after a power cut at this moment into a new folder; answers what tells it from others. */
  write(folder: string, luck: Luck): string {
    let state = typeof luck === 'object' ? luck.seed >>> 0 : 0;
    const random = (): number => {
      state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
      return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
    };
    const lucky = (): boolean => luck === 'all' || (luck !== 'none' && random() < 0.5);
    const torn = (bytes: number): number =>
      typeof luck === 'object' && random() < 0.3
        ? Math.min(bytes, 512 * Math.floor(random() * (1 + bytes / 512)))
        : bytes;
    const names: Names = new Map(this.#base);
    for (const { unsynced, apply } of this.#nameChanges) if (unsynced.size === 0 || lucky()) apply(names);
    const hash = createHash('sha256');
    fs.mkdirSync(folder, { recursive: true });
    for (const path of [...names.keys()].sort()) {
      const entry = names.get(path);
      const to = join(folder, relative(this.#root, path));
      if (!isReachable(names, path, this.#root) || entry === undefined) continue;
      hash.update(`${path}\n`);
      if (entry === 'folder') {
        fs.mkdirSync(to, { recursive: true });
        continue;
      }
      const content = entry.content((change) => change.durable || lucky(), torn);
      hash.update(content);
      fs.writeFileSync(to, content, { mode: 0o600 });
    }
    return hash.digest('hex');
  }
}

/** Whether all the folders above it are there. */
function isReachable(names: Names, path: string, root: string): boolean {
  for (let at = dirname(path); at !== root && at.length > root.length; at = dirname(at))
    if (names.get(at) !== 'folder') return false;
  return true;
}
