/** @file Hidden photos: nobody is told of them before the passphrase was entered once more, by any method there is. */
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { columnId, photoFlags, readColumns } from '../../src/shared/columns.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { FULL_EXIF, jpegWith, plain } from '../support/pictures.ts';
import { folderWith, passphrase, TestEngine } from './open-engine.ts';

/** Three photos; the one with place, camera and tag is hidden. */
async function vaultWithHidden(): Promise<{
  engine: TestEngine;
  hidden: string;
  others: string[];
  album: string;
}> {
  const engine = new TestEngine();
  await engine.create(await folderWith());
  onTestFinished(async () => {
    await engine.engine.call('vault.close', {});
  });
  const color = (r: number): Promise<Buffer> => plain(40, 30, { r, g: 20, b: 90 }).png().toBuffer();
  const source = await folderWith({
    'secret.jpg': await jpegWith(FULL_EXIF),
    'a.png': await color(9),
    'b.png': await color(99),
  });
  await engine.import([source]);
  const columns = readColumns((await engine.call('library.index', {})).columns);
  const ids = Array.from({ length: columns.count }, (_, at) => columnId(columns, at));
  const names = await Promise.all(ids.map(async (id) => (await engine.call('library.details', { id })).name));
  const hidden = ids[names.indexOf('secret.jpg')] ?? '';
  const { id: album } = await engine.call('album.create', { name: 'Trip' });
  await engine.call('album.add', { album, ids: [hidden] });
  await engine.call('edit.tags', { ids: [hidden], add: ['private'], remove: [] });
  await engine.call('hidden.set', { ids: [hidden], on: true });
  return { engine, hidden, others: ids.filter((id) => id !== hidden), album };
}

const idsOf = (packed: Uint8Array): string[] =>
  Array.from({ length: packed.length / 16 }, (_, at) =>
    Buffer.from(packed).toString('hex', at * 16, at * 16 + 16),
  );
const reveal = (engine: TestEngine, text = passphrase): Promise<unknown> =>
  engine.call('hidden.reveal', { secret: { kind: 'passphrase', passphrase: passphraseBytes(text) } });

describe('hidden photos', () => {
  it('are in no list, count, search or picture', async () => {
    const { engine, hidden, others, album } = await vaultWithHidden();
    const index = readColumns((await engine.call('library.index', {})).columns);
    expect(Array.from({ length: index.count }, (_, at) => columnId(index, at)).sort()).toEqual(
      [...others].sort(),
    );
    expect((await engine.call('vault.info', {})).photos).toBe(2);
    expect(idsOf((await engine.call('album.photos', { album })).ids)).toEqual([]);
    expect((await engine.call('album.list', {}))[0]).toMatchObject({ photos: 0, cover: null });
    expect(await engine.call('tag.list', {})).toEqual([]);
    expect((await engine.call('places.index', {})).towns).toEqual([]);
    for (const query of ['secret', 'tag:private', 'has:place', 'album:trip', ''])
      expect((await engine.call('search.run', { query, scope: { of: 'library' } })).count).toBe(
        query === '' ? 2 : 0,
      );
    expect((await engine.call('search.run', { query: 'secret', scope: { of: 'album', album } })).count).toBe(
      0,
    );
    for (const query of ['tag:', 'camera:', 'place:'])
      expect(await engine.call('search.suggest', { query, caret: query.length })).toEqual([]);
    const [report] = await engine.call('import.list', {});
    expect(idsOf((await engine.call('import.photos', { import: report?.id ?? '' })).ids)).not.toContain(
      hidden,
    );
    const destination = await folderWith();
    for (const ask of [
      () => engine.call('library.details', { id: hidden }),
      () => engine.call('library.check', { id: hidden }),
      () => engine.call('library.trash', { ids: [hidden] }),
      () => engine.call('library.favourite', { ids: [hidden], on: true }),
      () => engine.call('edit.caption', { ids: [hidden], caption: 'x' }),
      () => engine.call('edit.previewDate', { ids: [hidden], change: { kind: 'original' } }),
      () => engine.call('hidden.set', { ids: [hidden], on: false }),
      () => engine.call('tag.of', { ids: [hidden] }),
      () => engine.call('album.add', { album, ids: [hidden] }),
      () =>
        engine.call('export.start', {
          destination,
          selection: { of: 'ids', ids: [hidden] },
        }),
    ])
      await expect(ask()).rejects.toThrow('not-found');
    await expect(
      engine.call('export.start', { destination, selection: { of: 'all-and-hidden' } }),
    ).rejects.toThrow('photos-hidden');
    await expect(engine.call('search.run', { query: '', scope: { of: 'hidden' } })).rejects.toThrow(
      'photos-hidden',
    );
    for (const kind of ['thumb', 'original', 'preview'] as const)
      expect(await engine.engine.openMedia(kind, hidden)).toMatchObject({
        ok: false,
        error: { code: 'not-found' },
      });
  });

  it('are told of after the passphrase, not after another one, and only until they are concealed', async () => {
    const { engine, hidden } = await vaultWithHidden();
    await expect(reveal(engine, 'something else')).rejects.toThrow('secret-wrong');
    expect(await engine.call('hidden.state', {})).toEqual({ revealed: false });
    await expect(engine.call('library.details', { id: hidden })).rejects.toThrow('not-found');

    engine.libraryNews.length = 0;
    await reveal(engine);
    await expect.poll(() => engine.libraryNews.length).toBeGreaterThan(0);
    const columns = readColumns(engine.libraryNews.at(-1)?.columns ?? new Uint8Array(0));
    expect(columnId(columns, 0)).toBe(hidden);
    expect((columns.flags[0] ?? 0) & photoFlags.hidden).toBe(photoFlags.hidden);
    expect((await engine.call('library.details', { id: hidden })).name).toBe('secret.jpg');
    expect((await engine.call('search.run', { query: 'secret', scope: { of: 'hidden' } })).count).toBe(1);
    // Revealed or not, they are only where hidden photos are.
    expect((await engine.call('search.run', { query: 'secret', scope: { of: 'library' } })).count).toBe(0);
    await expect(engine.call('library.trash', { ids: [hidden] })).rejects.toThrow('input-invalid');
    const open = await engine.engine.openMedia('original', hidden);
    expect(open.ok).toBe(true);

    await engine.call('hidden.conceal', {});
    await expect(engine.call('library.details', { id: hidden })).rejects.toThrow('not-found');
    await expect.poll(() => engine.libraryNews.at(-1)?.removed).toEqual([hidden]);
    // What was open is read no further.
    if (open.ok) {
      const pieces = open.value.read(0, open.value.size)[Symbol.asyncIterator]();
      await expect(pieces.next()).rejects.toThrow();
      open.value.close();
    }
  });

  it('have no name in reports and in what a check has found, before they are revealed', async () => {
    const { engine, hidden } = await vaultWithHidden();
    const [report] = await engine.call('import.list', {});
    const items = async () =>
      (await engine.call('import.items', { import: report?.id ?? '', result: null, offset: 0, limit: 10 }))
        .items;
    const concealed = await items();
    expect(concealed.filter((item) => item.hidden === true)).toEqual([
      {
        path: '',
        bytes: expect.any(Number) as number,
        result: 'imported',
        reason: null,
        photo: null,
        hidden: true,
      },
    ]);
    expect(JSON.stringify(concealed)).not.toContain('secret');

    const { path: vault } = await engine.call('vault.info', {});
    const blobs = path.join(vault, 'blobs');
    const files = (await readdir(blobs, { recursive: true, withFileTypes: true })).filter((file) =>
      file.isFile(),
    );
    for (const file of files) await rm(path.join(file.parentPath, file.name));
    const { problems } = await engine.verify();
    const last = (await engine.call('verify.last', {}))?.problems ?? [];
    for (const found of [problems, last]) {
      expect(found.map(({ id, name }) => `${String(id)} ${String(name)}`)).toContain('null null');
      expect(found.filter((problem) => problem.hidden === true).length).toBeGreaterThan(0);
      expect(JSON.stringify(found)).not.toMatch(new RegExp(`secret|${hidden}`, 'u'));
    }

    await reveal(engine);
    expect((await items()).map((item) => path.basename(item.path))).toContain('secret.jpg');
    expect((await engine.call('verify.last', {}))?.problems.map(({ name }) => name)).toContain('secret.jpg');
  });

  it('stay hidden when the vault is opened again, and come back as they were', async () => {
    const { engine, hidden, album } = await vaultWithHidden();
    const { path: vault } = await engine.call('vault.info', {});
    await engine.call('vault.close', {});
    await engine.unlock(vault);
    expect((await engine.call('vault.info', {})).photos).toBe(2);
    await reveal(engine);
    const { undo } = await engine.call('hidden.set', { ids: [hidden], on: false });
    expect((await engine.call('vault.info', {})).photos).toBe(3);
    expect(idsOf((await engine.call('album.photos', { album })).ids)).toEqual([hidden]);
    // In the trash meanwhile: undoing does not hide what everybody can see there.
    await engine.call('library.trash', { ids: [hidden] });
    expect(await engine.call('edit.undo', { undo: undo ?? '' })).toEqual({ changed: 0, undo: null });
    await expect(engine.call('hidden.set', { ids: [hidden], on: true })).rejects.toThrow('input-invalid');
    expect((await engine.verify()).problems).toEqual([]);
  });
});
