/** @file One photo into one folder: passed over where an earlier export has written the same, else written, with its sidecar. Runs in the engine. */
import { join } from 'node:path';
import type { ExportItem, Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import { removeQuietly } from '../disk/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { madeOf, type ContentPlace, type Made } from './content.ts';
import { digestsOf, type Digests } from './digests.ts';
import type { ExportFolder, Folders } from './folders.ts';
import type { Parts } from './layout.ts';
import type { Options } from './options.ts';
import { sidecarEnding, sidecarOf } from './sidecar.ts';
import {
  atDestination,
  DestinationFailure,
  giveName,
  writeTemporary,
  type FileRequest,
  type Temporary,
} from './write-file.ts';

export interface Copy {
  readonly id: Id;
  readonly photo: PhotoRecord;
  readonly parts: Parts;
  /** Names of the albums it is in, for its sidecar. */
  readonly albums: readonly string[];
}

export interface CopyPlace extends ContentPlace {
  readonly vault: OpenVault;
  readonly folders: Folders;
  /** Path relative to the destination → SHA-256 of what is there. */
  readonly sums: Map<string, string>;
  /** Bytes of the photo that are dealt with. */
  readonly onBytes: (bytes: number) => void;
}

type Done = Omit<ExportItem, 'photo' | 'name' | 'error'> & { readonly result: 'written' | 'already' };

/** When it throws, nothing is left of it. @throws DestinationFailure; CodedError of this photo; AbortError */
export async function writeCopy(copy: Copy, place: CopyPlace): Promise<Done> {
  const { vault, options, folders, sums } = place;
  const folder = await atDestination(() => folders.enter(copy.parts));
  const sidecar = options.sidecars ? sidecarOf(copy.photo, copy.albums, options.without !== 'place') : null;
  const made = await madeOf(copy.photo, place);
  const work: Work = { copy, place, folder, sidecar, made };
  const wanted =
    made === null
      ? { bytes: copy.photo.bytes, content: copy.photo.digest }
      : digestsOf(vault, made.bytes, false);
  const { name, digests, result } = (await alreadyThere(work, wanted)) ?? (await write(work));
  const path = `${folder.prefix}${name}`;
  if (options.checksums) {
    sums.set(path, digests.sha256);
    if (sidecar !== null) sums.set(path + sidecarEnding, digestsOf(vault, sidecar, true).sha256);
  }
  return { path, result, content: made?.content ?? 'exact', digest: digests.content };
}

interface Work {
  readonly copy: Copy;
  readonly place: CopyPlace;
  readonly folder: ExportFolder;
  readonly sidecar: Buffer | null;
  /** Null: the photo as it is. */
  readonly made: Made | null;
}

type Wanted = Pick<Digests, 'bytes' | 'content'>;

interface Written {
  readonly name: string;
  readonly digests: Digests;
  readonly result: 'written' | 'already';
}

function nameOf({ made, copy }: Work): string {
  return made?.name ?? copy.photo.name;
}

/** The file of before that is the same, its sidecar included; one that has no sidecar yet gets it. */
async function alreadyThere(work: Work, wanted: Wanted): Promise<Written | null> {
  const { folder, place, sidecar } = work;
  const { vault, options, signal } = place;
  for (const name of folder.candidates(nameOf(work))) {
    const digests = await folder.digests(vault, name, wanted.bytes, options.checksums, signal);
    if (digests?.content !== wanted.content) continue;
    if (sidecar !== null && !(await hasSidecar(work, name, sidecar))) continue;
    if (folder.claim(name)) return { name, digests, result: 'already' };
  }
  return null;
}

async function hasSidecar(work: Work, name: string, sidecar: Buffer): Promise<boolean> {
  const { folder, place } = work;
  const { vault, signal } = place;
  const own = name + sidecarEnding;
  if (folder.has(own)) {
    const there = await folder.digests(vault, own, sidecar.length, false, signal);
    return there?.content === digestsOf(vault, sidecar, false).content;
  }
  const temporary = await writeMade(work, sidecar);
  const isNamed = await giveName(vault.disk, temporary.temporary, join(folder.path, own));
  if (!isNamed) await removeQuietly(vault.disk, temporary.temporary);
  return isNamed;
}

async function write(work: Work): Promise<Written> {
  const { folder, place, sidecar } = work;
  const { disk } = place.vault;
  const photo = work.made === null ? await writeOriginal(work) : await writeMade(work, work.made.bytes);
  let beside = '';
  try {
    if (sidecar !== null) beside = (await writeMade(work, sidecar)).temporary;
    for (;;) {
      const name = folder.names.take(nameOf(work), sidecar === null ? '' : sidecarEnding);
      const path = join(folder.path, name);
      if (!(await giveName(disk, photo.temporary, path))) continue; // taken this moment by another program
      if (sidecar !== null && !(await giveName(disk, beside, path + sidecarEnding))) {
        await removeQuietly(disk, path);
        throw new CodedError('disk-failed', { system: 'EEXIST' });
      }
      return { name, digests: photo.digests, result: 'written' };
    }
  } catch (error) {
    await removeQuietly(disk, photo.temporary);
    if (beside !== '') await removeQuietly(disk, beside);
    throw error;
  }
}

/** @throws CodedError blob-damaged: what was read is not what was imported */
async function writeOriginal(work: Work): Promise<Temporary> {
  const { copy, place } = work;
  const { vault, blobs, signal, onBytes } = place;
  const reader = await blobs.open(copy.photo.blob);
  try {
    const written = await writeTemporary({ ...fileOf(work), content: reader.pieces(signal), onBytes });
    if (written.digests.content === copy.photo.digest) return written;
    await removeQuietly(vault.disk, written.temporary);
    if (reader.capsule.digest !== copy.photo.digest) throw new CodedError('blob-damaged');
    await reader.verify(undefined, signal);
    throw readBackOtherwise();
  } finally {
    await reader.close();
  }
}

async function writeMade(work: Work, bytes: Uint8Array): Promise<Temporary> {
  const { vault } = work.place;
  const written = await writeTemporary({ ...fileOf(work), content: [bytes] });
  if (written.digests.content === digestsOf(vault, bytes, false).content) return written;
  await removeQuietly(vault.disk, written.temporary);
  throw readBackOtherwise();
}

function readBackOtherwise(): DestinationFailure {
  return new DestinationFailure(new CodedError('disk-failed'));
}

function fileOf({ copy, folder, place }: Work): Omit<FileRequest, 'content'> {
  const { vault, folders, options, signal } = place;
  const { partPrefix } = folders;
  const modified = dateOf(copy.photo, options.times);
  return { vault, folder: folder.path, partPrefix, modified, sums: options.checksums, signal };
}

/** In ms since 1970. A capture time without an offset is taken for this computer's local time. */
function dateOf({ capturedAt, modifiedAt }: PhotoRecord, times: Options['times']): number | null {
  if (times === 'now') return null;
  const instants = times === 'captured' ? [capturedAt, modifiedAt] : [modifiedAt];
  return instants.map((instant) => Date.parse(instant ?? '')).find(Number.isFinite) ?? null;
}
