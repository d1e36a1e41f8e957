/** @file One file to be imported: opened once, never through a link, known to be a regular file, and noticed when it changes. Runs in the engine. */
import { constants, type BigIntStats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { CodedError } from '../../../shared/errors.ts';
import { freeNow } from './buffers.ts';
import { sourceReason } from './source-error.ts';
import type { SourcePath } from './source-path.ts';

// O_NONBLOCK: opening a FIFO must not wait for a writer. Neither flag exists on Windows, where links are told by lstat alone.
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW | 0) | (constants.O_NONBLOCK | 0);
const pieceBytes = 1024 * 1024;

/** What an import reads from: a file, or what is sealed in an entry of the drop box or in a package. */
export interface Source extends Pick<
  SourceFile,
  'bytes' | 'modified' | 'head' | 'read' | 'readInto' | 'pieces' | 'close'
> {
  /** The content digest it must have, where that is known already. */
  readonly digest?: string;
}

/** The same, telling when all of its pieces have been read. */
export function tellingEnd(source: Source, onEnd: () => void): Source {
  const { bytes, modified, digest } = source;
  return {
    bytes,
    modified,
    ...(digest !== undefined && { digest }),
    head: (count) => source.head(count),
    read: (start, count) => source.read(start, count),
    readInto: (buffer) => source.readInto(buffer),
    async *pieces(signal) {
      yield* source.pieces(signal);
      onEnd();
    },
    close: () => source.close(),
  };
}

export class SourceFile {
  readonly #file: FileHandle;
  readonly #stat: BigIntStats;
  /** In bytes, when it was opened. */
  readonly bytes: number;
  /** Modification time in ms since 1970. */
  readonly modified: number;

  private constructor(file: FileHandle, stat: BigIntStats) {
    this.#file = file;
    this.#stat = stat;
    this.bytes = Number(stat.size);
    this.modified = Number(stat.mtimeMs);
  }

  /** Errors: source-missing, source-unreadable, source-not-a-file, link-skipped. */
  static async open(path: SourcePath): Promise<SourceFile> {
    return coded(async () => {
      const file = await open(path, flags);
      try {
        const stat = await file.stat({ bigint: true });
        if (!stat.isFile()) throw new CodedError('source-not-a-file');
        return new SourceFile(file, stat);
      } catch (error) {
        await file.close();
        throw error;
      }
    });
  }

  /** The first bytes, at most `count`. */
  async head(count: number): Promise<Buffer> {
    return coded(async () => this.#fill(Buffer.allocUnsafe(Math.min(count, this.bytes)), 0));
  }

  /** Bytes from `start`, at most `count`: fewer at the end of the file. */
  async read(start: number, count: number): Promise<Buffer> {
    return coded(async () =>
      this.#fill(Buffer.allocUnsafe(Math.max(0, Math.min(count, this.bytes - start))), start),
    );
  }

  /** Everything, read into the beginning of `buffer`. Errors: source-changed, source-unreadable. */
  async readInto(buffer: Buffer): Promise<Buffer> {
    return coded(async () => {
      const whole = await this.#fill(buffer.subarray(0, this.bytes), 0);
      await this.#unchanged(whole.length);
      return whole;
    });
  }

  /** Everything in pieces of 1 MiB, read ahead by one; a piece is valid until the next is asked for. Errors: source-changed, source-unreadable. */
  async *pieces(signal: AbortSignal): AsyncGenerator<Buffer> {
    const rooms = [Buffer.allocUnsafeSlow(pieceBytes), Buffer.allocUnsafeSlow(pieceBytes)] as const;
    const read = (room: Buffer, at: number): Promise<Buffer> =>
      coded(() => this.#fill(room.subarray(0, Math.min(pieceBytes, this.bytes - at)), at));
    let at = 0;
    let [current, other] = rooms;
    let next = read(current, at);
    try {
      while (at < this.bytes) {
        signal.throwIfAborted();
        const piece = await next;
        if (piece.length === 0) break;
        at += piece.length;
        [current, other] = [other, current];
        next = read(current, at);
        next.catch(() => undefined); // heard when it is its turn
        yield piece;
      }
      await coded(() => this.#unchanged(at));
    } finally {
      await next.catch(() => undefined); // nothing is read any more when the file is closed
      for (const room of rooms) freeNow(room);
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** Reads until the buffer is full or the file ends. */
  async #fill(buffer: Buffer, position: number): Promise<Buffer> {
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await this.#file.read(buffer, filled, buffer.length - filled, position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  }

  async #unchanged(read: number): Promise<void> {
    const now = await this.#file.stat({ bigint: true });
    const same = now.size === this.#stat.size && now.mtimeNs === this.#stat.mtimeNs && read === this.bytes;
    if (!same) throw new CodedError('source-changed');
  }
}

async function coded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof CodedError ? error : new CodedError(sourceReason(error), {}, { cause: error });
  }
}
