/** @file Films are kept with length, size, date and place, wherever in the file these stand, and whatever else does. */
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { filmHead } from '../../src/main/engine/media/film.ts';
import { createDecoderPool } from '../../src/main/engine/media/pool.ts';
import type { PictureFacts } from '../../src/main/engine/media/types.ts';
import { box, full, u16, u32 } from '../support/heif.ts';

const entry = fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url));
const pool = createDecoderPool({ entry, size: 1 });
afterAll(() => pool.close());

const SECONDS_1904_TO_1970 = 2_082_844_800;
const PAIR = '5B8A4F2E-0C1D-4E2F-8A3B-9C0D1E2F3A4B';

/** What the importer does with a file. */
async function facts(file: Buffer): Promise<PictureFacts> {
  let taken = 0;
  const read = (start: number, count: number): Promise<Buffer> => {
    taken += count;
    return Promise.resolve(file.subarray(start, start + count));
  };
  const head = await filmHead(read, file.length);
  expect(taken).toBeLessThan(1_000_000);
  const picture = await pool.decode(head, { name: 'film.mov' });
  expect(picture).toMatchObject({ problem: 'unsupported', thumbnail: null });
  return picture.facts;
}

const brand = box('ftyp', Buffer.from('qt  '), u32(0), Buffer.from('qt  '));
const pixels = box('mdat', Buffer.alloc(3_000_000, 7));

function header(created: number, scale = 600, length = 7530): Buffer {
  return full('mvhd', u32(created), u32(created), u32(scale), u32(length), Buffer.alloc(80));
}

function track(width: number, height: number, turned: boolean): Buffer {
  const matrix = turned
    ? [0, 0x1_0000, 0, 0xffff_0000, 0, 0, 0, 0, 0x4000_0000]
    : [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000];
  return box(
    'trak',
    full(
      'tkhd',
      Buffer.alloc(20),
      Buffer.alloc(16),
      ...matrix.map(u32),
      u16(width),
      u16(0),
      u16(height),
      u16(0),
    ),
  );
}

/** As phones of Apple write it. */
function tags(values: Readonly<Record<string, string>>): Buffer {
  const names = Object.keys(values).map((name) => box('mdta', Buffer.from(`com.apple.quicktime.${name}`)));
  const items = Object.values(values).map((value, index) => {
    const data = box('data', u32(1), u32(0), Buffer.from(value));
    return box(u32(index + 1).toString('latin1'), data);
  });
  return box(
    'meta',
    full('hdlr', Buffer.alloc(20)),
    full('keys', u32(names.length), ...names),
    box('ilst', ...items),
  );
}

describe('a film', () => {
  it('of a phone tells length, size as seen, local time, place, camera and its other half', async () => {
    const movie = box(
      'moov',
      header(1_704_110_400 + SECONDS_1904_TO_1970),
      track(0, 0, false),
      track(1920, 1080, true),
      tags({
        make: 'Apple',
        model: 'iPhone 15',
        creationdate: '2024-01-01T14:00:00+0200',
        'location.ISO6709': '+48.8584+002.2945+035.000/',
        'content.identifier': PAIR,
      }),
    );
    const wanted = {
      mime: 'video/quicktime',
      width: 1080,
      height: 1920,
      duration: 12.55,
      capturedAt: '2024-01-01T14:00:00+02:00',
      camera: 'Apple iPhone 15',
      latitude: 48.8584,
      longitude: 2.2945,
      altitude: 35,
      pairId: PAIR,
    };
    // At the end, where phones put it, and at the start.
    expect(await facts(Buffer.concat([brand, pixels, movie]))).toMatchObject(wanted);
    expect(await facts(Buffer.concat([brand, movie, pixels]))).toMatchObject(wanted);
  });

  it('that only has the header’s date tells it in UTC, and none if the clock was never set', async () => {
    const of = (seconds: number) =>
      facts(Buffer.concat([brand, box('moov', header(seconds), track(640, 480, false)), pixels]));
    expect(await of(1_704_110_400 + SECONDS_1904_TO_1970)).toMatchObject({
      capturedAt: '2024-01-01T12:00:00+00:00',
      width: 640,
    });
    expect(await of(0)).toMatchObject({ capturedAt: null, duration: 12.55 });
  });

  it('longer than 4 GiB says its length in eight bytes', async () => {
    const wide = full('mvhd', Buffer.alloc(16), u32(1000), u32(1), u32(0), Buffer.alloc(80)); // 2³² / 1000 s: a fault in the file, or a webcam
    expect((await facts(Buffer.concat([brand, box('moov', wide)]))).duration).toBeNull();
    const long = Buffer.concat([u32(1), Buffer.from('mdat'), u32(0), u32(16 + 1000), Buffer.alloc(1000)]);
    expect(await facts(Buffer.concat([brand, long, box('moov', header(0))]))).toMatchObject({
      duration: 12.55,
    });
  });

  it.each([
    ['without moov', Buffer.concat([brand, pixels])],
    ['cut off', Buffer.concat([brand, box('moov', header(0), track(9, 9, false))]).subarray(0, 60)],
    [
      'whose boxes are longer than the file',
      Buffer.concat([brand, u32(0xffff_ff00), Buffer.from('moov'), header(0)]),
    ],
    ['whose boxes have no length', Buffer.concat([brand, u32(4), Buffer.from('free'), pixels])],
    ['of nothing but brand', brand],
    ['of boxes in boxes', Buffer.concat([brand, nested(3000)])],
    ['with a scale of zero', Buffer.concat([brand, box('moov', header(0, 0, 5))])],
  ])('%s is kept all the same', async (_, file) => {
    expect(await facts(file)).toMatchObject({ mime: 'video/quicktime', duration: null });
  });

  it('in WebM tells length, size and date', async () => {
    const element = (id: string, ...parts: Buffer[]): Buffer => {
      const body = Buffer.concat(parts);
      return Buffer.concat([
        Buffer.from(id, 'hex'),
        Buffer.from([0x40 | (body.length >> 8), body.length & 255]),
        body,
      ]);
    };
    const number = (value: number): Buffer => u32(value);
    const float = Buffer.alloc(8);
    float.writeDoubleBE(4500);
    const date = Buffer.alloc(8);
    date.writeBigInt64BE(725_760_000_000_000_000n); // ns since 2001: 2024-01-01
    const info = element(
      '1549a966',
      element('2ad7b1', number(1_000_000)),
      element('4489', float),
      element('4461', date),
    );
    const stored = [element('b0', number(1280)), element('ba', number(720))];
    const fileOf = (...video: Buffer[]): Buffer =>
      Buffer.concat([
        element('1a45dfa3', element('4282', Buffer.from('webm'))),
        Buffer.from('1853806701ffffffffffffff', 'hex'), // a segment without an end, as browsers record it
        info,
        element('1654ae6b', element('ae', element('e0', ...video))),
        element('1f43b675', Buffer.alloc(200)),
      ]);
    const file = fileOf(...stored);
    expect(await facts(file)).toMatchObject({
      mime: 'video/webm',
      width: 1280,
      height: 720,
      duration: 4.5,
      capturedAt: '2024-01-01T00:00:00+00:00',
    });
    for (let length = 30; length < file.length; length += 11) await facts(file.subarray(0, length));
    const shown = (width: number, height: number, unit: number): Buffer =>
      fileOf(
        ...stored,
        element('54b0', number(width)),
        element('54ba', number(height)),
        element('54b2', number(unit)),
      );
    // Pixels that are not square: a size in pixels, or proportions; in centimetres it says nothing.
    expect(await facts(shown(1920, 720, 0))).toMatchObject({ width: 1920, height: 720 });
    expect(await facts(shown(4, 3, 3))).toMatchObject({ width: 960, height: 720 });
    expect(await facts(shown(4, 3, 1))).toMatchObject({ width: 1280, height: 720 });
  });
});

function nested(depth: number): Buffer {
  let inner = Buffer.alloc(0);
  for (let level = 0; level < depth; level++)
    inner = Buffer.concat([u32(inner.length + 8), Buffer.from('moov'), inner]);
  return inner;
}
