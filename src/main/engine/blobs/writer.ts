/** @file Content → the bytes of a blob, in constant memory (docs/format.md §4.2, §4.3); runs in the engine. */
import { CodedError } from '../../../shared/errors.ts';
import {
  contentHasher,
  nonceBytes,
  sealInto,
  tagBytes,
  u64,
  type AnyContentHasher,
} from '../crypto/index.ts';
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
import type { NewBlob, Written } from './types.ts';

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

/**
 * Writes all of a blob to an empty file and makes it durable. A digest that the capsule lacks is made of the content as it goes by.
 * Throws `source-changed`, AbortError, or what the system said.
 */
export async function writeBlob(
  vault: OpenVault,
  { id, capsule, bytes, content }: NewBlob,
  file: DiskFile,
  signal?: AbortSignal,
): Promise<Written> {
  if (capsule.bytes !== bytes) throw new Error('the capsule tells another length than the blob has');
  if ('digest' in capsule) {
    const sealed = { capsule: encodeCapsule(capsule), content, bytes };
    const storedBytes = await writeSealed(newHeader(vault, id), sealed, file, signal);
    return { storedBytes, digest: capsule.digest };
  }
  const hasher = contentHasher(vault.keys.digest, bytes);
  try {
    let digest = anyDigest;
    const sealed = {
      capsule: encodeCapsule({ ...capsule, digest }),
      finalCapsule: async () => {
        digest = await hasher.digest();
        return encodeCapsule({ ...capsule, digest });
      },
      content: digested(content, hasher),
      bytes,
    };
    const storedBytes = await writeSealed(newHeader(vault, id), sealed, file, signal);
    return { storedBytes, digest };
  } finally {
    hasher.dispose();
  }
}

/** As long as the one that will take its place. */
const anyDigest = '0'.repeat(64);

async function* digested(
  content: NewBlob['content'],
  hasher: AnyContentHasher,
): AsyncGenerator<Uint8Array, void, void> {
  for await (const part of inParts(content)) {
    await hasher.update(part);
    yield part;
  }
}

function inParts(content: NewBlob['content']): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  return content instanceof Uint8Array ? [content] : content;
}

interface Sealed extends Pick<NewBlob, 'content' | 'bytes'> {
  readonly capsule: Buffer;
  /** The capsule that is written, of the same length, where it is known only after the content. */
  readonly finalCapsule?: () => Promise<Buffer>;
}

/** The same with a header and a capsule made elsewhere; the file's length. Disposes of the header's key. */
export async function writeSealed(
  { header, ...key }: BlobKey & { readonly header: Buffer },
  { capsule, finalCapsule, content, bytes }: Sealed,
  file: DiskFile,
  signal?: AbortSignal,
): Promise<number> {
  const length = blobLength(capsule.length, bytes, header.length);
  const room = takeRoom();
  const sealer = new Sealer(file, header, key, length, room, finalCapsule !== undefined);
  try {
    await sealer.add(capsule);
    await sealer.add(u64(bytes));
    let left = bytes;
    for await (const part of inParts(content)) {
      signal?.throwIfAborted();
      left -= part.byteLength;
      if (left < 0) throw new CodedError('source-changed');
      await sealer.add(part);
    }
    if (left > 0) throw new CodedError('source-changed');
    signal?.throwIfAborted();
    await sealer.end();
    if (finalCapsule !== undefined) await sealer.sealFirst(await finalCapsule());
    await file.sync();
    return length.stored;
  } finally {
    key.content.dispose();
    await sealer.settled();
    room.piece.fill(0);
    if (spare.length < maxSpare) spare.push(room);
  }
}

/**
 * Seals piece by piece, and each piece once: its nonce is its place (§4.2). Where the first one is not complete before the others, its place is
 * left out, and filled at the end.
 */
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
  /** Plaintext of the first piece, while it waits for `sealFirst`. */
  readonly #first: Buffer | null;

  constructor(
    file: DiskFile,
    header: Buffer,
    key: BlobKey,
    length: BlobLength,
    room: Room,
    firstComesLast: boolean,
  ) {
    this.#first = firstComesLast ? Buffer.alloc(Math.min(pieceBytes, length.plain)) : null;
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

  /** After `end`: fills the place of the first piece, which now begins with `start`. */
  async sealFirst(start: Buffer): Promise<void> {
    const first = this.#first;
    if (first === null || start.length > first.length) throw new Error('the first piece was sealed already');
    start.copy(first);
    const box = this.#room.batches[this.#current].subarray(0, first.length + tagBytes);
    this.#sealInto(box, first, 0);
    this.#writing = this.#file.write(box, this.#length.header);
    await this.#writing;
  }

  /** Waits until no write uses the room any more, however it ends. */
  async settled(): Promise<void> {
    this.#first?.fill(0);
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
    if (this.#index === 0 && this.#first !== null) {
      this.#first.set(plain);
      box.fill(0);
    } else this.#sealInto(box, plain, this.#index);
    this.#inBatch += box.byteLength;
    this.#index += 1;
    if (this.#inBatch + sealedBytes > batch.byteLength) await this.#flush();
  }

  #sealInto(box: Buffer, plain: Uint8Array, index: number): void {
    setPieceNonce(this.#nonce, index, index === this.#length.pieces - 1);
    this.#key.content.use((key) => sealInto(box, key, this.#nonce, plain, this.#key.prefix));
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
