/** @file Finding photos by place and by likeness, through the engine's one face. */
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { columnId, readColumns } from '../../src/shared/columns.ts';
import { readPlaceColumns } from '../../src/shared/contract/discovering.ts';
import { FULL_EXIF, jpegWith, plain, scene } from '../support/pictures.ts';
import { folderWith, TestEngine } from './open-engine.ts';

async function vaultWith(files: Record<string, Buffer>): Promise<{
  engine: TestEngine;
  vault: string;
  ids: Record<string, string>;
}> {
  const engine = new TestEngine();
  const vault = await engine.create(await folderWith());
  onTestFinished(async () => {
    await engine.engine.call('vault.close', {});
  });
  await engine.import([await folderWith(files)]);
  const columns = readColumns((await engine.call('library.index', {})).columns);
  const ids: Record<string, string> = {};
  for (let at = 0; at < columns.count; at += 1) {
    const details = await engine.call('library.details', { id: columnId(columns, at) });
    ids[details.name] = details.id;
  }
  return { engine, vault, ids };
}

describe('places', () => {
  it('are those of the photos that are not in the trash, with the towns they are near', async () => {
    const { engine, ids } = await vaultWith({
      'here.jpg': await jpegWith(FULL_EXIF),
      'nowhere.png': await plain(40, 30, { r: 1, g: 2, b: 200 }).png().toBuffer(),
      'lisbon.png': await plain(40, 30, { r: 1, g: 200, b: 2 }).png().toBuffer(),
    });
    const lisbon = ids['lisbon.png'] ?? '';
    await engine.call('edit.place', {
      ids: [lisbon],
      change: { kind: 'set', latitude: 38.7139, longitude: -9.1394 },
    });
    const { columns, towns } = await engine.call('places.index', {});
    const places = readPlaceColumns(columns);
    expect(places.count).toBe(2);
    const rows = Array.from({ length: 2 }, (_, row) => [
      Buffer.from(places.id.subarray(row * 16, row * 16 + 16)).toString('hex'),
      towns[places.town[row] ?? 0],
    ]);
    expect(rows).toContainEqual([lisbon, { name: 'Lisbon', country: 'PT' }]);
    expect(rows.map(([id]) => id)).toContain(ids['here.jpg']);

    await engine.call('library.trash', { ids: [lisbon] });
    expect(readPlaceColumns((await engine.call('places.index', {})).columns).count).toBe(1);
  });

  it('are found by the beginning of a name, the largest first, whatever the accents', async () => {
    const { engine } = await vaultWith({});
    const found = async (name: string): Promise<string[]> =>
      (await engine.call('places.find', { name })).map((town) => `${town.name} ${town.country}`);
    expect((await found('lisb'))[0]).toBe('Lisbon PT');
    expect((await found('sao pau'))[0]).toBe('São Paulo BR');
    expect((await found('Zür'))[0]).toBe('Zürich CH');
    expect(await found('paris')).toHaveLength(8);
    expect(await found(' ')).toEqual([]);
    expect(await found('Nowhere at all')).toEqual([]);
    const [lisbon] = await engine.call('places.find', { name: 'Lisbon' });
    expect(
      await engine.call('places.name', {
        latitude: lisbon?.latitude ?? 0,
        longitude: lisbon?.longitude ?? 0,
      }),
    ).toMatchObject({ name: 'Lisbon', country: 'PT', km: expect.closeTo(0, 1) as number });
  });

  it('have a name, or none far from any town', async () => {
    const { engine } = await vaultWith({});
    expect(await engine.call('places.name', { latitude: 46.02, longitude: 7.75 })).toMatchObject({
      name: 'Zermatt',
      country: 'CH',
    });
    expect(await engine.call('places.name', { latitude: 0, longitude: -150 })).toBeNull();
  });
});

describe('look-alikes', () => {
  async function alike(): Promise<Awaited<ReturnType<typeof vaultWith>>> {
    const photo = await scene(800, 600, 4);
    return vaultWith({
      'photo.jpg': photo,
      'smaller.jpg': await sharp(photo).resize(400).jpeg({ quality: 70 }).toBuffer(),
      'other.jpg': await scene(800, 600, 5),
    });
  }
  const names = (groups: readonly (readonly { readonly name: string }[])[]): string[][] =>
    groups.map((group) => group.map(({ name }) => name));

  it('are found, the best first, and not again once they are called different', async () => {
    const { engine, ids, vault } = await alike();
    const found = await engine.call('alike.groups', { limit: 100 });
    expect(names(found.groups)).toEqual([['photo.jpg', 'smaller.jpg']]);
    expect(found.groups[0]?.[0]).toMatchObject({
      width: 800,
      height: 600,
      type: 'image/jpeg',
      placed: false,
    });

    const both = [ids['photo.jpg'] ?? '', ids['smaller.jpg'] ?? ''];
    const { id } = await engine.call('alike.dismiss', { ids: both });
    expect((await engine.call('alike.groups', { limit: 100 })).total).toBe(0);
    await engine.call('vault.close', {});
    await engine.unlock(vault);
    expect((await engine.call('alike.groups', { limit: 100 })).total).toBe(0);
    await engine.call('alike.restore', { id });
    expect((await engine.call('alike.groups', { limit: 100 })).total).toBe(1);
    expect(await engine.engine.call('alike.restore', { id })).toMatchObject({ error: { code: 'not-found' } });
  });

  it('are gone when all but one are in the trash, and back when they are restored', async () => {
    const { engine, ids } = await alike();
    const smaller = [ids['smaller.jpg'] ?? ''];
    await engine.call('library.trash', { ids: smaller });
    expect((await engine.call('alike.groups', { limit: 100 })).total).toBe(0);
    await engine.call('library.restore', { ids: smaller });
    expect((await engine.call('alike.groups', { limit: 100 })).total).toBe(1);
  });
});
