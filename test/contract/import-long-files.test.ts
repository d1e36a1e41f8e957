/** @file Files too long to be held in memory are read once and sealed as they go by: nothing about what becomes of them is different. */
import { randomFillSync } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { box } from '../support/heif.ts';
import { folderWith, lineOf, TestEngine } from './open-engine.ts';

const longestHeld = 64 * 1024 * 1024;
const moov = box('moov', box('mvhd', Buffer.alloc(100)));

/** A film with nothing to be seen in it, longer than what is held in memory. */
function longFilm(more: number): Buffer {
  const noise = Buffer.alloc(longestHeld + more);
  randomFillSync(noise, 0, 1024 * 1024);
  randomFillSync(noise, longestHeld);
  return Buffer.concat([box('ftyp', Buffer.from('isom\0\0\0\0')), box('mdat', noise), moov]);
}

function blobsIn(vault: string): string[] {
  const all = readdirSync(join(vault, 'blobs'), { recursive: true, withFileTypes: true });
  return all.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

describe('a long file', () => {
  it('becomes one photo, however many copies come at once, and comes out as it went in', async () => {
    const engine = new TestEngine();
    const one = longFilm(10);
    const folder = await folderWith({ 'a/one.mp4': one, 'b/twin of one.mp4': one });
    // Layered, and its header says of colours and resources that there are none.
    const layers = Buffer.concat([Buffer.alloc(34), longFilm(20)]);
    layers.write('8BPS\0\u0001', 'latin1');
    await writeFile(join(folder, 'layers.psd'), layers);
    const vault = await engine.create(await folderWith());
    const first = await engine.import([folder]);
    expect(first.job.counts).toMatchObject({ imported: 2, duplicate: 1, failed: 0 });
    const kept = first.items.find(({ path, result }) => result === 'imported' && path.endsWith('one.mp4'));
    expect(first.items.find(({ result }) => result === 'duplicate')?.photo).toBe(kept?.photo);
    expect(blobsIn(vault)).toHaveLength(2);

    const target = await folderWith();
    expect(await engine.export(target)).toMatchObject({ written: 2, failed: 0 });
    const name = kept?.path.endsWith('twin of one.mp4') === true ? 'twin of one.mp4' : 'one.mp4';
    expect(readFileSync(join(target, name)).equals(one)).toBe(true);
    expect(readFileSync(join(target, 'layers.psd')).equals(layers)).toBe(true);

    // Once more, and another one that is as long.
    const other = Buffer.from(one);
    other.fill(1, longestHeld);
    moov.copy(other, other.length - moov.length);
    await writeFile(join(folder, 'as long.mp4'), other);
    const second = await engine.import([folder]);
    expect(second.job.counts).toMatchObject({ imported: 1, duplicate: 3, failed: 0 });
    expect(lineOf(second.items, 'as long.mp4')).toMatchObject({ result: 'imported' });
    expect(await engine.verify()).toMatchObject({ state: 'done', problems: [] });

    // Their files lost from the vault, they bring them back.
    for (const file of blobsIn(vault)) await rm(file);
    const third = await engine.import([folder]);
    expect(third.job.counts).toMatchObject({ imported: 3, duplicate: 1, failed: 0 });
    expect(await engine.verify()).toMatchObject({ state: 'done', problems: [] });
    expect(blobsIn(vault)).toHaveLength(3);
  });

  it('that is written to while it is read is refused, and nothing of it stays', async () => {
    const engine = new TestEngine();
    const folder = await folderWith({ 'growing.mp4': longFilm(30) });
    const vault = await engine.create(await folderWith());
    const growing = setInterval(() => appendFileSync(join(folder, 'growing.mp4'), 'more'), 1);
    try {
      const { items } = await engine.import([folder]);
      expect(items).toMatchObject([{ result: 'failed', reason: 'source-changed' }]);
    } finally {
      clearInterval(growing);
    }
    expect(blobsIn(vault)).toEqual([]);
    expect(await engine.verify()).toMatchObject({ state: 'done', problems: [] });
  });
});
