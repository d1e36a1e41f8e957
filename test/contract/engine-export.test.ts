/** @file Export writes whole, checked copies under safe names, never over a file, and says what it could not. */
import { chmodSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Selection } from '../../src/shared/contract.ts';
import { nodeDisk, type Disk } from '../../src/main/engine/disk/index.ts';
import { FaultyDisk } from '../support/faulty-disk.ts';
import { quarters, scene } from '../support/pictures.ts';
import { folderWith, TestEngine } from './open-engine.ts';

/** A vault with `count` photos, open in `engine`. */
async function vaultWith(
  engine: TestEngine,
  names: readonly string[],
): Promise<{ vault: string; source: string; ids: Map<string, string> }> {
  const files: Record<string, Buffer> = {};
  for (const [index, name] of names.entries())
    files[name] = await quarters(40 + index, 30)
      .png()
      .toBuffer();
  const source = await folderWith(files);
  const vault = await engine.create(await folderWith());
  const { items } = await engine.import([source]);
  const ids = new Map(items.map(({ path, photo }) => [path.slice(source.length + 1), photo ?? '']));
  return { vault, source, ids };
}

/** Path of the biggest blob, or the one of this place in order of size. */
async function blobs(vault: string): Promise<string[]> {
  const names = await readdir(join(vault, 'blobs'), { recursive: true });
  return names.filter((name) => /[0-9a-f]{32}$/.test(name)).map((name) => join(vault, 'blobs', name));
}

describe('export', () => {
  it('never writes over a file, and gives every photo a name of its own', async () => {
    const engine = new TestEngine();
    const { source } = await vaultWith(engine, ['a/IMG_1.png', 'b/img_1.PNG', 'c/IMG_1.png', 'd/other.png']);
    const target = await folderWith({ 'IMG_1.png': 'mine' });
    await symlink('nowhere', join(target, 'other.png'));
    expect(await engine.export(target)).toMatchObject({ state: 'done', written: 4, failed: 0 });
    const names = (await readdir(target)).map((name) => name.toLowerCase()).sort();
    expect(names).toEqual([
      'img_1 (2).png',
      'img_1 (3).png',
      'img_1 (4).png',
      'img_1.png',
      'other (2).png',
      'other.png',
    ]);
    expect(await readFile(join(target, 'IMG_1.png'), 'utf8')).toBe('mine');
    expect(
      (await readFile(join(target, 'other (2).png'))).equals(await readFile(join(source, 'd/other.png'))),
    ).toBe(true);
    // A second export finds every copy of the first one, and writes none twice.
    expect(await engine.export(target)).toMatchObject({ written: 0, already: 4, failed: 0 });
    expect(await readdir(target)).toHaveLength(6);
  });

  it('takes the name another program takes while it writes as taken', async () => {
    let raced = false;
    const disk: Disk = {
      ...nodeDisk,
      async link(from, to) {
        if (!raced) await writeFile(to, 'theirs');
        raced = true;
        await nodeDisk.link(from, to);
      },
    };
    const engine = new TestEngine({ disk });
    await vaultWith(engine, ['a.png']);
    const target = await folderWith();
    expect(await engine.export(target)).toMatchObject({ written: 1, failed: 0 });
    expect((await readdir(target)).sort()).toEqual(['a (2).png', 'a.png']);
    expect(await readFile(join(target, 'a.png'), 'utf8')).toBe('theirs');
  });

  it('does without hard links where there are none', async () => {
    const disk: Disk = {
      ...nodeDisk,
      link: () => Promise.reject(Object.assign(new Error('not here'), { code: 'EPERM' })),
    };
    const engine = new TestEngine({ disk });
    const { source } = await vaultWith(engine, ['a.png', 'b/a.png']);
    const target = await folderWith();
    expect(await engine.export(target)).toMatchObject({ written: 2, failed: 0 });
    expect((await readdir(target)).sort()).toEqual(['a (2).png', 'a.png']);
    const both = [await readFile(join(source, 'a.png')), await readFile(join(source, 'b/a.png'))];
    const copies = [await readFile(join(target, 'a.png')), await readFile(join(target, 'a (2).png'))];
    expect(both.every((content) => copies.some((copy) => copy.equals(content)))).toBe(true);
  });

  it('leaves no file of a photo that is damaged or missing, and goes on with the others', async () => {
    const engine = new TestEngine();
    const { vault } = await vaultWith(engine, ['a.png', 'b.png', 'c.png', 'd.png']);
    const [first = '', second = '', third = ''] = await blobs(vault);
    const bytes = await readFile(first);
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
    await writeFile(first, bytes);
    await rm(second);
    await truncate(third, statSync(third).size - 1);
    const target = await folderWith();
    const job = await engine.export(target);
    expect(job).toMatchObject({ state: 'done', written: 1, failed: 3, filesDone: 4 });
    expect(job.bytesDone).toBe(job.bytesTotal);
    expect(job.failures.map(({ error }) => error?.code).sort()).toEqual([
      'blob-damaged',
      'blob-damaged',
      'blob-missing',
    ]);
    expect(await readdir(target)).toHaveLength(1);

    // And verify finds the same three, each with its photo.
    const { problems, problemCount } = await engine.verify();
    expect(problemCount).toBe(3);
    expect(problems.map(({ kind }) => kind).sort()).toEqual(['blob-damaged', 'blob-damaged', 'blob-missing']);
    expect(problems.map(({ id }) => id).sort()).toEqual(job.failures.map(({ photo }) => photo).sort());
    expect((await engine.call('vault.info', {})).verified?.problems).toBe(3);
  });

  it('stops when the disk is full and leaves nothing unfinished', async () => {
    const first = new TestEngine();
    // More than are under way at once.
    const names = ['a.png', 'b.png', 'c.png', 'd.png', 'e.png', 'f.png', 'g.png', 'h.png', 'i.png', 'j.png'];
    const { vault } = await vaultWith(first, names);
    await first.engine.close();
    const engine = new TestEngine({ disk: new FaultyDisk(20, 'ENOSPC') });
    await engine.unlock(vault);
    const target = await folderWith();
    const job = await engine.export(target);
    expect(job).toMatchObject({ state: 'stopped', error: { code: 'no-space' } });
    expect(job.written).toBeLessThan(names.length);
    const left = await readdir(target);
    expect(left).toHaveLength(job.written);
    expect(left.filter((name) => name.includes('part'))).toEqual([]);
  });

  it('says before it begins how much room is missing', async () => {
    const disk: Disk = { ...nodeDisk, statfs: () => Promise.resolve({ freeBytes: 100, type: 0 }) };
    const engine = new TestEngine({ disk });
    await vaultWith(engine, ['a.png', 'b.png']);
    const { bytes } = await engine.call('vault.info', {});
    const target = await folderWith();
    const missing = bytes - 100;
    expect(missing).toBeGreaterThan(0);
    expect(await engine.export(target)).toMatchObject({
      state: 'stopped',
      error: { code: 'no-space', params: { needed: bytes, free: 100, missing } },
    });
    expect(await readdir(target)).toEqual([]);
  });

  it('does not write into the vault, nor into what is no folder', async () => {
    const engine = new TestEngine();
    const { vault } = await vaultWith(engine, ['a.png']);
    const folder = await folderWith({ file: 'x' });
    await symlink(vault, join(folder, 'disguised'));
    for (const destination of [
      vault,
      join(vault, 'blobs', 'new'),
      join(folder, 'disguised', 'out'),
      join(folder, 'file', 'out'),
    ])
      await expect(engine.call('export.start', { destination, selection: { of: 'all' } })).rejects.toThrow(
        'destination-unfit',
      );
    expect(await engine.export(join(vault, '..', 'beside'))).toMatchObject({ written: 1 });
  });

  it('takes trashed photos only by name, and knows what is not there', async () => {
    const engine = new TestEngine();
    const { ids } = await vaultWith(engine, ['a.png', 'b.png']);
    const a = ids.get('a.png') ?? '';
    await engine.call('library.trash', { ids: [a] });
    expect(await engine.export(await folderWith())).toMatchObject({ written: 1 });
    expect(await engine.export(await folderWith(), [a])).toMatchObject({ written: 1 });
    expect(await engine.export(await folderWith(), [])).toMatchObject({ state: 'done', written: 0 });
    const destination = await folderWith();
    const unknown = 'a'.repeat(32);
    const selections: Selection[] = [
      { of: 'ids', ids: [unknown] },
      { of: 'album', album: unknown },
    ];
    for (const selection of selections)
      await expect(engine.call('export.start', { destination, selection })).rejects.toThrow('not-found');
  });

  it('is cancelled between two copies or within one', async () => {
    const engine = new TestEngine();
    const files: Record<string, Buffer> = {};
    for (let index = 0; index < 30; index += 1) files[`${String(index)}.jpg`] = await scene(900, 700, index);
    await engine.create(await folderWith());
    await engine.import([await folderWith(files)]);
    const target = await folderWith();
    const { job } = await engine.call('export.start', { destination: target, selection: { of: 'all' } });
    await engine.until(job, ({ filesDone }) => filesDone > 0);
    await engine.call('job.cancel', { job });
    const end = await engine.end(job);
    expect(['cancelled', 'done']).toContain(end.state);
    expect(end.kind === 'export' && (await readdir(target)).length).toBe(
      end.kind === 'export' && end.written,
    );
    for (const name of await readdir(target))
      expect((await readFile(join(target, name))).equals(files[name] ?? Buffer.alloc(0))).toBe(true);
  });

  it.skipIf(process.platform === 'win32')(
    'gives copies the permissions of the user’s other files',
    async () => {
      const engine = new TestEngine();
      await vaultWith(engine, ['a.png']);
      const target = await folderWith({ own: 'x' });
      await engine.export(target);
      expect(statSync(join(target, 'a.png')).mode).toBe(statSync(join(target, 'own')).mode);
      chmodSync(target, 0o755);
    },
  );
});

describe('verify', () => {
  it('says quickly what is not there or does not open, and thoroughly what was changed', async () => {
    const engine = new TestEngine();
    const { vault } = await vaultWith(engine, ['a.png', 'b.png', 'c.png']);
    const [first = '', second = ''] = await blobs(vault);
    const bytes = await readFile(first);
    const flipped = Buffer.from(bytes);
    flipped[flipped.length - 1] = (flipped[flipped.length - 1] ?? 0) ^ 0x80;
    await writeFile(first, flipped);
    await truncate(second, 500);
    expect((await engine.verify(true)).problems.map(({ kind }) => kind)).toContain('blob-damaged');
    expect(await engine.verify()).toMatchObject({ state: 'done', problemCount: 2 });
    // Exchanged for another photo's blob.
    await writeFile(first, await readFile((await blobs(vault))[2] ?? ''));
    expect(await engine.verify(true)).toMatchObject({ problemCount: 2 });
    await writeFile(first, bytes);
    expect(await engine.verify()).toMatchObject({ problemCount: 1 });
  });

  it('names the header’s copy, and what belongs to nobody without calling it damage', async () => {
    const engine = new TestEngine();
    const { vault } = await vaultWith(engine, ['a.png']);
    await rm(join(vault, 'vault.hdr.bak'));
    await mkdir(join(vault, 'blobs', '00'), { recursive: true });
    await writeFile(join(vault, 'blobs', '00', 'notes.txt'), 'x');
    await writeFile(join(vault, 'blobs', '00', '0'.repeat(32)), Buffer.alloc(9000));
    const { problems, problemCount } = await engine.verify();
    expect(problemCount).toBe(1);
    expect(problems.map(({ kind, file }) => [kind, file])).toEqual([
      ['header-copy-damaged', 'vault.hdr'],
      ['blob-orphan', `blobs/00/${'0'.repeat(32)}`],
      ['blob-orphan', 'blobs/00/notes.txt'],
    ]);
    await expect(
      Promise.all([
        engine.call('verify.start', { quick: false }),
        engine.call('verify.start', { quick: false }),
      ]),
    ).rejects.toThrow('busy');
  });
});
