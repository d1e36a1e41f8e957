/** @file `drop`, `inbox` and `shares` as they are used: in a terminal, with files. */
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { quarters } from '../support/pictures.ts';
import { folderWith, passphrase, TestEngine } from './open-engine.ts';

describe('the drop box and shares of the recovery kit, in a terminal', () => {
  it('take pictures in without a passphrase, and open a vault with enough shares', async () => {
    const desk = await folderWith({
      'b.png': await quarters(40, 60).png().toBuffer(),
      pass: `${passphrase}\n`,
    });
    const engine = new TestEngine();
    const { kit, vault: info } = await engine.call('vault.create', {
      folder: desk,
      name: 'Family',
      passphrase: new TextEncoder().encode(passphrase),
    });
    await engine.call('vault.close', {});
    const vault = info.path;
    const kitFile = join(desk, 'kit.txt');
    await writeFile(kitFile, kit.words.join(' '));
    const env = { LIGHTPROOF_MEMORY: '' };
    const cli = (...args: string[]): ReturnType<typeof runCli> => runCli(desk, args, env);

    expect((await cli('drop', vault, 'b.png')).stdout).toContain('1 picture dropped');
    const card = join(desk, 'card');
    await mkdir(card);
    const saved = await cli('inbox', vault, 'save-key', 'family.key');
    const made = await cli('drop', '--to', 'family.key', '--out', card, 'b.png');
    expect(made.stderr).toContain(saved.stdout.replace('Fingerprint: ', '').trim());
    for (const name of await readdir(card)) await copyFile(join(card, name), join(vault, 'inbox', name));
    expect((await cli('inbox', vault, 'status')).stdout).toContain('2 files wait');

    const listed = await cli('list', vault, '--recovery-file', kitFile);
    expect(listed.stderr).toContain('2 files wait in the drop box');
    const shares = join(desk, 'shares');
    await mkdir(shares);
    const split = ['--count', '3', '--needed', '2', '--out', shares, '--recovery-file', kitFile];
    expect(await cli('shares', vault, 'split', ...split)).toMatchObject({ status: 0 });
    const files = (await readdir(shares)).sort().map((name) => join(shares, name));
    expect(files).toHaveLength(3);
    const two = files.slice(1).flatMap((file) => ['--share-file', file]);
    const adopted = await cli('inbox', vault, 'adopt', '--json', ...two);
    expect(adopted.objects.at(-1)).toMatchObject({ summary: { imported: 1, duplicate: 1, failed: 0 } });
    expect(await cli('shares', vault, 'join', '--recovery-kit', 'again.txt', ...two)).toMatchObject({
      status: 0,
    });
    expect((await readFile(join(desk, 'again.txt'), 'utf8')).split(/\s+/u).slice(2).join(' ').trim()).toBe(
      kit.words.join(' '),
    );
    const one = await cli('list', vault, '--share-file', files[0] ?? '');
    expect(one).toMatchObject({ status: 3 });
    expect(one.stderr).toContain('1 of the 2 shares');
  }, 60_000);
});
