/** @file Albums by their names, as imports put photos into them. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { mostAlbumLevels } from '../../../shared/contract/albums.ts';
import { AlbumTree, type AlbumPath, type Catalog, type Change } from '../catalog/index.ts';
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
  /** By the names on the way to them, as JSON. */
  #known: Map<string, Id> | null = null;

  constructor(catalog: Catalog, tx: Change) {
    this.#catalog = catalog;
    this.#tx = tx;
  }

  /** Their ids; albums that are not there are made, with those they lie in. */
  at(paths: readonly AlbumPath[]): Id[] {
    return paths.flatMap((path) => {
      const names = path.map(albumNameOf).filter((name) => name !== '');
      return this.#at(names.slice(0, mostAlbumLevels)) ?? [];
    });
  }

  #at(names: AlbumPath): Id | null {
    const name = names.at(-1);
    if (name === undefined) return null;
    this.#known ??= this.#all();
    const key = JSON.stringify(names);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const parent = this.#at(names.slice(0, -1));
    const id = randomId();
    this.#tx.putObject(id, { type: 'album', name, created: now(), ...(parent !== null && { parent }) });
    this.#known.set(key, id);
    return id;
  }

  #all(): Map<string, Id> {
    const albums = this.#catalog.objects('album');
    const tree = new AlbumTree(albums);
    return new Map(albums.map(([id]) => [JSON.stringify(tree.path(id)), id]));
  }
}
