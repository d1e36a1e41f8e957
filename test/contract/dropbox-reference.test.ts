/** @file What docs/reference makes of a drop box and of shares, from docs/format.md alone: entries open with enough shares, and nothing else does. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { quarters } from '../support/pictures.ts';
import { folderWith, passphrase, TestEngine } from './open-engine.ts';

const reader = fileURLToPath(new URL('../../docs/reference/read_dropped.py', import.meta.url));

function read(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile('/usr/bin/python3', ['-B', reader, ...args], (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

it('a reader in another language opens what was dropped, with shares of the recovery kit', async () => {
  const picture = await quarters(150, 150).png().toBuffer();
  const long = Buffer.concat([picture, Buffer.alloc(200_000, 'more of it ')]); // several chunks
  const desk = await folderWith({ 'ä picture.png': picture, 'long.png': long });
  const engine = new TestEngine();
  const { kit, vault } = await engine.call('vault.create', {
    folder: await folderWith(),
    name: 'Family',
    passphrase: new TextEncoder().encode(passphrase),
  });
  const split = { words: kit.words.join(' '), needed: 3, count: 4 };
  const { shares } = await engine.call('shares.split', split);
  await engine.call('vault.close', {});
  await engine.call('drop.put', { vault: vault.path, sources: [desk] });

  const file = join(await folderWith(), 'shares.txt');
  const lines = (some: readonly (readonly string[])[]): string =>
    some.map((share, at) => `# Share ${String(at)}\n${share.join(' ')}\n`).join('');
  writeFileSync(file, lines(shares.slice(1)));
  const out = await folderWith();
  expect(await read(vault.path, '--recovery-file', file, '--out', out)).toMatchObject({
    status: 0,
    stderr: '',
  });
  expect(readdirSync(out).sort()).toEqual(['long.png', 'ä picture.png']);
  expect(readFileSync(join(out, 'ä picture.png')).equals(picture)).toBe(true);
  expect(readFileSync(join(out, 'long.png')).equals(long)).toBe(true);

  writeFileSync(file, lines(shares.slice(2)));
  expect(await read(vault.path, '--recovery-file', file, '--list')).toMatchObject({ status: 3 });
  writeFileSync(file, lines(shares.slice(0, 3)));
  const [entry = ''] = readdirSync(join(vault.path, 'inbox'));
  const path = join(vault.path, 'inbox', entry);
  const bytes = readFileSync(path);
  for (const at of [50, 60, 100, 140, 170, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(path, changed);
    expect(await read(vault.path, '--recovery-file', file, '--list'), String(at)).toMatchObject({
      status: 1,
    });
  }
});
