/** @file Every change of photos, albums, tags and searches is taken back and done again: each method that changes any of them, also over 10,000 photos at once. */
import { describe, expect, it } from 'vitest';
import { createCatalog, type PhotoRecord } from '../../src/main/engine/catalog/index.ts';
import { randomBytes, randomId } from '../../src/main/engine/crypto/index.ts';
import { engineMethods, type EngineMethodName, type Id } from '../../src/shared/contract.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { quickVault } from '../support/quick-vault.ts';
import { passphrase, TestEngine } from './open-engine.ts';

const rooms = /^(?:album|alike|edit|hidden|library|search|tag)\./u;
/** Those that change nothing that people have put in order, or cannot be taken back: the window asks before. */
const others: readonly EngineMethodName[] = [
  'album.list',
  'album.photos',
  'alike.groups',
  'alike.restore', // is a taking back itself
  'edit.previewDate',
  'hidden.conceal',
  'hidden.reveal',
  'hidden.state',
  'library.check',
  'library.details',
  'library.index',
  'library.putFrame', // a picture that was missing
  'library.remove', // deletes for ever
  'search.run',
  'search.saved',
  'search.suggest',
  'tag.list',
  'tag.of',
];

function photo(at: number, more: Partial<PhotoRecord> = {}): PhotoRecord {
  const day = String((at % 28) + 1).padStart(2, '0');
  return {
    blob: randomId(),
    name: `IMG_${String(at)}.jpg`,
    bytes: 1000 + at,
    digest: randomBytes(32).toString('hex'),
    mime: 'image/jpeg',
    width: 400,
    height: 300,
    capturedAt: `2024-07-${day}T10:00:00+02:00`,
    modifiedAt: '2024-07-01T00:00:00Z',
    importedAt: '2024-08-01T00:00:00Z',
    import: randomId(),
    camera: 'Canon',
    ...more,
  };
}

/** An engine with a vault of these photos, rows without files. */
async function engineWith(records: readonly PhotoRecord[]): Promise<{ engine: TestEngine; ids: Id[] }> {
  const { vault } = await quickVault();
  const catalog = createCatalog(vault);
  const ids = records.map(() => randomId());
  catalog.change((tx) => {
    for (const [at, id] of ids.entries()) {
      const record = records[at];
      // Those that are told apart by eye have a picture, and can be an album's cover.
      const pictured = record?.look !== undefined && { thumb: tx.putThumb(id, 'image/webp', randomBytes(9)) };
      if (record !== undefined) tx.putPhoto(id, { ...record, ...pictured });
    }
  });
  catalog.close();
  await vault.close();
  const engine = new TestEngine();
  await engine.unlock(vault.path);
  return { engine, ids };
}

/** All that a user can see of what was put in order. */
async function seen({ call }: { call: TestEngine['call'] }, ids: readonly Id[]): Promise<unknown> {
  const albums = await call('album.list', {});
  return {
    photos: await Promise.all(ids.map((id) => call('library.details', { id }))),
    albums,
    orders: await Promise.all(
      albums.map(async ({ id }) => {
        const { ids: packed, sort } = await call('album.photos', { album: id });
        const text = Buffer.from(packed).toString('hex');
        const order = text.match(/.{32}/gu) ?? [];
        return sort === 'newest' || sort === 'oldest' ? [sort, ...order.sort()] : [sort, ...order];
      }),
    ),
    searches: await call('search.saved', {}),
    tags: await call('tag.list', {}),
    groups: (await call('alike.groups', { limit: 10 })).groups,
    info: await call('vault.info', {}).then(({ photos, trashed }) => ({ photos, trashed })),
  };
}

const look = Buffer.alloc(16, 0x5a).toString('base64');

describe('taking back', () => {
  it('is possible for every method that changes what people have put in order, and so is doing it again', async () => {
    const { engine, ids } = await engineWith([
      photo(1, { tags: ['Sea'], caption: 'Here', rating: 3, look }),
      photo(2, { tags: ['Sea', 'Boat'], favourite: true, look }),
      photo(3, { latitude: 48, longitude: 11, archived: true }),
      photo(4, { trashedAt: '2024-09-01T00:00:00Z' }),
      photo(5, { hidden: true }),
    ]);
    const [one = '', two = '', three = '', gone = '', hidden = ''] = ids;
    const call: TestEngine['call'] = (method, input) => engine.call(method, input);
    await call('hidden.reveal', {
      secret: { kind: 'passphrase', passphrase: passphraseBytes(passphrase) },
    });
    const album = async (name: string, parent: Id | null = null): Promise<Id> =>
      (await call('album.create', { name, parent })).id;
    const [trip, summer] = [await album('Trip'), await album('Summer')];
    const day = await album('Day', trip);
    await call('album.add', { album: trip, ids: [one, two, hidden] });
    await call('album.add', { album: day, ids: [three] });
    const { id: search } = await call('search.save', { name: 'Best', query: 'rating:5' });

    const some = [one, two, three];
    const changes: Partial<Record<EngineMethodName, () => Promise<{ readonly undo: Id | null }>>> = {
      'album.create': () => call('album.create', { name: 'New', parent: trip }),
      'album.add': () => call('album.add', { album: summer, ids: some }),
      'album.remove': () => call('album.remove', { album: trip, ids: [one, three] }),
      'album.rename': () => call('album.rename', { album: trip, name: 'Journey' }),
      'album.move': () => call('album.move', { album: summer, parent: day }),
      'album.sort': () => call('album.sort', { album: trip, sort: 'own' }),
      'album.arrange': () => call('album.arrange', { album: trip, ids: [two], before: null }),
      'album.cover': () => call('album.cover', { album: trip, photo: one }),
      'album.merge': () => call('album.merge', { album: trip, into: summer }),
      'album.delete': () => call('album.delete', { album: trip }),
      'search.save': () => call('search.save', { name: 'Best', query: 'rating:4+' }),
      'search.rename': () => call('search.rename', { id: search, name: 'Good' }),
      'search.forget': () => call('search.forget', { id: search }),
      'tag.rename': () => call('tag.rename', { tag: 'Boat', to: 'sea' }),
      'tag.delete': () => call('tag.delete', { tag: 'Sea' }),
      'edit.tags': () => call('edit.tags', { ids: some, add: ['New'], remove: ['Sea'] }),
      'edit.rating': () => call('edit.rating', { ids: some, rating: 5 }),
      'edit.caption': () => call('edit.caption', { ids: some, caption: 'All of us' }),
      'edit.date': () => call('edit.date', { ids: some, change: { kind: 'zone', minutes: -300 } }),
      'edit.place': () =>
        call('edit.place', { ids: some, change: { kind: 'set', latitude: -33, longitude: 151 } }),
      'edit.turn': () => call('edit.turn', { ids: some, quarters: 3 }),
      'edit.archive': () => call('edit.archive', { ids: some, on: true }),
      'hidden.set': () => call('hidden.set', { ids: [one, hidden], on: true }),
      'library.trash': () => call('library.trash', { ids: [...some, gone] }),
      'library.restore': () => call('library.restore', { ids: [one, gone] }),
      'library.favourite': () => call('library.favourite', { ids: some, on: true }),
      'alike.dismiss': () => call('alike.dismiss', { ids: [one, two] }),
    };
    const all = (Object.keys(engineMethods) as EngineMethodName[]).filter((name) => rooms.test(name));
    expect([...Object.keys(changes), ...others, 'edit.undo'].sort()).toEqual(all.sort());

    for (const [name, change] of Object.entries(changes)) {
      const before = await seen({ call }, ids);
      const { undo } = await change();
      const after = await seen({ call }, ids);
      expect(after, name).not.toEqual(before);
      const { undo: again } = await call('edit.undo', { undo: undo ?? '' });
      expect(await seen({ call }, ids), `${name} taken back`).toEqual(before);
      const { undo: back } = await call('edit.undo', { undo: again ?? '' });
      expect(await seen({ call }, ids), `${name} done again`).toEqual(after);
      await call('edit.undo', { undo: back ?? '' });
      expect(await seen({ call }, ids), `${name} taken back once more`).toEqual(before);
    }
  });

  it('leaves an album that was made and holds something by now', async () => {
    const { engine, ids } = await engineWith([photo(1), photo(2)]);
    const [one = '', two = ''] = ids;
    const { id, undo } = await engine.call('album.create', { name: 'Trip' });
    const added = await engine.call('album.add', { album: id, ids: [one] });
    expect(await engine.call('edit.undo', { undo: undo ?? '' })).toEqual({ changed: 0, undo: null });
    expect(await engine.call('album.list', {})).toMatchObject([{ name: 'Trip', photos: 1 }]);
    // Made again by the same name it is the one there is: nothing to take back.
    expect(await engine.call('album.create', { name: 'Trip' })).toEqual({ id, undo: null });
    await engine.call('edit.undo', { undo: added.undo ?? '' });
    const inside = await engine.call('album.create', { name: 'Day', parent: id });
    const secret = await engine.call('album.add', { album: inside.id, ids: [two] });
    await engine.call('hidden.set', { ids: [two], on: true });
    // What is hidden in it is not told of, and not lost either.
    expect(await engine.call('edit.undo', { undo: inside.undo ?? '' })).toEqual({ changed: 0, undo: null });
    expect(secret.added).toEqual([two]);
  });

  it('says nothing of hidden photos', async () => {
    const { engine, ids } = await engineWith([photo(1), photo(2)]);
    const [one = ''] = ids;
    const { undo } = await engine.call('edit.rating', { ids, rating: 4 });
    await engine.call('hidden.set', { ids: [one], on: true });
    expect((await engine.call('edit.undo', { undo: undo ?? '' })).changed).toBe(1);
    expect(await engine.call('search.run', { query: 'rating:4', scope: { of: 'library' } })).toMatchObject({
      count: 0,
    });
  });

  it('brings 10,000 photos back at once, after their albums were moved and made one', async () => {
    const { engine, ids } = await engineWith(Array.from({ length: 10_000 }, (_, at) => photo(at)));
    const rows = async (): Promise<string> => {
      const { columns } = await engine.call('library.index', {});
      return Buffer.from(columns).toString('base64');
    };
    const before = await rows();
    const undos: (Id | null)[] = [];
    const shift = await engine.call('edit.date', { ids, change: { kind: 'shift', minutes: 1441 } });
    expect(shift.changed).toBe(10_000);
    undos.push(shift.undo);
    const [trip, summer] = [
      (await engine.call('album.create', { name: 'Trip' })).id,
      (await engine.call('album.create', { name: 'Summer' })).id,
    ];
    undos.push((await engine.call('album.add', { album: trip, ids })).undo);
    undos.push((await engine.call('album.move', { album: trip, parent: summer })).undo);
    undos.push((await engine.call('album.merge', { album: trip, into: summer })).undo);
    expect(await rows()).not.toEqual(before);
    const counts: number[] = [];
    for (const undo of undos.toReversed())
      counts.push((await engine.call('edit.undo', { undo: undo ?? '' })).changed);
    expect(counts).toEqual([10_000, 0, 10_000, 10_000]);
    expect(await rows()).toEqual(before);
    expect(await engine.call('album.list', {})).toMatchObject([
      { name: 'Summer', parent: null, photos: 0 },
      { name: 'Trip', parent: null, photos: 0 },
    ]);
  });
});
