/** @file What is compared: the pixels of a photo from a confined decoder, the square in its middle, and a drawing; runs in the engine. */
import type { Conversion } from '../../../shared/decoding.ts';
import { CodedError } from '../../../shared/errors.ts';
import { squareEdge } from '../../../shared/contract/insight.ts';
import type { DecoderPool } from '../media/types.ts';
import type { Pixels } from './figures.ts';

/** An encoded picture, and how it is to be turned. */
export interface Encoded {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly turn: Conversion['turn'];
}

/** Null when no picture can be made of it. @param edge longest, in pixels */
export async function pixelsOf(
  { bytes, name, turn }: Encoded,
  edge: number,
  pool: DecoderPool,
  signal: AbortSignal,
): Promise<Pixels | null> {
  const conversion: Conversion = { format: 'ppm', maxEdge: edge, quality: 100, turn };
  const { picture } = await pool.convert(bytes, { name }, conversion, signal);
  if (picture === null) return null;
  const pixels = readPpm(picture);
  if (pixels === null || Math.max(pixels.width, pixels.height) > edge)
    throw new CodedError('decoder-crashed'); // it answers nonsense
  return pixels;
}

/** A portable pixmap as our decoder writes it: `P6`, size and 255, each on a line, and the pixels. Null when it is anything else. */
export function readPpm(file: Uint8Array): Pixels | null {
  const head = /^P6\n(\d{1,5}) (\d{1,5})\n255\n/u.exec(Buffer.from(file.subarray(0, 32)).toString('latin1'));
  if (head === null) return null;
  const [width, height] = [Number(head[1]), Number(head[2])];
  const data = file.subarray(head[0].length);
  return width > 0 && height > 0 && data.length === width * height * 3 ? { width, height, data } : null;
}

/** The largest square in the middle, at most 256 pixels wide, pixel by pixel. */
export function middleOf({ width, height, data }: Pixels): Pixels {
  const side = Math.min(squareEdge, width, height);
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  const square = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y += 1) {
    const from = ((top + y) * width + left) * 3;
    square.set(data.subarray(from, from + side * 3), y * side * 3);
  }
  return { width: side, height: side, data: square };
}

const sky = [86, 148, 204] as const;
const sun = [250, 214, 92] as const;
const hill = [74, 132, 78] as const;
const wall = [236, 228, 214] as const;
const roof = [178, 60, 48] as const;
const dark = [52, 44, 46] as const;

/** A house under the sun, in areas of one colour as drawings, scans and screenshots have them. */
export function drawing(): Pixels {
  const side = squareEdge;
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) data.set(colourAt(x, y), (y * side + x) * 3);
  return { width: side, height: side, data };
}

function colourAt(x: number, y: number): readonly [number, number, number] {
  const within = (left: number, top: number, right: number, bottom: number): boolean =>
    x >= left && x < right && y >= top && y < bottom;
  if (within(112, 168, 144, 216)) return dark; // door
  if (within(80, 136, 104, 160) || within(152, 136, 176, 160)) return sky; // windows
  if (within(64, 112, 192, 216)) return wall;
  if (y >= 56 && y < 112 && Math.abs(x - 128) <= ((y - 56) * 84) / 56) return roof;
  if ((x - 208) ** 2 + (y - 48) ** 2 < 26 ** 2) return sun;
  return y >= 196 ? hill : sky;
}
