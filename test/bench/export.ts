/** @file Export and full verify beside plain copying and plain reading of the same bytes. */
import { copyFile, mkdir, open, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Photos } from './photos.ts';
import { median, timed, type Figure } from './report.ts';
import { ask, finish, newEngine, passphrase } from './vault.ts';

const rounds = 3;

export async function benchExport(folder: string, vault: string, photos: Photos): Promise<Figure[]> {
  const engine = newEngine();
  try {
    await ask(engine, 'vault.unlock', { vault, secret: { kind: 'passphrase', passphrase: passphrase() } });
    const copy: number[] = [];
    const ours: number[] = [];
    const read: number[] = [];
    const verify: number[] = [];
    const megabytes = photos.bytes / 1e6;
    for (let round = 0; round < rounds; round += 1) {
      const destination = join(folder, `out ${String(round)}`);
      await mkdir(destination);
      copy.push(megabytes / (await timed(() => copyDurably(photos, destination))));
      await rm(destination, { recursive: true });
      await mkdir(destination);
      ours.push(
        megabytes /
          (await timed(() =>
            finish(engine, () => ask(engine, 'export.start', { destination, selection: { of: 'all' } })),
          )),
      );
      await rm(destination, { recursive: true });
      read.push(megabytes / (await timed(() => readAll(photos))));
      verify.push(
        megabytes / (await timed(() => finish(engine, () => ask(engine, 'verify.start', { quick: false })))),
      );
    }
    const unit = 'MB/s';
    return [
      {
        name: 'export, originals',
        value: median(ours),
        unit,
        yardstick: { name: 'copy and fsync', value: median(copy) },
      },
      {
        name: 'full verify',
        value: median(verify),
        unit,
        yardstick: { name: 'reading the files', value: median(read) },
      },
    ];
  } finally {
    await engine.close();
  }
}

/** As durable as an export: every file is synced. */
async function copyDurably(photos: Photos, destination: string): Promise<void> {
  for (const file of photos.files) {
    const target = join(destination, basename(file));
    await copyFile(file, target);
    const handle = await open(target, 'r+');
    await handle.sync();
    await handle.close();
  }
}

async function readAll(photos: Photos): Promise<void> {
  for (const file of photos.files) await readFile(file);
}
