/** @file Content → the bytes of a blob, in constant memory (docs/format.md §4.2, §4.3); runs in the engine. */
import { CodedError } from '../../../shared/errors.ts';
import { nonceBytes, sealInto, tagBytes, u64 } from '../crypto/index.ts';
import type { DiskFile } from '../disk/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { encodeCapsule } from './capsule.ts';
import { newHeader, type BlobKey } from './file-key.ts';
import {
  type BlobLength,
  batchPieces,
  blobLength,
  dropHeaderBytes,
  pieceBytes,
  sealedBytes,
  setPieceNonce,
} from './layout.ts';
import type { NewBlob } from './types.ts';

/** Room for one blob being written: a piece of plaintext, and two batches, one sealed into while the other is written. */
interface Room {
  readonly piece: Buffer;
  readonly batches: readonly [Buffer, Buffer];
}

const spare: Room[] = [];
const maxSpare = 4;

function takeRoom(): Room {
  const batch = (): Buffer => Buffer.allocUnsafeSlow(dropHeaderBytes + batchPieces * sealedBytes);
  return spare.pop() ?? { piece: Buffer.allocUnsafeSlow(pieceBytes), batches: [batch(), batch()] };
}

/** Writes all of a blob to an empty file and makes it durable. Throws `source-changed`, AbortError, or what the system said. */
export async function writeBlob(
  vault: OpenVault,
  blob: NewBlob,
  file: DiskFile,
  signal?: AbortSignal,
): Promise<{ storedBytes: number }> {
  const { id, capsule, bytes } = blob;
  if (capsule.bytes !== bytes) throw new Error('the capsule tells another length than the blob has');
  return writeSealed(newHeader(vault, id), encodeCapsule(capsule), blob, file, signal);
}

/** The same with a header and a capsule made elsewhere. Disposes of the header's key. */
export async function writeSealed(
  { header, ...key }: BlobKey & { readonly header: Buffer },
  capsuleBytes: Buffer,
  { content, bytes }: Pick<NewBlob, 'content' | 'bytes'>,
  file: DiskFile,
  signal?: AbortSignal,
): Promise<{ storedBytes: number }> {
  const length = blobLength(capsuleBytes.length, bytes, header.length);
  const room = takeRoom();
  const sealer = new Sealer(file, header, key, length, room);
  try {
    await sealer.add(capsuleBytes);
    await sealer.add(u64(bytes));
    let left = bytes;
    for await (const part of content instanceof Uint8Array ? [content] : content) {
      signal?.throwIfAborted();
      left -= part.byteLength;
      if (left < 0) throw new CodedError('source-changed');
      await sealer.add(part);
    }
    if (left > 0) throw new CodedError('source-changed');
    signal?.throwIfAborted();
    await sealer.end();
    await file.sync();
    return { storedBytes: length.stored };
  } finally {
    key.content.dispose();
    await sealer.settled();
    room.piece.fill(0);
    if (spare.length < maxSpare) spare.push(room);
  }
}

class Sealer {
  readonly #file: DiskFile;
  readonly #key: BlobKey;
  readonly #length: BlobLength;
  readonly #room: Room;
  readonly #nonce = Buffer.alloc(nonceBytes);
  /** Bytes waiting in the piece, and in the batch. */
  #inPiece = 0;
  #inBatch: number;
  #index = 0;
  #position = 0;
  #current: 0 | 1 = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(file: DiskFile, header: Buffer, key: BlobKey, length: BlobLength, room: Room) {
    this.#file = file;
    this.#key = key;
    this.#length = length;
    this.#room = room;
    this.#inBatch = header.copy(room.batches[0]);
  }

  /** Takes plaintext in; whole pieces are sealed from where they stand. */
  async add(bytes: Uint8Array): Promise<void> {
    let at = 0;
    while (at < bytes.byteLength) {
      if (this.#inPiece === 0 && bytes.byteLength - at >= pieceBytes) {
        await this.#seal(bytes.subarray(at, at + pieceBytes));
        at += pieceBytes;
        continue;
      }
      const part = bytes.subarray(at, at + pieceBytes - this.#inPiece);
      this.#room.piece.set(part, this.#inPiece);
      this.#inPiece += part.byteLength;
      at += part.byteLength;
      if (this.#inPiece === pieceBytes) await this.#sealPiece();
    }
  }

  /** Fills up with zeros, and writes what waits. */
  async end(): Promise<void> {
    while (this.#index < this.#length.pieces) {
      const size = Math.min(pieceBytes, this.#length.plain - this.#index * pieceBytes);
      this.#room.piece.fill(0, this.#inPiece, size);
      this.#inPiece = size;
      await this.#sealPiece();
    }
    await this.#flush();
    await this.#writing;
  }

  /** Waits until no write uses the room any more, however it ends. */
  async settled(): Promise<void> {
    await this.#writing.catch(() => undefined); // who waited for the write before has been told
  }

  async #sealPiece(): Promise<void> {
    const size = this.#inPiece;
    this.#inPiece = 0;
    await this.#seal(this.#room.piece.subarray(0, size));
  }

  async #seal(plain: Uint8Array): Promise<void> {
    const batch = this.#room.batches[this.#current];
    const box = batch.subarray(this.#inBatch, this.#inBatch + plain.byteLength + tagBytes);
    setPieceNonce(this.#nonce, this.#index, this.#index === this.#length.pieces - 1);
    this.#key.content.use((key) => sealInto(box, key, this.#nonce, plain, this.#key.prefix));
    this.#inBatch += box.byteLength;
    this.#index += 1;
    if (this.#inBatch + sealedBytes > batch.byteLength) await this.#flush();
  }

  /** Starts writing the batch and goes on with the other one, once that is written. */
  async #flush(): Promise<void> {
    const bytes = this.#room.batches[this.#current].subarray(0, this.#inBatch);
    const position = this.#position;
    await this.#writing;
    this.#writing = this.#file.write(bytes, position);
    // Heard at the next flush or the end; until then a failure must not count as unheard.
    this.#writing.catch(() => undefined);
    this.#position += this.#inBatch;
    this.#inBatch = 0;
    this.#current = this.#current === 0 ? 1 : 0;
  }
}
