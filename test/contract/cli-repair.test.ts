/** @file `repair` from outside: what it tells, its exit status, and that a dry run changes nothing. Every command is a process of its own. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { FULL_EXIF, jpegWith, scene } from '../support/pictures.ts';

let folder = '';
let vault = '';

async function run(...args: string[]): Promise<{ status: number; object: unknown; stderr: string }> {
  const all = [...args, '--passphrase-file', join(folder, 'passphrase'), '--json'];
  const { status, objects, stderr } = await runCli(folder, all);
  return { status, object: objects.at(-1) ?? null, stderr };
}

async function listed(): Promise<string> {
  const names = await readdir(vault, { recursive: true, withFileTypes: true });
  return names
    .map((one) => `${one.parentPath}/${one.name}`)
    .sort()
    .join('\n');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lightproof-test-'));
  vault = join(folder, 'Family.lightproof');
  await writeFile(join(folder, 'passphrase'), 'a long passphrase\n');
  await writeFile(join(folder, 'one.jpg'), await scene(640, 480));
  await writeFile(join(folder, 'two.jpg'), await jpegWith(FULL_EXIF));
  expect((await run('create', vault)).status).toBe(0);
  expect((await run('import', vault, 'one.jpg', 'two.jpg', '--album', 'Trip')).status).toBe(0);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('repair', () => {
  const none = { adopted: 0, missing: 0, damaged: 0, moved: [], problems: [] };

  it('finds nothing to do in a good vault', async () => {
    const before = await listed();
    const { status, object } = await run('repair', vault);
    expect([status, object]).toEqual([
      0,
      { ok: true, dryRun: false, catalogue: 'good', restored: 0, thumbnails: 0, ...none },
    ]);
    expect(await listed()).toBe(before);
  });

  it('rebuilds a deleted catalogue, after telling what it would do', async () => {
    await rm(join(vault, 'catalog.db'));
    expect((await run('info', vault)).status).toBe(4);
    const before = await listed();
    const dry = await run('repair', vault, '--dry-run');
    expect([dry.status, dry.object]).toEqual([
      4,
      { ok: false, dryRun: true, catalogue: 'missing', restored: 2, thumbnails: 2, ...none },
    ]);
    expect(dry.stderr).toContain('would be');
    expect(await listed()).toBe(before);
    const done = await run('repair', vault);
    expect([done.status, done.object]).toEqual([
      0,
      { ok: true, dryRun: false, catalogue: 'missing', restored: 2, thumbnails: 2, ...none },
    ]);
    expect((await run('verify', vault)).object).toEqual({ ok: true, checked: 2, problems: [] });
    expect((await run('export', vault, 'out', '--album', 'Trip')).status).toBe(0);
    for (const name of ['one.jpg', 'two.jpg'])
      expect((await readFile(join(folder, 'out', name))).equals(await readFile(join(folder, name)))).toBe(
        true,
      );
  });

  it('answers 4 when a photo is lost, and names it', async () => {
    const [blob] = (await readdir(join(vault, 'blobs'), { recursive: true, withFileTypes: true })).filter(
      (one) => one.isFile(),
    );
    const file = join(blob?.parentPath ?? '', blob?.name ?? '');
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, bytes.length - 1));
    const { status, object } = await run('repair', vault);
    expect(status).toBe(4);
    expect(object).toMatchObject({
      ok: false,
      damaged: 1,
      missing: 0,
      moved: [`damaged/${blob?.name ?? ''}`],
      problems: [{ kind: 'blob-damaged', name: expect.stringMatching(/^(one|two)\.jpg$/) }],
    });
    expect((await run('repair', vault)).status).toBe(0);
    expect((await run('verify', vault)).status).toBe(0);
  });
});
