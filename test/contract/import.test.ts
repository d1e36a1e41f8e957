/** @file Whatever is in a folder, an import comes to its end and says of every file what became of it. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, rmdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pngOfSize, quarters, scene } from '../support/pictures.ts';
import { startRunner } from './import-runner.ts';
import { folderWith, lineOf, TestEngine, type ImportJob } from './open-engine.ts';

const png = (width: number): Promise<Buffer> => quarters(width, 20).png().toBuffer();

/** `count` different small pictures. */
async function manyPictures(count: number): Promise<Record<string, Buffer>> {
  const files: Record<string, Buffer> = {};
  for (let index = 0; index < count; index += 1)
    files[`${String(index % 7)}/p${String(index).padStart(4, '0')}.png`] = await png(20 + index);
  return files;
}

describe('bad input', () => {
  it('gets a result line each, and the rest is imported', async () => {
    const engine = new TestEngine();
    const whole = await scene(800, 600);
    const folder = await folderWith({
      'good.jpg': whole,
      'empty.jpg': '',
      'text.jpg': 'Dear diary, this is not a picture.\n'.repeat(50),
      'truncated.jpg': whole.subarray(0, Math.floor(whole.length / 2)),
      'huge.png': pngOfSize(30_000, 30_000),
      'noise.jpg': Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(3000, 7)]),
      'notes.pdf': '%PDF-1.7\n',
      'clip.mp4': Buffer.concat([
        Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42', 'latin1'),
        Buffer.alloc(5000),
      ]),
      'wrong.txt': await png(33),
      '.hidden.jpg': whole,
      'sub/Thumbs.db': 'x',
    });
    await symlink('..', join(folder, 'sub', 'loop'));
    await symlink('../good.jpg', join(folder, 'sub', 'link.jpg'));
    execFileSync('mkfifo', [join(folder, 'pipe.jpg')]);
    await engine.create(await folderWith());
    const { scan: _scan, ...seen } = await engine.call('import.scan', { sources: [folder] });
    expect(seen).toMatchObject({ files: 10, photos: 5, unsupported: 1, notPictures: 4, skipped: 4 });
    expect(seen.left).toEqual({ links: 2, hidden: 1, thumbnails: 1, system: 0 });
    const { job, items } = await engine.import([folder]);
    expect(job).toMatchObject({ state: 'done', filesTotal: 10, filesDone: 10 });
    expect(job.counts).toMatchObject({ imported: 6, duplicate: 0, skipped: 5, failed: 3 });
    const results = items.map(({ path, result, reason }) => [path.slice(folder.length + 1), result, reason]);
    expect(results.sort()).toEqual([
      ['.hidden.jpg', 'skipped', 'hidden-skipped'],
      ['clip.mp4', 'imported', null],
      ['empty.jpg', 'failed', 'file-empty'],
      ['good.jpg', 'imported', null],
      ['huge.png', 'imported', 'picture-too-large'],
      ['noise.jpg', 'imported', 'picture-damaged'],
      ['notes.pdf', 'skipped', 'not-a-picture'],
      ['pipe.jpg', 'failed', 'source-not-a-file'],
      ['sub/Thumbs.db', 'skipped', 'thumbnails-skipped'],
      ['sub/link.jpg', 'skipped', 'link-skipped'],
      ['sub/loop', 'skipped', 'link-skipped'],
      ['text.jpg', 'failed', 'not-a-picture'],
      ['truncated.jpg', 'imported', 'picture-truncated'],
      ['wrong.txt', 'imported', null],
    ]);
    const pictured = items.filter(({ thumb }) => thumb === true);
    expect(pictured.map(({ path }) => path.slice(folder.length + 1)).sort()).toEqual([
      'good.jpg',
      'truncated.jpg',
      'wrong.txt',
    ]);
    const details = async (name: string): Promise<unknown> =>
      engine.call('library.details', { id: lineOf(items, name).photo ?? '' });
    expect(await details('truncated.jpg')).toMatchObject({ view: 'original', problem: 'picture-truncated' });
    expect(await details('huge.png')).toMatchObject({
      view: 'none',
      width: 30_000,
      problem: 'picture-too-large',
    });
    expect(await details('wrong.txt')).toMatchObject({ type: 'image/png' });
    expect(
      (
        await engine.call('import.items', {
          import: (await engine.call('import.list', {}))[0]?.id ?? '',
          result: 'failed',
          offset: 1,
          limit: 2,
        })
      ).items,
    ).toHaveLength(2);
    // Everything that was kept comes out as it went in.
    const target = await folderWith();
    expect(await engine.export(target)).toMatchObject({ written: 6, failed: 0 });
    expect((await engine.verify()).problems).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')(
    'takes names of 255 bytes, with emoji, newlines and what is not UTF-8',
    async () => {
      const engine = new TestEngine();
      const folder = await folderWith();
      const names = [
        Buffer.from(`${'👩‍👩‍👧'.repeat(13)}${'x'.repeat(17)}.png`),
        Buffer.from('line\nbreak\t\u202egnp.png'),
        Buffer.from([0x66, 0xfc, 0x72, 0x2e, 0x70, 0x6e, 0x67]),
        Buffer.from('-rf *.png'),
      ];
      expect(names[0]).toHaveLength(255);
      for (const [index, name] of names.entries())
        await writeFile(Buffer.concat([Buffer.from(`${folder}/`), name]), await png(40 + index));
      await engine.create(await folderWith());
      const { items } = await engine.import([folder]);
      expect(items.map(({ result }) => result)).toEqual(['imported', 'imported', 'imported', 'imported']);
      for (const { path } of items) expect(path).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      const target = await folderWith();
      expect(await engine.export(target)).toMatchObject({ written: 4, failed: 0 });
    },
  );

  it.skipIf(process.platform === 'win32')('says what could not be read, file or folder', async () => {
    const folder = await folderWith({
      'closed/a.png': await png(20),
      'secret.png': await png(21),
      'open.png': await png(22),
    });
    const parent = await folderWith();
    for (const each of [folder, parent]) await chmod(each, 0o777);
    await chmod(join(folder, 'closed'), 0);
    await chmod(join(folder, 'secret.png'), 0);
    // Another process, because the super-user may read everything.
    const runner = startRunner(parent, folder, process.getuid?.() === 0 ? 65_534 : undefined);
    const items = await runner.items;
    await chmod(join(folder, 'closed'), 0o700);
    const results = items.map(({ path, result, reason }) => [path.slice(folder.length + 1), result, reason]);
    expect(results.sort()).toEqual([
      ['closed', 'failed', 'source-unreadable'],
      ['open.png', 'imported', null],
      ['secret.png', 'failed', 'source-unreadable'],
    ]);
  });

  it('goes on when a folder vanishes, and says so', async () => {
    const engine = new TestEngine();
    const folder = await folderWith(await manyPictures(30));
    await engine.create(await folderWith());
    const { scan } = await engine.call('import.scan', { sources: [folder, join(folder, '..', 'never')] });
    await rm(join(folder, '3'), { recursive: true });
    await rename(join(folder, '4'), join(folder, '9'));
    const { job, import: id } = await engine.call('import.start', { scan, album: null });
    expect((await engine.end(job)).state).toBe('done');
    const items = await engine.items(id);
    expect(items.filter(({ result }) => result === 'imported')).toHaveLength(26);
    expect(items.filter(({ reason }) => reason === 'source-missing')).toHaveLength(1);
    const gone = await folderWith(await manyPictures(3));
    const { scan: again } = await engine.call('import.scan', { sources: [gone] });
    await rm(gone, { recursive: true });
    const second = await engine.call('import.start', { scan: again, album: null });
    expect(await engine.end(second.job)).toMatchObject({ state: 'done', counts: { failed: 1 } });
  });

  it('refuses a file that grows while it is read', async () => {
    const engine = new TestEngine();
    const folder = await folderWith({ 'log.png': Buffer.concat([await png(20), Buffer.alloc(40_000_000)]) });
    await engine.create(await folderWith());
    const growing = setInterval(() => appendFileSync(join(folder, 'log.png'), 'more'), 1);
    try {
      const { items } = await engine.import([folder]);
      expect(items).toMatchObject([{ result: 'failed', reason: 'source-changed' }]);
    } finally {
      clearInterval(growing);
    }
  });
});

describe('duplicates', () => {
  it('are recognised by content, in the vault and in the folder itself', async () => {
    const engine = new TestEngine();
    const same = await png(50);
    const files: Record<string, Buffer> = { 'z/other.png': await png(51) };
    for (let copy = 0; copy < 20; copy += 1) files[`copy ${String(copy)}.png`] = same;
    const folder = await folderWith(files);
    await engine.create(await folderWith());
    const first = await engine.import([folder]);
    expect(first.job.counts).toMatchObject({ imported: 2, duplicate: 19 });
    const kept = first.items.filter(
      ({ path, result }) => result === 'imported' && !path.endsWith('other.png'),
    );
    for (const { photo } of first.items.filter(({ result }) => result === 'duplicate'))
      expect(photo).toBe(kept[0]?.photo);
    const scan = await engine.call('import.scan', { sources: [folder] });
    expect(scan).toMatchObject({ files: 21, alreadyHere: 21 });
    expect(scan.needsBytes).toBe(0);
    const second = await engine.import([folder]);
    expect(second.job.counts).toMatchObject({ imported: 0, duplicate: 21, bytes: 0 });
    expect((await engine.call('vault.info', {})).photos).toBe(2);
  });

  it('of a photo whose file is gone from the vault bring the file back, and nothing of the photo is lost', async () => {
    const engine = new TestEngine();
    const folder = await folderWith({
      'one.png': await png(60),
      'two.png': await png(61),
      'twin of one.png': await png(60),
    });
    const vault = await engine.create(await folderWith());
    const { items } = await engine.import([folder]);
    const photo =
      items.find(({ path, result }) => result === 'imported' && !path.endsWith('two.png'))?.photo ?? '';
    await engine.call('library.favourite', { ids: [photo], on: true });
    const blobs = (await readdir(join(vault, 'blobs'), { recursive: true, withFileTypes: true })).filter(
      (file) => file.isFile(),
    );
    for (const { parentPath, name } of blobs) await rm(join(parentPath, name));
    expect((await engine.verify()).problems.map(({ kind }) => kind)).toEqual([
      'blob-missing',
      'blob-missing',
    ]);
    const again = await engine.import([folder], 'Back again');
    expect(again.job.counts).toMatchObject({ imported: 2, duplicate: 1, failed: 0 });
    expect(again.items.find((item) => item.result === 'imported' && item.photo === photo)).toBeDefined();
    expect(await engine.verify()).toMatchObject({ state: 'done', problemCount: 0, problems: [] });
    expect(await engine.call('library.details', { id: photo })).toMatchObject({
      favourite: true,
      trashed: null,
    });
    expect((await engine.call('vault.info', {})).photos).toBe(2);
    expect(await engine.call('album.list', {})).toMatchObject([{ name: 'Back again', photos: 2 }]);
  });
});

describe('pause, cancel, resume', () => {
  it('pauses with nothing half done, and goes on to the end', async () => {
    const engine = new TestEngine();
    const folder = await folderWith(await manyPictures(120));
    await engine.create(await folderWith());
    const { job, import: id } = await engine.startImport([folder]);
    await engine.until(job, ({ filesDone }) => filesDone > 0);
    await engine.call('job.pause', { job });
    const paused = (await engine.until(job, ({ state }) => state === 'paused')) as ImportJob;
    expect(paused.filesDone).toBeLessThan(120);
    expect((await engine.call('vault.info', {})).photos).toBe(paused.counts.imported);
    expect((await engine.call('import.list', {}))[0]).toMatchObject({
      id,
      state: 'paused',
      resumable: false,
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await engine.call('vault.info', {})).photos).toBe(paused.counts.imported);
    await engine.call('job.resume', { job });
    expect(await engine.end(job)).toMatchObject({ state: 'done', counts: { imported: 120, duplicate: 0 } });
  });

  it('keeps what was committed when it is cancelled, and counts only that', async () => {
    const engine = new TestEngine();
    const folder = await folderWith(await manyPictures(150));
    await engine.create(await folderWith());
    const { job, import: id } = await engine.startImport([folder]);
    await engine.until(job, ({ filesDone }) => filesDone > 0);
    await engine.call('job.cancel', { job });
    const end = (await engine.end(job)) as ImportJob;
    expect(end.state).toBe('cancelled');
    expect(end.counts.imported).toBeLessThan(150);
    expect((await engine.call('vault.info', {})).photos).toBe(end.counts.imported);
    expect(await engine.items(id)).toHaveLength(end.counts.imported);
    const [report] = await engine.call('import.list', {});
    expect(report).toMatchObject({ state: 'cancelled', resumable: true, counts: end.counts });
    expect(report?.stoppedAfter).toContain(folder);
    expect((await engine.verify()).problems).toEqual([]); // nothing half written is left either
    const resumed = await engine.call('import.resume', { import: id });
    expect(await engine.end(resumed.job)).toMatchObject({
      state: 'done',
      counts: { imported: 150, duplicate: 0 },
    });
    expect(await engine.items(id)).toHaveLength(150);
  });

  it('is interrupted by a lock, offered after the unlock, and does nothing twice', async () => {
    const engine = new TestEngine();
    const folder = await folderWith(await manyPictures(150));
    const vault = await engine.create(await folderWith());
    const { job, import: id } = await engine.startImport([folder], 'Album');
    await engine.until(job, ({ filesDone }) => filesDone > 0);
    await engine.call('vault.close', {});
    const { vault: info } = await engine.unlock(vault);
    expect(info.photos).toBeGreaterThan(0);
    expect(info.photos).toBeLessThan(150);
    expect(info.unfinishedImport).toBe(id);
    const [report] = await engine.call('import.list', {});
    expect(report).toMatchObject({
      state: 'interrupted',
      resumable: true,
      counts: { imported: info.photos },
    });
    const resumed = await engine.call('import.resume', { import: id });
    await expect(engine.call('import.resume', { import: id })).rejects.toThrow('busy');
    expect(await engine.end(resumed.job)).toMatchObject({
      state: 'done',
      filesTotal: 150,
      filesDone: 150,
      counts: { imported: 150, duplicate: 0 },
    });
    const items = await engine.items(id);
    expect(items).toHaveLength(150);
    expect(new Set(items.map(({ path }) => path)).size).toBe(150);
    expect((await engine.call('vault.info', {})).unfinishedImport).toBeNull();
    expect(await engine.call('album.list', {})).toMatchObject([{ name: 'Album', photos: 150 }]);
    await expect(engine.call('import.resume', { import: id })).rejects.toThrow('input-invalid');
    expect((await engine.verify()).problems).toEqual([]);
  });

  it('stops when the folder it reads from is gone, blames no file, and goes on when it is back', async () => {
    const engine = new TestEngine();
    const folder = await folderWith(await manyPictures(150));
    await engine.create(await folderWith());
    const { job, import: id } = await engine.startImport([folder]);
    await engine.until(job, ({ filesDone }) => filesDone > 0);
    await rename(folder, `${folder}-gone`);
    const end = (await engine.end(job)) as ImportJob;
    expect(end).toMatchObject({ state: 'stopped', error: { code: 'source-gone' }, counts: { failed: 0 } });
    const early = await engine.call('import.resume', { import: id });
    expect(await engine.end(early.job)).toMatchObject({ state: 'stopped', error: { code: 'source-gone' } });
    await mkdir(folder); // an empty mount point
    const empty = await engine.call('import.resume', { import: id });
    expect(await engine.end(empty.job)).toMatchObject({ state: 'stopped', error: { code: 'source-gone' } });
    await rmdir(folder);
    await rename(`${folder}-gone`, folder);
    const resumed = await engine.call('import.resume', { import: id });
    expect(await engine.end(resumed.job)).toMatchObject({
      state: 'done',
      counts: { imported: 150, duplicate: 0, failed: 0 },
    });
    expect(await engine.items(id)).toHaveLength(150);
  });

  it('puts nothing into an album that is deleted meanwhile', async () => {
    const engine = new TestEngine();
    const folder = await folderWith(await manyPictures(120));
    await engine.create(await folderWith());
    const { job, import: id } = await engine.startImport([folder], 'Short-lived');
    await engine.until(job, ({ filesDone }) => filesDone > 0);
    const [album] = await engine.call('album.list', {});
    await engine.call('album.delete', { album: album?.id ?? '' });
    expect(await engine.end(job)).toMatchObject({ state: 'done', counts: { imported: 120 } });
    for (const { photo } of await engine.items(id))
      expect((await engine.call('library.details', { id: photo ?? '' })).albums).toEqual([]);
    expect((await engine.verify()).problems).toEqual([]);
  });

  it('tries failures again, all or one, in the same report', async () => {
    const engine = new TestEngine();
    const folder = await folderWith({
      'a.png': await png(20),
      'b.png': '',
      'c.png': 'no picture',
      'd.png': '',
    });
    await engine.create(await folderWith());
    const { id, job } = await engine.import([folder], 'Album');
    expect(job.counts).toMatchObject({ imported: 1, failed: 3 });
    const failures = async (): Promise<string[]> => {
      const list = { import: id, result: 'failed', offset: 0, limit: 10 } as const;
      const { total, items } = await engine.call('import.items', list);
      expect(total).toBe(items.length);
      return items.map(({ path }) => path.slice(folder.length + 1));
    };
    const before = await failures();
    expect(before.toSorted()).toEqual(['b.png', 'c.png', 'd.png']);
    for (const [name, width] of [
      ['b.png', 21],
      ['c.png', 22],
      ['new.png', 23],
    ] as const)
      await writeFile(join(folder, name), await png(width));
    const one = await engine.call('import.retry', { import: id, failure: before.indexOf('c.png') });
    expect(await engine.end(one.job)).toMatchObject({
      state: 'done',
      filesTotal: 1,
      filesDone: 1,
      counts: { imported: 2, failed: 2 },
    });
    expect((await failures()).toSorted()).toEqual(['b.png', 'd.png']);
    const rest = await engine.call('import.retry', { import: id, failure: null });
    expect(await engine.end(rest.job)).toMatchObject({ state: 'done', counts: { imported: 3, failed: 1 } });
    expect(await failures()).toEqual(['d.png']);
    const [report] = await engine.call('import.list', {});
    expect(report).toMatchObject({ state: 'done', resumable: false });
    expect(report?.retried).not.toBeNull();
    const items = await engine.items(id);
    expect(items).toHaveLength(4); // exactly the failures: what is new in the folder is not imported
    expect(lineOf(items, 'c.png')).toMatchObject({ result: 'imported', again: true });
    expect(await engine.call('album.list', {})).toMatchObject([{ photos: 3 }]);
    await expect(engine.call('import.retry', { import: id, failure: 1 })).rejects.toThrow('not-found');
  });

  it('takes further imports one after the other', async () => {
    const engine = new TestEngine();
    await engine.create(await folderWith());
    const [one, two, three] = [
      await manyPictures(40),
      { 'x.png': await png(500) },
      { 'y.png': await png(501) },
    ];
    const first = await engine.startImport([await folderWith(one)]);
    const second = await engine.startImport([await folderWith(two)]);
    const third = await engine.startImport([await folderWith(three)]);
    await engine.call('job.cancel', { job: second.job });
    await engine.end(third.job);
    const ends = engine.news.filter(({ state }) => state === 'done' || state === 'cancelled');
    expect(ends.map(({ id, state }) => [id, state])).toEqual([
      [second.job, 'cancelled'],
      [first.job, 'done'],
      [third.job, 'done'],
    ]);
    const reports = await engine.call('import.list', {});
    expect(reports.map(({ state }) => state).sort()).toEqual(['cancelled', 'done', 'done']);
    await expect(engine.call('import.start', { scan: 'a'.repeat(32), album: null })).rejects.toThrow(
      'not-found',
    );
  });

  it('cancels a scan', async () => {
    const engine = new TestEngine();
    const folder = await folderWith(await manyPictures(50));
    await engine.create(await folderWith());
    const stop = new AbortController();
    const scanning = engine.engine.call(
      'import.scan',
      { sources: [folder] },
      { signal: stop.signal, onProgress: () => stop.abort() },
    );
    expect(await scanning).toEqual({ ok: false, error: { code: 'cancelled', params: {} } });
  });
});

describe('news', () => {
  it('comes at most ten times a second for each job, with photos as they are committed', async () => {
    const engine = new TestEngine();
    const folder = await folderWith(await manyPictures(150));
    await engine.create(await folderWith());
    const before = performance.now();
    const { job } = await engine.import([folder]);
    const seconds = (performance.now() - before) / 1000;
    const news = engine.news.filter(({ id }) => id === job.id);
    expect(news.length).toBeLessThanOrEqual(seconds * 10 + 3);
    expect(news.filter(({ state }) => state === 'done')).toHaveLength(1);
    let last = 0;
    for (const { filesDone } of news) {
      expect(filesDone).toBeGreaterThanOrEqual(last);
      last = filesDone;
    }
    await engine.call('vault.close', {}); // the last news is told before
    const told = engine.libraryNews.reduce(
      (sum, { columns }) => sum + new DataView(columns.buffer, columns.byteOffset).getUint32(4, true),
      0,
    );
    expect(told).toBe(150);
    expect(existsSync(folder)).toBe(true);
  });
});
