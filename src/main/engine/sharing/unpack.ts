/** @file What an import has to look at when it is from a package: its files, halves of Live Photos together. Runs in the engine. */
import { joinPath, sourcePath } from '../import/source-path.ts';
import { keyOfName, pairUp } from '../import/sidecars/pairing.ts';
import type { FoundFile } from '../import/walk.ts';
import type { Work } from '../import/work.ts';
import type { OpenPackage, PackedFile } from './package.ts';
import { PackedSource } from './packed-source.ts';

// eslint-disable-next-line @typescript-eslint/require-await -- an import takes what it has to do as it comes
export async function* workOfPackage(opened: OpenPackage, signal: AbortSignal): AsyncGenerator<Work> {
  for (const files of byFolder(opened.files)) {
    const byName = new Map(files.map((file) => [keyOfName(nameOf(file)), file]));
    const { movies, stills } = pairUp(files.map(nameOf));
    const other = (pairs: ReadonlyMap<string, Buffer>, file: PackedFile): PackedFile | undefined => {
      const name = pairs.get(keyOfName(nameOf(file)));
      return name === undefined ? undefined : byName.get(keyOfName(name));
    };
    for (const file of files) {
      signal.throwIfAborted();
      if (other(stills, file) !== undefined) continue; // it comes with its still
      const movie = other(movies, file);
      const found = foundOf(opened, file);
      yield { found: movie === undefined ? found : { ...found, movie: foundOf(opened, movie) } };
    }
  }
}

function foundOf({ path, payload }: OpenPackage, file: PackedFile): FoundFile {
  const { bytes, modified } = file;
  return {
    kind: 'file',
    // As if the package were a folder: for the report.
    path: file.path
      .split('/')
      .reduce((folder, part) => joinPath(folder, Buffer.from(part)), sourcePath(path)),
    bytes,
    modified: Math.round(modified),
    open: () => Promise.resolve(new PackedSource(payload, file)),
  };
}

function byFolder(files: readonly PackedFile[]): Iterable<PackedFile[]> {
  const folders = new Map<string, PackedFile[]>();
  for (const file of files) {
    const folder = file.path.slice(0, Math.max(0, file.path.lastIndexOf('/')));
    const known = folders.get(folder);
    if (known === undefined) folders.set(folder, [file]);
    else known.push(file);
  }
  return folders.values();
}

function nameOf({ path }: PackedFile): Buffer {
  return Buffer.from(path.slice(path.lastIndexOf('/') + 1));
}
