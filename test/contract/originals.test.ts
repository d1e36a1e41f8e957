/** @file Originals may go only when their encrypted copies were read back and are the same; of everything else is said why it stays. */
import { appendFile, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Id } from '../../src/shared/contract.ts';
import { quarters } from '../support/pictures.ts';
import { folderWith, lineOf, TestEngine } from './open-engine.ts';

const png = (width: number): Promise<Buffer> => quarters(width, 20).png().toBuffer();

describe('originals', () => {
  it('go when they are in the vault, byte for byte, and stay otherwise, with the reason', async () => {
    const engine = new TestEngine();
    const folder = await folderWith({
      'good.png': await png(20),
      'twin.png': await png(20),
      'changed.png': await png(21),
      'touched.png': await png(22),
      'gone.png': await png(23),
      'trashed.png': await png(24),
      'never.png': 'no picture',
    });
    await engine.create(await folderWith());
    const { id, items } = await engine.import([folder]);
    const photo = (name: string): Id => lineOf(items, name).photo ?? '';
    await writeFile(join(folder, 'changed.png'), await png(30));
    await utimes(join(folder, 'touched.png'), new Date(), new Date());
    await rm(join(folder, 'gone.png'));
    await engine.call('library.trash', { ids: [photo('trashed.png')] });
    const first = await engine.call('import.checkOriginals', { import: id });
    expect(first).toMatchObject({ files: 3, staying: 3 });
    const { items: going } = await list(engine, first.check, true);
    expect(going.map(({ path }) => path.slice(folder.length + 1)).sort()).toEqual([
      'good.png',
      'touched.png', // the same content under another date
      'twin.png',
    ]);
    expect(first.bytes).toBe(going.reduce((sum, { bytes }) => sum + bytes, 0));
    const { items: staying } = await list(engine, first.check, false);
    expect(
      Object.fromEntries(staying.map(({ path, reason }) => [path.slice(folder.length + 1), reason])),
    ).toEqual({
      'changed.png': 'source-changed',
      'gone.png': 'source-missing',
      'trashed.png': 'not-found',
    });
  });

  it('are given out one by one, and not when they were touched since', async () => {
    const engine = new TestEngine();
    const folder = await folderWith({ 'a.png': await png(20), 'b.png': await png(21) });
    const vault = await engine.create(await folderWith());
    const { id } = await engine.import([folder]);
    const { check } = await engine.call('import.checkOriginals', { import: id });
    const { items } = await list(engine, check, true);
    const at = (name: string): number => items.findIndex(({ path }) => path.endsWith(name));
    expect(await engine.call('import.originalPath', { check, index: at('a.png') })).toEqual({
      path: join(folder, 'a.png'),
      bytes: (await png(20)).length,
    });
    await appendFile(join(folder, 'b.png'), 'more');
    await expect(engine.call('import.originalPath', { check, index: at('b.png') })).rejects.toThrow(
      'source-changed',
    );
    await expect(engine.call('import.originalPath', { check, index: 7 })).rejects.toThrow('not-found');

    // A flipped bit in the encrypted copy keeps the original where it is.
    for (const file of await files(vault)) await flip(file);
    const again = await engine.call('import.checkOriginals', { import: id });
    expect(again).toMatchObject({ files: 0, staying: 2 });
    const reasons = (await list(engine, again.check, false)).items.map(({ reason }) => reason);
    expect(reasons.sort()).toEqual(['blob-damaged', 'source-changed']);
    await expect(engine.call('import.originalPath', { check, index: 0 })).rejects.toThrow('not-found'); // an older check
  });

  it('come with the photos of the import', async () => {
    const engine = new TestEngine();
    const folder = await folderWith({
      'a.png': await png(20),
      'b.png': await png(20),
      'c.png': await png(21),
    });
    await engine.create(await folderWith());
    const { id } = await engine.import([folder]);
    expect((await engine.call('import.photos', { import: id })).ids).toHaveLength(2 * 16);
  });
});

async function files(vault: string): Promise<string[]> {
  const found = await readdir(join(vault, 'blobs'), { recursive: true, withFileTypes: true });
  return found.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

async function flip(file: string): Promise<void> {
  const bytes = await readFile(file);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  await writeFile(file, bytes);
}

function list(
  engine: TestEngine,
  check: Id,
  going: boolean,
): Promise<{ items: { path: string; bytes: number; reason: string | null }[] }> {
  return engine.call('import.originals', { check, going, offset: 0, limit: 100 });
}
