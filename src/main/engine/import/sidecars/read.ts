/** @file Reads the sidecars of a picture. They are text of strangers: read up to a length, and what is not understood tells nothing. Runs in the engine. */
import { isUtf8 } from 'node:buffer';
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
    return asText(await source.head(longest));
  } finally {
    await source.close();
  }
}

/** XMP may be UTF-16 (ISO 16684-1 §7.1); what is not even UTF-8 was written by a program from before Unicode. */
function asText(bytes: Buffer): string {
  const [first, second] = [bytes[0] ?? 0, bytes[1] ?? 0];
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0))
    return decoded('utf-16le', bytes);
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c))
    return decoded('utf-16be', bytes);
  return isUtf8(bytes) ? decoded('utf-8', bytes) : decoded('windows-1252', bytes);
}

/** Without its byte order mark. */
function decoded(encoding: string, bytes: Buffer): string {
  return new TextDecoder(encoding).decode(bytes);
}

function ignored(error: unknown): null {
  if (error instanceof NotReadable || error instanceof CodedError) return null;
  throw error;
}
