/** @file Makes files that somebody might put into a folder on purpose: bombs, pictures without end, metadata that lies. */
import { crc32, deflateSync } from 'node:zlib';
import { plain, pngOfSize, RED } from './pictures.ts';
import { tiff } from './tiff.ts';

const utf8 = (text: string): Buffer => Buffer.from(text);

/** A JPEG whose frame header promises this size; its scan is the one of the JPEG given. */
export function jpegOfSize(jpeg: Buffer, width: number, height: number): Buffer {
  const file = Buffer.from(jpeg);
  const frame = file.indexOf(Buffer.from([0xff, 0xc0]));
  file.writeUInt16BE(height, frame + 5);
  file.writeUInt16BE(width, frame + 7);
  return file;
}

export function bmpOfSize(width: number, height: number): Buffer {
  const file = Buffer.alloc(100);
  file.write('BM', 'latin1');
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  return file;
}

/** One bit a pixel, all black: what deflate can do. */
export function pngOfZeros(width: number, height: number): Buffer {
  const file = pngOfSize(width, height);
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height), { level: 9 });
  const [head, end] = [file.subarray(0, 33), file.subarray(file.length - 12)];
  const header = Buffer.from(head);
  header.set([1, 0, 0, 0, 0], 24); // one bit, grey
  header.writeUInt32BE(crc32(header.subarray(12, 29)), 29);
  const data = Buffer.concat([Buffer.alloc(4), utf8('IDAT'), rows, Buffer.alloc(4)]);
  data.writeUInt32BE(rows.length, 0);
  data.writeUInt32BE(crc32(data.subarray(4, data.length - 4)), data.length - 4);
  return Buffer.concat([header, data, end]);
}

/** A TIFF with a table of a billion strips. */
export function tiffOfStrips(): Buffer {
  const table = tiff([
    { 0x100: 10_000, 0x101: 40_000, 0x102: 8, 0x103: 1, 0x106: 1, 0x111: 8, 0x115: 1, 0x116: 1, 0x117: 9 },
  ]);
  const start = table.readUInt32LE(4);
  for (let at = start + 2; at < start + 2 + table.readUInt16LE(start) * 12; at += 12)
    if ([0x111, 0x117].includes(table.readUInt16LE(at))) table.writeUInt32LE(0x3fff_ffff, at + 4);
  return table;
}

/** A GIF whose picture goes on and on. */
export function endlessGif(): Buffer {
  const block = Buffer.concat([Buffer.from([255]), Buffer.alloc(255, 0)]);
  const blocks = Array.from({ length: 20_000 }, () => block);
  return Buffer.concat([gifHead(50, 50), Buffer.from([8]), ...blocks]);
}

/** A GIF of 50,000 pictures. */
export function longGif(): Buffer {
  const frame = Buffer.from('2c0000000001000100000202440100', 'hex');
  const frames = Array.from({ length: 50_000 }, () => frame);
  return Buffer.concat([gifHead(1, 1).subarray(0, 19), ...frames, Buffer.from(';')]);
}

/** Up to the code size of the first picture; two colours. */
function gifHead(width: number, height: number): Buffer {
  const head = Buffer.from('GIF89a\0\0\0\0\x80\0\0\xff\0\0\0\xff\0,\0\0\0\0\0\0\0\0\0', 'latin1');
  for (const at of [6, 24]) {
    head.writeUInt16LE(width, at);
    head.writeUInt16LE(height, at + 2);
  }
  return head;
}

/** The JPEG with these directories as its EXIF. */
export function withExif(jpeg: Buffer, directories: Buffer): Buffer {
  return withSegment(jpeg, 0xe1, Buffer.concat([utf8('Exif\0\0'), directories]));
}

/** The JPEG with a comment. */
export function withComment(jpeg: Buffer, comment: string): Buffer {
  return withSegment(jpeg, 0xfe, utf8(comment));
}

function withSegment(jpeg: Buffer, kind: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, kind, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

const LIES = { 0x10f: 'Canon, with a make long enough to stand elsewhere', 0x9003: '0000:00:00 00:00:00' };

/** Directories of which, one after the other, each tag points out of the file. */
export function outOfRange(): Buffer[] {
  const file = tiff([LIES]);
  const each: Buffer[] = [];
  for (let at = 10; at < file.length - 4; at += 12) {
    const broken = Buffer.from(file);
    broken.writeUInt32LE(0xffff_fff0, at);
    each.push(broken);
  }
  return each;
}

/** Directories that lead to each other. */
export function inACircle(): Buffer {
  const file = tiff([LIES, { 0x8769: 8 }]);
  const start = file.readUInt32LE(4);
  file.writeUInt32LE(start, start + 2 + file.readUInt16LE(start) * 12);
  return file;
}

/** A picture with 10 MB of XMP. */
export function longXmp(format: 'png' | 'tiff' | 'webp'): Promise<Buffer> {
  const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${'<rdf:Description dc:x="y">'.repeat(400_000)}</rdf:RDF></x:xmpmeta>`;
  return plain(30, 30, RED).withXmp(xmp).toFormat(format).toBuffer();
}

/** A drawing with something in it and, before it, a document type. Low, as it is drawn 2560 pixels wide. */
export function svg(inside: string, before = ''): Buffer {
  return utf8(
    `<?xml version="1.0"?>${before}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100" height="10"><rect width="100" height="10" fill="rgb(220,40,30)"/>${inside}</svg>`,
  );
}
