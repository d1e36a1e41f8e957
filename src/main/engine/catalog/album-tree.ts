/**
 * @file How albums lie in one another (docs/format.md §5.5). One that names an album which is not there, or that lies in itself, lies in none: whatever a
 * catalogue says, every album is found, and nothing goes round in circles. Runs in the engine.
 */
import type { Id } from '../../../shared/contract.ts';
import type { AlbumRecord } from './records.ts';

export type AlbumEntry = readonly [Id, AlbumRecord];

export class AlbumTree {
  readonly #albums: ReadonlyMap<Id, AlbumRecord>;
  readonly #parents = new Map<Id, Id | null>();
  readonly #children = new Map<Id | null, Id[]>();

  constructor(albums: Iterable<AlbumEntry>) {
    this.#albums = new Map(albums);
    for (const id of this.#albums.keys()) {
      const parent = this.#parentIn(id);
      this.#parents.set(id, parent);
      const siblings = this.#children.get(parent);
      if (siblings === undefined) this.#children.set(parent, [id]);
      else siblings.push(id);
    }
  }

  /** null: it lies in none. */
  parent(id: Id): Id | null {
    return this.#parents.get(id) ?? null;
  }

  children(id: Id | null): readonly Id[] {
    return this.#children.get(id) ?? [];
  }

  /** The album, and those it lies in, outwards. */
  outwards(id: Id): readonly Id[] {
    const path: Id[] = [];
    for (let at: Id | null = id; at !== null; at = this.parent(at)) path.push(at);
    return path;
  }

  /** The album and all that lie in it, however deep. */
  within(id: Id): ReadonlySet<Id> {
    const found = new Set([id]);
    for (const one of found) for (const child of this.children(one)) found.add(child);
    return found;
  }

  /** Names from the outermost album to this one. */
  path(id: Id): readonly string[] {
    return this.outwards(id)
      .map((one) => this.#albums.get(one)?.name ?? '')
      .reverse();
  }

  /** How many albums lie in one another from this one on, itself counted. */
  levels(id: Id): number {
    return 1 + Math.max(0, ...this.children(id).map((child) => this.levels(child)));
  }

  /** The album of this name in another one, or (null) in none. */
  named(name: string, parent: Id | null): Id | undefined {
    return this.children(parent).find((id) => this.#albums.get(id)?.name === name);
  }

  #parentIn(id: Id): Id | null {
    const own = this.#albums.get(id)?.parent;
    if (own === undefined || !this.#albums.has(own)) return null;
    const seen = new Set<Id>();
    for (let at: Id | undefined = own; at !== undefined; at = this.#albums.get(at)?.parent) {
      if (at === id) return null;
      if (seen.has(at)) break; // a circle further out, of which this one is no part
      seen.add(at);
    }
    return own;
  }
}
