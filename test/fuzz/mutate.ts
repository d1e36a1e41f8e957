/** @file Small harm done to bytes, the same for the same seed: what fuzzing feeds to a parser. */

/** Numbers without pattern, the same for the same seed (xorshift32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0 || 1;
  }

  /** 0 ≤ n < below */
  below(below: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % Math.max(1, below);
  }

  of<T>(all: readonly [T, ...T[]]): T {
    return all[this.below(all.length)] ?? all[0];
  }
}

const interesting = [
  0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff,
] as const;
const words = [
  '0',
  '-1',
  '1e999',
  '9007199254740993',
  'null',
  '[]',
  '{}',
  '""',
  '\0',
  '\ud800',
  '&#x110000;',
  '<!ENTITY',
] as const;

/** One to six changes of a seed; now and then the beginning of one with the end of another. */
export function mutated(chance: Chance, seed: Buffer, other: Buffer): Buffer {
  let bytes: Buffer = Buffer.from(seed);
  for (let left = 1 + chance.below(6); left > 0; left -= 1) bytes = once(chance, bytes, other);
  return bytes;
}

function once(chance: Chance, bytes: Buffer, other: Buffer): Buffer {
  const at = chance.below(bytes.length + 1);
  const length = 1 + chance.below(chance.of([1, 4, 16, 256, 4096]));
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (chance.below(9)) {
    case 0: // a bit
      if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8));
      return bytes;
    case 1: // a byte
      if (at < bytes.length) bytes[at] = chance.below(256);
      return bytes;
    case 2: // a number at its limits
      return numberAt(chance, bytes, at);
    case 3: // a piece taken out
      return Buffer.concat([before, after.subarray(length)]);
    case 4: // a piece twice
      return Buffer.concat([before, after.subarray(0, length), after]);
    case 5: // noise put in
      return Buffer.concat([
        before,
        Buffer.from(Array.from({ length: length % 64 }, () => chance.below(256))),
        after,
      ]);
    case 6: // cut off
      return chance.below(4) === 0 ? Buffer.from(before) : bytes;
    case 7: // a word where a number or a name stood
      return Buffer.concat([before, Buffer.from(chance.of(words)), after.subarray(chance.below(3))]);
    default: // the end of another
      return Buffer.concat([before, other.subarray(chance.below(other.length + 1))]);
  }
}

function numberAt(chance: Chance, bytes: Buffer, at: number): Buffer {
  const value = chance.of(interesting);
  const width = chance.of([1, 2, 4] as const);
  if (at + width > bytes.length) return bytes;
  const fitting = value % 2 ** (8 * width);
  if (chance.below(2) === 0) bytes.writeUIntBE(fitting, at, width);
  else bytes.writeUIntLE(fitting, at, width);
  return bytes;
}
