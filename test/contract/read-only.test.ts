/** @file A vault where nothing can be written: everything of it can be seen, exported and verified, nothing changed, and nothing is left beside it. */
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createHash } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { jpegWith, FULL_EXIF, plain } from '../support/pictures.ts';
import { temporaryFolder } from '../support/quick-vault.ts';
import { TestEngine } from './open-engine.ts';

const run = promisify(execFile);
const entry = fileURLToPath(new URL('read-only-process.ts', import.meta.url));
/** Nothing is forbidden to root: it becomes nobody. */
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

describe.skipIf(process.platform === 'win32')('a vault in a folder that cannot be written to', () => {
  it('is browsed, viewed, exported and verified, refuses every change with one code, and stays as it is', async () => {
    const folder = temporaryFolder();
    const { vault, pictures } = await closedVault(folder);
    const before = contents(vault);
    const told = await asSomebodyElse(folder, vault, pictures);
    expect(told).toEqual(calm);
    expect(contents(vault)).toEqual(before);
  });

  it('is read with the changes that are still in its write-ahead log, and with a stale lock beside it', async () => {
    const folder = temporaryFolder();
    const { vault, pictures, copyOpen } = await closedVault(folder);
    const open = join(folder, 'Open.lightproof');
    await copyOpen(open);
    expect(readdirSync(open)).toEqual(expect.arrayContaining(['lock', 'catalog.db-wal']));
    const lock = JSON.parse(readFileSync(join(open, 'lock'), 'utf8')) as object;
    writeFileSync(join(open, 'lock'), JSON.stringify({ ...lock, pid: 2 ** 22 - 1, started: '1' }));
    const told = await asSomebodyElse(folder, open, pictures);
    expect(told).toEqual({ ...calm, photos: 3, exported: 3 });
    expect(vault).not.toBe(open);
  });
});

const calm = {
  notices: ['vault-read-only'],
  damage: 'vault-read-only',
  photos: 2,
  exported: 2,
  problems: [],
  media: ['done', 'done'],
  refused: {
    import: 'vault-read-only',
    favourite: 'vault-read-only',
    caption: 'vault-read-only',
    album: 'vault-read-only',
    passphrase: 'vault-read-only',
    slot: 'vault-read-only',
  },
};

async function closedVault(
  folder: string,
): Promise<{ vault: string; pictures: string; copyOpen: (to: string) => Promise<void> }> {
  const pictures = join(folder, 'pictures');
  mkdirSync(pictures);
  writeFileSync(join(pictures, 'one.jpg'), await jpegWith(FULL_EXIF));
  writeFileSync(join(pictures, 'two.png'), await plain(60, 40, { r: 9, g: 90, b: 90 }).png().toBuffer());
  const engine = new TestEngine();
  const vault = await engine.create(folder);
  await engine.import([pictures]);
  await engine.call('vault.close', {});
  return {
    vault,
    pictures,
    /** A copy of it while it is open, with a photo more: as a process that was killed leaves it. */
    copyOpen: async (to) => {
      await engine.unlock(vault);
      writeFileSync(join(pictures, 'three.png'), await plain(40, 40, { r: 99, g: 9, b: 9 }).png().toBuffer());
      await engine.import([pictures]);
      await run('cp', ['-r', vault, to]);
      await engine.call('vault.close', {});
    },
  };
}

async function asSomebodyElse(folder: string, vault: string, pictures: string): Promise<unknown> {
  const destination = join(folder, `out-${Math.random().toString(36).slice(2)}`);
  mkdirSync(destination);
  chmodSync(destination, 0o777);
  chmodSync(folder, 0o755);
  const restore = permissions(vault, 0o555, 0o444);
  onTestFinished(restore);
  permissions(pictures, 0o755, 0o644);
  const { stdout } = await run(process.execPath, [entry, vault, destination, pictures], nobody);
  restore();
  return JSON.parse(stdout);
}

/** Sets those of everything in a folder; returns what makes them our own again. */
function permissions(folder: string, ofFolders: number, ofFiles: number): () => void {
  const all = [
    folder,
    ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ];
  for (const path of all) chmodSync(path, statSync(path).isDirectory() ? ofFolders : ofFiles);
  return () => {
    for (const path of all) chmodSync(path, statSync(path).isDirectory() ? 0o755 : 0o644);
  };
}

function contents(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(
    files.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}
