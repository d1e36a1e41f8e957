/**
 * @file Everything that may lie in a folder of twenty years, and what somebody may put there on purpose: within the time limit each is kept
 * without a preview or refused with a reason, and the next picture is shown by the same decoder.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { createDecoderPool } from '../../src/main/engine/media/pool.ts';
import type { DecodedPicture } from '../../src/main/engine/media/types.ts';
import * as horrors from '../support/horrors.ts';
import { svg } from '../support/horrors.ts';
import * as made from '../support/pictures.ts';
import { tiff } from '../support/tiff.ts';

const entry = fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url));
const pool = createDecoderPool({ entry, size: 1, timeoutMs: 10_000 });
const folder = mkdtempSync(join(tmpdir(), 'lightproof-bad-'));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await pool.close();
});

const good = await made.plain(40, 30, made.GREEN).jpeg().toBuffer();
const rgb = (color: number | null): made.Rgb => ({
  r: ((color ?? 0) >> 16) & 255,
  g: ((color ?? 0) >> 8) & 255,
  b: (color ?? 0) & 255,
});

/** Decodes it and the good one behind it. */
async function decode(bytes: Uint8Array, name = 'photo.jpg'): Promise<DecodedPicture> {
  const [picture, next] = await Promise.all([
    pool.decode(bytes, { name }),
    pool.decode(good, { name: 'next.jpg' }),
  ]);
  expect(picture.problem).not.toMatch(/crashed|timeout/u);
  expect(made.distance(rgb(next.color), made.GREEN)).toBeLessThan(6);
  return picture;
}

const utf8 = (text: string): Buffer => Buffer.from(text);

describe('is no picture', () => {
  it.each([
    ['nothing', new Uint8Array(0)],
    ['a byte', Uint8Array.of(0xff)],
    ['a letter', utf8('Dear diary')],
    ['a web page with a drawing in it', utf8('<html><body><svg width="9" height="9"/></body></html>')],
    ['noise', Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) >> 3)],
  ])('%s', async (_, bytes) => {
    expect(await decode(bytes)).toMatchObject({
      problem: 'unsupported',
      detail: 'not a picture',
      thumbnail: null,
    });
  });
});

describe('is taken for what it is, not for its name:', () => {
  it.each(['photo.jpg', 'photo.heic', 'photo.nef', 'photo.svg', 'photo', 'photo.exe'])(
    'a PNG called %s',
    async (name) => {
      const picture = await decode(await made.plain(20, 20, made.RED).png().toBuffer(), name);
      expect(picture).toMatchObject({ problem: 'none', facts: { mime: 'image/png' } });
    },
  );

  it.each(['photo.nef', 'photo.dng', 'photo.cr2'])('a TIFF called %s', async (name) => {
    const picture = await decode(
      await made.plain(20, 20, made.RED).tiff({ compression: 'lzw' }).toBuffer(),
      name,
    );
    expect(picture.problem).toBe('none');
    expect(made.distance(rgb(picture.color), made.RED)).toBeLessThan(4);
  });
});

describe('promises more than there is memory for', () => {
  it.each([
    ['a PNG of 100,000 × 100,000', made.pngOfSize(100_000, 100_000)],
    ['a JPEG of 65,500 × 65,500', horrors.jpegOfSize(good, 65_500, 65_500)],
    ['a BMP of 2,000,000 × 2,000,000', horrors.bmpOfSize(2_000_000, 2_000_000)],
    [
      'a drawing of a million by a million',
      utf8(
        '<svg xmlns="http://www.w3.org/2000/svg" width="1000000" height="1000000"><rect width="9" height="9"/></svg>',
      ),
    ],
    [
      'a TIFF of 300,000 × 300,000',
      tiff([
        {
          0x100: 300_000,
          0x101: 300_000,
          0x102: 8,
          0x103: 1,
          0x106: 1,
          0x111: 8,
          0x115: 1,
          0x116: 300_000,
          0x117: 9,
        },
      ]),
    ],
  ])('%s', async (_, bytes) => {
    const picture = await decode(bytes);
    expect(picture).toMatchObject({ problem: 'too-large', thumbnail: null });
    expect(picture.detail).toMatch(/pixels|memory/u);
    expect(picture.facts.width).toBeGreaterThan(60_000);
  });

  it('a PNG of 400 megapixels in 60 KB is shown within the limit or refused', async () => {
    const bomb = horrors.pngOfZeros(20_000, 20_000);
    expect(bomb.length).toBeLessThan(100_000);
    expect((await decode(bomb)).problem).toMatch(/none|too-large|truncated/u);
  });

  it('a TIFF with a table of a billion strips', async () => {
    expect((await decode(horrors.tiffOfStrips())).problem).toMatch(/damaged|truncated/u);
  });
});

describe('never ends', () => {
  it('a GIF whose picture goes on and on', async () => {
    expect((await decode(horrors.endlessGif())).problem).toMatch(/none|truncated|damaged/u);
  });

  it('a GIF of 50,000 pictures', async () => {
    const picture = await decode(horrors.longGif());
    expect(picture.problem).toMatch(/none|truncated/u);
    expect(picture.facts.animated).toBe(true);
  });
});

describe('lies in its metadata', () => {
  it('with offsets outside of the file', async () => {
    for (const directories of horrors.outOfRange())
      expect((await decode(horrors.withExif(good, directories))).problem).toBe('none');
  });

  it('with directories in a circle', async () => {
    const file = horrors.inACircle();
    expect((await decode(horrors.withExif(good, file))).problem).toBe('none');
    // As a TIFF of its own: libtiff must not go round either.
    expect((await decode(file)).problem).toMatch(/damaged|unsupported/u);
  });

  it('with impossible dates and places', async () => {
    const file = await made.jpegWith({
      IFD0: { DateTime: '0000:00:00 00:00:00' },
      IFD2: { DateTimeOriginal: '2023:13:45 99:99:99' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '0/0 0/0 0/0',
        GPSLongitudeRef: 'E',
        GPSLongitude: '0/0 0/0 0/0',
      },
    });
    const { problem, facts } = await decode(file);
    expect(problem).toBe('none');
    expect(facts).toMatchObject({ capturedAt: null, latitude: null, longitude: null });
  });

  it('with 10 MB of XMP', async () => {
    for (const format of ['png', 'tiff', 'webp'] as const) {
      const file = await horrors.longXmp(format);
      expect(file.length).toBeGreaterThan(1000);
      expect((await decode(file)).problem).toMatch(/none|truncated/u);
    }
  });

  it('with a colour profile of noise', async () => {
    const file = Buffer.from(await made.plain(30, 30, made.RED).withIccProfile('p3').jpeg().toBuffer());
    const start = file.indexOf('ICC_PROFILE');
    file.fill(0xaa, start + 14, start + 400);
    expect((await decode(file)).thumbnail).not.toBeNull();
  });
});

describe('a drawing that is packed (.svgz)', () => {
  it('is shown as what it is, whatever its name', async () => {
    for (const name of ['a.svgz', 'a.svg', 'a']) {
      const picture = await decode(gzipSync(svg('')), name);
      expect(picture).toMatchObject({ problem: 'none', facts: { mime: 'image/svg+xml' } });
      expect(made.distance(rgb(picture.color), made.RED)).toBeLessThan(6);
    }
  });

  it('is not drawn when it unpacks to more than a drawing, or is cut off; other packed files are no pictures', async () => {
    const bomb = gzipSync(svg(' '.repeat(64 * 1024 ** 2)));
    expect(bomb.length).toBeLessThan(100_000);
    expect((await decode(bomb, 'a.svgz')).problem).toBe('too-large');
    // Noise does not get shorter, so that its end is missing in the drawing.
    const long = gzipSync(svg(`<!-- ${randomBytes(20_000).toString('base64')} -->`));
    expect((await decode(long.subarray(0, 20_000), 'a.svgz')).problem).toBe('damaged');
    for (const text of ['a letter', '<html><svg/></html>'])
      expect(await decode(gzipSync(text), 'a.svgz')).toMatchObject({
        problem: 'unsupported',
        detail: 'not a picture',
      });
  });
});

describe('a drawing that reaches out', () => {
  const secret = join(folder, 'secret.svg');
  writeFileSync(
    secret,
    '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><rect width="100" height="100" fill="lime"/></svg>',
  );
  writeFileSync(join(folder, 'secret.css'), 'rect { fill: lime }');
  const at = pathToFileURL(secret).href;
  // Without bubblewrap, so that only the decoder itself keeps the file from being read.
  const plainPool = createDecoderPool({ entry, size: 1, bwrap: null });
  afterAll(() => plainPool.close());

  it.each([
    ['picture by address', svg(`<image width="100" height="100" href="${at}"/>`)],
    ['picture by path', svg(`<image width="100" height="100" xlink:href="${secret}"/>`)],
    [
      'picture inside a picture',
      svg(
        `<image width="100" height="100" href="data:image/svg+xml;base64,${svg(`<image width="100" height="100" href="${at}"/>`).toString('base64')}"/>`,
      ),
    ],
    ['style sheet', svg(`<style>@import url("${pathToFileURL(join(folder, 'secret.css')).href}");</style>`)],
    ['use', svg(`<use href="${at}#a"/>`)],
    ['inclusion', svg(`<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${at}" parse="xml"/>`)],
  ])('for a %s gets nothing', async (_, bytes) => {
    const picture = await plainPool.decode(bytes, { name: 'a.svg' });
    expect(picture.problem).toBe('none');
    expect(made.distance(rgb(picture.color), made.RED)).toBeLessThan(6);
  });

  it('for a server, in whatever way, is never heard of there', async () => {
    let heard = 0;
    const server = createServer((connection) => {
      heard += 1;
      connection.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // of a server that listens on a port
    const there = `http://127.0.0.1:${String(port)}`;
    try {
      const references = [
        `<style>@import url("${there}/a.css"); @font-face { font-family: x; src: url("${there}/a.woff"); }</style>`,
        `<image width="100" height="100" href="${there}/a.png"/><image width="9" height="9" xlink:href="${there}/a.svg"/>`,
        `<use xlink:href="${there}/a.svg#a"/><text font-family="x">x</text>`,
        `<rect width="9" height="9" filter="url(${there}/a.svg#f)" fill="url(${there}/a.svg#g) red"/>`,
        `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${there}" parse="text"/>`,
      ];
      for (const [problem, bytes] of [
        ['none', svg(references.join(''), `<?xml-stylesheet href="${there}/a.css"?>`)],
        ['none', svg('', `<!DOCTYPE svg SYSTEM "${there}/a.dtd">`)],
        ['damaged', svg('&x;', `<!DOCTYPE svg [<!ENTITY x SYSTEM "${there}/a">]>`)],
        ['damaged', svg('', `<!DOCTYPE svg [<!ENTITY % x SYSTEM "${there}/a.dtd"> %x;]>`)],
      ] as const)
        expect(await plainPool.decode(bytes, { name: 'a.svg' })).toMatchObject({ problem });
      expect(heard).toBe(0);
    } finally {
      server.close();
    }
  });

  it('for an entity is refused', async () => {
    const bytes = svg('&x;', `<!DOCTYPE svg [<!ENTITY x SYSTEM "${at}">]>`);
    expect(await plainPool.decode(bytes, { name: 'a.svg' })).toMatchObject({
      problem: 'damaged',
      thumbnail: null,
    });
  });

  it('for all the memory there is, by entities or uses a billion times, is refused', async () => {
    const entities = Array.from(
      { length: 9 },
      (_, index) => `<!ENTITY a${String(index + 1)} "${`&a${String(index)};`.repeat(10)}">`,
    ).join('');
    const laughs = svg('<text y="9">&a9;</text>', `<!DOCTYPE svg [<!ENTITY a0 "ha">${entities}]>`);
    expect(await decode(laughs)).toMatchObject({ problem: 'damaged' });
  });
});

describe('a drawing', () => {
  it('is shown larger than the size it names, with what shows through', async () => {
    const picture = await decode(
      utf8(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 12"><rect width="12" height="12" fill="rgb(30,200,60)"/></svg>',
      ),
    );
    expect(picture).toMatchObject({
      problem: 'none',
      thumbnailMime: 'image/webp',
      facts: { mime: 'image/svg+xml', width: 24, height: 12 },
    });
    expect(await sharp(picture.preview ?? undefined).metadata()).toMatchObject({
      format: 'webp',
      width: 2560,
      height: 1280,
    });
    expect(made.distance(rgb(picture.color), made.GREEN)).toBeLessThan(6);
  });
});
