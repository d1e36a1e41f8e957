/**
 * @file What follows the head of an age file: chunks of 64 KiB, each sealed under its number and whether it is the last (STREAM). By libsodium:
 * the library's own is nine times slower (docs/decisions/013-sharing.md). Any range can be read without what stands before it. Runs in the engine.
 */
import { CodedError } from '../../../shared/errors.ts';
import { openShortInto, sealShortInto, tagBytes, type SecretKey } from '../crypto/index.ts';

export const chunkBytes = 64 * 1024;
const sealedBytes = chunkBytes + tagBytes;
/** Chunks sealed or opened in one go. */
const batch = 16;

/** 11 bytes of the chunk's number, big-endian, and whether it is the last. */
function setNonce(nonce: Buffer, chunk: number, last: boolean): void {
  nonce.writeUInt32BE(Math.floor(chunk / 2 ** 32), 3);
  nonce.writeUInt32BE(chunk >>> 0, 7);
  nonce[11] = last ? 1 : 0;
}

/** What is yielded is valid until the next is asked for. */
export async function* sealed(key: SecretKey, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const plain = Buffer.allocUnsafeSlow(batch * chunkBytes);
  const box = Buffer.allocUnsafeSlow(batch * sealedBytes);
  const nonce = Buffer.alloc(12);
  let filled = 0;
  let chunk = 0;
  const seal = (last: boolean): Buffer =>
    key.use((keyBytes) => {
      let out = 0;
      for (let at = 0; at < filled || (last && at === 0); at += chunkBytes) {
        const part = plain.subarray(at, Math.min(at + chunkBytes, filled));
        setNonce(nonce, chunk, last && at + chunkBytes >= filled);
        sealShortInto(box.subarray(out, out + part.byteLength + tagBytes), keyBytes, nonce, part);
        out += part.byteLength + tagBytes;
        chunk += 1;
      }
      return box.subarray(0, out);
    });
  try {
    for await (const piece of pieces) {
      for (let at = 0; at < piece.byteLength;) {
        // Only with more to come is it known that none of these is the last.
        if (filled === plain.byteLength) {
          yield seal(false);
          filled = 0;
        }
        const part = piece.subarray(at, at + plain.byteLength - filled);
        plain.set(part, filled);
        filled += part.byteLength;
        at += part.byteLength;
      }
    }
    yield seal(true);
  } finally {
    plain.fill(0);
  }
}

/** How long the sealed form of so many bytes is. */
export function sealedLength(bytes: number): number {
  return bytes + tagBytes * Math.max(1, Math.ceil(bytes / chunkBytes));
}

/** Where the sealed bytes come from. */
export interface SealedBytes {
  /** Of the whole file. */
  readonly bytes: number;
  read(start: number, count: number): Promise<Buffer>;
}

export class Payload {
  readonly #file: SealedBytes;
  readonly #key: SecretKey;
  readonly #at: number;
  readonly #chunks: number;
  /** Of the plaintext. */
  readonly bytes: number;
  /** The chunk opened last: what is read next often begins in it. */
  readonly #kept = Buffer.allocUnsafeSlow(chunkBytes);
  #keptChunk = -1;
  #keptBytes = 0;
  #turn: Promise<unknown> = Promise.resolve();

  /** Takes the key over. @param at where the chunks begin. Error: package-truncated. */
  constructor(file: SealedBytes, key: SecretKey, at: number) {
    const length = file.bytes - at;
    const chunks = Math.ceil(length / sealedBytes);
    const last = length - (chunks - 1) * sealedBytes;
    // The last chunk holds something, unless it is the only one.
    if (length < tagBytes || last < tagBytes || (last === tagBytes && chunks > 1)) {
      key.dispose();
      throw new CodedError('package-truncated');
    }
    this.#file = file;
    this.#key = key;
    this.#at = at;
    this.#chunks = chunks;
    this.bytes = length - chunks * tagBytes;
  }

  /** Fills `target` from `start`, as far as there is something; answers how far. Errors: package-damaged, package-truncated, what the file throws. */
  async readInto(target: Buffer, start: number): Promise<number> {
    const turn = this.#turn.then(() => this.#readInto(target, start));
    this.#turn = turn.catch(() => undefined); // told to whoever has asked
    return turn;
  }

  async read(start: number, count: number): Promise<Buffer> {
    const target = Buffer.allocUnsafeSlow(Math.max(0, Math.min(count, this.bytes - start)));
    return target.subarray(0, await this.readInto(target, start));
  }

  dispose(): void {
    this.#key.dispose();
    this.#kept.fill(0);
    this.#keptChunk = -1;
  }

  async #readInto(target: Buffer, start: number): Promise<number> {
    const wanted = Math.max(0, Math.min(target.byteLength, this.bytes - start));
    let done = 0;
    while (done < wanted) {
      const from = start + done;
      const chunk = Math.floor(from / chunkBytes);
      const skip = from - chunk * chunkBytes;
      if (chunk === this.#keptChunk) {
        done += this.#kept.copy(target, done, skip, Math.min(this.#keptBytes, skip + wanted - done));
        continue;
      }
      const until = Math.min(this.#chunks, Math.ceil((start + wanted) / chunkBytes), chunk + batch);
      const sealedPart = await this.#file.read(this.#at + chunk * sealedBytes, (until - chunk) * sealedBytes);
      this.#key.use((key) => {
        for (let at = chunk; at < until; at += 1) {
          const box = sealedPart.subarray((at - chunk) * sealedBytes, (at - chunk + 1) * sealedBytes);
          done += this.#openChunk(key, at, box, target.subarray(done, wanted), at === chunk ? skip : 0);
        }
      });
    }
    return done;
  }

  /** Opens one chunk, straight into the target where all of it goes there. */
  #openChunk(key: Buffer, chunk: number, box: Buffer, target: Buffer, skip: number): number {
    const last = chunk === this.#chunks - 1;
    const bytes = box.byteLength - tagBytes;
    const nonce = Buffer.alloc(12);
    setNonce(nonce, chunk, last);
    const direct = skip === 0 && target.byteLength >= bytes;
    const room = direct ? target.subarray(0, bytes) : this.#kept.subarray(0, Math.max(0, bytes));
    if (!direct) this.#keptChunk = -1;
    if (!openShortInto(room, key, nonce, box)) {
      setNonce(nonce, chunk, false);
      // Whole, but not the end: the rest was cut off.
      const cut = last && box.byteLength >= tagBytes && openShortInto(room, key, nonce, box);
      room.fill(0);
      throw new CodedError(cut ? 'package-truncated' : 'package-damaged', cut ? {} : { what: 'content' });
    }
    if (direct) return bytes;
    this.#keptChunk = chunk;
    this.#keptBytes = bytes;
    return this.#kept.copy(target, 0, skip, Math.min(bytes, skip + target.byteLength));
  }
}
