/** @file Photos that look alike: what stays the same of a look, which pairs are found, and how they are grouped. */
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { lookOf } from '../../src/main/decoder/look.ts';
import { groupsOf, type Entry } from '../../src/main/engine/alike/groups.ts';
import { closePairs, isClose, mostBits } from '../../src/main/engine/alike/pairs.ts';
import type { PhotoRecord } from '../../src/main/engine/catalog/index.ts';
import { plain, RED } from '../support/pictures.ts';

async function lookAt(picture: Buffer): Promise<Uint8Array | null> {
  const { data, info } = await sharp(picture)
    .resize(440, 440, { fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return lookOf({ data, width: info.width, height: info.height, channels: info.channels === 4 ? 4 : 3 });
}

function words(...looks: (Uint8Array | null)[]): Uint32Array {
  const bytes = Buffer.concat(looks.map((look) => look ?? Buffer.alloc(16)));
  return Uint32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readUInt32BE(at * 4));
}

/** The same numbers every time. */
function randomWords(count: number, seed = 7): Uint32Array {
  let state = seed;
  return Uint32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.imul(state ^ (state >>> 15), 2246822519) >>> 0;
  });
}

/** Light and dark of every size, as photographs have them; another for every seed. */
function shapes(seed: number): Promise<Buffer> {
  const [width, height] = [16, 12];
  const data = Buffer.from(Uint8Array.from(randomWords(width * height, seed), (word) => word >>> 24));
  return sharp(data, { raw: { width, height, channels: 1 } })
    .resize(800, 600, { kernel: 'cubic', fit: 'fill' })
    .toColourspace('srgb')
    .jpeg({ quality: 90 })
    .toBuffer();
}

describe('a look', () => {
  const variants: [string, (photo: Buffer) => Promise<Buffer>][] = [
    ['made smaller', (photo) => sharp(photo).resize(320).jpeg({ quality: 85 }).toBuffer()],
    ['compressed again', (photo) => sharp(photo).jpeg({ quality: 30 }).toBuffer()],
    ['brightened', (photo) => sharp(photo).modulate({ brightness: 1.15 }).toBuffer()],
    ['without colour', (photo) => sharp(photo).greyscale().toBuffer()],
    [
      'cut a little',
      (photo) => sharp(photo).extract({ left: 12, top: 9, width: 776, height: 582 }).toBuffer(),
    ],
  ];
  it.each(variants)('is nearly the same of a picture %s', async (_name, made) => {
    const photo = await shapes(4);
    expect(isClose(words(await lookAt(photo), await lookAt(await made(photo))), 0, 1)).toBe(true);
  });

  it('is another one of other pictures', async () => {
    const looks = await Promise.all([1, 2, 3, 4, 5].map(async (seed) => lookAt(await shapes(seed))));
    const together = words(...looks);
    for (let a = 0; a < looks.length; a += 1)
      for (let b = 0; b < a; b += 1) expect(isClose(together, a, b)).toBe(false);
  });

  const folder = '../shared/photos/camera';
  if (existsSync(folder))
    it('is nearly the same of photographs made smaller and cut by a fiftieth on each side', async () => {
      for (const name of readdirSync(folder).filter((file) => /^DSCN.*\.jpg$/.test(file))) {
        const photo = await sharp(await readFile(`${folder}/${name}`))
          .autoOrient()
          .toBuffer();
        const { width, height } = await sharp(photo).metadata();
        const [left, top] = [Math.round(width / 50), Math.round(height / 50)];
        const cut = await sharp(photo)
          .extract({ left, top, width: width - 2 * left, height: height - 2 * top })
          .resize(300)
          .jpeg({ quality: 60 })
          .toBuffer();
        expect(isClose(words(await lookAt(photo), await lookAt(cut)), 0, 1), name).toBe(true);
      }
    });

  it('is none where there is nothing to see', async () => {
    expect(await lookAt(await plain(200, 100, RED).png().toBuffer())).toBeNull();
    expect(await lookAt(await plain(1, 1, RED).png().toBuffer())).toBeNull();
  });
});

describe('close pairs', () => {
  it('are all found, each once', async () => {
    const looks = randomWords(4 * 600);
    // Half of them are others with a few bits changed, from none to too many.
    for (let at = 0; at < 300; at += 1) {
      for (let word = 0; word < 4; word += 1) looks[at * 4 + word] = looks[(at + 300) * 4 + word] ?? 0;
      for (let bit = 0; bit < at % 26; bit += 1) {
        const place = at * 4 + ((bit * 7) % 4);
        looks[place] = ((looks[place] ?? 0) ^ (1 << ((bit * 11 + at) % 32))) >>> 0;
      }
    }
    const found: string[] = [];
    await closePairs(looks, (a, b) => found.push([a, b].sort((x, y) => x - y).join(' ')));
    const wanted: string[] = [];
    for (let a = 0; a < 600; a += 1)
      for (let b = a + 1; b < 600; b += 1) if (isClose(looks, a, b)) wanted.push(`${String(a)} ${String(b)}`);
    expect(wanted.length).toBeGreaterThan(50);
    expect(found.sort()).toEqual(wanted.sort());
  });

  it('end when nobody waits for them any more', async () => {
    await expect(closePairs(randomWords(4000), () => undefined, AbortSignal.abort())).rejects.toThrow();
  });
});

const base = Buffer.from('00ff13579bdf02468ace5500aaff1234', 'hex');
function look(...flipped: number[]): string {
  const bytes = Buffer.from(base);
  for (const bit of flipped) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (128 >> (bit & 7));
  return bytes.toString('base64');
}

function photo(fields: Partial<PhotoRecord>): PhotoRecord {
  return {
    blob: '0'.repeat(32),
    name: 'a.jpg',
    bytes: 1000,
    digest: '0'.repeat(64),
    mime: 'image/jpeg',
    importedAt: '2026-01-01T00:00:00Z',
    import: '0'.repeat(32),
    width: 400,
    height: 300,
    look: look(),
    ...fields,
  };
}

async function grouped(
  photos: Record<string, Partial<PhotoRecord>>,
  different: readonly string[] = [],
): Promise<string[][]> {
  const entries = Object.entries(photos).map(([id, fields]): Entry => [id, photo(fields)]);
  const groups = await groupsOf(entries, {
    areDifferent: (a, b) => different.includes(a) && different.includes(b),
  });
  return groups.map((group) => group.map(([id]) => id));
}

describe('groups', () => {
  it('begin with the photo of most pixels, then of most bytes, then with a date', async () => {
    expect(
      await grouped({
        small: { width: 200, height: 150 },
        light: { bytes: 9 },
        plain: {},
        dated: { capturedAt: '2020' },
      }),
    ).toEqual([['dated', 'plain', 'light', 'small']]);
  });

  it('leave out films, the trash, and what looks like nothing', async () => {
    expect(
      await grouped({
        a: {},
        film: { mime: 'video/mp4' },
        gone: { trashedAt: '2026-01-01T00:00:00Z' },
        flat: { look: '' },
      }),
    ).toEqual([]);
  });

  it('do not run on from photo to photo: all look like the best', async () => {
    const far = Array.from({ length: mostBits / 2 }, (_, bit) => bit);
    const near = { best: { width: 4000, height: 3000 }, next: { look: look(...far) } };
    expect(await grouped({ ...near, other: { look: look(...far, 20, 22, 24, 26) } })).toEqual([
      ['best', 'next'],
    ]);
  });

  it('know pictures of other proportions apart', async () => {
    expect(await grouped({ wide: {}, high: { width: 300, height: 400 } })).toEqual([]);
  });

  it('keep apart what somebody has called different, and still show either with a third', async () => {
    const all = { a: { bytes: 3 }, b: { bytes: 2 }, c: { bytes: 1 } };
    expect(await grouped(all, ['a', 'b'])).toEqual([['a', 'c']]);
    expect(await grouped(all, ['a', 'b', 'c'])).toEqual([]);
  });
});
