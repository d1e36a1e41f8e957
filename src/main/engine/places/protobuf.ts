/** @file As much of protocol buffers as a list of towns needs: numbers and texts, one after the other. Runs in the engine; pure. */

export class Protobuf {
  readonly #bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  get atEnd(): boolean {
    return this.at >= this.#bytes.length;
  }

  /** A number of up to 32 bits. @throws RangeError at the end of the bytes */
  varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes[this.at];
      if (byte === undefined) throw new RangeError('protobuf: ends within a number');
      this.at += 1;
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  /** The bytes of a text that begins here, which is left behind. */
  text(): Buffer {
    const length = this.varint();
    const text = this.#bytes.subarray(this.at, this.at + length);
    this.at += length;
    return text;
  }
}
