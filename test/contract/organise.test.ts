/** @file Finding and organising photos through the engine's one face: searches, tags, ratings, captions, dates, places, archive, and undo. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PhotoDetails } from '../../src/shared/contract.ts';
import { columnId, photoFlags, readColumns } from '../../src/shared/columns.ts';
import type { SearchScope } from '../../src/shared/contract/organising.ts';
import { FULL_EXIF, jpegWith, plain } from '../support/pictures.ts';
import { folderWith, TestEngine } from './open-engine.ts';

const library: SearchScope = { of: 'library' };

/** A vault with five photos, by name. */
async function vaultWithPhotos(): Promise<{
  engine: TestEngine;
  ids: Record<string, string>;
  vault: string;
}> {
  const engine = new TestEngine();
  const vault = await engine.create(await folderWith());
  const color = (r: number): Promise<Buffer> => plain(40, 30, { r, g: 20, b: 90 }).png().toBuffer();
  const source = await folderWith({
    'Sydney_Harbour.jpg': await jpegWith(FULL_EXIF),
    'Café am See.png': await color(10),
    'IMG_0001.png': await color(60),
    'IMG_0002.png': await color(110),
    'moving.gif': await plain(20, 20, { r: 9, g: 9, b: 9 }).gif().toBuffer(),
  });
  // Before the folders go: what is still being written would be in their way.
  onTestFinished(async () => {
    await engine.engine.call('vault.close', {});
  });
  await engine.import([source]);
  const ids: Record<string, string> = {};
  for (const details of await all(engine)) ids[details.name] = details.id;
  return { engine, ids, vault };
}

async function all(engine: TestEngine): Promise<PhotoDetails[]> {
  const columns = readColumns((await engine.call('library.index', {})).columns);
  const list: PhotoDetails[] = [];
  for (let at = 0; at < columns.count; at += 1)
    list.push(await engine.call('library.details', { id: columnId(columns, at) }));
  return list;
}

/** Names of what is found, sorted. */
async function found(engine: TestEngine, query: string, scope = library): Promise<string[]> {
  const { ids, count } = await engine.call('search.run', { query, scope });
  const names: string[] = [];
  for (let at = 0; at < ids.length; at += 16) {
    const id = Buffer.from(ids.subarray(at, at + 16)).toString('hex');
    names.push((await engine.call('library.details', { id })).name);
  }
  expect(names).toHaveLength(count);
  return names.sort();
}

const undo = async (engine: TestEngine, id: string | null): Promise<number> =>
  (await engine.call('edit.undo', { undo: id ?? '' })).changed;

describe('searching', () => {
  it('finds by what is known of a photo, and follows what changes', async () => {
    const { engine, ids, vault } = await vaultWithPhotos();
    const { 'IMG_0001.png': one = '', 'IMG_0002.png': two = '', 'Sydney_Harbour.jpg': sydney = '' } = ids;
    expect(await found(engine, '')).toHaveLength(5);
    expect(await found(engine, 'cafe')).toEqual(['Café am See.png']);
    expect(await found(engine, 'img')).toEqual(['IMG_0001.png', 'IMG_0002.png']);
    expect(await found(engine, 'img_0002')).toEqual(['IMG_0002.png']);
    expect(await found(engine, '-img -cafe')).toEqual(['Sydney_Harbour.jpg', 'moving.gif']);
    expect(await found(engine, 'canon')).toEqual(['Sydney_Harbour.jpg']);
    expect(await found(engine, 'camera:40d lens:50mm')).toEqual(['Sydney_Harbour.jpg']);
    expect(await found(engine, 'camera:"canon eos 40d"')).toEqual(['Sydney_Harbour.jpg']);
    expect(await found(engine, 'camera:"canon"')).toEqual([]);
    expect(await found(engine, 'july 2019')).toEqual(['Sydney_Harbour.jpg']);
    expect(await found(engine, '2019-07-14')).toEqual(['Sydney_Harbour.jpg']);
    expect(await found(engine, 'has:place')).toEqual(['Sydney_Harbour.jpg']);
    expect(await found(engine, 'no:date')).toHaveLength(4);
    expect(await found(engine, 'type:gif')).toEqual(['moving.gif']);

    const { id: album } = await engine.call('album.create', { name: 'Reise ans Meer' });
    await engine.call('album.add', { album, ids: [one, sydney] });
    await engine.call('edit.tags', { ids: [one, two], add: ['Sea', 'red  wine'], remove: [] });
    await engine.call('edit.caption', { ids: [two], caption: 'Grandmother\nat the door' });
    await engine.call('edit.rating', { ids: [two, sydney], rating: 4 });
    await engine.call('library.favourite', { ids: [two], on: true });
    expect(await found(engine, 'meer')).toEqual(['IMG_0001.png', 'Sydney_Harbour.jpg']);
    expect(await found(engine, 'album:meer -has:tags')).toEqual(['Sydney_Harbour.jpg']);
    expect(await found(engine, 'tag:sea 0001')).toEqual(['IMG_0001.png']);
    expect(await found(engine, 'sea grandmother')).toEqual(['IMG_0002.png']);
    expect(await found(engine, 'rating:4..5')).toEqual(['IMG_0002.png', 'Sydney_Harbour.jpg']);
    expect(await found(engine, 'is:favourite')).toEqual(['IMG_0002.png']);
    expect(await found(engine, 'img', { of: 'favourites' })).toEqual(['IMG_0002.png']);
    expect(await found(engine, 'img', { of: 'album', album })).toEqual(['IMG_0001.png']);

    await engine.call('library.trash', { ids: [one] });
    expect(await found(engine, 'img')).toEqual(['IMG_0002.png']);
    expect(await found(engine, 'img', { of: 'trash' })).toEqual(['IMG_0001.png']);
    await engine.call('library.remove', { ids: [one] });
    expect(await found(engine, 'img', { of: 'trash' })).toEqual([]);
    await engine.call('album.delete', { album });
    expect(await found(engine, 'meer')).toEqual([]);

    await engine.call('vault.close', {});
    await engine.unlock(vault);
    expect(await found(engine, 'sea door')).toEqual(['IMG_0002.png']);
  });

  it('says which part to leave out when nothing fits', async () => {
    const { engine } = await vaultWithPhotos();
    const none = await engine.call('search.run', { query: 'img type:gif', scope: library });
    expect(none.count).toBe(0);
    expect(none.relaxed).toEqual([
      { start: 0, end: 3, photos: 1 },
      { start: 4, end: 12, photos: 2 },
    ]);
    expect(none.parts).toEqual([
      { start: 0, end: 3, negated: false, kind: 'words' },
      { start: 4, end: 12, negated: false, kind: 'type' },
    ]);
    const one = await engine.call('search.run', { query: 'nowhere', scope: library });
    expect(one.relaxed).toEqual([]);
    await expect(
      engine.call('search.run', { query: 'x', scope: { of: 'album', album: 'f'.repeat(32) } }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('completes what is being typed', async () => {
    const { engine, ids } = await vaultWithPhotos();
    await engine.call('edit.tags', { ids: Object.values(ids), add: ['Sea'], remove: [] });
    await engine.call('edit.tags', { ids: [ids['moving.gif'] ?? ''], add: ['Seaside walk'], remove: [] });
    const after = async (query: string): Promise<[string, number | null][]> =>
      (await engine.call('search.suggest', { query, caret: query.length })).map(({ text, photos }) => [
        text,
        photos,
      ]);
    expect(await after('x se')).toEqual([
      ['tag:"Sea"', 5],
      ['tag:"Seaside walk"', 1],
    ]);
    expect(await after('-tag:wal')).toEqual([['-tag:"Seaside walk"', 1]]);
    expect(await after('can')).toEqual([['camera:"Canon EOS 40D"', 1]]);
    expect(await after('fav')).toEqual([['is:favourite', null]]);
    expect(await after('type:vi')).toEqual([['type:video', null]]);
    expect(await after('')).toEqual([]);
    const middle = await engine.call('search.suggest', { query: 'tag:sea img', caret: 5 });
    expect(middle[0]).toMatchObject({ start: 0, end: 7, text: 'tag:"Sea"', label: 'Sea', kind: 'tag' });
  });

  it('finds photos by the nearest town and its country, and completes both', async () => {
    const { engine } = await vaultWithPhotos();
    const here = ['Sydney_Harbour.jpg'];
    for (const query of ['place:sydney', 'place:australia', 'place:australien', 'australia', 'place:AU'])
      expect(await found(engine, query)).toEqual(here);
    expect(await found(engine, 'place:paris')).toEqual([]);
    expect(await found(engine, '-place:sydney')).toHaveLength(4);
    const offered = await engine.call('search.suggest', { query: 'place:austr', caret: 11 });
    expect(offered).toMatchObject([{ kind: 'place', text: 'place:"Australia"', photos: 1 }]);
  });

  it('finds files of the same size, and look-alikes', async () => {
    const { engine } = await vaultWithPhotos();
    expect(await found(engine, 'is:samesize')).not.toContain('Sydney_Harbour.jpg');
    expect(await found(engine, 'is:lookalike -is:lookalike')).toEqual([]);
  });

  it('keeps searches under a name', async () => {
    const { engine, vault } = await vaultWithPhotos();
    const { id } = await engine.call('search.save', { name: ' Best of ', query: 'rating:5' });
    expect((await engine.call('search.save', { name: 'Best of', query: 'rating:4+' })).id).toBe(id);
    const { id: other } = await engine.call('search.save', { name: 'Trips', query: 'has:place' });
    await expect(engine.call('search.rename', { id: other, name: 'Best of' })).rejects.toMatchObject({
      code: 'name-taken',
    });
    await engine.call('search.rename', { id: other, name: 'Abroad' });
    await engine.call('vault.close', {});
    await engine.unlock(vault);
    expect(await engine.call('search.saved', {})).toEqual([
      { id: other, name: 'Abroad', query: 'has:place' },
      { id, name: 'Best of', query: 'rating:4+' },
    ]);
    await engine.call('search.forget', { id });
    expect(await engine.call('search.saved', {})).toHaveLength(1);
    await expect(engine.call('search.save', { name: '  ', query: '' })).rejects.toMatchObject({
      code: 'input-invalid',
    });
  });
});

describe('tags', () => {
  it('are one for any spelling, renamed, merged and deleted, and all of it is taken back', async () => {
    const { engine, ids } = await vaultWithPhotos();
    const { 'IMG_0001.png': one = '', 'IMG_0002.png': two = '' } = ids;
    const tags = async (id: string): Promise<string[]> => (await engine.call('library.details', { id })).tags;
    await engine.call('edit.tags', { ids: [one], add: ['Sea'], remove: [] });
    const again = await engine.call('edit.tags', { ids: [one, two], add: [' sea '], remove: [] });
    expect(again.changed).toBe(1);
    expect(await engine.call('tag.list', {})).toEqual([{ name: 'Sea', photos: 2 }]);
    await engine.call('edit.tags', { ids: [two], add: ['Beach'], remove: [] });

    const merged = await engine.call('tag.rename', { tag: 'Beach', to: 'sea' });
    expect(await tags(two)).toEqual(['Sea']);
    expect(await undo(engine, merged.undo)).toBe(1);
    expect(await tags(two)).toEqual(['Sea', 'Beach']);
    await engine.call('tag.rename', { tag: 'Sea', to: 'SEA' });
    expect(await tags(one)).toEqual(['SEA']);
    const gone = await engine.call('tag.delete', { tag: 'SEA' });
    expect(gone.changed).toBe(2);
    expect(await engine.call('tag.list', {})).toEqual([{ name: 'Beach', photos: 1 }]);
    await undo(engine, gone.undo);
    expect(await engine.call('tag.list', {})).toHaveLength(2);
    await expect(engine.call('tag.rename', { tag: 'SEA', to: ' \n ' })).rejects.toMatchObject({
      code: 'input-invalid',
    });
  });

  it('are only taken back where nobody has changed them since', async () => {
    const { engine, ids } = await vaultWithPhotos();
    const { 'IMG_0001.png': one = '', 'IMG_0002.png': two = '' } = ids;
    const rated = await engine.call('edit.rating', { ids: [one, two], rating: 3 });
    await engine.call('edit.rating', { ids: [two], rating: 5 });
    expect(await undo(engine, rated.undo)).toBe(1);
    expect((await engine.call('library.details', { id: one })).rating).toBeNull();
    expect((await engine.call('library.details', { id: two })).rating).toBe(5);
    await expect(undo(engine, rated.undo)).rejects.toMatchObject({ code: 'not-found' });
    expect(await engine.call('edit.rating', { ids: [two], rating: 5 })).toEqual({ changed: 0, undo: null });
  });
});

describe('dates and places', () => {
  it('are shifted, set, told by another clock, and what the file says is kept', async () => {
    const { engine, ids, vault } = await vaultWithPhotos();
    const { 'Sydney_Harbour.jpg': id = '', 'IMG_0001.png': undated = '' } = ids;
    const own = '2019-07-14T18:30:05.250+02:00';
    const date = async (of = id): Promise<string | null> =>
      (await engine.call('library.details', { id: of })).capturedAt;
    expect(
      await engine.call('edit.previewDate', { ids: [id, undated], change: { kind: 'shift', minutes: -90 } }),
    ).toEqual([
      { id, name: 'Sydney_Harbour.jpg', before: own, after: '2019-07-14T17:00:05.250+02:00' },
      { id: undated, name: 'IMG_0001.png', before: null, after: null },
    ]);
    expect(await date()).toBe(own);
    expect(
      (await engine.call('edit.date', { ids: [id, undated], change: { kind: 'shift', minutes: 1440 } }))
        .changed,
    ).toBe(1);
    expect(await date()).toBe('2019-07-15T18:30:05.250+02:00');
    const zoned = await engine.call('edit.date', { ids: [id], change: { kind: 'zone', minutes: 600 } });
    expect(await date()).toBe('2019-07-16T02:30:05.250+10:00');
    expect(await found(engine, '2019-07-16')).toEqual(['Sydney_Harbour.jpg']);
    await undo(engine, zoned.undo);
    await engine.call('edit.date', { ids: [id], change: { kind: 'region', region: 'Australia/Sydney' } });
    expect(await date()).toBe('2019-07-16T02:30:05.250+10:00');
    await expect(
      engine.call('edit.date', { ids: [id], change: { kind: 'region', region: 'Europe/Atlantis' } }),
    ).rejects.toMatchObject({ code: 'input-invalid' });
    await engine.call('edit.date', { ids: [id], change: { kind: 'region', region: 'Europe/Berlin' } });
    await engine.call('edit.date', { ids: [undated], change: { kind: 'set', to: '1999-12-31T23:59:00' } });
    expect(await found(engine, '1999')).toEqual(['IMG_0001.png']);
    await expect(
      engine.call('edit.date', { ids: [id], change: { kind: 'set', to: '2024-02-30T00:00:00' } }),
    ).rejects.toMatchObject({ code: 'input-invalid' });

    await engine.call('edit.place', {
      ids: [id, undated],
      change: { kind: 'set', latitude: 48.1, longitude: -11.5 },
    });
    const moved = await engine.call('library.details', { id });
    expect(moved).toMatchObject({
      latitude: 48.1,
      longitude: -11.5,
      altitude: null,
      original: { capturedAt: own },
    });
    expect(moved.original?.latitude).toBeCloseTo(-33.8598, 4);
    await engine.call('vault.close', {});
    await engine.unlock(vault);
    await engine.call('edit.place', { ids: [id, undated], change: { kind: 'original' } });
    await engine.call('edit.date', { ids: [id, undated], change: { kind: 'original' } });
    expect(await engine.call('library.details', { id })).toMatchObject({ capturedAt: own, original: null });
    expect(await engine.call('library.details', { id: undated })).toMatchObject({
      capturedAt: null,
      latitude: null,
      original: null,
    });
  });
});

describe('an album', () => {
  it('has its newest photo as cover, or the one that was chosen', async () => {
    const { engine, ids, vault } = await vaultWithPhotos();
    const { 'Sydney_Harbour.jpg': old = '', 'IMG_0001.png': fresh = '', 'IMG_0002.png': other = '' } = ids;
    const { id: album } = await engine.call('album.create', { name: 'Trip' });
    const cover = async (): Promise<string | null> => (await engine.call('album.list', {}))[0]?.cover ?? null;
    expect(await cover()).toBeNull();
    await engine.call('album.add', { album, ids: [old, fresh] });
    expect(await cover()).toBe(fresh);
    await engine.call('album.cover', { album, photo: old });
    await expect(engine.call('album.cover', { album, photo: other })).rejects.toMatchObject({
      code: 'not-found',
    });
    await engine.call('vault.close', {});
    await engine.unlock(vault);
    expect(await cover()).toBe(old);
    await engine.call('library.trash', { ids: [old] });
    expect(await cover()).toBe(fresh);
    await engine.call('library.restore', { ids: [old] });
    await engine.call('album.cover', { album, photo: null });
    expect(await cover()).toBe(fresh);
  });
});

describe('the trash', () => {
  it('deletes for ever, with its files and an entry in the log, what is due', async () => {
    const { engine, ids } = await vaultWithPhotos();
    const { 'IMG_0001.png': one = '' } = ids;
    await engine.call('library.trash', { ids: [one] });
    await engine.call('library.remove', { ids: [one] });
    const { items } = await engine.call('log.list', { before: null, limit: 1 });
    expect(items[0]?.event).toMatchObject({ event: 'deleted', photos: 1 });
    expect((await engine.engine.openMedia('original', one)).ok).toBe(false);
    expect((await engine.verify()).problemCount).toBe(0);
  });
});

describe('the archive', () => {
  it('takes photos out of the timeline and leaves them to be found', async () => {
    const { engine, ids } = await vaultWithPhotos();
    const { 'IMG_0001.png': one = '' } = ids;
    const done = await engine.call('edit.archive', { ids: [one], on: true });
    const columns = readColumns((await engine.call('library.index', {})).columns);
    const flags = [...columns.flags].filter((of) => (of & photoFlags.archived) !== 0);
    expect(flags).toHaveLength(1);
    expect(await found(engine, '', { of: 'archive' })).toEqual(['IMG_0001.png']);
    expect(await found(engine, 'is:archived')).toEqual(['IMG_0001.png']);
    await undo(engine, done.undo);
    expect(await found(engine, 'is:archived')).toEqual([]);
  });
});
