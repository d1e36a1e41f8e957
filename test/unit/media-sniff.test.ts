/** @file What a file is, by its content: every format we keep, and what must not pass for a picture. */
import { describe, expect, it } from 'vitest';
import { sniff } from '../../src/main/engine/media/sniff.ts';
import { BLUE, plain } from '../support/pictures.ts';

function bytes(start: string, length = 512): Uint8Array {
  const all = new Uint8Array(length);
  all.set(Buffer.from(start, 'latin1'));
  return all;
}

/** A TIFF of one directory, with the make behind it. */
function tiff(entries: [tag: number, value: number][], make = ''): Uint8Array {
  const all = Buffer.alloc(512);
  all.write('II*\0', 'latin1');
  all.writeUInt32LE(16, 4);
  const rows = make === '' ? entries : [...entries, [0x10f, 400] as const];
  all.writeUInt16LE(rows.length, 16);
  for (const [index, [tag, value]] of rows.entries()) {
    const at = 18 + index * 12;
    all.writeUInt16LE(tag, at);
    all.writeUInt16LE(tag === 0x10f ? 2 : 4, at + 2);
    all.writeUInt32LE(tag === 0x10f ? make.length : 1, at + 4);
    all.writeUInt32LE(value, at + 8);
  }
  all.write(make, 400, 'latin1');
  return all;
}

describe('sniff', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)(
    'knows a %s that we can decode',
    async (format) => {
      const file = await plain(16, 16, BLUE).toFormat(format).toBuffer();
      expect(sniff(file)).toEqual({ mime: `image/${format}`, kind: 'picture', decodable: true });
    },
  );

  it.each([
    ['\0\0\0\x18ftypheic', 'image/heic'],
    ['\0\0\0\x18ftypmif1\0\0\0\0mif1heic', 'image/heic'],
    ['\0\0\0\x18ftypmif1\0\0\0\0mif1miaf', 'image/heif'],
    ['\0\0\0\x18ftypcrx ', 'image/x-canon-cr3'],
    ['II*\0\x10\0\0\0CR\x02\0', 'image/x-canon-cr2'],
    ['FUJIFILMCCD-RAW 0201', 'image/x-fuji-raf'],
    ['II\x1a\0\0\0HEAPCCDR', 'image/x-canon-crw'],
    ['\0MRM\0\0\x0a\x0c\0PRD', 'image/x-minolta-mrw'],
    ['IIRO\x08\0\0\0', 'image/x-olympus-orf'],
    ['IIU\0\x18\0\0\0', 'image/x-panasonic-rw2'],
    ['BM\x36\0\x0c\0\0\0\0\0\x36\0\0\0\x10\0\0\0', 'image/bmp'],
    ['BM\x36\0\x0c\0\0\0\0\0\x36\0\0\0\x28\0\0\0', 'image/bmp'],
    [
      '\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg">',
      'image/svg+xml',
    ],
  ])('knows %j as a picture that is shown: %s', (start, mime) => {
    expect(sniff(bytes(start))).toEqual({ mime, kind: 'picture', decodable: true });
  });

  it.each([
    ['\0\0\x01\0\x01\0\x10\x10\0\0\x01\0\x20\0\x68\x04\0\0\x16\0\0\0', 'image/x-icon'],
    ['8BPS\0\x01', 'image/vnd.adobe.photoshop'],
    ['\xff\x0a\xfa\x1f', 'image/jxl'],
    ['\0\0\0\x0cJXL \r\n\x87\n', 'image/jxl'],
    ['\0\0\0\x0cjP  \r\n\x87\n', 'image/jp2'],
  ])('knows %j as a picture kept without preview: %s', (start, mime) => {
    expect(sniff(bytes(start))).toEqual({ mime, kind: 'picture', decodable: false });
  });

  it.each([
    ['\0\0\0\x18ftypisom', 'video/mp4'],
    ['\0\0\0\x14ftypqt  ', 'video/quicktime'],
    ['\0\0\0\x08wide\0\0\x10\0mdat', 'video/quicktime'],
    ['\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm', 'video/webm'],
  ])('knows %j as a video: %s', (start, mime) => {
    expect(sniff(bytes(start))).toMatchObject({ mime, kind: 'video' });
  });

  it('tells raw files from TIFF pictures by what is in them', () => {
    const small: [number, number][] = [[0xfe, 1], [0x14a, 300]]; // prettier-ignore
    expect(sniff(tiff(small, 'NIKON CORPORATION\0'))?.mime).toBe('image/x-nikon-nef');
    expect(sniff(tiff(small, 'SONY\0'))?.mime).toBe('image/x-sony-arw');
    expect(sniff(tiff([[0x103, 65535]], 'PENTAX \0'))?.mime).toBe('image/x-pentax-pef');
    expect(sniff(tiff([[0xc612, 0x401]], 'Apple\0'))?.mime).toBe('image/x-adobe-dng');
    // Saved by the maker's own software: still a picture.
    expect(sniff(tiff([[0x103, 1]], 'NIKON CORPORATION\0'))).toMatchObject({
      mime: 'image/tiff',
      decodable: true,
    });
  });

  it('lets the extension decide only between formats that are TIFF inside', async () => {
    expect(sniff(tiff([]), 'DSC1.ARW')?.mime).toBe('image/x-sony-arw');
    expect(sniff(await plain(8, 8, BLUE).png().toBuffer(), 'DSC1.ARW')?.mime).toBe('image/png');
  });

  it.each([
    'holiday notes, in a file named .jpg',
    'II think so',
    'BMW service book',
    'the wide road',
    'xxxxftypisom',
    '<!doctype html><html><svg></svg></html>',
    '',
  ])('takes the text %j for nothing', (text) => {
    expect(sniff(Buffer.from(text), 'photo.jpg')).toBeNull();
  });

  it('survives any file cut after its first bytes', async () => {
    for (const format of ['jpeg', 'tiff', 'avif'] as const) {
      const file = await plain(8, 8, BLUE).toFormat(format).toBuffer();
      for (let length = 0; length < 64; length++)
        expect(() => sniff(file.subarray(0, length), 'a.nef')).not.toThrow();
    }
  });
});
