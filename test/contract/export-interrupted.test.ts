/** @file An export that is cut off, in whatever way, goes on in the same folder: what is there stays as it is, and nothing comes twice. */
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slowDisk } from '../support/awkward-disks.ts';
import { FaultyDisk, type Fault } from '../support/faulty-disk.ts';
import { quarters } from '../support/pictures.ts';
import { folderWith, TestEngine } from './open-engine.ts';

const many = 60;
const files: Record<string, Buffer> = {};
let parent = '';
let model = '';

beforeAll(async () => {
  for (let index = 0; index < many; index += 1)
    files[`${String(index)}.png`] = await quarters(30 + index, 20)
      .png()
      .toBuffer();
  parent = await mkdtemp(join(tmpdir(), 'lightproof-test-'));
  model = join(parent, 'Family.lightproof');
});
afterAll(() => rm(parent, { recursive: true, force: true }));

/** A vault with these files in it, locked; imported once, and copied from then on. */
async function filled(): Promise<string> {
  if (!existsSync(model)) {
    const engine = new TestEngine();
    const made = await engine.create(await folderWith());
    await engine.import([await folderWith(files)]);
    await engine.engine.close();
    await cp(made, model, { recursive: true });
  }
  const vault = join(await folderWith(), 'Family.lightproof');
  await cp(model, vault, { recursive: true });
  return vault;
}

/** An export that is under way, and takes its time. */
async function underWay(vault: string): Promise<{ engine: TestEngine; target: string; job: string }> {
  let milliseconds = 0;
  const engine = new TestEngine({ disk: slowDisk(() => milliseconds) });
  await engine.unlock(vault);
  const target = await folderWith();
  milliseconds = 5;
  const { job } = await engine.call('export.start', { destination: target, selection: { of: 'all' } });
  await engine.until(job, ({ filesDone }) => filesDone > 0);
  milliseconds = 0;
  return { engine, target, job };
}

/** What is there under a name of its own, and what tells that it was not touched. */
async function complete(target: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const name of await readdir(target)) {
    if (name.startsWith('.lightproof-part-')) continue;
    const { ino, mtimeMs } = await stat(join(target, name));
    found.set(name, `${String(ino)} ${String(mtimeMs)}`);
  }
  return found;
}

async function expectToGoOn(vault: string, target: string): Promise<void> {
  const before = await complete(target);
  expect(before.size).toBeLessThan(many);
  const engine = new TestEngine();
  await engine.unlock(vault);
  expect(await engine.export(target)).toMatchObject({
    state: 'done',
    written: many - before.size,
    already: before.size,
    failed: 0,
  });
  const after = await complete(target);
  expect([...after.keys()].sort()).toEqual(Object.keys(files).sort());
  expect(await readdir(target)).toHaveLength(many);
  for (const [name, was] of before) expect(after.get(name)).toBe(was);
  for (const [name, bytes] of Object.entries(files))
    expect((await readFile(join(target, name))).equals(bytes)).toBe(true);
}

describe('an export that is cut off', () => {
  it.each([
    ['ENOSPC', 'no-space'],
    ['EACCES', 'no-permission'],
    ['crash', null],
  ] as const satisfies readonly (readonly [Fault, string | null])[])(
    'by %s goes on and writes nothing twice',
    async (fault, code) => {
      const vault = await filled();
      const engine = new TestEngine({ disk: new FaultyDisk(260, fault) });
      await engine.unlock(vault);
      const target = await folderWith();
      const job = await engine.export(target);
      expect(job.state).toBe('stopped');
      if (code !== null) expect(job.error?.code).toBe(code);
      expect(job.filesDone).toBeLessThan(many);
      const there = await complete(target);
      expect(there.size).toBeGreaterThan(0);
      // A disk that lets nothing be changed keeps the lock as well: its owner is gone, as far as the next engine can tell.
      await engine.engine.close().catch(() => undefined);
      await rm(join(vault, 'lock'), { force: true });
      await expectToGoOn(vault, target);
    },
  );

  it('by locking goes on and writes nothing twice', async () => {
    const vault = await filled();
    const { engine, target } = await underWay(vault);
    await engine.call('vault.close', {});
    await expectToGoOn(vault, target);
  });

  it('by taking the disk it goes to away says so, and goes on when it is back', async () => {
    const vault = await filled();
    const { engine, target, job } = await underWay(vault);
    await rename(target, `${target} away`);
    const end = await engine.end(job);
    expect(end).toMatchObject({ state: 'stopped' });
    expect(['disk-failed', 'destination-unfit']).toContain(end.error?.code);
    await engine.engine.close();
    await rename(`${target} away`, target);
    await expectToGoOn(vault, target);
  });
});
