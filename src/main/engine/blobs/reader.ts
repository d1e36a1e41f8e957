/** @file A blob's bytes → content, any range of it, authenticated (docs/format.md §4); runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { contentHasher, isZero, nonceBytes, openInto, readU64 } from '../crypto/index.ts';
import { type DiskFile, toDiskError } from '../disk/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { type Capsule, capsuleLength, decodeCapsule } from './capsule.ts';
import { type BlobKey, openHeader } from './file-key.ts';
import {
  type BlobLength,
  batchPieces,
  blobLength,
  headerBytes,
  lengthOfFile,
  pieceBytes,
  sealedBytes,
  setPieceNonce,
} from './layout.ts';
import type { BlobReader } from './types.ts';

/** Opens a blob from its file, which the reader then owns. Throws `blob-damaged` with `detail`, `disk-failed`. */
export async function openBlob(vault: OpenVault, id: Id, file: DiskFile): Promise<BlobReader> {
  let pieces: Pieces | null = null;
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw damaged(id, 'not a file');
    const length = lengthOfFile(stat.size);
    if (length === null) throw damaged(id, 'length');
    const header = Buffer.alloc(headerBytes);
    await file.read(header, 0);
    const key = openHeader(vault, id, header);
    if (typeof key === 'string') throw damaged(id, key);
    pieces = new Pieces(id, file, length, key);
    return await readPreface(vault, pieces);
  } catch (thrown) {
    pieces?.dispose();
    await file.close();
    throw toDiskError(thrown, { blob: id });
  }
}

/** Where the epoch in a blob's header ends (docs/format.md §4.1). */
const epochEnd = 16;

/** The epoch a blob says it is sealed under: nothing proves it before the blob is opened. null: it is too short to be one. Rejects with what the system said. */
export async function readEpoch(file: DiskFile): Promise<number | null> {
  const start = Buffer.alloc(epochEnd);
  return (await file.read(start, 0)) < epochEnd ? null : start.readUInt32BE(epochEnd - 4);
}

function damaged(blob: Id, detail: string): CodedError {
  return new CodedError('blob-damaged', { blob, detail });
}

/** Capsule and length of content, and whether they fit the length of the file (§4.3). */
async function readPreface(vault: OpenVault, pieces: Pieces): Promise<BlobReader> {
  const { id, length } = pieces;
  const first = await pieces.join(0, Math.min(pieceBytes, length.plain));
  const capsuleBytes = first.length < 4 ? null : capsuleLength(first);
  if (capsuleBytes === null || capsuleBytes + 8 > length.plain) throw damaged(id, 'capsule');
  const start = capsuleBytes + 8;
  const preface = start <= first.length ? first : await pieces.join(0, start);
  const capsule = decodeCapsule(preface.subarray(0, capsuleBytes));
  const bytes = readU64(preface, capsuleBytes);
  if (bytes === null || capsule?.bytes !== bytes) throw damaged(id, 'capsule');
  if (start + bytes > length.plain || blobLength(capsuleBytes, bytes).stored !== length.stored) {
    throw damaged(id, 'length');
  }
  return new Reader(vault, pieces, capsule, start);
}

/** Rooms for a batch as it stands in the file, used again: making one costs as much as decrypting what goes in. */
const spare: Buffer[] = [];
/** Of six blobs that are read at once, two each. */
const maxSpare = 12;

function takeBox(): Buffer {
  return spare.pop() ?? Buffer.allocUnsafeSlow(batchPieces * sealedBytes);
}

/** They hold nothing secret. */
function giveBack(boxes: readonly Buffer[]): void {
  spare.push(...boxes.slice(0, Math.max(0, maxSpare - spare.length)));
}

/** Rooms for a batch in the clear, used again as well: collecting them as garbage would be a sixth of what an export takes. */
const spareRooms: Buffer[] = [];

function takeRoom(): Buffer {
  return spareRooms.pop() ?? Buffer.allocUnsafeSlow(batchPieces * pieceBytes);
}

/** @param used bytes of all that was in it, one after the other */
function giveRoomBack(room: Buffer, used: number): void {
  room.fill(0, 0, Math.min(used, room.length));
  if (spareRooms.length < maxSpare / 2) spareRooms.push(room);
}

/** The pieces of one open blob, read by the batch. */
export class Pieces {
  readonly id: Id;
  readonly length: BlobLength;
  readonly #file: DiskFile;
  readonly #key: BlobKey;
  readonly #nonce = Buffer.alloc(nonceBytes);

  constructor(id: Id, file: DiskFile, length: BlobLength, key: BlobKey) {
    this.id = id;
    this.length = length;
    this.#file = file;
    this.#key = key;
  }

  dispose(): void {
    this.#key.content.dispose();
  }

  async close(): Promise<void> {
    this.dispose();
    await this.#file.close();
  }

  /**
   * Plaintext from `start` to `end`, batch by batch, each in a part of `into` or, without it, in a new buffer of its own. While one
   * batch is being looked at the next one is read from the disk. Whole pieces are decrypted: what is yielded is cut to the range.
   */
  async *batches(
    start: number,
    end: number,
    into: ((bytes: number) => Buffer) | null,
    signal?: AbortSignal,
  ): AsyncGenerator<Buffer, void, void> {
    if (end <= start) return;
    const lastPiece = Math.ceil(end / pieceBytes); // not included
    const batches = Math.ceil((lastPiece - Math.floor(start / pieceBytes)) / batchPieces);
    const boxes = Array.from({ length: Math.min(2, batches) }, () => takeBox());
    const fetch = (from: number, turn: number): Promise<Buffer> | null => {
      const box = boxes[turn % 2];
      return from >= lastPiece || box === undefined
        ? null
        : this.#fetch(from, Math.min(from + batchPieces, lastPiece), box);
    };
    let from = Math.floor(start / pieceBytes);
    let turn = 0;
    let fetching = fetch(from, turn);
    try {
      while (fetching !== null) {
        const sealed = await fetching;
        signal?.throwIfAborted();
        const first = from;
        from += batchPieces;
        turn += 1;
        fetching = fetch(from, turn);
        const plainBytes = this.#plainBytes(first, Math.min(from, lastPiece));
        const plain = into?.(plainBytes) ?? Buffer.allocUnsafeSlow(plainBytes);
        this.#open(sealed, first, plain);
        const base = first * pieceBytes;
        yield plain.subarray(Math.max(start - base, 0), Math.min(end - base, plainBytes));
      }
    } finally {
      // Whoever stopped early must not close the file under a read, nor leave its failure unheard.
      await fetching?.catch(() => undefined);
      giveBack(boxes);
    }
  }

  /** A range in one buffer. */
  async join(start: number, end: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.batches(start, end, null)) parts.push(part);
    const [only] = parts;
    return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
  }

  #plainBytes(first: number, end: number): number {
    return Math.min(end * pieceBytes, this.length.plain) - first * pieceBytes;
  }

  async #fetch(first: number, end: number, box: Buffer): Promise<Buffer> {
    const position = this.length.header + first * sealedBytes;
    const bytes = Math.min(this.length.header + end * sealedBytes, this.length.stored) - position;
    const part = box.subarray(0, bytes);
    try {
      if ((await this.#file.read(part, position)) < bytes) throw damaged(this.id, 'length'); // cut off since it was opened
    } catch (thrown) {
      throw toDiskError(thrown, { blob: this.id });
    }
    return part;
  }

  #open(sealed: Buffer, first: number, plain: Buffer): void {
    const failed = this.#key.content.use((key) => {
      for (let at = 0, index = first; at < sealed.length; at += sealedBytes, index += 1) {
        const box = sealed.subarray(at, at + sealedBytes);
        const out = plain.subarray((index - first) * pieceBytes, (index - first + 1) * pieceBytes);
        setPieceNonce(this.#nonce, index, index === this.length.pieces - 1);
        if (!openInto(out, key, this.#nonce, box, this.#key.prefix)) return index;
      }
      return null;
    });
    if (failed === null) return;
    plain.fill(0); // nothing of a batch is released when one of its pieces is not authentic
    throw damaged(this.id, `chunk ${failed}`);
  }
}

class Reader implements BlobReader {
  readonly capsule: Capsule;
  readonly bytes: number;
  readonly #vault: OpenVault;
  readonly #pieces: Pieces;
  /** Where the content starts in the plaintext. */
  readonly #start: number;
  #closed = false;

  constructor(vault: OpenVault, pieces: Pieces, capsule: Capsule, start: number) {
    this.#vault = vault;
    this.#pieces = pieces;
    this.#start = start;
    this.capsule = capsule;
    this.bytes = capsule.bytes;
  }

  read(start = 0, end = this.bytes, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    if (start < 0 || end > this.bytes || start > end) throw new RangeError('not a range of the content');
    return this.#pieces.batches(this.#start + start, this.#start + end, null, signal);
  }

  async *pieces(signal?: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    const room = takeRoom();
    const into = (bytes: number): Buffer => room.subarray(0, bytes);
    try {
      yield* this.#pieces.batches(this.#start, this.#start + this.bytes, into, signal);
    } finally {
      giveRoomBack(room, this.#pieces.length.plain);
    }
  }

  async readAll(signal?: AbortSignal): Promise<Buffer> {
    // Whole pieces are decrypted where they end up: the room has a margin for the capsule before and the zeros behind the content.
    const first = Math.floor(this.#start / pieceBytes) * pieceBytes;
    const end = this.#start + this.bytes;
    const room = Buffer.allocUnsafeSlow(
      Math.min(Math.ceil(end / pieceBytes) * pieceBytes, this.#pieces.length.plain) - first,
    );
    let at = 0;
    const into = (bytes: number): Buffer => room.subarray(at, (at += bytes));
    for await (const _ of this.#pieces.batches(this.#start, end, into, signal)); // each lands in its place
    return room.subarray(this.#start - first, end - first);
  }

  async verify(onBytes?: (content: number) => void, signal?: AbortSignal): Promise<void> {
    const { id, length } = this.#pieces;
    const hasher = contentHasher(this.#vault.keys.digest, this.bytes);
    const room = takeRoom();
    const into = (bytes: number): Buffer => room.subarray(0, bytes);
    try {
      let left = this.bytes;
      for await (const part of this.#pieces.batches(this.#start, length.plain, into, signal)) {
        const content = part.subarray(0, left);
        await hasher.update(content);
        left -= content.length;
        if (!isZero(part.subarray(content.length))) throw damaged(id, 'padding');
        onBytes?.(content.length);
      }
      if ((await hasher.digest()) !== this.capsule.digest) throw damaged(id, 'digest');
    } finally {
      hasher.dispose();
      giveRoomBack(room, length.plain);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#pieces.close();
  }
}
