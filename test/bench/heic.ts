/**
 * @file HEIC through the pool of decoders, one 12-megapixel photo again and again. No library here writes HEIC: it is a real one where the shared
 * photos are, else a grid of tiles of one colour, which is easier to decode.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createDecoderPool } from '../../src/main/engine/media/pool.ts';
import { heic, type Tile } from '../support/heif.ts';
import { median, timed, type Figure } from './report.ts';

const rounds = 5;
const photos = 8;
const real = fileURLToPath(new URL('../../../shared/photos/heic/heic-iphone.heic', import.meta.url));
const entry = fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url));

export async function benchHeic(): Promise<Figure[]> {
  const colours: readonly Tile[] = ['red', 'green', 'blue', 'yellow'];
  const tiles = Array.from({ length: 63 * 48 }, (_, index) => colours[index % colours.length] ?? 'red');
  const found = existsSync(real);
  const photo = found ? readFileSync(real) : heic(tiles, 63);
  const pool = createDecoderPool({ entry });
  const decode = async (count: number): Promise<void> => {
    const pictures = Array.from({ length: count }, () => pool.decode(photo, { name: 'photo.heic' }));
    for (const { problem } of await Promise.all(pictures)) if (problem !== 'none') throw new Error(problem);
  };
  try {
    await decode(2 * pool.size);
    const seconds: number[] = [];
    for (let round = 0; round < rounds; round += 1) seconds.push(await timed(() => decode(photos)));
    const name = found ? 'HEIC, 12 MP of a phone' : 'HEIC, 12 MP in tiles of one colour';
    return [{ name, value: photos / median(seconds), unit: 'photos/s' }];
  } finally {
    await pool.close();
  }
}
