/** @file Albums in one another through the engine's one face: moved, sorted, merged, deleted, all of it undone, and exported and imported again. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { mostAlbumLevels } from '../../src/shared/contract/albums.ts';
import { columnId, readColumns } from '../../src/shared/columns.ts';
import { plain } from '../support/pictures.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { folderWith, passphrase, TestEngine } from './open-engine.ts';

interface Given {
  readonly engine: TestEngine;
  readonly vault: string;
  readonly ids: readonly string[];
  readonly make: (name: string, parent?: string) => Promise<string>;
  /** Names of albums with how deep they lie and how many photos they show, in the order of the list. */
  readonly tree: () => Promise<string[]>;
  readonly photosOf: (album: string) => Promise<string[]>;
  readonly undo: (change: Promise<{ undo: string | null }>) => Promise<() => Promise<unknown>>;
}

async function vaultWithThree(): Promise<Given> {
  const engine = new TestEngine();
  const vault = await engine.create(await folderWith());
  onTestFinished(async () => {
    await engine.engine.call('vault.close', {});
  });
  const color = (r: number): Promise<Buffer> => plain(40, 30, { r, g: 20, b: 90 }).png().toBuffer();
  await engine.import([
    await folderWith({
      'IMG_10.png': await color(9),
      'IMG_2.png': await color(99),
      'IMG_1.png': await color(200),
    }),
  ]);
  const columns = readColumns((await engine.call('library.index', {})).columns);
  const ids = Array.from({ length: columns.count }, (_, at) => columnId(columns, at));
  return {
    engine,
    vault,
    ids,
    make: async (name, parent) =>
      (await engine.call('album.create', parent === undefined ? { name } : { name, parent })).id,
    tree: async () => {
      const albums = await engine.call('album.list', {});
      const depth = (id: string | null): number =>
        id === null ? 0 : 1 + depth(albums.find((album) => album.id === id)?.parent ?? null);
      return albums.map(({ id, name, photos }) => `${String(depth(id))} ${name} ${String(photos)}`);
    },
    photosOf: async (album) => {
      const { ids: packed } = await engine.call('album.photos', { album });
      const text = Buffer.from(packed).toString('hex');
      const names: string[] = [];
      for (const id of text.match(/.{32}/gu) ?? [])
        names.push((await engine.call('library.details', { id })).name);
      return names;
    },
    undo: async (change) => {
      const { undo } = await change;
      return () => engine.call('edit.undo', { undo: undo ?? '' });
    },
  };
}

describe('albums in one another', () => {
  it('show what lies in them, are moved, and never lie in themselves or too deep', async () => {
    const { engine, vault, ids, make, tree, photosOf, undo } = await vaultWithThree();
    const travel = await make('Travel');
    const italy = await make('Italy', travel);
    const rome = await make('Rome', italy);
    expect(await make('Italy', travel)).toBe(italy);
    const other = await make('Italy'); // another place, another album
    await engine.call('album.add', { album: rome, ids: ids.slice(0, 2) });
    await engine.call('album.add', { album: travel, ids: ids.slice(1) });
    expect((await tree()).sort()).toEqual(['1 Italy 0', '1 Travel 3', '2 Italy 2', '3 Rome 2']);
    const scope = { of: 'album', album: italy } as const;
    expect((await engine.call('search.run', { query: '', scope })).count).toBe(2);
    expect((await engine.call('search.run', { query: 'album:travel', scope: { of: 'library' } })).count).toBe(
      3,
    );
    // Offered by name: each name once, with all the photos that it finds.
    await engine.call('album.add', { album: other, ids: ids.slice(1) });
    const offered = await engine.call('search.suggest', { query: 'album:', caret: 6 });
    expect(offered.map(({ label, photos }) => `${label} ${String(photos)}`).sort()).toEqual([
      'Italy 3',
      'Rome 2',
      'Travel 3',
    ]);
    await engine.call('edit.tags', { ids: [...ids], add: ['5" pot', '5  pot'], remove: [] });
    const tags = await engine.call('search.suggest', { query: 'tag:5', caret: 5 });
    expect(new Set(tags.map(({ text }) => text)).size).toBe(tags.length);

    await expect(engine.call('album.move', { album: travel, parent: rome })).rejects.toThrow('album-unfit');
    await expect(engine.call('album.move', { album: travel, parent: travel })).rejects.toThrow('album-unfit');
    await expect(engine.call('album.move', { album: italy, parent: null })).rejects.toThrow('name-taken');
    await expect(engine.call('album.merge', { album: travel, into: rome })).rejects.toThrow('album-unfit');
    let deepest = rome;
    for (let level = 4; level <= mostAlbumLevels; level += 1)
      deepest = await make(`Level ${String(level)}`, deepest);
    await expect(make('Deeper', deepest)).rejects.toThrow('album-unfit');
    await expect(engine.call('album.move', { album: travel, parent: other })).rejects.toThrow('album-unfit');

    const back = await undo(engine.call('album.move', { album: rome, parent: other }));
    expect(await photosOf(italy)).toEqual([]);
    await back();
    expect(await photosOf(italy)).toHaveLength(2);
    // Out of the album, out of those in it.
    const out = await undo(engine.call('album.remove', { album: travel, ids: ids.slice(0, 1) }));
    expect(await photosOf(rome)).toHaveLength(1);
    await out();
    expect(await photosOf(rome)).toHaveLength(2);

    const before = await tree();
    await engine.call('vault.close', {});
    await engine.unlock(vault);
    expect(await tree()).toEqual(before);
    expect((await engine.verify()).problems).toEqual([]);
  });

  it('are merged and deleted, with what lies in them, and brought back', async () => {
    const { engine, ids, make, tree, undo } = await vaultWithThree();
    const [a, b] = [await make('A'), await make('B')];
    const [inA] = [await make('Same', a), await make('Same', b)];
    await engine.call('album.add', { album: a, ids: ids.slice(0, 1) });
    await engine.call('album.add', { album: inA, ids: ids.slice(1, 2) });
    await engine.call('album.add', { album: b, ids: ids.slice(0, 1) });
    const before = await tree();
    const unmerge = await undo(engine.call('album.merge', { album: a, into: b }));
    expect((await tree()).sort()).toEqual(['1 B 2', '2 Same (2) 1', '2 Same 0']);
    await unmerge();
    expect(await tree()).toEqual(before);
    const undelete = await undo(engine.call('album.delete', { album: a }));
    expect((await tree()).sort()).toEqual(['1 B 1', '1 Same 1', '2 Same 0']);
    await undelete();
    expect(await tree()).toEqual(before);
  });

  it('are sorted by name as people count, or by date, and have the cover somebody chose', async () => {
    const { engine, ids, make, photosOf } = await vaultWithThree();
    const album = await make('Trip');
    await engine.call('album.add', { album, ids: [...ids] });
    await engine.call('album.sort', { album, sort: 'name' });
    expect(await photosOf(album)).toEqual(['IMG_1.png', 'IMG_2.png', 'IMG_10.png']);
    const [first = ''] = ids;
    await engine.call('album.cover', { album, photo: first });
    expect((await engine.call('album.list', {}))[0]).toMatchObject({
      sort: 'name',
      cover: first,
      chosen: true,
    });
    await engine.call('album.cover', { album, photo: null });
    expect((await engine.call('album.list', {}))[0]).toMatchObject({ chosen: false });
  });

  it('have an order of their own that photos are moved in, kept beside the others, taken back, and there after locking', async () => {
    const { engine, vault, ids, make, photosOf, undo } = await vaultWithThree();
    const [travel, other] = [await make('Travel'), await make('Other')];
    const rome = await make('Rome', travel);
    await engine.call('album.add', { album: travel, ids: ids.slice(0, 2) });
    await engine.call('album.add', { album: rome, ids: ids.slice(2) });
    const names = new Map<string, string>();
    for (const id of ids) names.set((await engine.call('library.details', { id })).name, id);
    const [one = '', two = '', ten = ''] = ['IMG_1.png', 'IMG_2.png', 'IMG_10.png'].map((name) =>
      names.get(name),
    );
    const move = (moved: string[], before: string | null) =>
      engine.call('album.arrange', { album: travel, ids: moved, before });

    // It begins with what is seen.
    await engine.call('album.sort', { album: travel, sort: 'name' });
    await engine.call('album.sort', { album: travel, sort: 'own' });
    expect(await photosOf(travel)).toEqual(['IMG_1.png', 'IMG_2.png', 'IMG_10.png']);
    await move([ten], one);
    expect(await photosOf(travel)).toEqual(['IMG_10.png', 'IMG_1.png', 'IMG_2.png']);
    // Several keep the order they have, however they are named; before one of them is where it stands.
    const back = await undo(move([two, ten], two));
    expect(await photosOf(travel)).toEqual(['IMG_1.png', 'IMG_10.png', 'IMG_2.png']);
    await back();
    expect(await photosOf(travel)).toEqual(['IMG_10.png', 'IMG_1.png', 'IMG_2.png']);
    expect((await move([two], null)).undo).toBeNull();
    await expect(move([two], 'f'.repeat(32))).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      engine.call('album.arrange', { album: other, ids: [one], before: null }),
    ).rejects.toMatchObject({ code: 'not-found' });

    await engine.call('album.sort', { album: travel, sort: 'newest' });
    await engine.call('vault.close', {});
    await engine.unlock(vault);
    await engine.call('album.sort', { album: travel, sort: 'own' });
    expect(await photosOf(travel)).toEqual(['IMG_10.png', 'IMG_1.png', 'IMG_2.png']);
    // What comes is last, and what is gone does not count.
    await engine.call('album.remove', { album: travel, ids: [ten] });
    await engine.call('library.trash', { ids: [one] });
    await engine.call('library.remove', { ids: [one] });
    await engine.call('album.add', { album: rome, ids: [two] });
    expect(await photosOf(travel)).toEqual(['IMG_2.png']);
    expect((await engine.verify()).problems).toEqual([]);
  });

  it('keep hidden photos where they were put while others are moved', async () => {
    const { engine, ids, make, photosOf } = await vaultWithThree();
    const album = await make('Trip');
    const [first = '', second = '', third = ''] = ids;
    await engine.call('album.add', { album, ids: [...ids] });
    await engine.call('album.sort', { album, sort: 'own' });
    const before = await photosOf(album);
    await engine.call('hidden.set', { ids: [second], on: true });
    await expect(engine.call('album.arrange', { album, ids: [first], before: second })).rejects.toMatchObject(
      { code: 'not-found' },
    );
    await engine.call('album.arrange', { album, ids: [third], before: first });
    await engine.call('hidden.reveal', {
      secret: { kind: 'passphrase', passphrase: passphraseBytes(passphrase) },
    });
    await engine.call('hidden.set', { ids: [second], on: false });
    expect(await photosOf(album)).toEqual([before[2], before[0], before[1]]);
  });

  it('are there again in an empty vault that everything was exported to and imported into', async () => {
    const { engine, ids, make, tree } = await vaultWithThree();
    const travel = await make('Travel');
    const rome = await make('Rome / Roma \\ Ρώμη', await make('Italy', travel));
    await engine.call('album.add', { album: rome, ids: ids.slice(0, 2) });
    await engine.call('album.add', { album: travel, ids: ids.slice(2) });
    const before = await tree();
    const target = await folderWith();
    const { job } = await engine.call('export.start', {
      destination: target,
      selection: { of: 'all' },
      options: { layout: 'albums', sidecars: true },
    });
    await engine.end(job);
    const again = new TestEngine();
    await again.create(await folderWith());
    onTestFinished(async () => {
      await again.engine.call('vault.close', {});
    });
    await again.import([target]);
    const albums = await again.call('album.list', {});
    const depth = (id: string | null): number =>
      id === null ? 0 : 1 + depth(albums.find((album) => album.id === id)?.parent ?? null);
    expect(albums.map(({ id, name, photos }) => `${String(depth(id))} ${name} ${String(photos)}`)).toEqual(
      before,
    );
  });
});
