/**
 * @file A file system that fails, or loses power, at one chosen operation. It works on real files in a temporary folder; what was not
 * made durable is known, so that `losePower` can take it away as a power cut may.
 */
import * as fs from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import type { Disk, DiskFile } from '../../src/main/engine/disk/index.ts';
import { nodeDisk } from '../../src/main/engine/disk/index.ts';

/**
 * - `crash`: the operation does not happen, and nothing happens after it.
 * - `torn`: the same, but a write leaves its first half.
 * - `EIO`: the operation fails, others work.
 * - `ENOSPC`: from this operation on, nothing that needs room works.
 * - `EDQUOT`: the same, because the person's share of the disk is used up.
 * - `EACCES`: from this operation on, nothing that changes anything is allowed.
 * - `EROFS`: the same, because the disk can only be read.
 * - `short`: from this operation on there is room for half of what is written, and for no new file.
 * - `fsync`: this operation or the next one after it that makes something durable fails, once; what it was to make durable may be lost.
 */
export type Fault = 'crash' | 'torn' | 'EIO' | 'ENOSPC' | 'EDQUOT' | 'EACCES' | 'EROFS' | 'short' | 'fsync';

/**
 * Of operations that change nothing:
 * - `EIO reading`: one fails, others work.
 * - `EACCES reading`: the same of those that open a file to read it, or a folder; no others are counted.
 */
export type ReadingFault = 'EIO reading' | 'EACCES reading';

/** What `crash` and `torn` throw: no system's answer, for there is nobody left to hear one. */
export class PowerCut extends Error {}

/** As Node throws it, which knows EDQUOT by its number alone. */
function systemError(code: string): Error {
  const known = code === 'EDQUOT' ? { code: 'UNKNOWN', errno: -constants.errno.EDQUOT } : { code };
  return Object.assign(new Error(`${code}: by the faulty disk`), known);
}

interface Undo {
  /** Its fsync makes the change durable. */
  readonly folder: string;
  readonly undo: () => void;
}

export class FaultyDisk implements Disk {
  /** Changing operations so far. */
  operations = 0;
  /** Operations so far that change nothing. */
  readings = 0;
  /** Their names, for a test's message. */
  readonly log: string[] = [];
  /** The one that changes nothing and has failed, for the same. */
  failed = '';
  readonly #failAt: number;
  readonly #fault: Fault | ReadingFault;
  readonly #only: string;
  readonly #disk: Disk = nodeDisk;
  #dead = false;
  #syncFailed = false;
  #undo: Undo[] = [];
  /** Files whose content is not durable. */
  readonly #dirty = new Set<string>();

  /** `failAt`: number of the operation that fails, from 1; Infinity for a disk that only counts. `only`: of those that change nothing, only at paths with this. */
  constructor(failAt = Infinity, fault: Fault | ReadingFault = 'crash', only = '') {
    this.#failAt = failAt;
    this.#fault = fault;
    this.#only = only;
  }

  /** Takes away every name that no fsync of a folder kept, and half of every file that no fsync kept. */
  losePower(): void {
    this.#dead = true;
    for (const { undo } of this.#undo.reverse()) undo();
    this.#undo = [];
    for (const path of this.#dirty) {
      if (fs.existsSync(path)) fs.truncateSync(path, Math.floor(fs.statSync(path).size / 2));
    }
  }

  #live(): void {
    if (this.#dead) throw new PowerCut('after the power cut');
  }

  /** Counts an operation that changes nothing, and fails if it is its turn. */
  #read(name: string, opens = false): void {
    this.#live();
    if ((this.#fault === 'EACCES reading' && !opens) || !name.includes(this.#only)) return;
    this.readings += 1;
    if (this.readings !== this.#failAt) return;
    if (this.#fault !== 'EIO reading' && this.#fault !== 'EACCES reading') return;
    this.failed = name;
    throw systemError(this.#fault === 'EIO reading' ? 'EIO' : 'EACCES');
  }

  /** Counts an operation and fails if it is its turn. `needsRoom`: whether a full disk stops it. */
  #change(name: string, needsRoom: boolean, tear?: () => void): void {
    this.#live();
    this.operations += 1;
    this.log.push(name);
    if (this.operations < this.#failAt) return;
    const first = this.operations === this.#failAt;
    switch (this.#fault) {
      case 'EIO reading':
      case 'EACCES reading':
        return;
      case 'crash':
      case 'torn':
        if (this.#fault === 'torn') tear?.();
        this.#dead = true;
        throw new PowerCut(`at operation ${this.operations}: ${name}`);
      case 'EIO':
        if (first) throw systemError('EIO');
        return;
      case 'ENOSPC':
      case 'EDQUOT':
        if (needsRoom) throw systemError(this.#fault);
        return;
      case 'EACCES':
      case 'EROFS':
        throw systemError(this.#fault);
      case 'short':
        if (!needsRoom) return;
        tear?.();
        throw systemError('ENOSPC');
      case 'fsync':
        if (this.#syncFailed || !name.startsWith('sync')) return;
        this.#syncFailed = true;
        throw systemError('EIO');
    }
  }

  async open(path: string, mode: 'read' | 'write' | 'create', permissions?: number): Promise<DiskFile> {
    if (mode === 'read') this.#read(`open ${path}`, true);
    else this.#change(`open ${path}`, mode === 'create');
    const file = await this.#disk.open(path, mode, permissions);
    if (mode === 'create') {
      this.#undo.push({ folder: dirname(path), undo: () => fs.rmSync(path, { force: true }) });
      this.#dirty.add(path);
    }
    return {
      read: async (buffer, position) => {
        this.#read(`read ${path}`);
        return file.read(buffer, position);
      },
      write: async (buffer, position) => {
        this.#change(`write ${path}`, true, () => {
          const handle = fs.openSync(path, 'r+');
          fs.writeSync(handle, buffer, 0, buffer.byteLength >> 1, position);
          fs.closeSync(handle);
        });
        this.#dirty.add(path);
        await file.write(buffer, position);
      },
      sync: async () => {
        this.#change(`sync ${path}`, false);
        await file.sync();
        this.#dirty.delete(path);
      },
      truncate: async (bytes) => {
        this.#change(`truncate ${path}`, false);
        this.#dirty.add(path);
        await file.truncate(bytes);
      },
      stat: async () => {
        this.#read(`stat open ${path}`);
        return file.stat();
      },
      bigStat: async () => {
        this.#read(`stat open ${path}`);
        return file.bigStat();
      },
      utimes: (accessed, modified) => file.utimes(accessed, modified),
      close: () => file.close(), // also after a power cut, so that tests leak no handles
    };
  }

  async rename(from: string, to: string): Promise<void> {
    this.#change(`rename ${from} → ${to}`, false);
    const before = fs.existsSync(to) ? fs.readFileSync(to) : null;
    await this.#disk.rename(from, to);
    if (this.#dirty.delete(from)) this.#dirty.add(to);
    this.#undo.push({
      folder: dirname(to),
      undo: () => {
        if (fs.existsSync(to)) fs.renameSync(to, from);
        if (before !== null) fs.writeFileSync(to, before, { mode: 0o600 });
      },
    });
  }

  async link(from: string, to: string): Promise<void> {
    this.#change(`link ${from} → ${to}`, false);
    await this.#disk.link(from, to);
    this.#undo.push({ folder: dirname(to), undo: () => fs.rmSync(to, { force: true }) });
  }

  async unlink(path: string): Promise<void> {
    this.#change(`unlink ${path}`, false);
    const before = fs.readFileSync(path);
    await this.#disk.unlink(path);
    this.#dirty.delete(path);
    this.#undo.push({ folder: dirname(path), undo: () => fs.writeFileSync(path, before, { mode: 0o600 }) });
  }

  async mkdir(path: string, permissions?: number): Promise<void> {
    this.#change(`mkdir ${path}`, true);
    await this.#disk.mkdir(path, permissions);
    this.#undo.push({ folder: dirname(path), undo: () => fs.rmSync(path, { recursive: true, force: true }) });
  }

  async rmdir(path: string): Promise<void> {
    this.#change(`rmdir ${path}`, false);
    await this.#disk.rmdir(path);
    this.#undo.push({ folder: dirname(path), undo: () => fs.mkdirSync(path, { mode: 0o700 }) });
  }

  async syncFolder(path: string): Promise<void> {
    this.#change(`sync folder ${path}`, false);
    await this.#disk.syncFolder(path);
    this.#undo = this.#undo.filter(({ folder }) => folder !== path);
  }

  async readdir(path: string): Promise<string[]> {
    this.#read(`readdir ${path}`, true);
    return this.#disk.readdir(path);
  }

  async stat(path: string): Promise<fs.Stats> {
    this.#read(`stat ${path}`);
    return this.#disk.stat(path);
  }

  async lstat(path: string): Promise<fs.Stats> {
    this.#read(`lstat ${path}`);
    return this.#disk.lstat(path);
  }

  async statfs(path: string): ReturnType<Disk['statfs']> {
    this.#read(`statfs ${path}`);
    return this.#disk.statfs(path);
  }
}
