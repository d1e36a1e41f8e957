/** @file Answers `insight.…`: a photo beside its ciphertext, and the same by other ciphers. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { longestEdge, type Scheme, type Subject } from '../../../shared/contract/insight.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import { ciphers, compare, newKeys, tamper, type Keys } from '../insight/compare.ts';
import { asPicture, figuresOf, type Pixels } from '../insight/figures.ts';
import { drawing, middleOf, pixelsOf, type Encoded } from '../insight/pictures.ts';
import type { ServicesOf } from './service.ts';
import type { Session } from './session.ts';

export const insightServices: ServicesOf<'insight'> = {
  'insight.photo': async (session, { id }, { signal }) => {
    const photo = photoOf(session, id);
    const stored = await session.blobs.readStored(photo.blob, longestEdge * longestEdge * 3);
    const found = await pictureOf(session, id, photo, signal);
    const picture = found === null ? null : await fitting(found, stored.bytes, session, signal);
    const { width, height } = picture ?? squareOf(stored.bytes);
    const count = width * height * 3;
    const content = await contentOf(session, photo, count, signal);
    const head = stored.head.subarray(0, count);
    return {
      name: photo.name,
      width,
      height,
      picture: picture === null ? null : { pixels: picture.data, figures: figuresOf(picture) },
      problem: picture === null ? (photo.problem ?? 'picture-unsupported') : null,
      stored: head,
      sealed: figuresOf(asPicture(head, width)),
      original: figuresOf(asPicture(content, width)),
      file: {
        path: `blobs/${photo.blob.slice(0, 2)}/${photo.blob}`,
        bytes: stored.bytes,
        content: photo.bytes,
        modified: stored.modified.toISOString(),
        epoch: head.readUInt32BE(12), // docs/format.md §4.1; it has been opened, so it is that long
      },
    };
  },

  'insight.subject': async (session, { id, subject }, { signal }) => {
    const { picture } = await benchFor(session, id, subject, signal);
    return {
      width: picture.width,
      height: picture.height,
      pixels: picture.data,
      figures: figuresOf(picture),
    };
  },

  'insight.scheme': async (session, { id, subject, scheme }, { signal }) => {
    const bench = await benchFor(session, id, subject, signal);
    return compare(ciphers[scheme], bench.picture, keysOf(bench, scheme), signal);
  },

  'insight.tamper': async (session, { id, subject, scheme, at, bytes }, { signal }) => {
    const bench = await benchFor(session, id, subject, signal);
    return tamper(ciphers[scheme], bench.picture, keysOf(bench, scheme), { at, bytes });
  },
};

/** A picture, and the throw-away keys it was encrypted with. */
interface Bench {
  readonly id: Id;
  readonly subject: Subject;
  readonly picture: Pixels;
  readonly keys: Map<Scheme, Keys>;
}

/** The one that is being looked at; gone with the session. Of a hidden photo nothing is kept. */
const benches = new WeakMap<Session, Bench>();

async function benchFor(session: Session, id: Id, subject: Subject, signal: AbortSignal): Promise<Bench> {
  const photo = photoOf(session, id); // asked each time: it may have been hidden or deleted meanwhile
  const known = benches.get(session);
  if (known?.id === id && known.subject === subject) return known;
  const picture = subject === 'drawing' ? drawing() : await middle(session, id, photo, signal);
  const bench: Bench = { id, subject, picture, keys: new Map() };
  if (photo.hidden === true) benches.delete(session);
  else benches.set(session, bench);
  return bench;
}

async function middle(session: Session, id: Id, photo: PhotoRecord, signal: AbortSignal): Promise<Pixels> {
  const found = await pictureOf(session, id, photo, signal);
  if (found === null) throw new CodedError('picture-unsupported');
  return middleOf(found.small);
}

function keysOf({ keys }: Bench, scheme: Scheme): Keys {
  const made = keys.get(scheme) ?? newKeys(ciphers[scheme]);
  keys.set(scheme, made);
  return made;
}

function photoOf({ hiding }: Session, id: Id): PhotoRecord {
  const photo = hiding.photo(id);
  if (photo === undefined) throw new CodedError('not-found');
  return photo;
}

interface Found {
  /** At most `longestEdge`. */
  readonly small: Pixels;
  /** What it was made from. */
  readonly from: Encoded;
}

/** Longer originals are not read for a small picture, in bytes: their thumbnail serves. */
const longestRead = 256 * 1024 * 1024;

/** What the viewer shows of it: the preview, else the original, else (of a film, a drawing that takes too long) the thumbnail. Null: nothing. */
async function pictureOf(
  session: Session,
  id: Id,
  photo: PhotoRecord,
  signal: AbortSignal,
): Promise<Found | null> {
  const { name, turn = 0, mime, blob, bytes: length, preview } = photo;
  const readable = preview === undefined && mime.startsWith('image/') && length <= longestRead;
  const sources: (() => Promise<Uint8Array | null>)[] = [
    async () => (preview === undefined ? null : readBlob(session, preview.blob, signal)),
    async () => (readable ? readBlob(session, blob, signal) : null),
    () => Promise.resolve(session.catalog.thumb(id)?.bytes ?? null),
  ];
  for (const source of sources) {
    const bytes = await source();
    if (bytes === null) continue;
    const from: Encoded = { bytes, name, turn };
    const small = await pixelsOf(from, longestEdge, session.pool, signal);
    if (small !== null) return { small, from };
  }
  return null;
}

/** As many dots as so many bytes fill, as a square. */
function squareOf(bytes: number): Pick<Pixels, 'width' | 'height'> {
  const side = Math.min(longestEdge, Math.floor(Math.sqrt(bytes / 3)));
  return { width: side, height: side };
}

/** The picture so small that the encrypted file has a byte for each of its own: what is drawn of the file fills the same frame. */
async function fitting(
  { small, from }: Found,
  stored: number,
  session: Session,
  signal: AbortSignal,
): Promise<Pixels> {
  if (small.data.length <= stored) return small;
  const edge = Math.floor(Math.max(small.width, small.height) * Math.sqrt(stored / small.data.length)) - 1;
  const smaller = await pixelsOf(from, Math.max(16, edge), session.pool, signal);
  return smaller ?? small;
}

async function readBlob(session: Session, blob: Id, signal: AbortSignal): Promise<Buffer> {
  const { reader, release } = await session.readers.lease(blob);
  try {
    return await reader.readAll(signal);
  } finally {
    release();
  }
}

async function contentOf(
  session: Session,
  { blob }: PhotoRecord,
  most: number,
  signal: AbortSignal,
): Promise<Buffer> {
  const { reader, release } = await session.readers.lease(blob);
  const parts: Uint8Array[] = [];
  try {
    for await (const part of reader.read(0, Math.min(most, reader.bytes), signal)) parts.push(part);
  } finally {
    release();
  }
  return Buffer.concat(parts);
}
