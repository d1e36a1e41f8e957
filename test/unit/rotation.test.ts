/** @file New keys for a vault: what opens it afterwards, and that everything written under any of its keys can still be read. */
import Sqlite from 'better-sqlite3';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { BlobStore } from '../../src/main/engine/blobs/index.ts';
import { createCatalog, openCatalog } from '../../src/main/engine/catalog/index.ts';
import { randomId } from '../../src/main/engine/crypto/index.ts';
import {
  passphraseSecret,
  unlockVault,
  type OpenVault,
  type Secret,
} from '../../src/main/engine/vault/index.ts';
import {
  codeOf,
  passphrase,
  quickCosts,
  quickVault,
  temporaryFolder,
  unlockWith,
  unlockWithWords,
} from '../support/quick-vault.ts';

const secret = (text = passphrase, keyFile?: string): Secret =>
  passphraseSecret(passphraseBytes(text), keyFile);

async function rotate(vault: OpenVault, proof = secret()): Promise<string> {
  const { words } = await vault.draftRotation(proof);
  await vault.rotateKeys();
  return words.join(' ');
}

const addSecond = (vault: OpenVault): Promise<string> =>
  vault.addSlot(secret(), { label: 'Second', passphrase: passphraseBytes('second'), keyFile: null });

describe('the ways in after new keys', () => {
  it('keeps the passphrase that was given, with its name and date, and the new kit; nothing else opens the vault', async () => {
    const { vault, words: oldWords } = await quickVault();
    await addSecond(vault);
    const kept = vault.slots[0];
    const plan = await vault.draftRotation(secret());
    expect(plan.kept).toEqual(kept);
    expect(plan.dropped.map(({ label }) => label)).toEqual(['Second']);
    expect(await vault.rotateKeys()).toEqual({ epoch: 2, dropped: 1, durable: true });
    expect(vault.slots[0]).toEqual(kept);
    expect(vault.slots.map(({ kind }) => kind)).toEqual(['passphrase', 'recovery']);
    await vault.close();
    const { path } = vault;
    expect(await codeOf(unlockWith(path, 'second'))).toBe('secret-wrong');
    expect(await codeOf(unlockWithWords(path, oldWords))).toBe('secret-wrong');
    const { vault: byWords, notices } = await unlockWithWords(path, plan.words.join(' '));
    expect(notices).toEqual([]);
    await byWords.close();
    const { vault: again } = await unlockWith(path, passphrase);
    expect(again.keys.epoch).toBe(2);
  });

  it('keeps a passphrase with a key file when that is the one given', async () => {
    const keyFile = join(temporaryFolder(), 'key');
    fs.writeFileSync(keyFile, 'any bytes');
    const { vault } = await quickVault();
    const next = { label: 'With key file', passphrase: passphraseBytes('second'), keyFile };
    await vault.addSlot(secret(), next);
    await rotate(vault, secret('second', keyFile));
    await vault.close();
    expect(await codeOf(unlockWith(vault.path, passphrase))).toBe('secret-wrong');
    const { vault: again } = await unlockVault({
      path: vault.path,
      secret: secret('second', keyFile),
      cost: quickCosts,
    });
    expect(again.slots.map(({ label }) => label)).toEqual(['With key file', 'Recovery words']);
    await again.close();
  });

  it('needs a passphrase that opens the vault, and no recovery words', async () => {
    const { vault, words } = await quickVault();
    expect(await codeOf(vault.draftRotation(secret('wrong')))).toBe('secret-wrong');
    expect(await codeOf(vault.draftRotation({ kind: 'recovery', words }))).toBe('slot-proof');
    expect(await codeOf(vault.rotateKeys())).toBe('not-found');
  });

  it('forgets a draft that is dropped, or that the slots have left behind', async () => {
    const { vault } = await quickVault();
    await vault.draftRotation(secret());
    vault.dropRotation();
    expect(await codeOf(vault.rotateKeys())).toBe('not-found');
    await vault.draftRotation(secret());
    await vault.changePassphrase(passphraseBytes(passphrase), passphraseBytes('changed'));
    // The draft holds the passphrase of before: it must not come back by it.
    expect(await codeOf(vault.rotateKeys())).toBe('not-found');
    expect(vault.keys.epoch).toBe(1);
  });

  it('takes the place of a kit that was drafted before, and lets a new one be made after', async () => {
    const { vault } = await quickVault();
    await vault.draftKit(secret());
    await rotate(vault);
    expect(await codeOf(vault.reissueKit())).toBe('not-found');
    const words = (await vault.draftKit(secret())).join(' ');
    await vault.reissueKit();
    await vault.close();
    await (await unlockWithWords(vault.path, words)).vault.close();
  });

  it('can be done again and again', async () => {
    const { vault } = await quickVault();
    let words = '';
    for (let epoch = 2; epoch <= 5; epoch += 1) words = await rotate(vault);
    expect(vault.keys.epoch).toBe(5);
    await vault.close();
    const { vault: again } = await unlockWithWords(vault.path, words);
    for (const epoch of [1, 2, 3, 4, 5]) expect(again.keys.knows(epoch)).toBe(true);
  });
});

describe('what was written under any keys', () => {
  it('can be read under the newest: rows, thumbnails, pages, the log, blobs', async () => {
    const { vault } = await quickVault();
    const catalog = createCatalog(vault);
    const blobs = new BlobStore(vault);
    const content = Buffer.from('a photo');
    const store = async (): Promise<string> => {
      const id = randomId();
      const blob = randomId();
      const digest = '0'.repeat(64);
      const importedAt = '2026-01-01T00:00:00.000Z';
      const facts = { name: 'a.jpg', mime: 'image/jpeg', bytes: content.length, digest, importedAt };
      await blobs.write({
        id: blob,
        capsule: { kind: 'original', photo: id, ...facts },
        bytes: content.length,
        content,
      });
      catalog.change((tx) => {
        const thumb = tx.putThumb(id, 'image/jpeg', Buffer.from(`small ${id}`));
        tx.putPhoto(id, { blob, import: '0'.repeat(32), ...facts, thumb });
        tx.putPage(id, { import: id, items: [{ path: '/a.jpg', result: 'imported', photo: id }] });
      });
      return id;
    };
    const ids = [await store()];
    await rotate(vault);
    ids.push(await store());
    await rotate(vault);
    ids.push(await store());
    const check = async (of: ReturnType<typeof openCatalog>['catalog'], files: BlobStore): Promise<void> => {
      expect(of.frozen).toBeNull();
      for (const id of ids) {
        expect(of.thumb(id)?.bytes.toString()).toBe(`small ${id}`);
        expect(of.page(id).items).toHaveLength(1);
        const reader = await files.open(of.photo(id)?.blob ?? '');
        expect((await reader.readAll()).toString()).toBe('a photo');
        await reader.close();
      }
      expect([...of.verify()].filter((problem) => problem !== null)).toEqual([]);
    };
    await check(catalog, blobs);
    expect([...catalog.countOlder()].at(-1)?.rows).toBeGreaterThanOrEqual(6); // photo, thumbnail and page of the first two
    for (const step of catalog.reseal()) expect(step.unreadable).toBe(0);
    expect([...catalog.countOlder()].at(-1)).toEqual({ rows: 0, bytes: 0 });
    await check(catalog, blobs);
    catalog.close();
    await vault.close();
    const database = new Sqlite(join(vault.path, 'catalog.db'));
    for (const table of ['state', 'log', 'photos', 'thumbs', 'objects', 'pages'])
      expect(database.prepare(`SELECT DISTINCT epoch FROM ${table}`).pluck().all()).toEqual(
        table === 'objects' ? [] : [3],
      );
    database.close();
    const { vault: again } = await unlockWith(vault.path, passphrase);
    const opened = openCatalog(again);
    expect(opened.notices).toEqual([]);
    await check(opened.catalog, new BlobStore(again));
    opened.catalog.close();
  });
});
