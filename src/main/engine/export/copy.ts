/** @file One photo into one folder: passed over where an earlier export has written the same, else written, with its sidecar. Runs in the engine. */
import { join } from 'node:path';
import type { ExportItem, Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { AlbumPath, PhotoRecord } from '../catalog/index.ts';
import { contentDigest } from '../crypto/index.ts';
import { removeQuietly } from '../disk/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { madeOf, type ContentPlace } from './content.ts';
import type { Digests } from './digests.ts';
import type { ExportFolder, Folders } from './folders.ts';
import { hasFilm } from './estimate.ts';
import type { Parts } from './layout.ts';
import { filmName } from './names.ts';
import type { MadeBefore } from './made-before.ts';
import type { Options } from './options.ts';
import { sidecarEnding, sidecarOf } from './sidecar.ts';
import { atDestination, DestinationFailure, giveName, writeTemporary, type Temporary } from './write-file.ts';

export interface Copy {
  readonly id: Id;
  readonly photo: PhotoRecord;
  readonly parts: Parts;
  /** The ways to the albums it is in, for its sidecar. */
  readonly albums: readonly AlbumPath[];
}

export interface CopyPlace extends ContentPlace {
  readonly vault: OpenVault;
  readonly folders: Folders;
  /** Path relative to the destination → SHA-256 of what is there. */
  readonly sums: Map<string, string>;
  readonly madeBefore: MadeBefore;
  /** Bytes of the photo that are dealt with. */
  readonly onBytes: (bytes: number) => void;
}

type Done = Omit<ExportItem, 'photo' | 'name' | 'error'> & { readonly result: 'written' | 'already' };

/** When it throws, nothing is left of it. @throws DestinationFailure; CodedError of this photo; AbortError */
export async function writeCopy(copy: Copy, place: CopyPlace): Promise<Done> {
  const { options, madeBefore } = place;
  const { photo } = copy;
  const folder = await atDestination(() => place.folders.enter(copy.parts));
  const common = { copy, place, folder };
  const once = madeBefore.get(photo, options);
  if (once !== undefined) {
    const work: Work = {
      ...common,
      main: { ...once, from: new Uint8Array(0) },
      name: once.name,
      beside: await besides(copy, place, once.content),
    };
    const there = await alreadyThere(work);
    if (there !== null) return done(work, there, once.content);
  }
  const made = await madeOf(photo, place);
  const main = made === null ? originalOf(photo) : await partOf(place, made.bytes);
  const content = made?.content ?? 'exact';
  const beside = await besides(copy, place, content);
  const work: Work = { ...common, main, name: made?.name ?? photo.name, beside };
  const written = (await alreadyThere(work)) ?? (await write(work));
  if (made !== null) {
    const { name } = made;
    madeBefore.put(photo, options, { content, name, bytes: main.bytes, digest: main.digest });
  }
  return done(work, written, content);
}

function done({ place, folder, main }: Work, written: Written, content: Done['content']): Done {
  const { name, digests, result } = written;
  if (place.options.checksums)
    for (const [own, { sha256 }] of digests) place.sums.set(`${folder.prefix}${own}`, sha256);
  return { path: `${folder.prefix}${name}`, result, content, digest: main.digest };
}

/** One file: bytes in memory, or an original. */
interface Part {
  readonly bytes: number;
  /** Content digest it must have. */
  readonly digest: string;
  readonly from: Uint8Array | Id;
}

/** A file that goes with the photo's, under a name that follows from the photo's. */
interface Beside extends Part {
  readonly nameFor: (name: string) => string;
}

interface Work {
  readonly copy: Copy;
  readonly place: CopyPlace;
  readonly folder: ExportFolder;
  readonly main: Part;
  /** The name it is to have. */
  readonly name: string;
  readonly beside: readonly Beside[];
}

interface Written {
  readonly name: string;
  /** By name, of all its files. */
  readonly digests: ReadonlyMap<string, Digests>;
  readonly result: 'written' | 'already';
}

function originalOf({ blob, bytes, digest }: Pick<PhotoRecord, 'blob' | 'bytes' | 'digest'>): Part {
  return { bytes, digest, from: blob };
}

async function partOf({ vault }: CopyPlace, bytes: Uint8Array): Promise<Part> {
  return { bytes: bytes.byteLength, digest: await contentDigest(vault.keys.digest, bytes), from: bytes };
}

/** The film of a Live Photo, and the sidecar. */
async function besides(
  { photo, albums }: Copy,
  place: CopyPlace,
  content: Done['content'],
): Promise<Beside[]> {
  const { options } = place;
  const { pair } = photo;
  const film =
    pair === undefined || !hasFilm(options)
      ? []
      : [{ ...originalOf(pair), nameFor: (name: string) => filmName(name, pair.name) }];
  if (!options.sidecars) return film;
  const { turn: _turn, ...upright } = photo;
  const told = content === 'converted' ? upright : photo; // its pixels are turned already
  const sidecar = await partOf(place, sidecarOf(told, albums, options.without !== 'place'));
  return [...film, { ...sidecar, nameFor: (name) => name + sidecarEnding }];
}

/** What the vault has written here before and is the same, all files of it; one of them that is missing is added. */
async function alreadyThere(work: Work): Promise<Written | null> {
  const { folder, main, beside } = work;
  for (const name of folder.candidates(work.name)) {
    const there = await sameAs(work, name, main);
    if (there === null) continue;
    const digests = new Map([[name, there]]);
    const missing: Beside[] = [];
    for (const part of beside) {
      const own = part.nameFor(name);
      const found = await sameAs(work, own, part);
      if (found !== null) digests.set(own, found);
      else if (!folder.has(own)) missing.push(part);
    }
    if (digests.size + missing.length <= beside.length || !folder.claim(name)) continue;
    let whole = true;
    for (const part of missing) {
      const own = part.nameFor(name);
      const added = await add(work, own, part);
      if (added === null) whole = false;
      else digests.set(own, added);
    }
    if (whole) return { name, digests, result: 'already' };
  }
  return null;
}

async function sameAs({ folder, place }: Work, name: string, part: Part): Promise<Digests | null> {
  const { vault, options, signal } = place;
  if (!folder.has(name)) return null;
  const digests = await folder.digests(vault, name, part.bytes, options.checksums, signal);
  return digests?.content === part.digest ? digests : null;
}

/** Null when the name was taken this moment by another program. */
async function add(work: Work, name: string, part: Part): Promise<Digests | null> {
  const { disk } = work.place.vault;
  const { temporary, digests } = await writePart(work, part);
  if (await giveName(disk, temporary, join(work.folder.path, name))) return digests;
  await removeQuietly(disk, temporary);
  return null;
}

async function write(work: Work): Promise<Written> {
  const { folder, place, main, beside } = work;
  const { disk } = place.vault;
  const parts: (Temporary & { readonly nameFor: (name: string) => string })[] = [];
  try {
    parts.push({ ...(await writePart(work, main)), nameFor: (name) => name });
    for (const part of beside) parts.push({ ...(await writePart(work, part)), nameFor: part.nameFor });
    for (;;) {
      const name = folder.names.take(work.name, (own) => beside.map(({ nameFor }) => nameFor(own)));
      if (!(await nameAll(work, name, parts))) continue;
      const digests = new Map(parts.map((part) => [part.nameFor(name), part.digests]));
      return { name, digests, result: 'written' };
    }
  } catch (error) {
    for (const { temporary } of parts) await removeQuietly(disk, temporary);
    throw error;
  }
}

/** False when the photo's name was taken this moment by another program. */
async function nameAll(
  { folder, place }: Work,
  name: string,
  parts: readonly (Temporary & { readonly nameFor: (name: string) => string })[],
): Promise<boolean> {
  const { disk } = place.vault;
  const named: string[] = [];
  for (const { temporary, nameFor } of parts) {
    const path = join(folder.path, nameFor(name));
    if (await giveName(disk, temporary, path)) named.push(path);
    else if (named.length === 0) return false;
    else {
      for (const one of named) await removeQuietly(disk, one);
      throw new CodedError('disk-failed', { system: 'EEXIST' });
    }
  }
  return true;
}

/** Under a temporary name, read back and compared. @throws CodedError blob-damaged: what was read is not what was imported */
async function writePart({ copy, folder, place }: Work, part: Part): Promise<Temporary> {
  const { vault, blobs, folders, options, signal, onBytes } = place;
  const file = {
    vault,
    folder: folder.path,
    checkPlace: folder.checkPlace,
    partPrefix: folders.partPrefix,
    modified: dateOf(copy.photo, options.times),
    sums: options.checksums,
    signal,
  };
  if (part.from instanceof Uint8Array) {
    const written = await writeTemporary({ ...file, content: [part.from] });
    if (written.digests.content === part.digest) return written;
    await removeQuietly(vault.disk, written.temporary);
    throw readBackOtherwise();
  }
  const reader = await blobs.open(part.from);
  try {
    const written = await writeTemporary({ ...file, content: reader.pieces(signal), onBytes });
    if (written.digests.content === part.digest) return written;
    await removeQuietly(vault.disk, written.temporary);
    if (reader.capsule.digest !== part.digest) throw new CodedError('blob-damaged');
    await reader.verify(undefined, signal);
    throw readBackOtherwise();
  } finally {
    await reader.close();
  }
}

function readBackOtherwise(): DestinationFailure {
  return new DestinationFailure(new CodedError('disk-failed'));
}

/** In ms since 1970. A capture time without an offset is taken for this computer's local time. */
export function dateOf({ capturedAt, modifiedAt }: PhotoRecord, times: Options['times']): number | null {
  if (times === 'now') return null;
  const instants = times === 'captured' ? [capturedAt, modifiedAt] : [modifiedAt];
  return instants.map((instant) => Date.parse(instant ?? '')).find(Number.isFinite) ?? null;
}
