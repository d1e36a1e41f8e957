/**
 * @file Texts one after the other in a few large pieces of memory. As objects, the records of 100,000 photos would take twice the room and their collection
 * half of an unlock. Runs in the engine.
 */

const pieceBytes = 4 * 1024 * 1024;

/** Where a text stands. */
export interface TextPlace {
  readonly piece: number;
  readonly at: number;
  readonly bytes: number;
}

/** Texts are never changed: what stood at a place stands there as long as anybody has the pieces. */
export class RecordTexts {
  readonly #pieces: Buffer[] = [];
  readonly #isShared: boolean;
  #end = 0;
  /** Of all texts, also of those nobody needs any more. */
  bytes = 0;

  /** @param isShared another thread looks at the pieces. V8 does not count such memory when it thinks of collecting garbage: only for what stays */
  constructor(isShared = false) {
    this.#isShared = isShared;
  }

  /** @param text UTF-8; copied */
  add(text: Uint8Array): TextPlace {
    const last = this.#pieces.at(-1);
    if (last === undefined || last.byteLength - this.#end < text.byteLength) {
      const bytes = Math.max(pieceBytes, text.byteLength);
      this.adopt(this.#isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
      this.#end = 0;
    }
    const at = this.#end;
    this.#pieces.at(-1)?.set(text, at);
    this.#end += text.byteLength;
    this.bytes += text.byteLength;
    return { piece: this.#pieces.length - 1, at, bytes: text.byteLength };
  }

  /** In the order in which places number them. */
  get pieces(): readonly ArrayBufferLike[] {
    return this.#pieces.map(({ buffer }) => buffer);
  }

  /** The next piece; another thread adds the texts. */
  adopt(piece: ArrayBufferLike): void {
    this.#pieces.push(Buffer.from(piece));
  }

  bytesAt({ piece, at, bytes }: TextPlace): Buffer {
    return this.#pieces[piece]?.subarray(at, at + bytes) ?? Buffer.alloc(0);
  }

  textAt({ piece, at, bytes }: TextPlace): string {
    return this.#pieces[piece]?.toString('utf8', at, at + bytes) ?? '';
  }
}
