/** @file What the vault knows of a photo, as the EXIF of a picture made of it, and its place in the file. Pure; runs in the engine. */
import { crc32 } from 'node:zlib';
import type { PhotoRecord } from '../catalog/index.ts';
import { buildExif, type Entry } from './clean/tiff.ts';

const [byte, ascii, short, rational] = [1, 2, 3, 5];
/** Of a caption, in bytes: EXIF has room for some 64 thousand. */
const longestText = 8000;

/** Null when nothing is known. */
export function exifOf(photo: PhotoRecord, withPlace: boolean): Buffer | null {
  const { camera, lens, capturedAt, caption, exposure = {} } = photo;
  const { seconds, fNumber, iso, focalLengthMm, focalLength35Mm } = exposure;
  const main = [text(0x10e, caption), text(0x110, camera)];
  const detail = [
    fractions(0x829a, seconds === undefined ? undefined : [[Math.round(seconds * 1e6), 1e6]]),
    fractions(0x829d, fNumber === undefined ? undefined : [[Math.round(fNumber * 100), 100]]),
    whole(0x8827, iso),
    ...captured(capturedAt),
    fractions(0x920a, focalLengthMm === undefined ? undefined : [[Math.round(focalLengthMm * 100), 100]]),
    whole(0xa405, focalLength35Mm),
    text(0xa434, lens),
  ];
  const gps = withPlace ? place(photo) : [];
  return buildExif({ little: false, main: main.flat(), photo: detail.flat(), interop: [], gps });
}

function text(tag: number, value: string | undefined): Entry[] {
  if (value === undefined || value === '') return [];
  const bytes = Buffer.from(value.replaceAll('\0', ''), 'utf8').subarray(0, longestText);
  return [entry(tag, ascii, Buffer.concat([bytes, Buffer.alloc(1)]))];
}

function whole(tag: number, value: number | undefined): Entry[] {
  if (value === undefined || value < 0 || value > 0xffff) return [];
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(Math.round(value));
  return [{ ...entry(tag, short, bytes), count: 1 }];
}

function fractions(tag: number, pairs: readonly (readonly [number, number])[] | undefined): Entry[] {
  if (pairs === undefined || pairs.flat().some((part) => part < 0 || part > 0xffff_ffff)) return [];
  const bytes = Buffer.alloc(pairs.length * 8);
  for (const [index, part] of pairs.flat().entries()) bytes.writeUInt32BE(part, index * 4);
  return [{ ...entry(tag, rational, bytes), count: pairs.length }];
}

function entry(tag: number, type: number, value: Buffer): Entry {
  return { tag, type, count: value.length, value };
}

function captured(at: string | undefined): Entry[][] {
  const [, date, time, parts, offset] =
    /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([+-]\d\d:\d\d|Z)?$/u.exec(at ?? '') ?? [];
  if (date === undefined || time === undefined) return [];
  return [
    text(0x9003, `${date.replaceAll('-', ':')} ${time}`),
    text(0x9011, offset === 'Z' ? '+00:00' : offset),
    text(0x9291, parts),
  ];
}

function place({ latitude, longitude, altitude }: PhotoRecord): Entry[] {
  if (latitude === undefined || longitude === undefined) return [];
  const height =
    altitude === undefined
      ? []
      : [
          entry(5, byte, Buffer.of(altitude < 0 ? 1 : 0)),
          ...fractions(6, [[Math.round(Math.abs(altitude) * 1000), 1000]]),
        ];
  return [
    ...text(1, latitude < 0 ? 'S' : 'N'),
    ...fractions(2, angle(latitude)),
    ...text(3, longitude < 0 ? 'W' : 'E'),
    ...fractions(4, angle(longitude)),
    ...height,
  ];
}

/** Degrees, minutes and ten-thousandths of a second: 3 mm. */
function angle(degrees: number): [number, number][] {
  const parts = Math.round(Math.abs(degrees) * 3600 * 1e4);
  const full = Math.floor(parts / 36e6);
  const minutes = Math.floor((parts - full * 36e6) / 6e5);
  return [
    [full, 1],
    [minutes, 1],
    [parts - full * 36e6 - minutes * 6e5, 1e4],
  ];
}

/** A JPEG, PNG or WebP just made, without EXIF, and now with it. */
export function withExif(picture: Buffer, format: 'jpeg' | 'webp' | 'png', exif: Buffer): Buffer {
  const after = { jpeg: 2, png: 33, webp: picture.length }[format]; // the start; the header chunk; the last chunk
  const parts = [picture.subarray(0, after), blockOf(format, exif), picture.subarray(after)];
  const whole = Buffer.concat(parts);
  if (format === 'webp') {
    whole.writeUInt32LE(whole.length - 8, 4);
    whole.writeUInt8(whole.readUInt8(20) | 0x08, 20); // the extended header, which a picture with a profile has
  }
  return whole;
}

function blockOf(format: 'jpeg' | 'webp' | 'png', exif: Buffer): Buffer {
  if (format === 'jpeg') {
    const head = Buffer.from('\xff\xe1\0\0Exif\0\0', 'latin1');
    head.writeUInt16BE(head.length - 2 + exif.length, 2);
    return Buffer.concat([head, exif]);
  }
  const head = Buffer.alloc(8);
  if (format === 'webp') {
    head.write('EXIF', 0, 'latin1');
    head.writeUInt32LE(exif.length, 4);
    return Buffer.concat([head, exif, Buffer.alloc(exif.length % 2)]);
  }
  head.writeUInt32BE(exif.length, 0);
  head.write('eXIf', 4, 'latin1');
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(exif, crc32(head.subarray(4))));
  return Buffer.concat([head, exif, sum]);
}
