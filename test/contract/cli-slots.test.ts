/** @file The ways into a vault from the command line: every command is a process of its own, with the real cost of deriving keys. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, type CliAnswer } from '../support/cli.ts';

let folder = '';
let vault = '';

const run = (...args: string[]): Promise<CliAnswer> => runCli(folder, [...args, '--json']);
const slots = (...args: string[]): Promise<CliAnswer> => run('slots', vault, ...args);
const by = (passphrase: string, ...more: string[]): string[] => ['--passphrase-file', passphrase, ...more];
const list = async (): Promise<string[]> =>
  (await slots('list')).objects.map(({ kind, label }) => `${String(kind)}: ${String(label)}`);
const opens = async (...secret: string[]): Promise<number> => (await run('info', vault, ...secret)).status;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lightproof-test-'));
  vault = join(folder, 'Family.lightproof');
  for (const name of ['first', 'second', 'third'])
    await writeFile(join(folder, name), `${name} passphrase\n`);
  expect((await run('create', vault, ...by('first', '--recovery-kit', 'kit'))).status).toBe(0);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('slots on the command line', () => {
  it('lists them without a secret, and adds a passphrase', async () => {
    expect(await list()).toEqual(['passphrase: Passphrase', 'recovery: Recovery words']);
    const added = await slots('add', ...by('first', '--new-passphrase-file', 'second', '--label', 'Ada'));
    expect([added.status, added.objects]).toEqual([
      0,
      [
        {
          id: expect.stringMatching(/^[0-9a-f]{32}$/),
          kind: 'passphrase',
          label: 'Ada',
          created: expect.stringMatching(/^\d{4}-/),
        },
      ],
    ]);
    expect(await opens(...by('second'))).toBe(0);
  });

  it('makes a key file, and opens with it and its passphrase only', async () => {
    const add = ['add', ...by('first', '--new-passphrase-file', 'third', '--create-key-file', 'my.key')];
    expect((await slots(...add)).status).toBe(0);
    const file = await stat(join(folder, 'my.key'));
    expect([file.size, file.mode & 0o777]).toEqual([64, 0o600]);
    expect(await opens(...by('third', '--key-file', 'my.key'))).toBe(0);
    expect(await opens(...by('third'))).toBe(3);
    expect(await opens(...by('third', '--key-file', 'kit'))).toBe(3);
    expect(await opens(...by('third', '--key-file', 'nowhere'))).toBe(2);
    expect((await slots(...add)).objects.at(-1)).toMatchObject({ error: { code: 'key-file-exists' } });
    expect(await list()).toHaveLength(4);
  });

  it('renames by name or id, and refuses what is not one slot', async () => {
    expect((await slots('rename', 'Ada', ...by('first', '--label', 'Ada at work'))).status).toBe(0);
    expect(await list()).toContain('passphrase: Ada at work');
    expect((await slots('rename', 'Nobody', ...by('first', '--label', 'x'))).status).toBe(2);
    expect((await slots('rename', 'Ada at work', ...by('first', '--label', ' '))).status).toBe(2);
    expect((await slots('frobnicate', ...by('first'))).status).toBe(2);
  });

  it('removes one on the proof of another', async () => {
    const itself = await slots('remove', 'Ada at work', ...by('second'));
    expect([itself.status, itself.objects.at(-1)]).toMatchObject([2, { error: { code: 'slot-proof' } }]);
    expect((await slots('remove', 'Ada at work', ...by('first'))).status).toBe(0);
    expect(await opens(...by('second'))).toBe(3);
    expect(await opens('--recovery-file', 'kit')).toBe(0);
  });

  it('re-issues the kit: new words in a new file, old words open nothing', async () => {
    expect((await slots('reissue-kit', ...by('first', '--recovery-kit', 'kit'))).status).toBe(2); // never over the old one
    expect(await opens('--recovery-file', 'kit')).toBe(0);
    expect((await slots('reissue-kit', '--recovery-file', 'kit', '--recovery-kit', 'new-kit')).status).toBe(
      0,
    );
    expect(await readFile(join(folder, 'new-kit'), 'utf8')).not.toBe(
      await readFile(join(folder, 'kit'), 'utf8'),
    );
    expect(await opens('--recovery-file', 'kit')).toBe(3);
    expect(await opens('--recovery-file', 'new-kit')).toBe(0);
    expect(await opens(...by('first'))).toBe(0);
    const shown = await slots('reissue-kit', ...by('first'));
    expect(shown.stderr).toMatch(/(?:[a-z]+ ){5}[a-z]+\n/);
  });
});
