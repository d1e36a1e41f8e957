/** @file What an export will write and where, how much room that takes, and what seems to be there already. Writes nothing. Runs in the engine. */
import { join } from 'node:path';
import type { ExportOptions, Id, Selection } from '../../../shared/contract.ts';
import { AlbumTree, type AlbumRecord, type PhotoRecord } from '../catalog/index.ts';
import { isMissing, toDiskError } from '../disk/index.ts';
import type { OpenVault } from '../vault/index.ts';
import type { Copy } from './copy.ts';
import { checksumLength, lengthOf, sidecarLength, wayOf } from './estimate.ts';
import { Folders } from './folders.ts';
import { layoutOf } from './layout.ts';
import type { ExistingNames } from './names.ts';
import { completed, type Options } from './options.ts';

export interface Wish {
  readonly photos: readonly (readonly [Id, PhotoRecord])[];
  readonly albums: readonly (readonly [Id, AlbumRecord])[];
  readonly selection: Selection;
  readonly options: ExportOptions | undefined;
}

export interface Plan {
  readonly options: Options;
  readonly copies: readonly Copy[];
}

/** Error: input-invalid. */
export function planOf({ photos, albums, selection, options: asked }: Wish): Plan {
  const options = completed(asked);
  const layout = layoutOf(options.layout, albums, selection);
  const tree = new AlbumTree(albums);
  const known = new Set(albums.map(([id]) => id));
  const copies = photos.flatMap(([id, photo]) => {
    const own = (photo.albums ?? []).filter((album) => known.has(album)).map((album) => tree.path(album));
    return layout.foldersOf(photo).map((parts) => ({ id, photo, parts, albums: own }));
  });
  return { options, copies };
}

export interface Room {
  /** What the destination will grow by. */
  readonly bytes: number;
  readonly estimated: boolean;
  /** Copies that seem to be there from an earlier export: their names and, where they are known, lengths say so. */
  readonly already: number;
}

/** Errors: no-permission, disk-failed. */
export async function roomFor(vault: OpenVault, root: string, { options, copies }: Plan): Promise<Room> {
  const folders = new Folders(vault, root);
  const seen = new Map<string, Promise<Presence>>();
  let bytes = 0;
  let already = 0;
  let estimated = false;
  try {
    for (const { photo, parts } of copies) {
      const key = parts.join('/');
      const presence = seen.get(key) ?? folders.peek(parts).then((folder) => new Presence(vault, folder));
      seen.set(key, presence);
      const way = wayOf(photo, options);
      estimated ||= way === 'converted';
      const more = (options.sidecars ? sidecarLength : 0) + (options.checksums ? checksumLength : 0);
      if (way === 'exact' && (await (await presence).hasOne(photo))) already += 1;
      else bytes += lengthOf(photo, options) + more;
    }
  } catch (error) {
    throw toDiskError(error);
  }
  return { bytes, estimated, already };
}

/** What is in a folder already, each file counted for one photo. */
class Presence {
  readonly #vault: OpenVault;
  readonly #folder: { readonly path: string; readonly names: ExistingNames };
  readonly #counted = new Set<string>();

  constructor(vault: OpenVault, folder: { path: string; names: ExistingNames }) {
    this.#vault = vault;
    this.#folder = folder;
  }

  async hasOne({ name, bytes }: PhotoRecord): Promise<boolean> {
    for (const candidate of this.#folder.names.likely(name)) {
      if (this.#counted.has(candidate)) continue;
      if (!(await this.#isOfLength(candidate, bytes))) continue;
      this.#counted.add(candidate);
      return true;
    }
    return false;
  }

  async #isOfLength(name: string, bytes: number): Promise<boolean> {
    try {
      const stat = await this.#vault.disk.lstat(join(this.#folder.path, name));
      return stat.isFile() && stat.size === bytes;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }
}
