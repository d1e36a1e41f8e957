/** @file The catalogue keeps what it was given, notices what was done to it behind its back, and reveals nothing. */
import Sqlite from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { chmod, copyFile, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { columnHash, columnId, photoFlags, readColumns } from '../../src/shared/columns.ts';
import {
  CatalogAhead,
  createCatalog,
  openCatalog,
  type Catalog,
  type PhotoRecord,
} from '../../src/main/engine/catalog/index.ts';
import { idBytes, randomId } from '../../src/main/engine/crypto/index.ts';
import type { OpenVault } from '../../src/main/engine/vault/index.ts';
import { newVault, reopen } from '../support/vault.ts';

function photo(changes: Partial<PhotoRecord> = {}): PhotoRecord {
  return {
    blob: randomId(),
    name: 'IMG_0001.jpg',
    bytes: 1234,
    digest: randomUUID().replaceAll('-', '').repeat(2),
    mime: 'image/jpeg',
    importedAt: '2026-01-02T03:04:05.000Z',
    import: randomId(),
    ...changes,
  };
}

/** A catalogue with `count` photos, closed again; answers their ids. */
async function filled(
  count: number,
  records: (index: number) => PhotoRecord = () => photo(),
): Promise<{ vault: OpenVault; ids: string[] }> {
  const vault = await newVault();
  const catalog = createCatalog(vault);
  const ids = Array.from({ length: count }, () => randomId());
  catalog.change((tx) => {
    ids.forEach((id, index) => {
      tx.putPhoto(id, records(index));
    });
  });
  catalog.close();
  return { vault, ids };
}

/** Does something to the database that only another program would. */
function tamper(vault: OpenVault, work: (sqlite: Sqlite.Database) => void): void {
  const sqlite = new Sqlite(join(vault.path, 'catalog.db'));
  work(sqlite);
  sqlite.close();
}

function openAgain(vault: OpenVault): { catalog: Catalog; codes: string[] } {
  const { catalog, notices } = openCatalog(vault);
  return { catalog, codes: notices.map(({ code }) => code) };
}

describe('a catalogue read ahead of its key', () => {
  it.each([0, 5000, 10_000_000])('has every record, with %i bytes of it read ahead', async (most) => {
    const { vault, ids } = await filled(40);
    const ahead = new CatalogAhead(vault.path);
    ahead.read(most);
    const { catalog, notices } = openCatalog(vault, ahead);
    expect(notices).toEqual([]);
    expect([...catalog.photos()].map(([id]) => id).sort()).toEqual([...ids].sort());
    const [first = ''] = ids;
    catalog.change((tx) => tx.putPhoto(first, photo({ name: 'changed.jpg' })));
    ahead.close(); // it was taken: whoever took it closes it
    expect(catalog.photo(first)?.name).toBe('changed.jpg');
    catalog.close();
  });

  it('notices rows that are no rows, exchanged ones and another file in its place as if it had not been', async () => {
    const { vault } = await filled(20);
    tamper(vault, (sqlite) => sqlite.exec("INSERT INTO photos VALUES (x'00', 1, 1, x'00')"));
    const ahead = new CatalogAhead(vault.path);
    ahead.read();
    const { catalog, notices } = openCatalog(vault, ahead);
    expect(notices).toMatchObject([{ code: 'catalogue-damaged', params: { rows: 1 } }]);
    expect(catalog.photoCount).toBe(20);
    catalog.close();
    tamper(vault, (sqlite) => sqlite.exec('CREATE VIEW more AS SELECT * FROM photos'));
    const refused = new CatalogAhead(vault.path);
    refused.read();
    expect(() => openCatalog(vault, refused)).toThrow(expect.objectContaining({ code: 'catalogue-damaged' }));
  });

  it('is let go of when the key does not fit', async () => {
    const { vault } = await filled(5);
    const ahead = new CatalogAhead(vault.path);
    ahead.read();
    ahead.close();
    openAgain(vault).catalog.close();
  });
});

describe('catalogue', () => {
  it('has after reopening, with another key session, exactly what was put into it', async () => {
    const vault = await newVault();
    const catalog = createCatalog(vault);
    const [kept, removed, album, page] = [randomId(), randomId(), randomId(), randomId()];
    const record = photo({
      name: 'Süße Ümläute 🌅.jpg',
      latitude: 1.5,
      longitude: -2,
      albums: [album],
      thumb: 1,
    });
    catalog.change((tx) => {
      expect(tx.putThumb(kept, 'image/webp', Buffer.from('thumbnail'))).toBe(1);
      tx.putPhoto(kept, record);
      tx.putPhoto(removed, photo());
      tx.putObject(album, { type: 'album', name: 'Summer', created: '2026-01-01T00:00:00.000Z' });
      tx.putPage(page, {
        import: randomId(),
        items: [{ path: '/a/b.jpg', result: 'imported', photo: kept }],
      });
    });
    catalog.change((tx) => {
      tx.removePhoto(removed);
    });
    const { generation } = catalog;
    catalog.close();
    await vault.close();

    const again = openAgain(await reopen(vault.path));
    expect(again.codes).toEqual([]);
    expect(again.catalog.generation).toBe(generation);
    expect([...again.catalog.photos()]).toEqual([[kept, record]]);
    expect(again.catalog.thumb(kept)).toEqual({ mime: 'image/webp', bytes: Buffer.from('thumbnail') });
    expect(again.catalog.objects('album')).toEqual([
      [album, { type: 'album', name: 'Summer', created: '2026-01-01T00:00:00.000Z' }],
    ]);
    expect(again.catalog.page(page).items[0]?.photo).toBe(kept);
    expect(again.catalog.byDigest(record.digest)).toBe(kept);
    expect(again.catalog.hasSize(1234)).toBe(true);
    expect([...again.catalog.verify()].filter((problem) => problem !== null)).toEqual([]);
    again.catalog.close();
  });

  it('changes nothing, on disk or in memory, when a change is thrown out of', async () => {
    const vault = await newVault();
    const catalog = createCatalog(vault);
    const before = catalog.generation;
    const failing = (): void => {
      catalog.change((tx) => {
        tx.putPhoto(randomId(), photo());
        throw new Error('half way');
      });
    };
    expect(failing).toThrow('half way');
    expect([catalog.photoCount, catalog.generation, catalog.bytes]).toEqual([0, before, 0]);
    catalog.close();
    const again = openAgain(vault);
    expect([again.codes, again.catalog.photoCount]).toEqual([[], 0]);
    again.catalog.close();
  });

  it('tells listeners what came and what went', async () => {
    const vault = await newVault();
    const catalog = createCatalog(vault);
    const heard: unknown[] = [];
    catalog.onChange((change) => heard.push(change));
    const id = randomId();
    catalog.change((tx) => {
      tx.putPhoto(id, photo());
    });
    catalog.change((tx) => {
      tx.removePhoto(id);
    });
    const start = catalog.generation - 2;
    expect(heard).toEqual([
      { generation: start + 1, put: [id], removed: [] },
      { generation: start + 2, put: [], removed: [id] },
    ]);
    catalog.close();
  });

  it('writes no name, place, camera or digest in the clear, and nothing that others may read', async () => {
    const secrets = ['Grandmother.jpg', 'Leica M6', 'Secret album'];
    const { vault } = await filled(3, () =>
      photo({ name: 'Grandmother.jpg', camera: 'Leica M6', digest: 'feedface'.repeat(8) }),
    );
    const { catalog } = openAgain(vault);
    catalog.change((tx) => {
      tx.putObject(randomId(), { type: 'album', name: 'Secret album', created: '' });
    });
    for (const name of ['catalog.db', 'catalog.db-wal'])
      expect((await stat(join(vault.path, name))).mode & 0o777).toBe(0o600);
    const wal = await readFile(join(vault.path, 'catalog.db-wal'));
    catalog.close();
    const bytes = Buffer.concat([wal, await readFile(join(vault.path, 'catalog.db'))]);
    for (const secret of [...secrets, 'feedface']) expect(bytes.includes(secret)).toBe(false);
  });

  it('refuses a second opening while it is open', async () => {
    const vault = await newVault();
    const catalog = createCatalog(vault);
    expect(() => openCatalog(vault)).toThrow(expect.objectContaining({ code: 'vault-in-use' }));
    catalog.close();
  });

  it('is still read, but not changed, when rows were deleted, brought back or exchanged', async () => {
    const attacks: [string, (sqlite: Sqlite.Database, ids: string[]) => void][] = [
      [
        'a deleted row',
        (sqlite, ids) => void sqlite.prepare('DELETE FROM photos WHERE id = ?').run(idBytes(ids[0] ?? '')),
      ],
      [
        'two cells exchanged',
        (sqlite, ids) => {
          const read = sqlite.prepare<[Buffer], { cell: Buffer }>('SELECT cell FROM photos WHERE id = ?');
          const cells = ids.map((id) => read.get(idBytes(id))?.cell ?? Buffer.alloc(0));
          const write = sqlite.prepare('UPDATE photos SET cell = ? WHERE id = ?');
          write.run(cells[1], idBytes(ids[0] ?? ''));
          write.run(cells[0], idBytes(ids[1] ?? ''));
        },
      ],
    ];
    for (const [name, attack] of attacks) {
      const { vault, ids } = await filled(5);
      tamper(vault, (sqlite) => {
        attack(sqlite, ids);
      });
      const { catalog, codes } = openAgain(vault);
      expect(codes, name).toHaveLength(1);
      expect(['catalogue-altered', 'catalogue-damaged'], name).toContain(codes[0]);
      expect(catalog.photoCount, name).toBeGreaterThanOrEqual(3);
      expect(() => {
        catalog.change(() => undefined);
      }, name).toThrow(expect.objectContaining({ code: codes[0] }));
      expect([...catalog.verify()].filter((problem) => problem !== null).length, name).toBeGreaterThan(0);
      catalog.close();
    }
  });

  it('notices a row put back to what it was before', async () => {
    const { vault, ids } = await filled(2);
    const id = ids[0] ?? '';
    let old: { version: number; cell: Buffer } | undefined;
    tamper(vault, (sqlite) => {
      old = sqlite
        .prepare<[Buffer], { version: number; cell: Buffer }>('SELECT version, cell FROM photos WHERE id = ?')
        .get(idBytes(id));
    });
    const { catalog } = openAgain(vault);
    catalog.change((tx) => {
      tx.putPhoto(id, photo({ trashedAt: '2026-01-01T00:00:00.000Z' }));
    });
    catalog.close();
    tamper(vault, (sqlite) => {
      sqlite
        .prepare('UPDATE photos SET version = ?, cell = ? WHERE id = ?')
        .run(old?.version, old?.cell, idBytes(id));
    });
    const again = openAgain(vault);
    expect(again.codes).toEqual(['catalogue-altered']);
    again.catalog.close();
  });

  it('does not open with a trigger, another column or another file in its place', async () => {
    const spoilers: ((sqlite: Sqlite.Database) => void)[] = [
      (sqlite) => sqlite.exec('CREATE TRIGGER t AFTER INSERT ON photos BEGIN SELECT 1; END'),
      (sqlite) => sqlite.exec('CREATE VIEW v AS SELECT 1'),
      (sqlite) => sqlite.exec('ALTER TABLE photos ADD COLUMN extra INTEGER'),
      (sqlite) => sqlite.exec('CREATE INDEX i ON photos (version)'),
      (sqlite) => sqlite.exec('CREATE TABLE more (id BLOB)'),
      (sqlite) => sqlite.exec('CREATE VIRTUAL TABLE words USING fts5 (text)'),
      (sqlite) =>
        sqlite
          .unsafeMode()
          .exec("PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '')"),
      (sqlite) =>
        sqlite.unsafeMode().exec('PRAGMA writable_schema = 1; UPDATE sqlite_schema SET rootpage = 2'),
      (sqlite) => sqlite.exec('DROP TABLE log'),
      (sqlite) => sqlite.exec('PRAGMA user_version = 2'),
      (sqlite) => sqlite.exec('PRAGMA application_id = 2'),
      (sqlite) => sqlite.exec('DELETE FROM state'),
    ];
    for (const spoil of spoilers) {
      const { vault } = await filled(1);
      tamper(vault, spoil);
      expect(() => openCatalog(vault)).toThrow(expect.objectContaining({ code: 'catalogue-damaged' }));
    }
  });

  it('tells rows no writer of ours makes as damage: ids, versions and epochs of other kinds, a cell that would fill the memory', async () => {
    const rows: [id: Buffer, version: bigint, epoch: bigint, cell: string][] = [
      [Buffer.alloc(15), 1n, 1n, 'zeroblob(900)'],
      [Buffer.alloc(0), 1n, 1n, 'zeroblob(900)'],
      [Buffer.alloc(17), 1n, 1n, 'zeroblob(900)'],
      [Buffer.alloc(16), 2n ** 62n, 1n, 'zeroblob(900)'],
      [Buffer.alloc(16), 0n, 1n, 'zeroblob(900)'],
      [Buffer.alloc(16), 1n, -(2n ** 62n), 'zeroblob(900)'],
      [Buffer.alloc(16), 1n, 1n, "x''"],
      [Buffer.alloc(16), 1n, 1n, 'zeroblob(2000000)'],
      [Buffer.alloc(16), 1n, 1n, 'zeroblob(67200000)'],
    ];
    for (const [id, version, epoch, cell] of rows) {
      const { vault } = await filled(1);
      tamper(vault, (sqlite) =>
        sqlite.prepare(`INSERT INTO photos VALUES (?, ?, ?, ${cell})`).run(id, version, epoch),
      );
      const before = process.memoryUsage().arrayBuffers;
      const again = openAgain(vault);
      expect(again.codes, cell).toEqual(['catalogue-damaged']);
      expect(again.catalog.columns(() => true).length, 'what is sound is still shown').toBeGreaterThan(0);
      expect(process.memoryUsage().arrayBuffers - before, cell).toBeLessThan(40e6);
      again.catalog.close();
    }
  });

  it('calls a missing thumbnail and one of another photo damaged, never shows it', async () => {
    const vault = await newVault();
    const catalog = createCatalog(vault);
    const [a, b, none] = [randomId(), randomId(), randomId()];
    catalog.change((tx) => {
      for (const id of [a, b])
        tx.putPhoto(id, photo({ thumb: tx.putThumb(id, 'image/jpeg', Buffer.from(id)) }));
      tx.putPhoto(none, photo());
    });
    catalog.close();
    tamper(vault, (sqlite) => {
      sqlite.prepare('DELETE FROM thumbs WHERE id = ?').run(idBytes(b));
      sqlite.prepare('UPDATE thumbs SET id = ? WHERE id = ?').run(idBytes(b), idBytes(a));
    });
    const again = openAgain(vault);
    expect(again.codes).toEqual([]);
    for (const id of [a, b])
      expect(() => again.catalog.thumb(id)).toThrow(expect.objectContaining({ code: 'thumbnail-damaged' }));
    expect(again.catalog.thumb(none)).toBeNull();
    again.catalog.close();
  });
});

describe('a catalogue whose file is no longer in its place', () => {
  it('takes no change that would be lost with the old file', async () => {
    const vault = await newVault();
    const catalog = createCatalog(vault);
    const put = (): void => {
      catalog.change((tx) => {
        tx.putPhoto(randomId(), photo());
      });
    };
    put();
    const file = join(vault.path, 'catalog.db');
    await rename(file, `${file}.away`);
    expect(put).toThrow(expect.objectContaining({ code: 'vault-moved' }));
    await copyFile(`${file}.away`, file);
    expect(put).toThrow(expect.objectContaining({ code: 'catalogue-altered' }));
    await rename(`${file}.away`, file);
    put();
    catalog.close();
    const again = openAgain(vault);
    expect(again.codes).toEqual([]);
    expect(readColumns(again.catalog.columns(() => true)).count).toBe(2);
    again.catalog.close();
  });
});

// For the superuser there is no such catalogue.
if (process.getuid?.() !== 0)
  describe('a catalogue that may not be written', () => {
    it('is read, takes no change, and says so', async () => {
      const { vault, ids } = await filled(1);
      await chmod(join(vault.path, 'catalog.db'), 0o400);
      const { catalog, codes } = openAgain(vault);
      expect([catalog.readOnly, codes]).toEqual([true, []]);
      expect(catalog.photo(ids[0] ?? '')).toMatchObject({ name: 'IMG_0001.jpg' });
      expect(() =>
        catalog.change((tx) => {
          tx.putPhoto(ids[0] ?? '', photo({ favourite: true }));
        }),
      ).toThrow(expect.objectContaining({ code: 'no-permission' }));
      catalog.close();
    });
  });

describe('columns', () => {
  it('put photos newest first by the clock where they were taken, with what the grid needs', async () => {
    const hash = Buffer.from([1, 2, 3, 4, 5]);
    const { vault, ids } = await filled(
      3,
      (index) =>
        [
          photo({
            capturedAt: '2024-07-14T23:30:00+09:00',
            width: 4000,
            height: 3000,
            color: 0x102030,
            thumbhash: hash.toString('base64'),
          }),
          photo({ capturedAt: '2024-07-15T00:10:00-08:00', favourite: true }),
          photo({
            modifiedAt: '2020-01-01T00:00:00.000Z',
            latitude: 0,
            longitude: 0,
            trashedAt: '2026-01-01T00:00:00.000Z',
          }),
        ].at(index) ?? photo(),
    );
    const { catalog } = openAgain(vault);
    const columns = readColumns(catalog.columns(() => true));
    expect([0, 1, 2].map((index) => columnId(columns, index))).toEqual([ids[1], ids[0], ids[2]]);
    expect(columns.ratio[1]).toBeCloseTo(4 / 3);
    expect(columns.color[1]).toBe(0x102030);
    expect(columnHash(columns, 1)).toEqual(new Uint8Array(hash));
    expect(columnHash(columns, 0)).toBeNull();
    expect(columns.flags[0]).toBe(photoFlags.favourite | photoFlags.dated | photoFlags.noPreview);
    expect(columns.flags[2]).toBe(photoFlags.trashed | photoFlags.placed | photoFlags.noPreview);
    expect(readColumns(catalog.columns(() => true, [ids[2] ?? ''])).count).toBe(1);
    catalog.close();
  });

  it('are refused when cut short', () => {
    expect(() => readColumns(new Uint8Array(7))).toThrow(RangeError);
    expect(() => readColumns(new Uint8Array(64))).toThrow(RangeError);
  });
});
