/** @file The audit log in a terminal: every command is a process of its own, with the real cost of deriving keys. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, type CliAnswer } from '../support/cli.ts';

let folder = '';
let vault = '';
let log = '';

const run = (...args: string[]): Promise<CliAnswer> => runCli(folder, args);
const own = (...args: string[]): Promise<CliAnswer> =>
  run('log', vault, ...args, '--passphrase-file', 'secret');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lightproof-test-'));
  vault = join(folder, 'Family.lightproof');
  await writeFile(join(folder, 'secret'), 'correct horse battery staple\n');
  const created = await run('create', vault, '--passphrase-file', 'secret', '--recovery-kit', 'kit');
  expect(created.status).toBe(0);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('log on the command line', () => {
  it('lists what was done, oldest first, for people and for programs', async () => {
    const listed = await own('list');
    expect([listed.status, listed.stderr]).toEqual([0, '']);
    expect(listed.stdout.split('\n')).toEqual([
      expect.stringMatching(/^ +1 {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}The vault was made\.$/),
      expect.stringMatching(/^ +2 {2}.* {2}Unlocked with a passphrase\.$/),
      '',
    ]);
    expect((await own('list', '--json')).objects).toMatchObject([
      { seq: 1, event: 'created' },
      { seq: 2, event: 'unlocked', kind: 'passphrase' },
      { seq: 3, event: 'unlocked' },
    ]);
  });

  it('exports it, and verifies it in the vault and outside it', async () => {
    const written = await own('export', 'out', '--json');
    expect(written.status).toBe(0);
    expect(written.objects).toMatchObject([{ folder: join(folder, 'out'), length: 4 }]);
    const [name = ''] = (await readdir(join(folder, 'out'))).filter((file) => file.endsWith('.jsonl'));
    log = join(folder, 'out', name);
    expect(await own('verify')).toMatchObject({
      status: 0,
      stderr: '6 entries verified, no problem found.\n',
    });
    const both = await own('verify', log, '--json');
    expect([both.status, both.objects]).toEqual([
      0,
      [
        expect.objectContaining({ ok: true, entries: 4, problems: [] }),
        expect.objectContaining({ ok: true, entries: 7, holds: true, problems: [] }),
      ],
    ]);
    const alone = await run('log', log, 'verify');
    expect(alone.status).toBe(0);
    expect(alone.stderr).toMatch(
      /^4 entries of vault [0-9a-f]{32}, signed by key [0-9A-F]{16}\.\nCompare the key/,
    );
    expect((await run('log', log, 'verify', '--public-key', `${log}.pub`)).stderr).not.toContain('Compare');
  });

  it('says with status 4 that a log is not what was exported, and with 2 that a file is none', async () => {
    const altered = join(folder, 'altered.jsonl');
    await writeFile(altered, (await readFile(log, 'utf8')).replace('created', 'altered'));
    const checked = await run('log', altered, 'verify', '--json');
    expect([checked.status, checked.objects[0]]).toMatchObject([
      4,
      { ok: false, problems: expect.any(Array) },
    ]);
    expect(checked.stderr).toContain('entry 1 is missing or altered');
    expect((await own('verify', altered)).status).toBe(4);
    const none = await run('log', join(folder, 'kit'), 'verify');
    expect([none.status, none.stderr]).toEqual([2, 'This file cannot be read, or is not an exported log.\n']);
    expect((await own('dance')).status).toBe(2);
    expect((await own('export')).status).toBe(2);
  });
});
