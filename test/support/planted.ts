/** @file Pictures with something to be found planted in every place where metadata hides. */
import { crc32 } from 'node:zlib';
import { FULL_EXIF, quarters, scene } from './pictures.ts';

/** What no cleaned file may hold: each stands in one hiding place. */
export const planted = {
  gps: 'PLANTED-GPS-PROCESSING',
  makerNote: 'PLANTED-MAKER-NOTE',
  thumbnail: 'PLANTED-EXIF-THUMBNAIL',
  xmp: 'PLANTED-XMP-CITY',
  extendedXmp: 'PLANTED-EXTENDED-XMP',
  iptc: 'PLANTED-IPTC-CITY',
  comment: 'PLANTED-COMMENT',
  jfifThumbnail: 'PLANTED-JFIF-THUMBNAIL',
  flir: 'PLANTED-APP1-OF-SOMEBODY',
  gopro: 'PLANTED-APP6',
  manifest: 'PLANTED-APP11',
  secondPicture: 'PLANTED-SECOND-PICTURE',
  trailer: 'PLANTED-TRAILER',
} as const;
/** What says nothing of a place: it goes only with all metadata. */
export const plantedWords = {
  model: 'PLANTED-MODEL',
  artist: 'PLANTED-ARTIST',
  caption: 'PLANTED-CAPTION',
} as const;

interface Value {
  readonly tag: number;
  readonly type: 2 | 3 | 4 | 5 | 7;
  readonly data: Buffer;
}

const text = (tag: number, value: string): Value => ({
  tag,
  type: 2,
  data: Buffer.from(`${value}\0`, 'latin1'),
});
const bytes = (tag: number, value: string): Value => ({ tag, type: 7, data: Buffer.from(value, 'latin1') });
const unitOf = { 2: 1, 3: 2, 4: 4, 5: 8, 7: 1 } as const;

/** A TIFF in either byte order with directories IFD0 → Exif, GPS, and IFD1 with a thumbnail. */
export function plantedExif(orientation: number, little: boolean): Buffer {
  const u16 = (value: number): Buffer => {
    const data = Buffer.alloc(2);
    if (little) data.writeUInt16LE(value);
    else data.writeUInt16BE(value);
    return data;
  };
  const u32 = (value: number): Buffer => {
    const data = Buffer.alloc(4);
    if (little) data.writeUInt32LE(value);
    else data.writeUInt32BE(value);
    return data;
  };
  const rationals = (...values: number[]): Buffer => Buffer.concat(values.map(u32));
  const sizeOf = (entries: readonly Value[]): number =>
    entries.reduce((sum, { data }) => sum + 12 + (data.length > 4 ? data.length + (data.length % 2) : 0), 6);
  const write = (entries: readonly Value[], at: number, next: number): Buffer => {
    let free = at + 2 + entries.length * 12 + 4;
    const values: Buffer[] = [];
    const rows = entries.map(({ tag, type, data }) => {
      const head = Buffer.concat([u16(tag), u16(type), u32(data.length / unitOf[type])]);
      if (data.length <= 4) return Buffer.concat([head, data, Buffer.alloc(4 - data.length)]);
      const place = u32(free);
      const padded = data.length % 2 === 0 ? data : Buffer.concat([data, Buffer.alloc(1)]);
      values.push(padded);
      free += padded.length;
      return Buffer.concat([head, place]);
    });
    return Buffer.concat([u16(entries.length), ...rows, u32(next), ...values]);
  };
  const photo = [text(0x9003, '2019:07:14 18:30:05'), bytes(0x927c, planted.makerNote)];
  const gps = [
    text(1, 'S'),
    { tag: 2, type: 5, data: rationals(33, 1, 51, 1, 3528, 100) },
    text(3, 'E'),
    { tag: 4, type: 5, data: rationals(151, 1, 12, 1, 4000, 100) },
    bytes(0x1b, planted.gps),
  ] as const;
  const thumbnail = Buffer.from(planted.thumbnail, 'latin1');
  const main = (photoAt: number, gpsAt: number): Value[] => [
    text(0x10e, plantedWords.caption),
    text(0x110, plantedWords.model),
    { tag: 0x112, type: 3, data: u16(orientation) },
    text(0x13b, plantedWords.artist),
    { tag: 0x8769, type: 4, data: u32(photoAt) },
    { tag: 0x8825, type: 4, data: u32(gpsAt) },
  ];
  const small = (at: number): Value[] => [
    { tag: 0x201, type: 4, data: u32(at) },
    { tag: 0x202, type: 4, data: u32(thumbnail.length) },
  ];
  const photoAt = 8 + sizeOf(main(0, 0));
  const gpsAt = photoAt + sizeOf(photo);
  const smallAt = gpsAt + sizeOf(gps);
  return Buffer.concat([
    Buffer.from(little ? 'II' : 'MM', 'latin1'),
    u16(42),
    u32(8),
    write(main(photoAt, gpsAt), 8, smallAt),
    write(photo, photoAt, 0),
    write(gps, gpsAt, 0),
    write(small(smallAt + sizeOf(small(0))), smallAt, 0),
    thumbnail,
  ]);
}

export function segment(code: number, ...parts: (string | Buffer)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  );
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

export function xmp(inside: string): string {
  return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">${inside}</rdf:Description></rdf:RDF></x:xmpmeta>`;
}

const iptc = (dataset: number, value: string): Buffer => {
  const body = Buffer.from([0x1c, 2, dataset, 0, value.length, ...Buffer.from(value, 'latin1')]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const even = body.length % 2 === 0 ? body : Buffer.concat([body, Buffer.alloc(1)]);
  return Buffer.concat([Buffer.from('8BIM\x04\x04\0\0', 'latin1'), length, even]);
};

/** `profile` (sRGB) and progressive rows included: several scans, tables between them. */
export async function plantedJpeg(
  orientation: number,
  little = true,
): Promise<{ clean: Buffer; dirty: Buffer }> {
  const clean = await quarters(160, 96)
    .withIccProfile('srgb')
    .jpeg({ quality: 90, progressive: true })
    .toBuffer();
  const second = await scene(40, 30);
  const dirty = Buffer.concat([
    clean.subarray(0, 2),
    segment(
      0xe0,
      'JFIF\0\x01\x02\0\0\x01\0\x01\x03\x03',
      Buffer.from(planted.jfifThumbnail.padEnd(27), 'latin1'),
    ),
    segment(0xe1, 'Exif\0\0', plantedExif(orientation, little)),
    segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', xmp(`<photoshop:City>${planted.xmp}</photoshop:City>`)),
    segment(0xe1, 'http://ns.adobe.com/xmp/extension/\0', '0'.repeat(40), planted.extendedXmp),
    segment(0xe1, 'FLIR\0', planted.flir),
    segment(0xe2, 'MPF\0', 'II*\0'),
    segment(0xe6, 'GoPro\0', planted.gopro),
    segment(0xeb, 'JP\0', planted.manifest),
    segment(0xed, 'Photoshop 3.0\0', iptc(90, planted.iptc)),
    segment(0xfe, planted.comment),
    clean.subarray(2, -2),
    segment(0xfe, planted.comment), // also behind the rows
    clean.subarray(-2),
    second.subarray(0, 2),
    segment(0xfe, planted.secondPicture),
    second.subarray(2),
    Buffer.from(planted.trailer, 'latin1'),
  ]);
  return { clean, dirty };
}

export function pngChunk(type: string, data: string | Buffer): Buffer {
  const body = typeof data === 'string' ? Buffer.from(data, 'latin1') : data;
  const whole = Buffer.alloc(body.length + 12);
  whole.writeUInt32BE(body.length, 0);
  whole.write(type, 4, 'latin1');
  body.copy(whole, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + body.length)), 8 + body.length);
  return whole;
}

export async function plantedPng(orientation: number): Promise<Buffer> {
  const clean = await quarters(60, 40).withIccProfile('srgb').png().toBuffer();
  const afterHeader = 8 + 25;
  return Buffer.concat([
    clean.subarray(0, afterHeader),
    pngChunk('eXIf', plantedExif(orientation, false)),
    pngChunk('iTXt', `XML:com.adobe.xmp\0\0\0\0\0${xmp(`<photoshop:City>${planted.xmp}</photoshop:City>`)}`),
    pngChunk('tEXt', `Raw profile type iptc\0${planted.iptc}`),
    pngChunk('tEXt', `Where\0${planted.comment}`),
    pngChunk('tEXt', `Author\0${plantedWords.artist}`),
    pngChunk('caBX', planted.manifest),
    clean.subarray(afterHeader),
    Buffer.from(planted.trailer, 'latin1'),
  ]);
}

export async function plantedWebp(orientation: number): Promise<Buffer> {
  const clean = await quarters(60, 40)
    .withExif(FULL_EXIF)
    .withIccProfile('srgb')
    .webp({ quality: 90 })
    .toBuffer();
  const riff = (type: string, data: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(type, 0, 'latin1');
    head.writeUInt32LE(data.length, 4);
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
  };
  const exifAt = clean.indexOf('EXIF');
  const body = Buffer.concat([
    clean.subarray(8, exifAt),
    riff('EXIF', Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), plantedExif(orientation, true)])),
    riff('XMP ', Buffer.from(xmp(`<photoshop:City>${planted.xmp}</photoshop:City>`))),
    riff('JUNK', Buffer.from(planted.comment)),
  ]);
  body[12] = (body[12] ?? 0) | 0x04; // VP8X says that XMP is there
  return Buffer.concat([riff('RIFF', body), Buffer.from(planted.trailer, 'latin1')]);
}
