/**
 * @file `npm run bench`: the engine beside yardsticks measured in the same run, on the same files and cores. Ratios count, seconds depend on
 * the machine. `-- --photos 50` for a quicker run; `--only unlock` for one part (import, large, heic, export, sharing, unlock, search, alike, rotation, folders, library);
 * `--only sharing --gigabytes 10` for the memory that a large package takes; `--json` for the figures alone.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchAlike } from './alike.ts';
import { benchExport } from './export.ts';
import { benchFolders } from './folders.ts';
import { benchHeic } from './heic.ts';
import { benchImport } from './import.ts';
import { benchLarge } from './large.ts';
import { benchLibrary } from './library.ts';
import { makePhotos } from './photos.ts';
import { print, type Figure } from './report.ts';
import { benchRotation } from './rotation.ts';
import { benchSearch } from './search.ts';
import { benchLargeSharing } from './sharing-large.ts';
import { benchSharing } from './sharing.ts';
import { benchUnlock } from './unlock.ts';

const { values } = parseArgs({
  options: {
    photos: { type: 'string', default: '200' },
    files: { type: 'string', default: '100000' },
    rows: { type: 'string', default: '10000' },
    only: {
      type: 'string',
      default: 'import,large,heic,export,sharing,unlock,search,alike,rotation,folders,library',
    },
    gigabytes: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const folder = await mkdtemp(join(tmpdir(), 'lightproof-bench-'));
try {
  console.error(
    `${String(availableParallelism())} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`,
  );
  const wants = (part: string): boolean => values.only.split(',').includes(part);
  const figures: Figure[] = [];
  const { gigabytes } = values;
  if (gigabytes !== undefined) figures.push(...(await benchLargeSharing(folder, Number(gigabytes) * 1e9)));
  const small = wants('sharing') && gigabytes === undefined;
  if (wants('import') || wants('export') || small) {
    const photos = await makePhotos(join(folder, 'photos'), Number(values.photos));
    const imported = await benchImport(folder, photos);
    figures.push(...imported.figures);
    if (wants('export')) figures.push(...(await benchExport(folder, imported.vault, photos)));
    if (small) figures.push(...(await benchSharing(folder, imported.vault, photos)));
  }
  if (wants('large')) figures.push(...(await benchLarge(folder)));
  if (wants('heic')) figures.push(...(await benchHeic()));
  if (wants('unlock')) figures.push(...(await benchUnlock(Number(values.rows))));
  if (wants('search')) figures.push(...(await benchSearch(Number(values.rows))));
  if (wants('alike')) figures.push(...(await benchAlike()));
  if (wants('rotation')) figures.push(...(await benchRotation(Number(values.rows))));
  if (wants('folders')) figures.push(...(await benchFolders(folder, Number(values.files))));
  if (wants('library')) figures.push(...(await benchLibrary(Number(values.rows))));
  print(figures, values.json);
} finally {
  await rm(folder, { recursive: true, force: true });
}
