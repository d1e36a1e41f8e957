/**
 * @file Import of large files that nothing is decoded of (layered pictures, kept without a preview), in MB/s beside plain copying and other programs' taking the same
 * files in: what digest, encryption and the disk cost.
 */
import { randomFillSync } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { others } from './others.ts';
import type { Photos } from './photos.ts';
import { copyDurably, median, timed, type Figure } from './report.ts';
import { ask, finish, newEngine, passphrase } from './vault.ts';

const rounds = 3;
const count = 6;
const fileBytes = 100_000_000;

export async function benchLarge(folder: string): Promise<Figure[]> {
  const files = await makeLarge(join(folder, 'large'), count, fileBytes);
  const warming = await makeLarge(join(folder, 'large, to warm up'), 1, 1_000_000);
  const megabytes = files.bytes / 1e6;
  const [ours, copy]: [number[], number[]] = [[], []];
  const theirs = new Map<string, { readonly absent: string | null; readonly all: number[] }>();
  for (let round = 0; round < rounds; round += 1) {
    const place = join(folder, `large ${String(round)}`);
    await mkdir(join(place, 'copy'), { recursive: true });
    copy.push(megabytes / (await timed(() => copyDurably(files.files, join(place, 'copy')))));
    ours.push(megabytes / (await importAll(place, warming, files)));
    const programs = join(place, 'others');
    await mkdir(programs);
    for (const { name, absent, taken, end } of await others(programs, files)) {
      await end();
      const known = theirs.get(name) ?? { absent, all: [] };
      known.all.push(megabytes / taken);
      theirs.set(name, known);
    }
    await rm(place, { recursive: true });
  }
  const name = 'import of large files without previews';
  const of = { value: median(ours), unit: 'MB/s' };
  return [
    { name, ...of, yardstick: { name: 'copy and fsync', value: median(copy) } },
    ...[...theirs].map(([program, { absent, all }]) => ({
      name: `  (beside ${program}${absent === null ? '' : `: ${absent}`})`,
      ...of,
      ...(absent === null && { yardstick: { name: `${program}, and fsync`, value: median(all) } }),
    })),
  ];
}

/** Seconds, when a decoder is there already. */
async function importAll(folder: string, warming: Photos, photos: Photos): Promise<number> {
  const engine = newEngine();
  const run = async ({ folder: source }: Photos): Promise<void> => {
    const { scan, files } = await ask(engine, 'import.scan', { sources: [source] });
    const job = await finish(engine, () => ask(engine, 'import.start', { scan, album: null }));
    if (job.kind !== 'import' || job.counts.imported !== files) throw new Error('not all was imported');
  };
  try {
    await ask(engine, 'vault.create', { folder, name: 'Large', passphrase: passphrase() });
    await run(warming);
    return await timed(() => run(photos));
  } finally {
    await engine.close();
  }
}

/** Layered pictures as far as their header goes, without colours and resources of their own (26 bytes and two lengths): what is in them is noise. */
async function makeLarge(folder: string, count: number, longest: number): Promise<Photos> {
  await mkdir(folder);
  const files: string[] = [];
  const bytes = Buffer.allocUnsafe(longest);
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    // No two of them as long, as such files are: what is as long as one in the vault is read twice, since it may be the same.
    const content = bytes.subarray(index);
    randomFillSync(content);
    content.fill(0, 0, 34);
    content.write('8BPS\0\u0001', 'latin1');
    const file = join(folder, `layers ${String(index)}.psd`);
    await writeFile(file, content);
    files.push(file);
    total += content.length;
  }
  return { folder, files, bytes: total };
}
