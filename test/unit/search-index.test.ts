/** @file The index of the search: made before anybody asks, once, and given up when the vault is closed. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCatalog, type Catalog, type PhotoRecord } from '../../src/main/engine/catalog/index.ts';
import { randomBytes, randomId } from '../../src/main/engine/crypto/index.ts';
import { Search } from '../../src/main/engine/search/index.ts';
import { quickVault } from '../support/quick-vault.ts';

function photo(at: number): PhotoRecord {
  return {
    blob: randomId(),
    name: `IMG_${String(at)}.jpg`,
    bytes: 1000,
    digest: randomBytes(32).toString('hex'),
    mime: 'image/jpeg',
    modifiedAt: '2024-07-01T00:00:00Z',
    importedAt: '2024-08-01T00:00:00Z',
    import: randomId(),
  };
}

/** A search among 600 photos, and how often all of them were read for it. */
async function searchOf(): Promise<{ search: Search; catalog: Catalog; readings: () => number }> {
  const { vault } = await quickVault();
  const catalog = createCatalog(vault);
  onTestFinished(() => catalog.close());
  catalog.change((tx) => {
    for (let at = 0; at < 600; at += 1) tx.putPhoto(randomId(), photo(at));
  });
  let readings = 0;
  const counted = new Proxy(catalog, {
    get: (target, key) => {
      if (key === 'photos') readings += 1;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { search: new Search(counted, () => Promise.resolve(new Set())), catalog, readings: () => readings };
}

const count = async (search: Search, query: string): Promise<number> =>
  (await search.run(query, { of: 'library' })).count;

describe('the index of the search', () => {
  it('is ready before anybody asks, and made once', async () => {
    const { search, readings } = await searchOf();
    await search.prepare();
    expect(readings()).toBe(1);
    expect(await count(search, 'img')).toBe(600);
    expect(readings()).toBe(1);
  });

  it('is hurried by whoever asks meanwhile, with what came and went meanwhile', async () => {
    const { search, catalog, readings } = await searchOf();
    const prepared = search.prepare();
    const [first = '', late] = [catalog.photoIds().at(-1), randomId()];
    catalog.change((tx) => {
      tx.removePhoto(first);
      tx.putPhoto(late, photo(9999));
    });
    expect(await count(search, 'img')).toBe(600);
    expect(await count(search, '9999')).toBe(1);
    expect(await count(search, '599')).toBe(0);
    await prepared;
    expect(readings()).toBe(1);
  });

  it('is given up when the vault is closed', async () => {
    const { search } = await searchOf();
    const prepared = search.prepare();
    search.close();
    await expect(prepared).resolves.toBeUndefined();
  });
});
