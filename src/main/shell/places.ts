/**
 * @file What stands for a path where the page could see it: a random id, given out by a native dialog, a drop, or the list of recent
 * vaults, and good only for what it was given out for; Electron's main process. Knows nothing of Electron.
 */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { EngineMethodName } from '../../shared/contract.ts';

/** What a place may be used for: a folder dropped to be imported can not be exported to, whatever the page says. */
export type Use =
  | 'vault'
  | 'vault-parent'
  | 'import'
  | 'export'
  | 'key-file'
  | 'new-key-file'
  | 'package'
  | 'new-package'
  | 'keys'
  | 'new-keys';

export interface Place {
  readonly place: string;
  /** For display only. */
  readonly path: string;
}

/** The use each method with `paths` in the contract makes of them, where `useOfField` does not say it for all methods. */
const useOfMethod: Partial<Record<EngineMethodName, Use>> = {
  'vault.inspectFolder': 'vault-parent',
  'vault.create': 'vault-parent',
  'vault.inspect': 'vault',
  'vault.unlock': 'vault',
  'repair.start': 'vault',
  'import.scan': 'import',
  'watch.add': 'import',
  'export.check': 'export',
  'export.start': 'export',
  'log.export': 'export',
  'slot.createKeyFile': 'new-key-file',
  'receive.open': 'package',
  'send.start': 'new-package',
  'people.readFile': 'keys',
  'sharing.saveMine': 'new-keys',
  'drop.look': 'vault',
  'drop.put': 'vault',
  'drop.saveKey': 'vault',
};

/** Fields that mean the same in every method. */
const useOfField: Readonly<Record<string, Use>> = {
  keyFile: 'key-file',
  newKeyFile: 'key-file',
  sources: 'import',
  saveTo: 'new-key-file',
};

/** What the place in a field of a method's input must have been given out for. */
export function useOf(method: EngineMethodName, field: string): Use | undefined {
  return useOfField[field] ?? useOfMethod[method];
}

/** More places than this a page cannot have: the oldest are forgotten. */
const limit = 100_000;

export class Places {
  readonly #byId = new Map<string, { path: string; uses: readonly Use[] }>();
  readonly #ids = new Map<string, string>();

  /** The same path for the same uses has the same id until `forget`. @throws RangeError when the path is not absolute */
  give(file: string, ...uses: readonly Use[]): Place {
    if (!path.isAbsolute(file) || file.includes('\0')) throw new RangeError('a place is an absolute path');
    const key = `${uses.join()}\0${file}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return { place: known, path: file };
    const place = randomBytes(16).toString('hex');
    this.#ids.set(key, place);
    this.#byId.set(place, { path: file, uses });
    if (this.#byId.size > limit) this.#forgetOldest();
    return { place, path: file };
  }

  /** The path a place stands for, if it was given out for this use; undefined otherwise. Without a use: for any. */
  pathOf(place: string, use?: Use): string | undefined {
    const found = this.#byId.get(place);
    return found !== undefined && (use === undefined || found.uses.includes(use)) ? found.path : undefined;
  }

  /** The page they were given to is gone. */
  forget(): void {
    this.#byId.clear();
    this.#ids.clear();
  }

  #forgetOldest(): void {
    for (const [key, place] of this.#ids) {
      this.#ids.delete(key);
      this.#byId.delete(place);
      return;
    }
  }
}
