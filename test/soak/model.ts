/** @file The plain model a vault is held against: what a person has been told is in it. Needs no test runner. */
import { isDeepStrictEqual } from 'node:util';
import type { Id } from '../../src/shared/contract.ts';
import type { EngineLike } from './engine-like.ts';
import { stateOf, type PhotoState, type VaultState } from './state.ts';

export type PhotoModel = Omit<PhotoState, 'digest'> & {
  /** SHA-256 of its content. */ readonly content: string;
};

export interface Incoming {
  readonly name: string;
  readonly content: string;
  /** Names of the albums it goes into. */
  readonly albums: readonly string[];
}

/** What an operation may do; what of it is not named stays as it is. */
export interface Effects {
  /** These photos become that; null: they are gone. */
  readonly photos?: ReadonlyMap<Id, PhotoModel | null>;
  readonly incoming?: readonly Incoming[];
  /** These may come as well: files of an import that was cut off, which a repair adopts. */
  readonly mayCome?: readonly Omit<Incoming, 'albums'>[];
  /** Names of albums afterwards. */
  readonly albums?: readonly string[];
}

export class Model {
  photos = new Map<Id, PhotoModel>();
  albums: string[] = [];
  passphrase = 'the first passphrase';
  words = '';
  /** Files made so far: each has a content of its own. */
  files = 0;
  /** Contents that are or were in the vault. */
  readonly held = new Set<string>();
  unlocked = false;
  /** Whether anything has changed since the older copy was put aside; null: there is none. */
  changedSinceCopy: boolean | null = null;
  /** How many operations have been done, by their names. */
  readonly done: Record<string, number> = {};

  /** Photos one after the other, by id: a number chooses among them. */
  some(seed: number, most = 4): Id[] {
    const ids = [...this.photos.keys()].sort();
    if (ids.length === 0) return [];
    const count = 1 + (seed % Math.min(most, ids.length));
    return Array.from({ length: count }, (_, at) => ids[(seed + at * 7) % ids.length] ?? '').filter(
      (id, at, all) => all.indexOf(id) === at,
    );
  }

  /** Each of these photos, changed. */
  changed(ids: readonly Id[], change: (photo: PhotoModel) => Partial<PhotoModel>): Map<Id, PhotoModel> {
    return new Map(
      ids.flatMap((id) => {
        const photo = this.photos.get(id);
        return photo === undefined ? [] : [[id, { ...photo, ...change(photo) }] as const];
      }),
    );
  }

  /**
   * Holds the vault against what it was and what an operation does: all of it, or, where that was cut off, each photo before or after it. The model is then
   * what was found. Throws what does not fit.
   */
  async settle(engine: EngineLike, effects: Effects, cutOff: boolean): Promise<void> {
    const found = await stateOf(engine);
    const { photos: after = new Map<Id, PhotoModel | null>(), incoming = [] } = effects;
    const next = new Map<Id, PhotoModel>();
    for (const id of new Set([...this.photos.keys(), ...after.keys()])) {
      const before = this.photos.get(id) ?? null;
      const expected = after.has(id) ? (after.get(id) ?? null) : before;
      const is = plain(found, id, before ?? expected);
      const fits = isDeepStrictEqual(is, expected) || (cutOff && isDeepStrictEqual(is, before));
      if (!fits)
        throw new Error(
          `photo ${id} is ${text(is)}, not ${text(expected)}${cutOff ? ` or ${text(before)}` : ''}`,
        );
      if (is !== null) next.set(id, is);
    }
    const waiting = [...incoming];
    for (const id of found.photos.keys()) {
      if (next.has(id)) continue;
      const name = found.photos.get(id)?.name ?? '';
      const at = waiting.findIndex((one) => one.name === name);
      const [expected] = at < 0 ? [] : waiting.splice(at, 1);
      const content = await engine.read(id);
      const may = effects.mayCome?.some((one) => one.name === name && one.content === content) ?? false;
      if (expected === undefined && !may) throw new Error(`nobody has imported ${name}`);
      if (expected !== undefined && content !== expected.content)
        throw new Error(`${name} has another content`);
      const is = plain(found, id, { content });
      if (expected !== undefined && !isDeepStrictEqual(is?.albums, [...expected.albums].sort()))
        throw new Error(`${name} is in ${text(is?.albums)}`);
      if (is !== null) next.set(id, is);
    }
    if (!cutOff && waiting.length > 0)
      throw new Error(`not imported: ${waiting.map(({ name }) => name).join(', ')}`);
    this.#settleAlbums(found, effects.albums ?? this.albums, cutOff);
    this.photos = next;
    for (const { content } of next.values()) this.held.add(content);
  }

  #settleAlbums({ albums: found }: VaultState, after: readonly string[], cutOff: boolean): void {
    const is = [...found].sort();
    const fits = [after, ...(cutOff ? [this.albums] : [])].some((one) =>
      isDeepStrictEqual(is, [...one].sort()),
    );
    if (!fits) throw new Error(`albums are ${text(is)}, not ${text(after)}`);
    this.albums = is;
  }
}

function plain(state: VaultState, id: Id, known: Pick<PhotoModel, 'content'> | null): PhotoModel | null {
  const photo = state.photos.get(id);
  if (photo === undefined) return null;
  const { digest: _, ...rest } = photo;
  return { ...rest, content: known?.content ?? '' };
}

function text(value: unknown): string {
  return JSON.stringify(value);
}
