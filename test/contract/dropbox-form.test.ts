/** @file The drop box's small form as it is carried to another computer: one folder, Node and a public key. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { packageDropForm } from '../../scripts/packaging/drop-form.mjs';
import { quarters } from '../support/pictures.ts';
import { folderWith, TestEngine } from './open-engine.ts';

const run = promisify(execFile);

it('seals pictures that only the vault takes in, away from the project and without a vault', async () => {
  const picture = await quarters(40, 60).png().toBuffer();
  const far = await folderWith({ 'from the camera.png': picture, 'notes.txt': 'no picture' });
  const program = await packageDropForm(join(far, 'form'));
  const engine = new TestEngine();
  const vault = await engine.create(await folderWith());
  const key = join(far, 'family.key');
  const { fingerprint } = await engine.call('drop.saveKey', { saveTo: key });
  await engine.call('vault.close', {});

  const card = join(far, 'card');
  await mkdir(card);
  const sealing = [program, key, card, join(far, 'from the camera.png'), join(far, 'notes.txt')];
  const { stdout } = await run(process.execPath, sealing, { cwd: far, env: {} });
  expect(stdout).toContain('Sealed: 1 picture');
  expect(stdout).toContain(fingerprint.join(' '));
  const [sealed = '', ...others] = await readdir(card);
  expect(others).toEqual([]);
  expect((await readFile(join(card, sealed))).includes(picture.subarray(16, 48))).toBe(false);

  await mkdir(join(vault, 'inbox'), { recursive: true });
  await copyFile(join(card, sealed), join(vault, 'inbox', sealed));
  await engine.unlock(vault);
  const adopting = await engine.call('drop.adopt', { again: false });
  await engine.end(adopting?.job ?? '');
  expect(await engine.items(adopting?.import ?? '')).toMatchObject([{ result: 'imported' }]);

  // What it cannot do is told in words, and nothing is written.
  await rm(key);
  const failed = await run(process.execPath, sealing, { cwd: far, env: {} }).catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 4, stderr: expect.stringContaining('key') as string });
  const asked = await run(process.execPath, [program], { cwd: far, env: {} }).catch(
    (error: unknown) => error,
  );
  expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining('KEYFILE FOLDER PATH') as string });
  expect(await readdir(card)).toEqual([sealed]);
}, 60_000);
