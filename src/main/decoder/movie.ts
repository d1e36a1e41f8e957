/** @file What a film says about itself in its `moov` (MP4, QuickTime) or in the first elements of WebM and Matroska; decoder process. */
import type { PictureFacts } from '../../shared/decoding.ts';
import { identifier } from './apple.ts';
import { boxes, type Box } from './containers.ts';
import { captureDate } from './dates.ts';
import { seconds1904, webmFacts } from './webm.ts';

export type MovieFacts = Pick<
  PictureFacts,
  'width' | 'height' | 'duration' | 'capturedAt' | 'camera' | 'latitude' | 'longitude' | 'altitude' | 'pairId'
>;

const NO_MOVIE: MovieFacts = {
  width: null,
  height: null,
  duration: null,
  capturedAt: null,
  camera: null,
  latitude: null,
  longitude: null,
  altitude: null,
  pairId: null,
};

const MOST_TRACKS = 32;
const LONGEST_FILM = 30 * 86_400;

/** Never throws. */
export function movieFacts(bytes: Buffer, mime: string): MovieFacts {
  try {
    if (mime === 'video/webm' || mime === 'video/x-matroska') return { ...NO_MOVIE, ...webmFacts(bytes) };
    const movie = child(boxes(bytes), 'moov');
    return movie ? ofMovie(boxes(movie)) : NO_MOVIE;
  } catch {
    return NO_MOVIE; // Cut off.
  }
}

function ofMovie(movie: readonly Box[]): MovieFacts {
  const tags = appleTags(movie);
  const user = boxes(child(movie, 'udta') ?? Buffer.alloc(0));
  const [make, model] = [tags.get('make'), tags.get('model')];
  return {
    ...largestTrack(movie),
    ...header(child(movie, 'mvhd'), tags.get('creationdate') ?? userText(user, '\xa9day')),
    ...place(tags.get('location.ISO6709') ?? userText(user, '\xa9xyz') ?? ''),
    camera: words([make, model].filter((part) => part !== undefined).join(' ')),
    pairId: identifier(tags.get('content.identifier') ?? ''),
  };
}

function child(found: readonly Box[], type: string): Buffer | undefined {
  return found.find((box) => box.type === type)?.body;
}

/** Duration, and the date: the phone's own, with its offset, or else the one in the header, which is in UTC. */
function header(
  mvhd: Buffer | undefined,
  written: string | null | undefined,
): Pick<MovieFacts, 'duration' | 'capturedAt'> {
  const iso = /^(.{19})(?:\.\d+)?([+-]\d\d):?(\d\d)$/u.exec(written ?? '');
  const own = captureDate(
    iso ? `${iso[1] ?? ''}${iso[2] ?? ''}:${iso[3] ?? ''}` : (written ?? null),
    null,
    null,
  );
  if (!mvhd) return { duration: null, capturedAt: own };
  const wide = mvhd.readUInt8(0) === 1;
  const created = wide ? Number(mvhd.readBigUInt64BE(4)) : mvhd.readUInt32BE(4);
  const [scaleAt, lengthAt] = wide ? [20, 24] : [12, 16];
  const length = wide ? Number(mvhd.readBigUInt64BE(lengthAt)) : mvhd.readUInt32BE(lengthAt);
  return {
    duration: inSeconds(length / mvhd.readUInt32BE(scaleAt)),
    capturedAt: own ?? seconds1904(created),
  };
}

/** To a thousandth. */
function inSeconds(amount: number): number | null {
  return Number.isFinite(amount) && amount > 0 && amount <= LONGEST_FILM
    ? Math.round(amount * 1000) / 1000
    : null;
}

/** As shown: a matrix that turns by a quarter swaps the sides. */
function largestTrack(movie: readonly Box[]): Pick<MovieFacts, 'width' | 'height'> {
  let size: { width: number; height: number } | null = null;
  for (const { body } of movie.filter(({ type }) => type === 'trak').slice(0, MOST_TRACKS)) {
    const track = child(boxes(body), 'tkhd');
    if (!track) continue;
    const matrixAt = track.readUInt8(0) === 1 ? 52 : 40;
    if (track.length < matrixAt + 44) continue;
    const [width, height] = [track.readUInt16BE(matrixAt + 36), track.readUInt16BE(matrixAt + 40)];
    const turned = track.readInt32BE(matrixAt) === 0 && track.readInt32BE(matrixAt + 4) !== 0;
    if (width * height > (size ? size.width * size.height : 0))
      size = turned ? { width: height, height: width } : { width, height };
  }
  return size ?? { width: null, height: null };
}

/** `com.apple.quicktime.*` of the movie: names in `keys`, values in `ilst` by their number. */
function appleTags(movie: readonly Box[]): Map<string, string> {
  const tags = new Map<string, string>();
  const meta = child(movie, 'meta');
  if (!meta) return tags;
  // QuickTime writes it without version and flags, MP4 with them.
  const plain = meta.toString('latin1', 4, 8) === 'hdlr' ? meta : meta.subarray(4);
  const [keys, list] = [child(boxes(plain), 'keys'), child(boxes(plain), 'ilst')];
  if (!keys || !list) return tags;
  const names = boxes(keys.subarray(8)).map(({ body }) => body.toString('latin1', 0, 100));
  for (const { type, body } of boxes(list)) {
    const name = names[Buffer.from(type, 'latin1').readUInt32BE(0) - 1];
    const data = child(boxes(body), 'data');
    // Eight bytes of type and language, then the text.
    if (name?.startsWith('com.apple.quicktime.') === true && data?.readUInt32BE(0) === 1)
      tags.set(name.slice('com.apple.quicktime.'.length), data.toString('utf8', 8, 200));
  }
  return tags;
}

/** Length and language (two bytes each), then the text. */
function userText(user: readonly Box[], type: string): string | null {
  const body = child(user, type);
  return body !== undefined && body.length > 4
    ? body.toString('utf8', 4, Math.min(4 + body.readUInt16BE(0), 200))
    : null;
}

/** ISO 6709: `+48.8584+002.2945+035.000/`. */
function place(written: string): Pick<MovieFacts, 'latitude' | 'longitude' | 'altitude'> {
  const parts =
    /^([+-]\d{1,2}(?:\.\d{1,12})?)([+-]\d{1,3}(?:\.\d{1,12})?)([+-]\d{1,6}(?:\.\d{1,12})?)?/u.exec(written);
  const [latitude, longitude] = [Number(parts?.[1]), Number(parts?.[2])];
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180))
    return { latitude: null, longitude: null, altitude: null };
  const metres = Number(parts?.[3]);
  return { latitude, longitude, altitude: metres >= -12_000 && metres <= 100_000 ? metres : null };
}

function words(raw: string): string | null {
  const clean = raw
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 100)
    .toWellFormed();
  return clean === '' ? null : clean;
}
