/** @file BMP, which libvips does not read: 1–32 bits a pixel, palettes, bit fields and run lengths; decoder process. */
import type { Size } from './containers.ts';
import { NotSupported } from './not-supported.ts';
import { asTiff } from './tiff.ts';

const [PLAIN, RUNS8, RUNS4, FIELDS, ALPHA_FIELDS] = [0, 1, 2, 3, 6];
const OLD_HEADER = 12;
/** Of OS/2, cut off before the compression. */
const SHORT_HEADER = 16;
/** A whole JPEG or PNG, for printers. */
const WHOLE_FILES = [4, 5];
const FILE_HEADER = 14;
/** The only one with a colour profile, which may stand in the file itself. */
const [V5_HEADER, EMBEDDED] = [124, 0x4d424544];

interface Header extends Size {
  /** Rows from the top down; usually it is the other way round. */
  readonly topDown: boolean;
  readonly bits: number;
  readonly compression: number;
  readonly palette: Buffer;
  readonly entry: 3 | 4;
  /** Which bits are red, green, blue. */
  readonly masks: readonly [number, number, number];
  readonly pixels: Buffer;
  readonly icc: Buffer | null;
}

/** @throws when it is none, or of a kind that nothing writes */
export function bmpHeader(bytes: Buffer): Header {
  const length = bytes.readUInt32LE(14);
  const old = length === OLD_HEADER;
  const rows = old ? bytes.readInt16LE(20) : bytes.readInt32LE(22);
  const width = old ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  const bits = bytes.readUInt16LE(old ? 24 : 28);
  const compression = length <= SHORT_HEADER ? PLAIN : bytes.readUInt32LE(30);
  if (WHOLE_FILES.includes(compression)) throw new NotSupported('BMP: another file inside');
  if (width <= 0 || rows === 0 || ![1, 2, 4, 8, 16, 24, 32].includes(bits))
    throw new Error('BMP: no such header');
  if (![PLAIN, RUNS8, RUNS4, FIELDS, ALPHA_FIELDS].includes(compression))
    throw new NotSupported('BMP: compression unknown');
  const entry = old ? 3 : 4;
  const behind = FILE_HEADER + length;
  const fields = compression === FIELDS || compression === ALPHA_FIELDS;
  const masks: Header['masks'] = fields
    ? [bytes.readUInt32LE(54), bytes.readUInt32LE(58), bytes.readUInt32LE(62)]
    : bits === 16
      ? [0x7c00, 0x3e0, 0x1f]
      : [0xff_0000, 0xff00, 0xff];
  return {
    width,
    height: Math.abs(rows),
    topDown: rows < 0,
    bits,
    compression,
    palette: bytes.subarray(behind, behind + 256 * entry),
    entry,
    masks,
    pixels: bytes.subarray(Math.min(bytes.readUInt32LE(10), bytes.length)),
    icc: length >= V5_HEADER && bytes.readUInt32LE(70) === EMBEDDED ? profile(bytes) : null,
  };
}

function profile(bytes: Buffer): Buffer | null {
  const [start, length] = [FILE_HEADER + bytes.readUInt32LE(126), bytes.readUInt32LE(130)];
  return length > 0 && start + length <= bytes.length ? bytes.subarray(start, start + length) : null;
}

/** What is missing at the end; null when nothing is, or when run lengths leave it open. */
export function missingRows({ width, height, bits, compression, pixels }: Header): string | null {
  if (compression === RUNS8 || compression === RUNS4) return null;
  const rows = Math.floor(pixels.length / (Math.ceil((width * bits) / 32) * 4));
  return rows < height ? `BMP: ${String(height - rows)} of ${String(height)} rows are missing` : null;
}

/** Rows that are missing stay black. */
export function bmpAsTiff(header: Header): Buffer {
  const { width, height, topDown, bits, compression, palette, entry, pixels } = header;
  const runs = compression === RUNS8 || compression === RUNS4;
  const indices = runs ? unpacked(header) : null;
  const stride = Math.ceil((width * bits) / 32) * 4;
  const colour = (index: number, into: Buffer, to: number): void => {
    const from = index * entry;
    into[to] = palette[from + 2] ?? 0;
    into[to + 1] = palette[from + 1] ?? 0;
    into[to + 2] = palette[from] ?? 0;
  };
  const channels = header.masks.map(channelOf);
  return asTiff({ width, height, channels: 3, icc: header.icc }, (y, into) => {
    const line = topDown ? y : height - 1 - y;
    const row = pixels.subarray(line * stride, (line + 1) * stride);
    for (let x = 0, to = 0; x < width; x++, to += 3) {
      if (indices) colour(indices[line * width + x] ?? 0, into, to);
      else if (bits <= 8)
        colour(((row[(x * bits) >> 3] ?? 0) >> (8 - bits - ((x * bits) & 7))) & ((1 << bits) - 1), into, to);
      else if (bits === 24) {
        into[to] = row[x * 3 + 2] ?? 0;
        into[to + 1] = row[x * 3 + 1] ?? 0;
        into[to + 2] = row[x * 3] ?? 0;
      } else {
        const at = (x * bits) >> 3;
        const pixel =
          at + bits / 8 > row.length ? 0 : bits === 16 ? row.readUInt16LE(at) : row.readUInt32LE(at);
        for (const [index, read] of channels.entries()) into[to + index] = read(pixel);
      }
    }
  });
}

/** Reads the bits of a mask as 0–255. */
function channelOf(mask: number): (pixel: number) => number {
  const low = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
  const most = mask >>> low;
  return (pixel) => (most === 0 ? 0 : Math.round((((pixel & mask) >>> low) * 255) / most));
}

/** Run lengths as indices, a byte a pixel, in the order of the file. */
function unpacked({ width, height, compression, pixels }: Header): Uint8Array {
  const out = new Uint8Array(width * height);
  const nibbles = compression === RUNS4;
  let [x, y, at] = [0, 0, 0];
  const put = (index: number): void => {
    if (x < width && y < height) out[y * width + x] = index;
    x += 1;
  };
  while (at + 1 < pixels.length && y < height) {
    const [count = 0, second = 0] = [pixels[at], pixels[at + 1]];
    at += 2;
    if (count > 0)
      for (let i = 0; i < count; i++) put(nibbles ? (i % 2 === 0 ? second >> 4 : second & 15) : second);
    else if (second === 0) [x, y] = [0, y + 1];
    else if (second === 1) break;
    else if (second === 2) {
      x += pixels[at] ?? 0;
      y += pixels[at + 1] ?? 0;
      at += 2;
    } else {
      for (let i = 0; i < second; i++) {
        const byte = pixels[at + (nibbles ? i >> 1 : i)] ?? 0;
        put(nibbles ? (i % 2 === 0 ? byte >> 4 : byte & 15) : byte);
      }
      // Filled to an even number of bytes.
      at += Math.ceil((nibbles ? second / 2 : second) / 2) * 2;
    }
  }
  return out;
}
