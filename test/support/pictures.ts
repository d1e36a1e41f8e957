/** @file Makes the pictures that tests decode: every format, with metadata, turned, in other colour spaces, damaged. */
import { deflateSync, crc32 } from 'node:zlib';
import sharp, { type Exif, type Sharp } from 'sharp';

export interface Rgb {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

export const RED: Rgb = { r: 220, g: 40, b: 30 };
export const GREEN: Rgb = { r: 30, g: 200, b: 60 };
export const BLUE: Rgb = { r: 40, g: 60, b: 210 };
export const YELLOW: Rgb = { r: 240, g: 220, b: 40 };

/** One colour all over. */
export function plain(width: number, height: number, background: Rgb | (Rgb & { alpha: number })): Sharp {
  return sharp({ create: { width, height, channels: 'alpha' in background ? 4 : 3, background } });
}

/** A colour in each corner, so that any turn or mirroring shows: red, green / blue, yellow. */
export function quarters(width: number, height: number): Sharp {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const left = x < width / 2;
      const { r, g, b } = y < height / 2 ? (left ? RED : GREEN) : left ? BLUE : YELLOW;
      pixels.set([r, g, b], (y * width + x) * 3);
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** A BMP of one colour, 24 bits, without compression: a kind that no cleaner knows and the window does not show. */
export function bmp(width: number, height: number, { r, g, b }: Rgb): Buffer {
  const rowBytes = Math.ceil((width * 3) / 4) * 4;
  const file = Buffer.alloc(54 + rowBytes * height);
  file.write('BM');
  for (const [at, value] of [[2, file.length], [10, 54], [14, 40], [18, width], [22, height], [34, rowBytes * height]] as const)
    file.writeUInt32LE(value, at); // prettier-ignore
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) file.set([b, g, r], 54 + y * rowBytes + x * 3);
  return file;
}

/** Something like a photograph: soft shapes and fine grain, different for every seed, the same for the same one. */
export function scene(width: number, height: number, seed = 1): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 3);
  let state = seed >>> 0 || 1;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const grain = (state >>> 24) / 8 - 16;
      const wave =
        Math.sin((x * (seed + 3)) / 190) + Math.cos((y * (seed + 5)) / 130) + Math.sin((x + y) / 17) / 4;
      pixels[at++] = clamp(120 + 50 * wave + grain);
      pixels[at++] = clamp(110 + 40 * Math.sin(wave + y / 400) * 2 + grain);
      pixels[at++] = clamp(140 - 45 * wave + grain);
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}

function clamp(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}

/** EXIF of a photo taken with everything on: date with offset, camera, lens, exposure, place. */
export const FULL_EXIF: Exif = {
  IFD0: { Make: 'Canon', Model: 'Canon EOS 40D', DateTime: '2020:01:01 00:00:00' },
  IFD2: {
    DateTimeOriginal: '2019:07:14 18:30:05',
    SubSecTimeOriginal: '25',
    OffsetTimeOriginal: '+02:00',
    LensModel: 'EF50mm f/1.8 STM',
    ExposureTime: '1/250',
    FNumber: '28/10',
    ISOSpeedRatings: '400',
    FocalLength: '50/1',
    FocalLengthIn35mmFilm: '80',
  },
  IFD3: {
    GPSLatitudeRef: 'S',
    GPSLatitude: '33/1 51/1 3528/100',
    GPSLongitudeRef: 'E',
    GPSLongitude: '151/1 12/1 4000/100',
    GPSAltitudeRef: '0',
    GPSAltitude: '585/10',
  },
};

/** A small JPEG with this EXIF. */
export function jpegWith(exif: Exif, orientation?: number): Promise<Buffer> {
  const picture = quarters(120, 80).withExif(exif);
  return (orientation === undefined ? picture : picture.withMetadata({ orientation })).jpeg().toBuffer();
}

/** The quarters as a JPEG stored so that `orientation` (1–8) brings them back to 120 × 80, red at the top left. */
export async function turned(orientation: number): Promise<Buffer> {
  // Pixels as stored; each undoes what the orientation tells a viewer to do.
  const upright = await quarters(120, 80).png().toBuffer();
  const stored = {
    1: (picture: Sharp) => picture,
    2: (picture: Sharp) => picture.flop(),
    3: (picture: Sharp) => picture.rotate(180),
    4: (picture: Sharp) => picture.flip(),
    // sharp mirrors before it turns, in whatever order it is told.
    5: (picture: Sharp) => picture.flop().rotate(270),
    6: (picture: Sharp) => picture.rotate(270),
    7: (picture: Sharp) => picture.flop().rotate(90),
    8: (picture: Sharp) => picture.rotate(90),
  }[orientation];
  if (!stored) throw new RangeError('an orientation is 1–8');
  const pixels = await stored(sharp(upright)).png().toBuffer();
  return sharp(pixels)
    .withMetadata({ orientation })
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

/** A PNG whose header promises this size and whose pixels are missing. */
export function pngOfSize(width: number, height: number, interlaced = false): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, interlaced ? 1 : 0], 8);
  const chunk = (type: string, data: Buffer): Buffer => {
    const bytes = Buffer.alloc(data.length + 12);
    bytes.writeUInt32BE(data.length, 0);
    bytes.write(type, 4, 'latin1');
    data.copy(bytes, 8);
    bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
    return bytes;
  };
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(100))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Two pictures of 32 × 32 for a fifth of a second each, the first red and the second blue; made with libaom out of plain colours. */
export function movingAvif(): Buffer {
  return Buffer.from(MOVING_AVIF, 'base64');
}

/** One picture after the other for half a second each, without end (APNG). */
export function movingPng(colours: readonly Rgb[]): Buffer {
  const [width, height] = [300, 200];
  const chunk = (type: string, ...parts: readonly Buffer[]): Buffer => {
    const data = Buffer.concat([Buffer.from(type, 'latin1'), ...parts]);
    return Buffer.concat([u32(data.length - 4), data, u32(crc32(data))]);
  };
  const u32 = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  let sequence = 0;
  const frames = colours.flatMap((colour, index): Buffer[] => {
    const row = Buffer.from([
      0,
      ...Array.from({ length: width }, () => [colour.r, colour.g, colour.b]).flat(),
    ]);
    const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
    const control = chunk(
      'fcTL',
      u32(sequence++),
      u32(width),
      u32(height),
      u32(0),
      u32(0),
      Buffer.from([0, 1, 0, 2, 0, 0]),
    );
    return [control, index === 0 ? chunk('IDAT', pixels) : chunk('fdAT', u32(sequence++), pixels)];
  });
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', u32(width), u32(height), Buffer.from([8, 2, 0, 0, 0])),
    chunk('acTL', u32(colours.length), u32(0)),
    ...frames,
    chunk('IEND'),
  ]);
}

/** Mean colour of each corner of an encoded picture, clockwise from the top left. */
export async function corners(encoded: Uint8Array): Promise<Rgb[]> {
  const { data, info } = await sharp(encoded).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): Rgb => {
    const from = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels;
    return { r: data[from] ?? 0, g: data[from + 1] ?? 0, b: data[from + 2] ?? 0 };
  };
  return [at(0.2, 0.2), at(0.8, 0.2), at(0.8, 0.8), at(0.2, 0.8)];
}

/** Largest difference in any channel. */
export function distance(one: Rgb, other: Rgb): number {
  return Math.max(Math.abs(one.r - other.r), Math.abs(one.g - other.g), Math.abs(one.b - other.b));
}

const MOVING_AVIF = [
  'AAAALGZ0eXBhdmlzAAAAAGF2aWZhdmlzbXNmMWlzbzhtaWYxbWlhZk1BMUIAAADrbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAOcGl0bQ',
  'AAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAPlAAAAJwAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABqaXBycAAAAEtpcGNvAAAAFGlz',
  'cGUAAAAAAAAAIAAAACAAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAABdpcG1hAAAAAAAAAAEAAQQBAoMEAAACxm1vb3YAAAB4bX',
  'ZoZAEAAAAAAAAA5yj+qgAAAADnKP6qAAAD6P//////////AAEAAAEAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAA',
  'AAAAAAAAAAAAAAAAAAAAAAEAAAJGdHJhawAAAGh0a2hkAQAAAQAAAADnKP6qAAAAAOco/qoAAAABAAAAAP//////////AAAAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAA',
  'AAAAAAAQAAAAAAAAAAAAAAAAAAQAAAAAAgAAAAIAAAAAAALGVkdHMAAAAkZWxzdAEAAAEAAAABAAAAAAAAAZAAAAAAAAAAAAABAAAAAAGqbWRpYQAAACxtZGhkAQAAAAAA',
  'AADnKP6qAAAAAOco/qoAAAPoAAAAAAAAAZBVxAAAAAAAIWhkbHIAAAAAAAAAAHBpY3QAAAAAAAAAAAAAAAAAAAABVW1pbmYAAAAUdm1oZAAAAAEAAAAAAAAAAAAAACRkaW',
  '5mAAAAHGRyZWYAAAAAAAAAAQAAAAx1cmwgAAAAAQAAARVzdGJsAAAAlXN0c2QAAAAAAAAAAQAAAIVhdjAxAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAACAAIABIAAAASAAA',
  'AAAAAAABCkFPTSBDb2RpbmcAAAAAAAAAAAAAAAAAAAAAAAAAAAAAGP//AAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAABBjY3N0AAAAAHwAAAAAAAAYc3R0cw',
  'AAAAAAAAABAAAAAgAAAMgAAAAcc3RzYwAAAAAAAAABAAAAAQAAAAIAAAABAAAAHHN0c3oAAAAAAAAAAAAAAAIAAAAnAAAAHwAAABRzdGNvAAAAAAAAAAEAAAPlAAAAFHN0',
  'c3MAAAAAAAAAAQAAAAEAAABObWRhdBIACg0AAAACJ/79/MgIaDQgMhQQAJoAAAIAAAAAPv/ZLDbarkQ0hhIAMhswA8CAAAB6aAAACAAAAgAAAkQ9pti1A/5yhlA=',
].join('');
