/**
 * @file `npm run bench`: the engine beside yardsticks measured in the same run, on the same files and cores. Ratios count, seconds depend on
 * the machine. `-- --photos 50` for a quicker run; `--json` for the figures alone.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchExport } from './export.ts';
import { benchImport } from './import.ts';
import { makePhotos } from './photos.ts';
import { print, type Figure } from './report.ts';
import { benchUnlock } from './unlock.ts';

const { values } = parseArgs({
  options: {
    photos: { type: 'string', default: '200' },
    rows: { type: 'string', default: '10000' },
    json: { type: 'boolean', default: false },
  },
});
const folder = await mkdtemp(join(tmpdir(), 'lightproof-bench-'));
try {
  console.error(
    `${String(availableParallelism())} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`,
  );
  const photos = await makePhotos(join(folder, 'photos'), Number(values.photos));
  const figures: Figure[] = [];
  const imported = await benchImport(folder, photos);
  figures.push(...imported.figures);
  figures.push(...(await benchExport(folder, imported.vault, photos)));
  figures.push(...(await benchUnlock(imported.vault, `${values.photos} photos`)));
  figures.push(...(await benchUnlock(null, `${values.rows} synthetic rows`, Number(values.rows))));
  print(figures, values.json);
} finally {
  await rm(folder, { recursive: true, force: true });
}
