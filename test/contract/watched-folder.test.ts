/** @file A watched folder: what is new and complete in it is imported while the vault is open, each file once, and nothing in it changes. */
import { appendFile, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { scene } from '../support/pictures.ts';
import { folderWith, passphrase, TestEngine } from './open-engine.ts';

const times = { restMs: 400, everyMs: 1000 };

async function photosIn(engine: TestEngine): Promise<number> {
  return (await engine.call('vault.info', {})).photos;
}

async function settled(engine: TestEngine, photos: number): Promise<void> {
  await expect.poll(() => photosIn(engine), { timeout: 15_000, interval: 100 }).toBe(photos);
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a watched folder', () => {
  it('gives what is there, what comes, and after the next unlock what came meanwhile; nothing twice', async () => {
    const engine = new TestEngine({ watch: times });
    const vault = await engine.create(await folderWith());
    const folder = await folderWith({ 'one.jpg': await scene(300, 200), 'notes.txt': 'no picture' });
    const { id } = await engine.call('watch.add', { folder });
    expect(await engine.call('watch.add', { folder })).toEqual({ id });
    await settled(engine, 1);

    await mkdir(join(folder, 'Camera'));
    await writeFile(join(folder, 'Camera', 'two.jpg'), await scene(310, 200));
    await settled(engine, 2);
    expect(await engine.call('watch.list', {})).toEqual([{ id, path: folder, error: null }]);

    await engine.call('vault.close', {});
    await writeFile(join(folder, 'three.jpg'), await scene(320, 200));
    await wait(3 * times.restMs);
    const secret = { kind: 'passphrase', passphrase: passphraseBytes(passphrase) } as const;
    await engine.call('vault.unlock', { vault, secret });
    await settled(engine, 3);

    await wait(2 * times.everyMs);
    const reports = await engine.call('import.list', {});
    expect(reports.map(({ state, counts }) => [state, counts.imported, counts.duplicate])).toEqual([
      ['done', 1, 0],
      ['done', 1, 0],
      ['done', 1, 0],
    ]);
    expect(reports.map(({ counts }) => counts.skipped)).toEqual([0, 0, 1]); // the notes: told once
    expect((await readdir(folder, { recursive: true })).sort()).toEqual(
      ['Camera', 'Camera/two.jpg', 'notes.txt', 'one.jpg', 'three.jpg'].sort(),
    );
  }, 40_000);

  it('goes on after the next unlock where locking has cut an import off, and leaves nothing to be resumed', async () => {
    const engine = new TestEngine({ watch: times });
    const vault = await engine.create(await folderWith());
    const files: Record<string, Buffer> = {};
    for (let number = 0; number < 12; number += 1)
      files[`${String(number)}.jpg`] = await scene(1500 + number, 1000);
    await engine.call('watch.add', { folder: await folderWith(files) });
    await expect
      .poll(() => engine.news.some(({ kind, filesDone }) => kind === 'import' && filesDone >= 0), {
        timeout: 15_000,
      })
      .toBe(true);
    await engine.call('vault.close', {});
    const secret = { kind: 'passphrase', passphrase: passphraseBytes(passphrase) } as const;
    const { vault: info } = await engine.call('vault.unlock', { vault, secret });
    expect(info.unfinishedImport).toBeNull();
    await settled(engine, 12);
    const reports = await engine.call('import.list', {});
    expect(reports.map(({ resumable }) => resumable)).not.toContain(true);
    expect(reports.reduce((sum, { counts }) => sum + counts.imported, 0)).toBe(12);
  }, 60_000);

  it('leaves a file alone that is still being written', async () => {
    const engine = new TestEngine({ watch: times });
    await engine.create(await folderWith());
    const folder = await folderWith();
    await engine.call('watch.add', { folder });
    const picture = await scene(800, 600);
    const step = Math.ceil(picture.length / 8);
    for (let at = 0; at < picture.length; at += step) {
      await appendFile(join(folder, 'slow.jpg'), picture.subarray(at, at + step));
      await wait(times.restMs / 2);
      expect(await engine.call('import.list', {})).toEqual([]);
    }
    await settled(engine, 1);
    const [report] = await engine.call('import.list', {});
    const { items } = await engine.call('import.items', {
      import: report?.id ?? '',
      result: null,
      offset: 0,
      limit: 10,
    });
    expect(items).toMatchObject([{ result: 'imported', reason: null, bytes: picture.length }]);
  }, 40_000);

  it('tells a failure once, says when it is gone, and goes on when it is back', async () => {
    const engine = new TestEngine({ watch: times });
    await engine.create(await folderWith());
    const folder = await folderWith({ 'broken.jpg': 'no picture at all' });
    const { id } = await engine.call('watch.add', { folder });
    await expect
      .poll(async () => (await engine.call('import.list', {})).map(({ counts }) => counts.failed), {
        timeout: 15_000,
      })
      .toEqual([1]);
    await rename(folder, `${folder}-away`);
    const error = async (): Promise<unknown> => (await engine.call('watch.list', {}))[0]?.error?.code;
    await expect.poll(error, { timeout: 15_000 }).toBe('source-gone');
    await rename(`${folder}-away`, folder);
    await writeFile(join(folder, 'good.jpg'), await scene(300, 200));
    await settled(engine, 1);
    expect(await error()).toBeUndefined();
    expect((await engine.call('import.list', {})).map(({ counts }) => counts.failed)).toEqual([0, 1]);

    await engine.call('watch.remove', { id });
    expect(await engine.call('watch.list', {})).toEqual([]);
    await writeFile(join(folder, 'after.jpg'), await scene(310, 200));
    await wait(4 * times.restMs);
    expect(await photosIn(engine)).toBe(1);
  }, 40_000);

  it('is a folder, and is not looked at from a terminal', async () => {
    const engine = new TestEngine();
    await engine.create(await folderWith());
    const folder = await folderWith({ 'one.jpg': await scene(300, 200) });
    await expect(engine.call('watch.add', { folder: join(folder, 'one.jpg') })).rejects.toMatchObject({
      code: 'source-not-a-file',
    });
    await expect(engine.call('watch.add', { folder: join(folder, 'nowhere') })).rejects.toMatchObject({
      code: 'source-missing',
    });
    await engine.call('watch.add', { folder });
    await wait(2 * times.restMs);
    expect(await engine.call('import.list', {})).toEqual([]);
  });
});
