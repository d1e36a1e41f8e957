/** @file Makes TIFF directories for tests, of raw files and of hostile ones: every tag, offset and link as a test wants it. */

export type Value = number | string | Buffer | readonly Directory[];
// eslint-disable-next-line @typescript-eslint/consistent-indexed-object-style -- a record cannot refer to itself
export interface Directory {
  readonly [tag: number]: Value;
}

const [ASCII, LONG, UNDEFINED] = [2, 4, 7];

/**
 * Little-endian, directories one after the other as the header and each other say. A number is a LONG, a text ASCII, a buffer goes to the end
 * of the file and its offset stands in the tag, a list of directories their offsets.
 * @param magic four bytes
 */
export function tiff(chain: readonly Directory[], magic = 'II*\0'): Buffer {
  const parts: Buffer[] = [Buffer.from(`${magic}\0\0\0\0`, 'latin1')];
  let length = 8;
  const add = (part: Buffer): number => {
    const at = length;
    const even = part.length % 2 === 0 ? part : Buffer.concat([part, Buffer.alloc(1)]);
    parts.push(even);
    length += even.length;
    return at;
  };
  const write = (directory: Directory, next: number): number => {
    const entries = Object.entries(directory as Record<string, Value>).map(([tag, value]): Buffer => {
      const entry = Buffer.alloc(12);
      entry.writeUInt16LE(Number(tag), 0);
      const [type, count, word] = stored(value, add, write);
      entry.writeUInt16LE(type, 2);
      entry.writeUInt32LE(count, 4);
      entry.writeUInt32LE(word >>> 0, 8);
      return entry;
    });
    const count = Buffer.alloc(2);
    count.writeUInt16LE(entries.length);
    const link = Buffer.alloc(4);
    link.writeUInt32LE(next);
    return add(Buffer.concat([count, ...entries, link]));
  };
  let next = 0;
  for (const directory of chain.toReversed()) next = write(directory, next);
  const file = Buffer.concat(parts);
  file.writeUInt32LE(next, 4);
  return file;
}

function stored(
  value: Value,
  add: (part: Buffer) => number,
  write: (directory: Directory, next: number) => number,
): readonly [type: number, count: number, word: number] {
  if (typeof value === 'number') return [LONG, 1, value];
  if (typeof value === 'string') {
    const text = Buffer.from(`${value}\0`);
    return [
      ASCII,
      text.length,
      text.length <= 4 ? Buffer.concat([text, Buffer.alloc(4)]).readUInt32LE() : add(text),
    ];
  }
  if (Buffer.isBuffer(value)) return [LONG, 1, add(value)];
  const places = value.map((directory) => write(directory, 0));
  if (places.length === 1) return [LONG, 1, places[0] ?? 0];
  const list = Buffer.alloc(places.length * 4);
  for (const [index, place] of places.entries()) list.writeUInt32LE(place, index * 4);
  return [LONG, places.length, add(list)];
}

/** A block whose place and length stand in the entry itself, like Panasonic's JPEG. */
export function withBlock(file: Buffer, tag: number, block: Buffer): Buffer {
  const start = file.readUInt32LE(4);
  for (let index = 0; index < file.readUInt16LE(start); index++) {
    const at = start + 2 + index * 12;
    if (file.readUInt16LE(at) !== tag) continue;
    file.writeUInt16LE(UNDEFINED, at + 2);
    file.writeUInt32LE(block.length, at + 4);
    file.writeUInt32LE(file.length, at + 8);
  }
  return Buffer.concat([file, block]);
}
