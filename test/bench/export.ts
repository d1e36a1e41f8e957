/** @file Export and full verify beside plain copying, plain reading and other programs' getting the same bytes out. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportOptions, Job } from '../../src/shared/contract.ts';
import type { Photos } from './photos.ts';
import { copyDurably, median, syncAll, timed, type Figure } from './report.ts';
import { others } from './others.ts';
import { ask, finish, newEngine, passphrase } from './vault.ts';

const rounds = 3;

export async function benchExport(folder: string, vault: string, photos: Photos): Promise<Figure[]> {
  const engine = newEngine();
  const yardsticks = await others(folder, photos);
  try {
    await ask(engine, 'vault.unlock', { vault, secret: { kind: 'passphrase', passphrase: passphrase() } });
    const copy: number[] = [];
    const ours: number[] = [];
    const read: number[] = [];
    const verify: number[] = [];
    const clean: number[] = [];
    const theirs = new Map(yardsticks.map(({ name }) => [name, [] as number[]]));
    const exportAll = (destination: string, options: ExportOptions): Promise<Job> =>
      finish(engine, () => ask(engine, 'export.start', { destination, selection: { of: 'all' }, options }));
    const megabytes = photos.bytes / 1e6;
    for (let round = 0; round < rounds; round += 1) {
      const destination = join(folder, `out ${String(round)}`);
      await mkdir(destination);
      copy.push(megabytes / (await timed(() => copyDurably(photos.files, destination))));
      await rm(destination, { recursive: true });
      await mkdir(destination);
      ours.push(megabytes / (await timed(() => exportAll(destination, {}))));
      await rm(destination, { recursive: true });
      await mkdir(destination);
      clean.push(megabytes / (await timed(() => exportAll(destination, { without: 'metadata' }))));
      await rm(destination, { recursive: true });
      for (const { name, absent, extract } of yardsticks) {
        if (absent !== null) continue;
        await mkdir(destination);
        const seconds = await timed(async () => {
          await extract(destination);
          await syncAll(destination);
        });
        theirs.get(name)?.push(megabytes / seconds);
        await rm(destination, { recursive: true });
      }
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
      ...yardsticks.map(({ name, absent }) => ({
        name: `export, originals (beside ${name}${absent === null ? '' : `: ${absent}`})`,
        value: median(ours),
        unit,
        ...(absent === null && {
          yardstick: { name: `${name}, and fsync`, value: median(theirs.get(name) ?? []) },
        }),
      })),
      {
        name: 'export, without metadata',
        value: median(clean),
        unit,
        yardstick: { name: 'originals', value: median(ours) },
      },
      {
        name: 'full verify',
        value: median(verify),
        unit,
        yardstick: { name: 'reading the files', value: median(read) },
      },
    ];
  } finally {
    for (const { end } of yardsticks) await end();
    await engine.close();
  }
}

async function readAll(photos: Photos): Promise<void> {
  for (const file of photos.files) await readFile(file);
}
