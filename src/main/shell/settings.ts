/**
 * @file What the app remembers between two runs: settings, recent vaults, where the window was; one small file, written as a whole or not
 * at all; Electron's main process. Knows nothing of Electron. Holds no photo's name and nothing of a vault but its folder and name.
 */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { shellMethods, type Settings } from '../../shared/contract.ts';

const Bounds = v.strictObject({
  x: v.pipe(v.number(), v.integer()),
  y: v.pipe(v.number(), v.integer()),
  width: v.pipe(v.number(), v.integer(), v.minValue(1)),
  height: v.pipe(v.number(), v.integer(), v.minValue(1)),
  maximized: v.boolean(),
});
export type Bounds = v.InferOutput<typeof Bounds>;

const Recent = v.strictObject({
  name: v.string(),
  path: v.pipe(
    v.string(),
    v.check((file) => path.isAbsolute(file)),
  ),
  opened: v.pipe(v.string(), v.isoTimestamp()),
});
export type Recent = v.InferOutput<typeof Recent>;

const Remembered = v.strictObject({
  settings: shellMethods['shell.changeSettings'].input,
  recents: v.pipe(v.array(Recent), v.maxLength(100)),
  bounds: v.nullable(Bounds),
});
type Remembered = v.InferOutput<typeof Remembered>;

const defaults: Remembered = { settings: { theme: 'system', idleMinutes: 10 }, recents: [], bounds: null };
const mostRecents = 10;

export class Memory {
  readonly #file: string;
  #value: Remembered;

  /** Reads the file; one that cannot be used is kept beside as `settings.damaged.json`, and the defaults hold. */
  constructor(folder: string) {
    this.#file = path.join(folder, 'settings.json');
    this.#value = read(this.#file);
  }

  get settings(): Settings {
    return this.#value.settings;
  }

  /** Newest first. */
  get recents(): readonly Recent[] {
    return this.#value.recents;
  }

  get bounds(): Bounds | null {
    return this.#value.bounds;
  }

  change(settings: Settings): void {
    this.#write({ ...this.#value, settings });
  }

  opened(vault: { name: string; path: string }): void {
    const others = this.#value.recents.filter((recent) => recent.path !== vault.path);
    const newest = { name: vault.name, path: vault.path, opened: new Date().toISOString() };
    this.#write({ ...this.#value, recents: [newest, ...others].slice(0, mostRecents) });
  }

  forget(file: string): void {
    this.#write({ ...this.#value, recents: this.#value.recents.filter((recent) => recent.path !== file) });
  }

  placed(bounds: Bounds): void {
    this.#write({ ...this.#value, bounds });
  }

  /** Into a new file that then takes the old one's name: a crash leaves either, never a half. */
  #write(value: Remembered): void {
    this.#value = value;
    const fresh = `${this.#file}.new`;
    mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    rmSync(fresh, { force: true });
    const fd = openSync(fresh, 'wx', 0o600);
    try {
      writeSync(fd, `${JSON.stringify(value, null, 2)}\n`);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(fresh, this.#file);
  }
}

function read(file: string): Remembered {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return defaults; // the first run, or a folder that cannot be read: writing will tell
  }
  try {
    return v.parse(Remembered, JSON.parse(text));
  } catch {
    renameSync(file, file.replace(/\.json$/u, '.damaged.json'));
    return defaults;
  }
}
