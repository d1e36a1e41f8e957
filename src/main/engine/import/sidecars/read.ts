/** @file Reads the sidecars of a picture. They are text of strangers: read up to a length, and what is not understood tells nothing. Runs in the engine. */
import { CodedError } from '../../../../shared/errors.ts';
import { SourceFile } from '../source-file.ts';
import { baseName, type SourcePath } from '../source-path.ts';
import type { SidecarFacts } from './facts.ts';
import { keyOfName } from './pairing.ts';
import { readTakeout, readTakeoutAlbum } from './takeout.ts';
import { NotReadable } from './xml.ts';
import { readXmp } from './xmp.ts';

/** Some 30 ms of the engine's time. Sidecars with masks and the history of edits have some hundred kB. */
const longest = 4 * 1024 * 1024;
const mostAlbums = 16;

export interface Sidecars {
  readonly facts: SidecarFacts;
  /** Whether one of them could not be read. */
  readonly unread: boolean;
}

/** Albums by the file that tells of them, for the folders that are being gone through. */
export class FolderAlbums {
  readonly #names = new Map<string, Promise<string | null>>();

  /** null: no album, or nothing that could be read. */
  nameOf(path: SourcePath): Promise<string | null> {
    const key = path.toString('latin1');
    const known = this.#names.get(key) ?? textOf(path).then(readTakeoutAlbum).catch(ignored);
    this.#names.set(key, known);
    for (const old of [...this.#names.keys()].slice(0, -mostAlbums)) this.#names.delete(old);
    return known;
  }
}

/** @param paths what comes later counts more */
export async function readSidecars(paths: readonly SourcePath[]): Promise<Sidecars> {
  let facts: SidecarFacts = {};
  let unread = false;
  for (const path of paths) {
    const read = keyOfName(baseName(path)).endsWith('.json') ? readTakeout : readXmp;
    const more = await textOf(path).then(read).catch(ignored);
    if (more === null) unread = true;
    else facts = over(facts, more);
  }
  return { facts, unread };
}

/** `next` over `first`; a date and a place count as a whole. */
function over(first: SidecarFacts, next: SidecarFacts): SidecarFacts {
  const { takenAt, latitude, longitude, altitude, ...rest } = first;
  const place = {
    ...(latitude !== undefined && { latitude }),
    ...(longitude !== undefined && { longitude }),
    ...(altitude !== undefined && { altitude }),
  };
  return {
    ...rest,
    ...(next.capturedAt === undefined && takenAt !== undefined && { takenAt }),
    ...(next.latitude === undefined && place),
    ...next,
  };
}

async function textOf(path: SourcePath): Promise<string> {
  const source = await SourceFile.open(path);
  try {
    if (source.bytes > longest) throw new NotReadable('too long');
    return (await source.head(longest)).toString('utf8');
  } finally {
    await source.close();
  }
}

function ignored(error: unknown): null {
  if (error instanceof NotReadable || error instanceof CodedError) return null;
  throw error;
}
