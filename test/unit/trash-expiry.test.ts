/** @file What has been in the trash for 30 days goes for ever, and nothing else does. */
import { describe, expect, it } from 'vitest';
import { createCatalog, type PhotoRecord } from '../../src/main/engine/catalog/index.ts';
import { randomId } from '../../src/main/engine/crypto/index.ts';
import { TrashExpiry } from '../../src/main/engine/services/trash-expiry.ts';
import { quickVault } from '../support/quick-vault.ts';

const day = 86_400_000;
const now = Date.parse('2026-11-22T12:00:00Z');
const ago = (days: number): string => new Date(now - days * day).toISOString();

function photo(name: string, trashedAt?: string): PhotoRecord {
  return {
    blob: randomId(),
    name,
    bytes: 1,
    digest: '0'.repeat(64),
    mime: 'image/jpeg',
    importedAt: ago(400),
    import: randomId(),
    ...(trashedAt !== undefined && { trashedAt }),
  };
}

describe('the trash', () => {
  it('is emptied of what has been in it for 30 days', async () => {
    const { vault } = await quickVault();
    const catalog = createCatalog(vault);
    catalog.change((tx) => {
      tx.putPhoto(randomId(), photo('kept'));
      tx.putPhoto(randomId(), photo('fresh', ago(29.9)));
      tx.putPhoto(randomId(), photo('due', ago(30)));
      tx.putPhoto(randomId(), photo('long due', ago(300)));
      tx.putPhoto(randomId(), photo('from the future', ago(-1)));
      tx.putPhoto(randomId(), photo('unreadable', 'yesterday'));
    });
    const removed: string[] = [];
    const expiry = new TrashExpiry({
      catalog,
      tidied: Promise.resolve(),
      remove: (photos) => {
        for (const [, { name }] of photos) removed.push(name);
        return Promise.resolve();
      },
    });
    expect(await expiry.run(now)).toBe(2);
    expect(removed.sort()).toEqual(['due', 'long due']);
    catalog.freeze({ code: 'catalogue-rolled-back', params: {} });
    expect(await expiry.run(now)).toBe(0);
    await expiry.close();
    catalog.close();
  });
});
