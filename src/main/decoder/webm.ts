/** @file Duration, size and date of a WebM or Matroska file out of its first elements (RFC 8794, RFC 9559); decoder process. */
import type { PictureFacts } from '../../shared/decoding.ts';
import type { Size } from './containers.ts';

const ID = {
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  date: 0x4461,
  tracks: 0x1654ae6b,
  track: 0xae,
  video: 0xe0,
  width: 0xb0,
  height: 0xba,
  displayWidth: 0x54b0,
  displayHeight: 0x54ba,
  displayUnit: 0x54b2,
  cluster: 0x1f43b675,
};
const PARENTS = new Set([ID.segment, ID.info, ID.tracks, ID.track, ID.video]);
const MOST_ELEMENTS = 2000;
const SECONDS_1904_TO_1970 = 2_082_844_800;
const SECONDS_1970_TO_2001 = 978_307_200;

/** @throws RangeError when an element points outside of what is there */
export function webmFacts(bytes: Buffer): Pick<PictureFacts, 'width' | 'height' | 'duration' | 'capturedAt'> {
  const found = new Map<number, Buffer>();
  // Parents are stepped into: what is inside them follows anyway.
  for (let at = 0, count = 0; at < bytes.length && count < MOST_ELEMENTS; count++) {
    const id = number(bytes, at, true);
    const length = id && number(bytes, at + id.size, false);
    if (!id || !length) break;
    const start = at + id.size + length.size;
    if (id.value === ID.cluster) break;
    if (PARENTS.has(id.value)) {
      at = start;
      continue;
    }
    if (!found.has(id.value)) found.set(id.value, bytes.subarray(start, start + length.value));
    at = start + length.value;
  }
  const whole = (id: number): number | null => {
    const body = found.get(id);
    return body && body.length >= 1 && body.length <= 6 ? body.readUIntBE(0, body.length) : null;
  };
  const ticks = float(found.get(ID.duration));
  const date = found.get(ID.date);
  const size = shownSize(whole);
  const duration = ticks === null ? null : (ticks * (whole(ID.timestampScale) ?? 1_000_000)) / 1e9;
  return {
    width: size?.width ?? null,
    height: size?.height ?? null,
    duration:
      duration !== null && duration > 0 && duration < 2_592_000 ? Math.round(duration * 1000) / 1000 : null,
    capturedAt:
      date?.length === 8 ? utc(Number(date.readBigInt64BE(0) / 1_000_000_000n) + SECONDS_1970_TO_2001) : null,
  };
}

const pixels = 0;
const proportions = 3;

/** Pixels that are not square are told by another size to be shown at (RFC 9559 §5.1.4.1.28). Null where none is told, or too large a one. */
function shownSize(whole: (id: number) => number | null): Size | null {
  const stored = sizeOf(whole(ID.width), whole(ID.height));
  const shown = sizeOf(whole(ID.displayWidth), whole(ID.displayHeight));
  const unit = whole(ID.displayUnit) ?? pixels;
  if (stored === null || shown === null) return stored;
  if (unit === pixels) return shown;
  return unit === proportions
    ? sizeOf(Math.round((stored.height * shown.width) / shown.height), stored.height)
    : stored;
}

function sizeOf(width: number | null, height: number | null): Size | null {
  const fits = (edge: number | null): edge is number => edge !== null && edge > 0 && edge <= 65_535;
  return fits(width) && fits(height) ? { width, height } : null;
}

/** The header of an MP4 counts from 1904. Null for clocks that were never set. */
export function seconds1904(seconds: number): string | null {
  return utc(seconds - SECONDS_1904_TO_1970);
}

/** Null before 1995: nothing filmed in these formats is older. */
function utc(seconds: number): string | null {
  if (!(seconds > 788_918_400 && seconds < 4_102_444_800)) return null;
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}+00:00`;
}

function float(body: Buffer | undefined): number | null {
  if (body?.length === 4) return body.readFloatBE(0);
  return body?.length === 8 ? body.readDoubleBE(0) : null;
}

/** A number whose first bits tell its length; in an id they stay. */
function number(bytes: Buffer, at: number, keepMarker: boolean): { value: number; size: number } | null {
  const first = bytes[at] ?? 0;
  const size = Math.clz32(first) - 23;
  if (first === 0 || size > 8 || at + size > bytes.length) return null;
  let value = keepMarker ? first : first & (0xff >> size);
  for (let index = 1; index < size; index++) value = value * 256 + (bytes[at + index] ?? 0);
  return { value, size };
}
