/**
 * @file Measures thumbnails: sizes and encodings against each other, and the decoder pool against sharp alone.
 * Run: node test/bench/thumbnails.ts [photo.jpg …]; without photos it makes its own, 12 megapixels each.
 */
import { fork } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { placeholder } from '../../src/main/decoder/placeholder.ts';
import { encode, toPixels, type Pixels } from '../../src/main/decoder/thumbnail.ts';
import { createDecoderPool } from '../../src/main/engine/media/pool.ts';
import { scene } from '../support/pictures.ts';

const ROUNDS = 15;
const PICTURES_PER_ROUND = 48;

interface Share {
  readonly paths: readonly string[];
}

sharp.cache(false);
sharp.concurrency(1);
if (process.send) yardstick();
else await main();

/** In a child: the same thumbnails, placeholders and colours with sharp alone, without facts, pipes and confinement. */
function yardstick(): void {
  process.on('message', ({ paths }: Share) => {
    void (async () => {
      for (const path of paths) {
        const picture = sharp(await readFile(path), { autoOrient: true, limitInputPixels: false });
        const pixels = await toPixels(picture, 440);
        await encode(pixels);
        placeholder(pixels);
      }
      process.send?.('done');
    })();
  });
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lightproof-bench-'));
  try {
    const given = process.argv.slice(2);
    const paths = given.length > 0 ? given : await madeScenes(folder);
    const pictures = await Promise.all(paths.map((path) => readFile(path)));
    await sizes(pictures);
    await encodings(pictures);
    await pool(paths);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function madeScenes(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (let seed = 1; seed <= 6; seed++) {
    const path = join(folder, `${String(seed)}.jpg`);
    await writeFile(path, await scene(seed % 2 === 0 ? 4000 : 4032, seed % 2 === 0 ? 3000 : 3024, seed));
    paths.push(path);
  }
  return paths;
}

async function sizes(pictures: readonly Buffer[]): Promise<void> {
  console.log('\ndecoding and shrinking to a long edge of … (ms a picture, median)');
  for (const edge of [400, 440, 444, 448, 480, 500, 512]) {
    const time = await median(pictures, (bytes) => toPixels(sharp(bytes), edge));
    console.log(`${String(edge).padStart(5)}  ${time.toFixed(1)}`);
  }
}

async function encodings(pictures: readonly Buffer[]): Promise<void> {
  console.log('\nencoding at 440 pixels: ms, bytes, PSNR in dB (means)');
  const all = await Promise.all(pictures.map((bytes) => toPixels(sharp(bytes), 440)));
  const raw = ({ data, width, height, channels }: Pixels): Sharp =>
    sharp(data, { raw: { width, height, channels } });
  const ways: [string, (pixels: Pixels) => Promise<Buffer>][] = [
    ...[70, 75, 80, 85, 90].flatMap((quality) =>
      ['4:2:0', '4:4:4'].map((chromaSubsampling): [string, (pixels: Pixels) => Promise<Buffer>] => [
        `JPEG ${String(quality)} ${chromaSubsampling}`,
        (pixels) => raw(pixels).jpeg({ quality, chromaSubsampling }).toBuffer(),
      ]),
    ),
    [
      'JPEG 80 4:2:0 mozjpeg',
      (pixels) => raw(pixels).jpeg({ quality: 80, mozjpeg: true, chromaSubsampling: '4:2:0' }).toBuffer(),
    ],
    ['WebP 80 effort 0', (pixels) => raw(pixels).webp({ quality: 80, effort: 0 }).toBuffer()],
    ['WebP 80 effort 2', (pixels) => raw(pixels).webp({ quality: 80, effort: 2 }).toBuffer()],
    ['WebP 80 effort 4', (pixels) => raw(pixels).webp({ quality: 80, effort: 4 }).toBuffer()],
  ];
  for (const [name, way] of ways) {
    const time = await median(all, way);
    let [bytes, noise] = [0, 0];
    for (const pixels of all) {
      const encoded = await way(pixels);
      bytes += encoded.length / all.length;
      noise += psnr(pixels.data, await sharp(encoded).raw().toBuffer()) / all.length;
    }
    console.log(
      `${name.padEnd(22)} ${time.toFixed(1).padStart(5)} ${bytes.toFixed(0).padStart(7)} ${noise.toFixed(1).padStart(6)}`,
    );
  }
}

function psnr(one: Buffer, other: Buffer): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += ((one[at] ?? 0) - (other[at] ?? 0)) ** 2;
  return 10 * Math.log10(255 ** 2 / (sum / one.length));
}

async function median<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const item of items) {
      const start = performance.now();
      await work(item);
      times.push(performance.now() - start);
    }
  }
  return times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
}

/** Turn and turn about, so that a busy machine is busy for all. */
async function pool(paths: readonly string[]): Promise<void> {
  const entry = fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url));
  const list = Array.from({ length: PICTURES_PER_ROUND }, (_, index) => paths[index % paths.length] ?? '');
  const pools = [createDecoderPool({ entry }), createDecoderPool({ entry, bwrap: null })];
  const size = pools[0]?.size ?? 1;
  const children = Array.from({ length: size }, () => fork(fileURLToPath(import.meta.url)));
  const ways: [string, () => Promise<unknown>][] = [
    [
      'sharp alone',
      () =>
        Promise.all(
          children.map(async (child, index) => {
            const done = new Promise((resolve) => child.once('message', resolve));
            child.send({ paths: list.filter((_, place) => place % size === index) } satisfies Share);
            await done;
          }),
        ),
    ],
    ...pools.map((decoders): [string, () => Promise<unknown>] => [
      `pool, ${decoders.isolation}`,
      // As the importer does it: one picture more than there are decoders is read ahead.
      () => eachOf(list, size + 1, async (path) => decoders.decode(await readFile(path), { name: 'a.jpg' })),
    ]),
  ];
  const rates = new Map<string, number[]>(ways.map(([name]) => [name, []]));
  for (const [, way] of ways) await way();
  for (let round = 0; round < ROUNDS; round++) {
    // Each has each place as often as the others.
    const order = ways
      .map((_, place) => ways[(place + round) % ways.length])
      .filter((way) => way !== undefined);
    for (const [name, way] of order) {
      const start = performance.now();
      await way();
      rates.get(name)?.push((list.length * 1000) / (performance.now() - start));
    }
  }
  for (const child of children) child.kill();
  await Promise.all(pools.map((decoders) => decoders.close()));
  console.log(
    `\n${String(size)} processes, ${String(list.length)} pictures a round, ${String(ROUNDS)} rounds: pictures/s (median, of sharp alone)`,
  );
  const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? 0;
  const alone = rates.get('sharp alone') ?? [];
  for (const [name, rate] of rates) {
    // Each round against the same round: what else the machine does changes from one to the next.
    const shares = rate.map((value, round) => value / (alone[round] ?? 1));
    console.log(`${name.padEnd(24)} ${middle(rate).toFixed(1)}  ${middle(shares).toFixed(3)}`);
  }
}

async function eachOf<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = items.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of left) await work(item);
    }),
  );
}
