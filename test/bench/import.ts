/** @file Import of 12 MP JPEGs, everything included, beside sharp alone making the same thumbnails with as many processes. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Photos } from './photos.ts';
import { median, timed, type Figure } from './report.ts';
import { ask, finish, newEngine, passphrase } from './vault.ts';

const rounds = 3;

/** Leaves the last round's vault behind for the other measurements. */
export async function benchImport(
  folder: string,
  photos: Photos,
): Promise<{ vault: string; figures: Figure[] }> {
  const alone: number[] = [];
  const ours: number[] = [];
  const peaks: number[] = [];
  let vault = '';
  for (let round = 0; round < rounds; round += 1) {
    alone.push(photos.files.length / (await sharpAlone(photos.files)));
    if (vault !== '') await rm(vault, { recursive: true });
    const made = await importOnce(folder, photos, `Import ${String(round)}`);
    vault = made.vault;
    ours.push(photos.files.length / made.seconds);
    peaks.push(made.peakBytes);
  }
  const unit = 'photos/s';
  return {
    vault,
    figures: [
      {
        name: 'import, 12 MP JPEGs',
        value: median(ours),
        unit,
        yardstick: { name: 'sharp alone', value: median(alone) },
      },
      { name: 'engine memory while importing (peak)', value: Math.max(...peaks) / 1e6, unit: 'MB' },
    ],
  };
}

async function sharpAlone(files: readonly string[]): Promise<number> {
  const processes = availableParallelism();
  const workers = Array.from({ length: processes }, () => fork(new URL('sharp-alone.ts', import.meta.url)));
  return timed(async () => {
    await Promise.all(
      workers.map(async (worker, share) => {
        worker.send(files.filter((_, index) => index % processes === share));
        await once(worker, 'exit');
      }),
    );
  });
}

async function importOnce(
  folder: string,
  photos: Photos,
  name: string,
): Promise<{ vault: string; seconds: number; peakBytes: number }> {
  const engine = newEngine();
  let peakBytes = 0;
  const watch = setInterval(() => (peakBytes = Math.max(peakBytes, process.memoryUsage.rss())), 50);
  try {
    await ask(engine, 'vault.create', { folder, name, passphrase: passphrase() });
    const { scan } = await ask(engine, 'import.scan', { sources: [photos.folder] });
    const job = await finish(engine, () => ask(engine, 'import.start', { scan, album: null }));
    if (job.kind !== 'import' || job.counts.imported !== photos.files.length)
      throw new Error('not everything was imported');
    return { vault: join(folder, `${name}.lightproof`), seconds: job.seconds, peakBytes };
  } finally {
    clearInterval(watch);
    await engine.close();
  }
}
