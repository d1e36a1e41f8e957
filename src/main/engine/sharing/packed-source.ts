/** @file One file inside an open package as a source of an import: decrypted on the way, nothing of it ever on a disk. Runs in the engine. */
import { CodedError } from '../../../shared/errors.ts';
import type { Source } from '../import/source-file.ts';
import type { PackedFile } from './package.ts';
import type { Payload } from './age-payload.ts';

const pieceBytes = 1024 * 1024;

export class PackedSource implements Source {
  readonly #payload: Payload;
  readonly #file: PackedFile;

  constructor(payload: Payload, file: PackedFile) {
    this.#payload = payload;
    this.#file = file;
  }

  get bytes(): number {
    return this.#file.bytes;
  }
  get modified(): number {
    return this.#file.modified;
  }
  /** What was in it when the package was checked: whoever else has its key may have written it anew since. */
  get digest(): string {
    return this.#file.digest;
  }

  head(count: number): Promise<Buffer> {
    return this.read(0, count);
  }

  async read(start: number, count: number): Promise<Buffer> {
    const wanted = Buffer.allocUnsafeSlow(Math.max(0, Math.min(count, this.bytes - start)));
    await this.#fill(wanted, start);
    return wanted;
  }

  async readInto(buffer: Buffer): Promise<Buffer> {
    const whole = buffer.subarray(0, this.bytes);
    await this.#fill(whole, 0);
    return whole;
  }

  async *pieces(signal: AbortSignal): AsyncGenerator<Buffer> {
    const buffer = Buffer.allocUnsafeSlow(pieceBytes);
    for (let at = 0; at < this.bytes; at += pieceBytes) {
      signal.throwIfAborted();
      const wanted = buffer.subarray(0, Math.min(pieceBytes, this.bytes - at));
      await this.#fill(wanted, at);
      yield wanted;
    }
  }

  /** The package stays open: it has other files. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  async #fill(target: Buffer, start: number): Promise<void> {
    try {
      if ((await this.#payload.readInto(target, this.#file.at + start)) === target.byteLength) return;
    } catch (error) {
      if (!(error instanceof CodedError) || !error.code.startsWith('package-')) throw error;
    }
    throw new CodedError('source-changed'); // it was whole a moment ago
  }
}
