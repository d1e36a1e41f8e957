/**
 * @file Import of 12 MP JPEGs, everything included, beside sharp alone making the same thumbnails with as many processes. Both are warm (their
 * processes have made a few thumbnails) and take turns, so that whatever else the machine does meets both. Measured twice: with a decoder on every
 * core, which they then share with the engine, and with one core less, which the engine then has.
 */
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { engineFlags } from '../../src/main/shell/engine-process.ts';
import type { ImportOnce } from './import-once.ts';
import { makePhotos, type Photos } from './photos.ts';
import { median, timed, type Figure } from './report.ts';

const rounds = 5;
const cores = availableParallelism();
const run = promisify(execFile);

interface Alone {
  readonly perSecond: number;
  /** Seconds of processor time a photo. */
  readonly cpu: number;
}

/** Leaves the last round's vault behind for the other measurements. */
export async function benchImport(
  folder: string,
  photos: Photos,
): Promise<{ vault: string; figures: Figure[] }> {
  const warming = await makePhotos(join(folder, 'warming'), 2 * cores, 'warming');
  const figures: Figure[] = [];
  let vault = '';
  for (const processes of cores > 1 ? [cores - 1, cores] : [cores]) {
    if (vault !== '') await rm(vault, { recursive: true });
    const measured = await measure(folder, photos, warming, processes);
    vault = measured.vault;
    figures.push(...measured.figures);
  }
  return { vault, figures };
}

async function measure(
  folder: string,
  photos: Photos,
  warming: Photos,
  processes: number,
): Promise<{ vault: string; figures: Figure[] }> {
  const alone: Alone[] = [];
  const ours: ImportOnce[] = [];
  let vault = '';
  for (let round = 0; round < rounds; round += 1) {
    const name = `Import ${String(round)}`;
    const both = [
      async () => alone.push(await sharpAlone(photos.files, warming.files, processes)),
      async () =>
        ours.push(await importOnce([photos.folder, warming.folder, folder, name, String(processes)])),
    ];
    if (vault !== '') await rm(vault, { recursive: true });
    for (const one of round % 2 === 0 ? both : both.reverse()) await one();
    vault = join(folder, `${name}.lightproof`);
  }
  return { vault, figures: figuresOf(alone, ours, processes) };
}

function figuresOf(alone: readonly Alone[], ours: readonly ImportOnce[], processes: number): Figure[] {
  const by = `${String(processes)} ${processes === 1 ? 'decoder' : 'decoders'} on ${String(cores)} cores`;
  const middle = (of: (one: ImportOnce) => number): number => median(ours.map(of));
  const aloneCpu = median(alone.map(({ cpu }) => cpu)) * 1000;
  const engineCpu = middle(({ engineCpu, photos }) => engineCpu / photos) * 1000;
  const decoderCpu = middle(({ decoderCpu, photos }) => (decoderCpu ?? Number.NaN) / photos) * 1000;
  const perSecond = ours.map(({ photos, seconds }) => photos / seconds);
  const clock = {
    name: `import, 12 MP JPEGs (${by})`,
    value: median(perSecond),
    unit: 'photos/s',
    yardstick: {
      name: `sharp alone, ${processes === 1 ? 'one process' : `${String(processes)} processes`}`,
      value: median(alone.map((one) => one.perSecond)),
    },
    // Each round against the same round: what else the machine does changes from one to the next.
    ratio: median(perSecond.map((value, round) => value / (alone[round]?.perSecond ?? Number.NaN))),
  };
  const cpu = {
    name: 'import, processor time a photo',
    value: engineCpu + decoderCpu,
    unit: 'ms',
    yardstick: { name: 'sharp alone', value: aloneCpu },
    ratio: aloneCpu / (engineCpu + decoderCpu), // as photos/s would be, were nothing else running
  };
  const rest: [string, number, string][] = [
    ['  of it engine', engineCpu, 'ms'],
    ['  of it decoders', decoderCpu, 'ms'],
    ['import, engine late by (p99)', middle(({ delayP99 }) => delayP99), 'ms'],
    ['import, engine late by (most)', middle(({ delayMax }) => delayMax), 'ms'],
    ['import, engine memory before', middle(({ rssBefore }) => rssBefore) / 1e6, 'MB'],
    ['import, engine memory, most', Math.max(...ours.map(({ rssPeak }) => rssPeak)) / 1e6, 'MB'],
    ['locking after an import', middle(({ close }) => close) * 1000, 'ms'],
  ];
  return [clock, cpu, ...rest.map(([name, value, unit]) => ({ name, value, unit }))];
}

async function sharpAlone(
  files: readonly string[],
  warming: readonly string[],
  processes: number,
): Promise<Alone> {
  const workers = Array.from({ length: processes }, () => fork(new URL('sharp-alone.ts', import.meta.url)));
  const work = async (all: readonly string[]): Promise<number> => {
    const seconds = await Promise.all(
      workers.map(async (worker, share) => {
        worker.send(all.filter((_, index) => index % processes === share));
        const [cpu] = (await once(worker, 'message')) as [number]; // sharp-alone.ts sends exactly this
        return cpu;
      }),
    );
    return seconds.reduce((sum, each) => sum + each, 0);
  };
  await work(warming);
  let cpu = 0;
  const seconds = await timed(async () => (cpu = await work(files)));
  for (const worker of workers) worker.disconnect();
  return { perSecond: files.length / seconds, cpu: cpu / files.length };
}

async function importOnce(args: readonly string[]): Promise<ImportOnce> {
  const { stdout } = await run(process.execPath, [
    ...engineFlags,
    fileURLToPath(new URL('import-once.ts', import.meta.url)),
    ...args,
  ]);
  return JSON.parse(stdout) as ImportOnce; // import-once.ts prints exactly this
}
