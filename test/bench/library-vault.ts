/** @file The vault that the window is measured with: made once, and kept in the system's temporary folder as long as the code that makes it is the same. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeLibrary } from '../support/large-library.ts';

const root = path.join(import.meta.dirname, '../..');
/** What decides how the vault comes out. */
const makers = [
  'test/support/large-library.ts',
  'src/main/engine/catalog',
  'src/main/engine/crypto',
  'src/main/engine/vault',
];
const prefix = 'lightproof-bench-library-';

/** Answers the path of a vault of so many photos, all with thumbnails, the 60 newest with originals, half of them in an album. */
export async function benchVault(photos: number): Promise<string> {
  const folder = path.join(tmpdir(), `${prefix}${String(photos)}-${digestOfMakers()}`);
  const vault = path.join(folder, 'Library.lightproof');
  if (existsSync(vault)) return vault;
  // Those of older code are of no use any more.
  for (const name of readdirSync(tmpdir()))
    if (name.startsWith(`${prefix}${String(photos)}-`))
      rmSync(path.join(tmpdir(), name), { recursive: true, force: true });
  const making = `${folder}-making`;
  mkdirSync(making, { recursive: true });
  console.error(`making a vault of ${String(photos)} photos …`);
  await makeLibrary({
    folder: making,
    photos,
    pictures: 280,
    originals: 60,
    inAlbum: Math.floor(photos / 2),
  });
  renameSync(making, folder);
  return vault;
}

function digestOfMakers(): string {
  const digest = createHash('sha256');
  for (const maker of makers) {
    const full = path.join(root, maker);
    const files = maker.endsWith('.ts')
      ? [full]
      : readdirSync(full)
          .sort()
          .map((name) => path.join(full, name));
    for (const file of files) digest.update(readFileSync(file));
  }
  return digest.digest('hex').slice(0, 12);
}
