/** @file A Live Photo is one photo in the vault and two files outside of it, whatever happens in between. */
import { readdir, readFile, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLive } from '../../src/main/engine/import/live.ts';
import { box, full, u32 } from '../support/heif.ts';
import { scene } from '../support/pictures.ts';
import { folderWith, lineOf, passphrase, TestEngine, type ImportJob } from './open-engine.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';

/** A QuickTime film of so many seconds, its picture data of `fill`. */
function film(seconds: number, fill: number): Buffer {
  return Buffer.concat([
    box('ftyp', Buffer.from('qt  '), u32(0), Buffer.from('qt  ')),
    box('mdat', Buffer.alloc(200_000, fill)),
    box('moov', full('mvhd', u32(0), u32(0), u32(600), u32(seconds * 600), Buffer.alloc(80))),
  ]);
}

async function blobFiles(vault: string): Promise<string[]> {
  const files = await readdir(join(vault, 'blobs'), { recursive: true, withFileTypes: true });
  return files.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

async function sources(): Promise<{ folder: string; files: Record<string, Buffer> }> {
  const files = {
    'IMG_1.JPG': await scene(400, 300),
    'IMG_1.MOV': film(2, 1),
    'IMG_2.JPG': await scene(410, 300),
    'IMG_2.MOV': film(60, 2), // too long to be the other half
    'alone.mov': film(2, 3),
  };
  const folder = await folderWith(files);
  const taken = new Date('2024-05-06T07:08:09Z');
  for (const name of Object.keys(files)) await utimes(join(folder, name), taken, taken);
  return { folder, files };
}

describe('a Live Photo', () => {
  it('is one photo of two files: imported, verified, exported, recognised again, and deleted with both', async () => {
    const engine = new TestEngine();
    const { folder, files } = await sources();
    const vault = await engine.create(await folderWith());
    expect(await engine.call('import.scan', { sources: [folder] })).toMatchObject({ files: 5 });
    const { job, items } = await engine.import([folder]);
    expect(job).toMatchObject({
      filesTotal: 5,
      filesDone: 5,
      counts: { imported: 4, attached: 1, failed: 0 },
    });
    expect(lineOf(items, 'IMG_1.MOV')).toMatchObject({
      result: 'attached',
      partOf: 'IMG_1.JPG',
      photo: lineOf(items, 'IMG_1.JPG').photo,
    });
    expect((await engine.call('vault.info', {})).photos).toBe(4);
    expect(await blobFiles(vault)).toHaveLength(5);
    expect(await engine.verify()).toMatchObject({ problemCount: 0 });

    const target = await folderWith();
    expect(await engine.export(target)).toMatchObject({ state: 'done', failed: 0 });
    for (const [name, content] of Object.entries(files))
      expect(content.equals(await readFile(join(target, name)))).toBe(true);

    // Going on: nothing is written twice, and a film that is missing is put beside its picture again.
    await rm(join(target, 'IMG_1.MOV'));
    expect(await engine.export(target)).toMatchObject({ written: 0, already: 4, failed: 0 });
    expect((await readdir(target)).sort()).toEqual(Object.keys(files).sort());
    const without = await folderWith();
    const selection = { of: 'all' } as const;
    const { job: clean } = await engine.call('export.start', {
      destination: without,
      selection,
      options: { without: 'place' },
    });
    // A film cannot be cleaned: its picture comes alone, and that is told.
    expect(await engine.end(clean)).toMatchObject({ written: 2, failed: 3 });
    expect((await readdir(without)).sort()).toEqual(['IMG_1.JPG', 'IMG_2.JPG']);

    const again = await engine.import([target]);
    expect(again.job.counts).toMatchObject({ imported: 0, duplicate: 5, failed: 0 });
    expect(await engine.call('import.scan', { sources: [target] })).toMatchObject({ alreadyHere: 5 });

    const id = lineOf(items, 'IMG_1.JPG').photo ?? '';
    await engine.call('library.trash', { ids: [id] });
    await engine.call('library.remove', { ids: [id] });
    expect(await blobFiles(vault)).toHaveLength(3);
    expect(await engine.verify()).toMatchObject({ problemCount: 0, problems: [] });
  });

  it('is put together again from its files alone', async () => {
    const engine = new TestEngine();
    const { folder, files } = await sources();
    const vault = await engine.create(await folderWith());
    await engine.import([folder]);
    await engine.call('vault.close', {});
    await rm(join(vault, 'catalog.db'));
    await rm(join(vault, 'snapshots'), { recursive: true });
    const secret = { kind: 'passphrase', passphrase: passphraseBytes(passphrase) } as const;
    const { job } = await engine.call('repair.start', { vault, secret, dryRun: false });
    expect(await engine.end(job)).toMatchObject({ state: 'done', adopted: 4, damaged: 0, missing: 0 });
    const target = await folderWith();
    expect(await engine.export(target)).toMatchObject({ state: 'done', failed: 0 });
    expect((await readdir(target)).sort()).toEqual(Object.keys(files).sort());
    expect(await engine.verify()).toMatchObject({ problemCount: 0, problems: [] });
  });

  it('gets its film back from a folder when its file is gone', async () => {
    const engine = new TestEngine();
    const { folder } = await sources();
    const vault = await engine.create(await folderWith());
    await engine.import([folder]);
    for (const file of await blobFiles(vault)) await rm(file);
    expect(await engine.verify()).toMatchObject({ problemCount: 5 });
    const { job } = (await engine.import([folder])) as { job: ImportJob };
    expect(job.counts).toMatchObject({ imported: 5, failed: 0 });
    expect(await engine.verify()).toMatchObject({ problemCount: 0, problems: [] });
  });

  it('is told by identifiers where both have one, else by times and length', () => {
    const still = { modified: 1000, pairId: 'A' };
    expect(isLive(still, { modified: 9e9, pairId: 'A', duration: 3 })).toBe(true);
    expect(isLive(still, { modified: 1000, pairId: 'B', duration: 3 })).toBe(false);
    expect(isLive(still, { modified: 3000, pairId: null, duration: 3 })).toBe(true);
    expect(isLive(still, { modified: 9000, pairId: null, duration: 3 })).toBe(false);
    expect(isLive(still, { modified: 1000, pairId: null, duration: null })).toBe(false);
  });
});
