/** @file When copies of the catalogue are written, how many are kept, and that none is written of a damaged catalogue. */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCatalog, type Catalog } from '../../src/main/engine/catalog/index.ts';
import { randomId } from '../../src/main/engine/crypto/index.ts';
import { changesBetween, SnapshotKeeper } from '../../src/main/engine/integrity/snapshot-keeper.ts';
import { Snapshots } from '../../src/main/engine/integrity/snapshots.ts';
import { newVault } from '../support/vault.ts';

function change(catalog: Catalog, times: number): void {
  for (let time = 0; time < times; time += 1) {
    const created = '2026-01-01T00:00:00.000Z';
    catalog.change((tx) =>
      tx.putObject(randomId(), { type: 'album', name: `Album ${String(time)}`, created }),
    );
  }
}

describe('snapshots', () => {
  it('are written every 500 changes and on closing, and three are kept', async () => {
    const vault = await newVault();
    const catalog = createCatalog(vault);
    const keeper = new SnapshotKeeper(vault, catalog);
    const snapshots = new Snapshots(vault);
    expect(await keeper.settled()).toBeNull();
    const start = catalog.generation;
    change(catalog, changesBetween - start - 1);
    await keeper.settled();
    expect(await snapshots.list()).toEqual([]);
    change(catalog, 1);
    await keeper.settled();
    expect(await snapshots.list()).toEqual([changesBetween]);
    for (const more of [changesBetween, changesBetween]) {
      change(catalog, more);
      await keeper.settled();
    }
    change(catalog, 7);
    await keeper.close();
    const last = catalog.generation;
    expect(await snapshots.list()).toEqual([last, 3 * changesBetween, 2 * changesBetween]);
    expect((await snapshots.read(last)).objects.size).toBe(catalog.objects('album').length);
    const again = new SnapshotKeeper(vault, catalog);
    await again.close();
    expect(await snapshots.list()).toHaveLength(3);
    expect(await snapshots.newest()).toBe(last);
    catalog.close();
  });

  it('are not written of a damaged catalogue, whose changes must not push out the good ones', async () => {
    const vault = await newVault();
    const catalog = createCatalog(vault);
    change(catalog, 3);
    catalog.freeze({ code: 'catalogue-altered', params: {} });
    const keeper = new SnapshotKeeper(vault, catalog);
    await keeper.close();
    expect(await new Snapshots(vault).list()).toEqual([]);
    catalog.close();
  });

  it('that cannot be written keep no vault open; the next one is tried, and the reason is told', async () => {
    const vault = await newVault();
    const catalog = createCatalog(vault);
    await writeFile(join(vault.path, 'snapshots'), 'no folder');
    const keeper = new SnapshotKeeper(vault, catalog);
    change(catalog, 3);
    await keeper.close();
    expect(await keeper.settled()).toBe('disk-failed');
    await rm(join(vault.path, 'snapshots'));
    const next = new SnapshotKeeper(vault, catalog);
    change(catalog, 1);
    await next.close();
    expect(await next.settled()).toBeNull();
    expect(await readdir(join(vault.path, 'snapshots'))).toEqual([String(catalog.generation)]);
    catalog.close();
  });
});
