/** @file New keys from the command line: every command is a process of its own, with the real cost of deriving keys. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, type CliAnswer } from '../support/cli.ts';
import { scene } from '../support/pictures.ts';

let folder = '';
let vault = '';

const run = (...args: string[]): Promise<CliAnswer> => runCli(folder, [...args, '--json']);
const mine = ['--passphrase-file', 'first'];
const info = async (): Promise<Record<string, unknown> | undefined> =>
  (await run('keys', vault, 'info', ...mine)).objects.at(-1);
const opens = async (...secret: string[]): Promise<number> => (await run('info', vault, ...secret)).status;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lightproof-test-'));
  vault = join(folder, 'Family.lightproof');
  for (const name of ['first', 'second']) await writeFile(join(folder, name), `${name} passphrase\n`);
  await writeFile(join(folder, 'photo.jpg'), await scene(300, 200, 1));
  expect((await run('create', vault, ...mine, '--recovery-kit', 'kit')).status).toBe(0);
  expect((await run('import', vault, 'photo.jpg', ...mine)).status).toBe(0);
  const add = ['--new-passphrase-file', 'second', '--label', 'Ada'];
  expect((await run('slots', vault, 'add', ...mine, ...add)).status).toBe(0);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('keys on the command line', () => {
  it('tells how old they are, changes them, and says who is locked out', async () => {
    expect(await info()).toMatchObject({
      epoch: 1,
      photos: 1,
      older: { blobs: 0, rows: 0 },
      resealing: null,
    });
    const refused = await run('keys', vault, 'rotate', '--recovery-file', 'kit');
    expect([refused.status, refused.objects.at(-1)]).toEqual([2, { error: { code: 'slot-proof' } }]);
    const rotated = await run('keys', vault, 'rotate', ...mine, '--recovery-kit', 'new kit');
    expect(rotated.status, rotated.stderr).toBe(0);
    expect(rotated.objects).toEqual([
      { rotated: true, epoch: 2 },
      { reencrypted: true, scope: 'catalogue', photos: 0, already: 0, problems: [] },
    ]);
    expect(rotated.stderr).toContain('“Ada” opens the vault no more.');
    expect((await stat(join(folder, 'new kit'))).mode & 0o777).toBe(0o600);
    expect((await readFile(join(folder, 'new kit'), 'utf8')).split('\n').length).toBe(6);
    expect(await info()).toMatchObject({ epoch: 2, older: { photos: 1, rows: 0 } });
    expect(await opens(...mine)).toBe(0);
    expect(await opens('--recovery-file', 'new kit')).toBe(0);
    expect(await opens('--recovery-file', 'kit')).toBe(3);
    expect(await opens('--passphrase-file', 'second')).toBe(3);
  }, 60_000);

  it('encrypts the photos anew, then or together with new keys', async () => {
    const again = await run('keys', vault, 'reencrypt', ...mine);
    expect(again.objects.at(-1)).toMatchObject({ reencrypted: true, scope: 'everything', photos: 1 });
    expect(await info()).toMatchObject({ epoch: 2, older: { photos: 0, blobs: 0, rows: 0 } });
    const both = await run('keys', vault, 'rotate', '--reencrypt', ...mine, '--recovery-kit', 'third kit');
    expect(both.objects.at(-1)).toMatchObject({ reencrypted: true, scope: 'everything', photos: 1 });
    expect(await info()).toMatchObject({ epoch: 3, older: { blobs: 0, rows: 0 } });
    expect((await run('verify', vault, ...mine)).status).toBe(0);
  }, 60_000);

  it('leaves no kit behind that opens nothing, and takes no other word', async () => {
    const taken = await run('keys', vault, 'rotate', ...mine, '--recovery-kit', 'third kit');
    expect([taken.status, taken.objects.at(-1)]).toMatchObject([2, { error: { field: 'recovery-kit' } }]);
    await writeFile(join(folder, 'wrong'), 'wrong passphrase\n');
    const wrong = await run(
      'keys',
      vault,
      'rotate',
      '--passphrase-file',
      'wrong',
      '--recovery-kit',
      'no kit',
    );
    expect(wrong.status).toBe(3);
    await expect(stat(join(folder, 'no kit'))).rejects.toThrow('ENOENT');
    expect((await run('keys', vault, 'burn', ...mine)).status).toBe(2);
  }, 60_000);
});
