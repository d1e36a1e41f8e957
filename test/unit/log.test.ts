/** @file The audit log keeps every entry in its place: what is taken out, exchanged, altered, added or written by somebody else is noticed. */
import Sqlite from 'better-sqlite3';
import { generateKeyPairSync, sign, verify, createPublicKey } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createCatalog,
  LogChain,
  openCatalog,
  type Catalog,
  type LogRecord,
} from '../../src/main/engine/catalog/index.ts';
import { hash, randomId, u64 } from '../../src/main/engine/crypto/index.ts';
import type { OpenVault } from '../../src/main/engine/vault/index.ts';
import { newVault } from '../support/vault.ts';

/** A vault whose log has `count` entries; the first says that it was created, the others differ by a number. */
async function withEntries(count: number): Promise<{ vault: OpenVault; length: number; head: string }> {
  const vault = await newVault();
  const catalog = createCatalog(vault);
  for (let photos = 2; photos <= count; photos += 1)
    catalog.change((tx) => tx.log({ event: 'deleted', photos }));
  const { logLength: length, logHead: head } = catalog;
  catalog.close();
  return { vault, length, head };
}

/** Does something to the table that only another program would. */
function tamper(vault: OpenVault, ...statements: readonly string[]): void {
  const sqlite = new Sqlite(join(vault.path, 'catalog.db'));
  for (const statement of statements) sqlite.exec(statement);
  sqlite.close();
}

const row = (seq: number): string => `x'${seq.toString(16).padStart(32, '0')}'`;

/** What opening tells, and what a verify finds. */
function looked(vault: OpenVault): { notices: string[]; problems: string[]; frozen: boolean } {
  const { catalog, notices } = openCatalog(vault);
  const problems = [...catalog.verify()].filter((problem) => problem !== null);
  catalog.close();
  return {
    notices: notices.map(({ code }) => code),
    problems: problems.map(({ kind, detail }) => `${kind}: ${detail}`),
    frozen: catalog.frozen !== null,
  };
}

const whole = { notices: [], problems: [], frozen: false };
const noticed = { notices: ['catalogue-altered'], frozen: true };

function texts(catalog: Catalog): unknown[] {
  return catalog
    .logEntries(1, catalog.logLength)
    .map((record) => (record === null ? null : (JSON.parse(record.entry) as unknown)));
}

describe('the audit log', () => {
  it('numbers, chains and signs what is written, as docs/format.md §5.6 says', async () => {
    const { vault, length, head } = await withEntries(4);
    expect(looked(vault)).toEqual(whole);
    const { catalog } = openCatalog(vault);
    expect([catalog.logLength, catalog.logHead]).toEqual([4, head]);
    expect(texts(catalog)).toEqual([
      { seq: 1, at: expect.stringMatching(/^\d{4}-.*Z$/), event: 'created' },
      ...[2, 3, 4].map((photos) => ({ seq: photos, at: expect.any(String), event: 'deleted', photos })),
    ]);
    // By hand, with Node's Ed25519: the hash goes over the text's own bytes.
    const key = createPublicKey({
      format: 'jwk',
      key: { kty: 'OKP', crv: 'Ed25519', x: vault.keys.signingPublicKey.toString('base64url') },
    });
    let chained: Buffer = Buffer.alloc(32);
    for (const [index, record] of catalog.logEntries(1, length).entries()) {
      const { entry, signature } = record ?? { entry: '', signature: '' };
      const parts = [Buffer.from('lightproof/1 log'), vault.idBytes, u64(index + 1), chained];
      chained = hash(32, [...parts, hash(32, Buffer.from(entry))]);
      const signed = Buffer.concat([Buffer.from('lightproof/1 log entry'), chained]);
      expect(verify(null, signed, key, Buffer.from(signature, 'base64'))).toBe(true);
    }
    expect(chained.toString('hex')).toBe(head);
    catalog.close();
  });

  it('tells whether a length and head seen before are how it begins', async () => {
    const { vault, length, head } = await withEntries(3);
    const { catalog } = openCatalog(vault);
    for (let time = 0; time < 5; time += 1) catalog.change((tx) => tx.log({ event: 'deleted', photos: 9 }));
    expect(catalog.logHolds(length, head)).toBe(true);
    expect(catalog.logHolds(0, '0'.repeat(64))).toBe(true);
    expect(catalog.logHolds(length + 1, head)).toBe(false);
    expect(catalog.logHolds(length, catalog.logHead)).toBe(false);
    expect(catalog.logHolds(99, head)).toBe(false);
    catalog.close();
  });

  it('is written with the change it tells of, or not at all', async () => {
    const { vault, head } = await withEntries(2);
    const { catalog } = openCatalog(vault);
    const album = randomId();
    expect(() =>
      catalog.change((tx) => {
        tx.putObject(album, { type: 'album', name: 'Half', created: '' });
        tx.log({ event: 'deleted', photos: 1 });
        throw new Error('half way');
      }),
    ).toThrow('half way');
    expect([catalog.logLength, catalog.logHead, catalog.object(album)]).toEqual([2, head, undefined]);
    catalog.close();
    expect(looked(vault)).toEqual(whole);
  });

  it('notices at once when the newest entry is gone, or any other', async () => {
    for (const seq of [4, 2, 1]) {
      const { vault } = await withEntries(4);
      tamper(vault, `DELETE FROM log WHERE id = ${row(seq)}`);
      expect(looked(vault)).toMatchObject(noticed);
      const problem = `log-damaged: entry ${String(seq)} of the log is missing or altered, or does not follow the one before it`;
      expect(looked(vault).problems).toEqual([problem]);
    }
    const { vault } = await withEntries(4);
    tamper(vault, 'DELETE FROM log');
    expect(looked(vault)).toMatchObject(noticed);
  });

  it('finds entries that were altered or have changed places', async () => {
    const { vault: altered } = await withEntries(4);
    tamper(
      altered,
      `UPDATE log SET cell = CAST(substr(cell, 1, 40) || x'00' || substr(cell, 42) AS BLOB) WHERE id = ${row(2)}`,
    );
    expect(looked(altered).problems).toEqual([expect.stringMatching(/^log-damaged: entry 2 /)]);

    const { vault: reordered } = await withEntries(4);
    tamper(
      reordered,
      `UPDATE log SET id = x'ff' WHERE id = ${row(2)}`,
      `UPDATE log SET id = ${row(2)} WHERE id = ${row(3)}`,
      `UPDATE log SET id = ${row(3)} WHERE id = x'ff'`,
    );
    expect(looked(reordered).problems).toEqual([expect.stringMatching(/^log-damaged: entry 2 /)]);
  });

  it('finds entries from a copy of the vault that was gone on with elsewhere', async () => {
    // The same keys sealed and signed them at the same place: only the chain tells them apart.
    const exchanged = async (seq: number): Promise<OpenVault> => {
      const { vault } = await withEntries(2);
      await cp(join(vault.path, 'catalog.db'), join(vault.path, 'copy.db'));
      const goOn = (photos: number): void => {
        const { catalog } = openCatalog(vault);
        for (const more of [0, 1])
          catalog.change((tx) => tx.log({ event: 'deleted', photos: photos + more }));
        catalog.close();
      };
      goOn(100);
      const other = new Sqlite(join(vault.path, 'catalog.db'));
      const [cell] = other
        .prepare(`SELECT cell FROM log WHERE id = ${row(seq)}`)
        .raw()
        .get() as [Buffer];
      other.close();
      await cp(join(vault.path, 'copy.db'), join(vault.path, 'catalog.db'));
      goOn(200);
      tamper(vault, `UPDATE log SET cell = x'${cell.toString('hex')}' WHERE id = ${row(seq)}`);
      return vault;
    };
    // An exchanged one follows what is before it; what is behind it does not follow it.
    expect(looked(await exchanged(3)).problems).toEqual([expect.stringMatching(/^log-damaged: entry 4 /)]);
    const newest = looked(await exchanged(4));
    expect(newest).toMatchObject(noticed);
    expect(newest.problems).toEqual([expect.stringMatching(/^log-damaged: entry 4 /)]);
  });

  it('notices entries that were put behind its end', async () => {
    const { vault } = await withEntries(2);
    await cp(join(vault.path, 'catalog.db'), join(vault.path, 'copy.db'));
    const { catalog } = openCatalog(vault);
    catalog.change((tx) => tx.log({ event: 'deleted', photos: 3 }));
    catalog.close();
    const longer = new Sqlite(join(vault.path, 'catalog.db'));
    const [epoch, cell] = longer
      .prepare(`SELECT epoch, cell FROM log WHERE id = ${row(3)}`)
      .raw()
      .get() as [number, Buffer];
    longer.close();
    await cp(join(vault.path, 'copy.db'), join(vault.path, 'catalog.db'));
    tamper(vault, `INSERT INTO log VALUES (${row(3)}, 1, ${String(epoch)}, x'${cell.toString('hex')}')`);
    const { problems, ...rest } = looked(vault);
    expect(rest).toEqual(noticed);
    expect(problems).toEqual(['log-damaged: 1 entries of the log were added by something else']);
  });

  it('keeps events this version does not know', async () => {
    const vault = await newVault();
    const catalog = createCatalog(vault);
    const unknown = { event: 'moonrise', phase: 0.5 } as unknown as { event: 'created' };
    catalog.change((tx) => tx.log(unknown));
    catalog.close();
    expect(looked(vault)).toEqual(whole);
    const again = openCatalog(vault).catalog;
    expect(texts(again)[1]).toMatchObject({ event: 'moonrise', phase: 0.5 });
    again.close();
  });
});

describe('a chain of entries', () => {
  it('takes only what the vault’s own key has signed, in its order', async () => {
    const { vault, length, head } = await withEntries(3);
    const { catalog } = openCatalog(vault);
    const records = catalog.logEntries(1, length).filter((record) => record !== null);
    catalog.close();
    const chain = (): LogChain => new LogChain(vault.idBytes, vault.keys.signingPublicKey);
    const taken = (list: readonly LogRecord[]): number => {
      const one = chain();
      return list.findIndex((record) => !one.add(record));
    };
    const [first, second, third] = records;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three entries');
    const all = chain();
    expect(records.map((record) => all.add(record))).toEqual([true, true, true]);
    expect(all.head.toString('hex')).toBe(head);
    expect(taken([first, third, second])).toBe(1);
    expect(taken([second])).toBe(0);
    expect(taken([first, { ...second, entry: second.entry.replace('2', '3') }])).toBe(1);
    expect(taken([first, { ...second, entry: `${second.entry} ` }])).toBe(1);
    expect(taken([first, { ...second, signature: first.signature }])).toBe(1);
    expect(taken([first, { ...second, signature: second.signature.slice(0, 40) }])).toBe(1);

    // Somebody who knows everything but the key.
    const { privateKey } = generateKeyPairSync('ed25519');
    const parts = [Buffer.from('lightproof/1 log'), vault.idBytes, u64(1), Buffer.alloc(32)];
    const hashed = hash(32, [...parts, hash(32, Buffer.from(first.entry))]);
    const message = Buffer.concat([Buffer.from('lightproof/1 log entry'), hashed]);
    const forged = { ...first, signature: sign(null, message, privateKey).toString('base64') };
    expect(taken([forged])).toBe(0);
    // And another vault's log is not this one's.
    const other = new LogChain(Buffer.alloc(16, 7), vault.keys.signingPublicKey);
    expect(other.add(first)).toBe(false);
  });
});
