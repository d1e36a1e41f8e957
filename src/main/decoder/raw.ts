/** @file The picture inside a raw file: the largest JPEG the camera put beside the sensor's data; decoder process. */
import { boxes, fujiPreview, fujiSize, type Size } from './containers.ts';
import { directories, TAG, type Directory } from './ifd.ts';
import { startOfJpeg, type JpegStart } from './jpeg.ts';

export interface RawPicture {
  /** Of the photo itself where the file says it, before orientation. */
  readonly size: Size | null;
  readonly jpeg: Buffer | null;
  /** The first directory holds a picture, not the sensor's data: what is left where there is no JPEG. */
  readonly isPicture: boolean;
}

/** Photometric interpretations of pictures: RGB and YCbCr. */
const PICTURES = [2, 6];

/** A picture with a long edge below this shows nothing of a photo. */
const LEAST = 32;
/** Smaller ones are thumbnails: it is worth looking for a larger one that no directory names. */
const SMALL = 1000;
/** Most places looked at where nothing says where to look. */
const MOST_STARTS = 200;

interface Found extends JpegStart {
  readonly at: number;
  readonly length: number;
}

/** Never throws. */
export function rawPicture(bytes: Buffer, mime: string): RawPicture {
  const tiff = isTiff(bytes);
  const found = tiff ? directories(bytes) : [];
  const size = mime === 'image/x-fuji-raf' ? fujiSize(bytes) : sensorSize(found);
  let best = largest(bytes, places(bytes, mime, found));
  // Maker notes of Olympus and Pentax, files of other makers.
  if (best === null || Math.max(best.width, best.height) < SMALL)
    best = largest(bytes, [...starts(bytes), ...(best ? [[best.at, best.length] as const] : [])]);
  return {
    size,
    isPicture: isPicture(found[0], size),
    jpeg: best === null ? null : bytes.subarray(best.at, best.at + best.length),
  };
}

/** @param size of the photo: only of one that is larger does so small a picture show nothing */
function isPicture(first: Directory | undefined, size: Size | null): boolean {
  const [photometric = 0] = first?.values(TAG.photometric) ?? [];
  const [width = 0] = first?.values(TAG.width) ?? [];
  const [height = 0] = first?.values(TAG.height) ?? [];
  const least = Math.min(LEAST, Math.max(size?.width ?? 0, size?.height ?? 0));
  return PICTURES.includes(photometric) && Math.max(width, height) >= least;
}

function isTiff(bytes: Buffer): boolean {
  const order = bytes.toString('latin1', 0, 2);
  return order === 'II' || order === 'MM';
}

type Place = readonly [at: number, length: number];

/** Where the file says that a JPEG stands. */
function places(bytes: Buffer, mime: string, found: readonly Directory[]): Place[] {
  try {
    if (mime === 'image/x-fuji-raf') return [[bytes.readUInt32BE(84), fujiPreview(bytes).length]];
    if (mime === 'image/x-canon-cr3') return canonSamples(bytes);
  } catch {
    return []; // Cut off.
  }
  return found.flatMap((directory): Place[] => {
    const pair = (offset: number, length: number): Place[] => {
      const [at] = directory.values(offset);
      const [count] = directory.values(length);
      return at === undefined || count === undefined ? [] : [[at, count]];
    };
    const whole = directory.place(TAG.jpegFromRaw);
    // More than one strip is the sensor's data, or a picture in pieces.
    const single = directory.place(TAG.stripOffsets)?.length === 4;
    return [
      ...pair(TAG.jpegOffset, TAG.jpegLength),
      ...(single ? pair(TAG.stripOffsets, TAG.stripLengths) : []),
      ...(whole ? [[whole.offset, whole.length] as const] : []),
    ];
  });
}

/** The first sample of each track: one of them is the full picture as a JPEG. */
function canonSamples(bytes: Buffer): Place[] {
  const inside = (body: Buffer | undefined, type: string): Buffer | undefined =>
    body && boxes(body).find((box) => box.type === type)?.body;
  const movie = inside(bytes, 'moov');
  if (!movie) return [];
  return boxes(movie)
    .filter(({ type }) => type === 'trak')
    .slice(0, 16)
    .flatMap(({ body }): Place[] => {
      const table = inside(inside(inside(body, 'mdia'), 'minf'), 'stbl');
      const [sizes, offsets, wide] = [inside(table, 'stsz'), inside(table, 'stco'), inside(table, 'co64')];
      if (!sizes || !(offsets ?? wide)) return [];
      const fixed = sizes.readUInt32BE(4);
      const length = fixed === 0 ? sizes.readUInt32BE(12) : fixed;
      return [[wide ? Number(wide.readBigUInt64BE(8)) : (offsets?.readUInt32BE(8) ?? 0), length]];
    });
}

/** Everything that begins like a JPEG, to the end of the file: the decoder stops at the end of the picture. */
function starts(bytes: Buffer): Place[] {
  const found: Place[] = [];
  const sign = Buffer.from([0xff, 0xd8, 0xff]);
  for (let at = bytes.indexOf(sign); at >= 0 && found.length < MOST_STARTS; at = bytes.indexOf(sign, at + 3))
    found.push([at, bytes.length - at]);
  return found;
}

function largest(bytes: Buffer, candidates: readonly Place[]): Found | null {
  let best: Found | null = null;
  for (const [at, length] of candidates) {
    if (at <= 0 || length <= 0 || at + length > bytes.length) continue;
    const start = startOfJpeg(bytes.subarray(at, at + length));
    if (start && start.width * start.height > (best ? best.width * best.height : 0))
      best = { at, length, ...start };
  }
  return best;
}

/** DNG tells the size that counts; otherwise the largest picture there is. */
function sensorSize(found: readonly Directory[]): Size | null {
  let size: Size | null = null;
  for (const directory of found) {
    const [cropWidth = 0, cropHeight = 0] = directory.values(TAG.cropSize);
    if (cropWidth >= 1 && cropHeight >= 1 && Number.isFinite(cropWidth * cropHeight))
      return { width: Math.round(cropWidth), height: Math.round(cropHeight) };
    const [[width = 0], [height = 0]] = [directory.values(TAG.width), directory.values(TAG.height)];
    if (width * height > (size ? size.width * size.height : 0)) size = { width, height };
  }
  return size;
}
