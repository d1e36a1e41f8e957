/** @file A vault's folder in which somebody has put other things than files, or files without end: told in seconds, nothing followed, nothing waited for. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf, temporaryFolder } from '../support/quick-vault.ts';
import { plain } from '../support/pictures.ts';
import { TestEngine } from './open-engine.ts';

const traps: Readonly<Record<string, (path: string, aside: string) => void>> = {
  'a link to what was there': (path, aside) => symlinkSync(aside, path),
  'a link to nowhere': (path) => symlinkSync('/nonexistent/file', path),
  'a link to itself': (path) => symlinkSync(path, path),
  'a link to a device without end': (path) => symlinkSync('/dev/zero', path),
  'a FIFO': (path) => void execFileSync('mkfifo', [path]),
  'a folder': (path) => {
    mkdirSync(path);
  },
  'a file of a terabyte': (path) => {
    writeFileSync(path, '');
    truncateSync(path, 2 ** 40);
  },
};
const coded = /^(?:fulfilled|catalogue-|header-|vault-|no-permission|disk-failed|blob-)/u;

describe.skipIf(process.platform === 'win32').each(Object.entries(traps))('%s', (_, trap) => {
  it('in the place of any file of a vault is told as damage within seconds, or does not matter', async () => {
    const folder = temporaryFolder();
    const engine = new TestEngine();
    const vault = await engine.create(folder);
    const pictures = join(folder, 'pictures');
    mkdirSync(pictures);
    writeFileSync(join(pictures, 'one.png'), await plain(40, 40, { r: 99, g: 9, b: 9 }).png().toBuffer());
    await engine.import([pictures]);
    await engine.call('vault.close', {});
    const secret = readFileSync(join(pictures, 'one.png'));

    for (const name of [
      'vault.hdr',
      'catalog.db',
      'catalog.db-wal',
      'catalog.db-journal',
      'lock',
      'snapshots',
    ]) {
      const path = join(vault, name);
      const aside = join(folder, `aside-${name}`);
      const was = existsSync(path);
      if (was) renameSync(path, aside);
      trap(path, was ? aside : join(pictures, 'one.png'));
      const began = performance.now();
      const code = await codeOf(engine.unlock(vault));
      expect(code, name).toMatch(coded);
      // What is a link to the catalogue is not the catalogue.
      if (name === 'catalog.db') expect(code).toMatch(/^catalogue-(?:damaged|missing)$/u);
      if (code === 'fulfilled') await engine.call('vault.close', {});
      expect(performance.now() - began, name).toBeLessThan(10_000);
      expect(
        readFileSync(join(pictures, 'one.png')).equals(secret),
        `${name}: what a link leads to stays`,
      ).toBe(true);
      execFileSync('rm', ['-rf', path]);
      if (was) renameSync(aside, path);
    }
    await engine.unlock(vault);
    expect((await engine.verify()).problems).toEqual([]);
    expect(readdirSync(vault).filter((name) => lstatSync(join(vault, name)).isSymbolicLink())).toEqual([]);
  });
});
