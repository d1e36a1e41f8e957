/** @file Albums by their names, as imports put photos into them. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { Catalog, Change } from '../catalog/index.ts';
import { randomId } from '../crypto/index.ts';
import { now } from './instant.ts';
import { shownText } from './source-path.ts';

/** As a name of an album is kept and compared; '' when nothing is left of it. */
export function albumNameOf(text: string): string {
  return shownText(text.normalize('NFC').trim());
}

/** The albums of one transaction: those there are, and new ones that it makes. */
export class AlbumsOf {
  readonly #catalog: Catalog;
  readonly #tx: Change;
  #known: Map<string, Id> | null = null;

  constructor(catalog: Catalog, tx: Change) {
    this.#catalog = catalog;
    this.#tx = tx;
  }

  /** Their ids; albums that are not there are made. */
  named(names: readonly string[]): Id[] {
    if (names.length === 0) return [];
    this.#known ??= new Map(this.#catalog.objects('album').map(([id, { name }]) => [name, id]));
    const ids: Id[] = [];
    for (const name of names.map(albumNameOf)) {
      if (name === '') continue;
      const id = this.#known.get(name) ?? randomId();
      if (!this.#known.has(name)) this.#tx.putObject(id, { type: 'album', name, created: now() });
      this.#known.set(name, id);
      ids.push(id);
    }
    return ids;
  }
}
