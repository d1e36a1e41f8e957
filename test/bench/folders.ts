/**
 * @file Folders as people have them: how long a scan of 100,000 files takes and what it holds in memory, beside listing them with nothing but
 * their sizes; and the memory of imports of 1,000 and of 10,000 files.
 */
import { execFile } from 'node:child_process';
import { lstat, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { engineFlags } from '../../src/main/shell/engine-process.ts';
import type { ImportOnce } from './import-once.ts';
import { makePhotos } from './photos.ts';
import { timed, type Figure } from './report.ts';
import { ask, newEngine, passphrase } from './vault.ts';

const run = promisify(execFile);
const perFolder = 1000;

/** @param files of the scan */
export async function benchFolders(folder: string, files: number): Promise<Figure[]> {
  const tree = join(folder, 'tree');
  await makeFiles(tree, files);
  const engine = newEngine();
  await ask(engine, 'vault.create', { folder, name: 'Scan', passphrase: passphrase() });
  const seconds: number[] = [];
  const listing: number[] = [];
  const before = process.memoryUsage.rss();
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
  for (let round = 0; round < 3; round += 1) {
    listing.push(await timed(() => list(tree)));
    seconds.push(await timed(() => ask(engine, 'import.scan', { sources: [tree] })));
  }
  clearInterval(watch);
  await engine.close();
  const [scan, alone] = [Math.min(...seconds), Math.min(...listing)];
  const figures: Figure[] = [
    {
      name: `scan of ${String(files)} files`,
      value: scan,
      unit: 's',
      yardstick: { name: 'readdir and lstat, one after the other', value: alone },
      ratio: alone / scan,
    },
    { name: 'scan, memory more than before', value: (peak - before) / 1e6, unit: 'MB' },
  ];
  await makePhotos(join(folder, 'warm'), 2, 'warm');
  for (const count of [1000, 10_000]) {
    const source = join(folder, `small ${String(count)}`);
    await makeFiles(source, count, await small());
    const { stdout } = await run(process.execPath, [
      ...engineFlags,
      fileURLToPath(new URL('import-once.ts', import.meta.url)),
      ...[source, join(folder, 'warm'), folder, `Small ${String(count)}`],
    ]);
    const once = JSON.parse(stdout) as ImportOnce; // import-once.ts prints exactly this
    figures.push(
      { name: `import of ${String(count)} files, memory at most`, value: once.rssPeak / 1e6, unit: 'MB' },
      { name: `import of ${String(count)} files`, value: once.photos / once.seconds, unit: 'photos/s' },
    );
  }
  return figures;
}

async function list(tree: string): Promise<void> {
  for (const part of await readdir(tree))
    for (const name of await readdir(join(tree, part))) await lstat(join(tree, part, name));
}

/** A picture of 320 × 240 pixels. */
async function small(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  return sharp({ create: { width: 320, height: 240, channels: 3, background: '#888', noise } })
    .jpeg()
    .toBuffer();
}

/** Files that differ in what follows the picture. */
async function makeFiles(
  tree: string,
  count: number,
  start: Uint8Array = Buffer.from('\xff\xd8\xff\xe0', 'latin1'),
): Promise<void> {
  for (let at = 0; at < count; at += perFolder) {
    const part = join(tree, String(at));
    await mkdir(part, { recursive: true });
    const names = Array.from({ length: Math.min(perFolder, count - at) }, (_, index) => at + index);
    await Promise.all(
      names.map((name) =>
        writeFile(join(part, `IMG_${String(name)}.jpg`), Buffer.concat([start, Buffer.from(String(name))])),
      ),
    );
  }
}
