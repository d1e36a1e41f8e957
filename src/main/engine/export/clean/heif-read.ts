/** @file The items of a HEIF or AVIF file (ISO/IEC 14496-12 §8.11, 23008-12): what they are, where their bytes lie, how they belong together. Pure; runs in the engine. */
import { byteAt, cut, StructureError } from './structure.ts';

export interface Item {
  readonly id: number;
  readonly type: string;
  /** Only a part of another one. */
  readonly hidden: boolean;
  /** Of a `mime` item. */
  readonly contentType: string;
  readonly data: Buffer;
  /** Its bytes lie among the descriptions, not among the pixels. */
  readonly inMeta: boolean;
  /** Places in `properties`, in the order they are applied in. */
  readonly properties: readonly { readonly index: number; readonly essential: boolean }[];
}

export interface Reference {
  readonly type: string;
  readonly from: number;
  readonly to: readonly number[];
}

export interface HeifFile {
  readonly major: string;
  readonly brands: readonly string[];
  readonly primary: number;
  /** In the file's order. */
  readonly items: readonly Item[];
  readonly references: readonly Reference[];
  readonly properties: readonly Box[];
}

export interface Box {
  readonly type: string;
  readonly body: Buffer;
}

/** A picture of 500 megapixels has some 2,000 tiles. */
const mostItems = 5000;
/** All items together: extents may name the same bytes again and again. */
const mostTimesLonger = 2;

/** @throws StructureError when it is not built as it has to be, or is a film as well */
export function readHeif(bytes: Buffer): HeifFile {
  const top = boxesOf(bytes);
  const [first] = top;
  if (first?.type !== 'ftyp') throw new StructureError('no start');
  if (top.some(({ type }) => type === 'moov' || type === 'moof')) throw new StructureError('a film');
  const inside = boxesOf(only(top, 'meta').body.subarray(4));
  const iprp = boxesOf(only(inside, 'iprp').body);
  const properties = boxesOf(only(iprp, 'ipco').body);
  const associated = associations(iprp.filter(({ type }) => type === 'ipma'));
  const infos = itemInfos(only(inside, 'iinf').body);
  const idat = inside.find(({ type }) => type === 'idat')?.body ?? Buffer.alloc(0);
  const data = locations(only(inside, 'iloc').body, bytes, idat);
  const iref = inside.find(({ type }) => type === 'iref');
  return {
    major: cut(first.body, 0, 4).toString('latin1'),
    brands: brandsOf(first.body),
    primary: primaryOf(only(inside, 'pitm').body),
    items: infos.map((info) => ({
      ...info,
      ...(data.get(info.id) ?? { data: Buffer.alloc(0), inMeta: false }),
      properties: associated.get(info.id) ?? [],
    })),
    references: iref === undefined ? [] : referencesOf(iref.body),
    properties,
  };
}

function boxesOf(bytes: Buffer): Box[] {
  const found: Box[] = [];
  for (let at = 0; at < bytes.length;) {
    if (found.length === mostItems) throw new StructureError('too many');
    const small = cut(bytes, at, 8).readUInt32BE();
    const head = small === 1 ? 16 : 8;
    const told = small === 1 ? Number(cut(bytes, at + 8, 8).readBigUInt64BE()) : small;
    const length = told === 0 ? bytes.length - at : told;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (length < head) throw new StructureError('box');
    found.push({ type, body: cut(bytes, at + head, length - head) });
    at += length;
  }
  return found;
}

function only(boxes: readonly Box[], wanted: string): Box {
  const [one, second] = boxes.filter(({ type }) => type === wanted);
  if (one === undefined || second !== undefined) throw new StructureError(wanted);
  return one;
}

function brandsOf(body: Buffer): string[] {
  const brands: string[] = [];
  for (let at = 8; at + 4 <= body.length; at += 4) brands.push(body.toString('latin1', at, at + 4));
  return brands;
}

/** Numbers one after the other, of one to eight bytes. */
class Numbers {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  next(length: number): number {
    let value = 0;
    for (const byte of cut(this.#bytes, this.#at, length)) value = value * 256 + byte;
    this.#at += length;
    return value;
  }
}

function primaryOf(body: Buffer): number {
  return new Numbers(body, 4).next(byteAt(body, 0) === 0 ? 2 : 4);
}

function itemInfos(body: Buffer): Pick<Item, 'id' | 'type' | 'hidden' | 'contentType'>[] {
  const start = byteAt(body, 0) === 0 ? 6 : 8;
  return boxesOf(body.subarray(start)).map(({ type: kind, body: info }) => {
    const version = byteAt(info, 0);
    if (kind !== 'infe' || (version !== 2 && version !== 3)) throw new StructureError('infe');
    const size = version === 2 ? 2 : 4;
    const id = new Numbers(info, 4).next(size);
    const type = cut(info, 4 + size + 2, 4).toString('latin1');
    const [, contentType = ''] = info.toString('latin1', 4 + size + 6).split('\0');
    return { id, type, hidden: (byteAt(info, 3) & 1) === 1, contentType };
  });
}

function locations(
  body: Buffer,
  file: Buffer,
  idat: Buffer,
): Map<number, { readonly data: Buffer; readonly inMeta: boolean }> {
  const version = byteAt(body, 0);
  const sizes = cut(body, 4, 2).readUInt16BE();
  const [offsetSize = 0, lengthSize = 0, baseSize = 0, last = 0] = [12, 8, 4, 0].map(
    (by) => (sizes >> by) & 15,
  );
  const indexSize = version === 0 ? 0 : last;
  const numbers = new Numbers(body, 6);
  const count = numbers.next(version < 2 ? 2 : 4);
  const found = new Map<number, { data: Buffer; inMeta: boolean }>();
  let held = 0;
  for (let item = 0; item < count; item += 1) {
    const id = numbers.next(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : numbers.next(2) & 15;
    // Bytes of another file, or of another item.
    if (numbers.next(2) !== 0 || method > 1) throw new StructureError('elsewhere');
    const base = numbers.next(baseSize);
    const from = method === 1 ? idat : file;
    const pieces: Buffer[] = [];
    for (let extent = numbers.next(2); extent > 0; extent -= 1) {
      numbers.next(indexSize);
      const start = base + numbers.next(offsetSize);
      const length = numbers.next(lengthSize);
      const piece = cut(from, start, length === 0 ? from.length - start : length);
      held += piece.length;
      if (held > mostTimesLonger * file.length || pieces.push(piece) > mostItems)
        throw new StructureError('again');
    }
    found.set(id, { data: Buffer.concat(pieces), inMeta: method === 1 });
  }
  return found;
}

function referencesOf(body: Buffer): Reference[] {
  const size = byteAt(body, 0) === 0 ? 2 : 4;
  let all = 0;
  return boxesOf(body.subarray(4)).map((box) => {
    all += box.body.length;
    if (all > 8 * mostItems) throw new StructureError('too many');
    const numbers = new Numbers(box.body, 0);
    const from = numbers.next(size);
    const to = Array.from({ length: numbers.next(2) }, () => numbers.next(size));
    return { type: box.type, from, to };
  });
}

function associations(boxes: readonly Box[]): Map<number, Item['properties']> {
  const found = new Map<number, Item['properties']>();
  for (const { body } of boxes) {
    const [idSize, wide] = [byteAt(body, 0) === 0 ? 2 : 4, (byteAt(body, 3) & 1) === 1];
    const numbers = new Numbers(body, 4);
    for (let left = numbers.next(4); left > 0; left -= 1) {
      const id = numbers.next(idSize);
      const own = Array.from({ length: numbers.next(1) }, () => {
        const value = numbers.next(wide ? 2 : 1);
        const mark = wide ? 0x8000 : 0x80;
        return { index: (value & (mark - 1)) - 1, essential: (value & mark) !== 0 };
      });
      found.set(id, [...(found.get(id) ?? []), ...own]);
    }
  }
  return found;
}
