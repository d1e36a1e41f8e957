/** @file Vaults that were made once, by a script from docs/format.md or by an earlier version: every version must open them. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hash } from '../../src/main/engine/crypto/index.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import {
  copyGolden,
  goldenCosts,
  goldenNames,
  goldenVault,
  keyFileOf,
  type Golden,
} from '../support/golden.ts';
import { folderWith, TestEngine } from './open-engine.ts';

async function unlock(engine: TestEngine, vault: string, secret: Golden['secrets'][number]): Promise<void> {
  const keyFile = keyFileOf(secret, await folderWith());
  const { notices } = await engine.call('vault.unlock', {
    vault,
    secret:
      secret.words === undefined
        ? { kind: 'passphrase', passphrase: passphraseBytes(secret.passphrase ?? '') }
        : { kind: 'recovery', words: secret.words },
    ...(keyFile === null ? {} : { keyFile }),
  });
  expect(notices).toEqual([]);
}

describe.each(goldenNames)('golden vault %s', (name) => {
  const golden = goldenVault(name);

  it('holds what it held when it was made, byte for byte, and is sound', async () => {
    const vault = copyGolden(name, await folderWith());
    const engine = new TestEngine({ cost: goldenCosts });
    await unlock(engine, vault, golden.secrets[0] ?? {});
    for (const { content, albums, trashed, ...photo } of golden.photos) {
      const details = await engine.call('library.details', { id: photo.id });
      expect(details).toMatchObject(photo);
      expect(details.albums.map((album) => album.name)).toEqual(albums);
      expect(details.trashed !== null).toBe(trashed);
      await engine.call('library.check', { id: photo.id });
      expect(content).toMatch(/^[0-9a-f]{64}$/);
    }
    const trashed = golden.photos.filter((photo) => photo.trashed).map(({ id }) => id);
    await engine.call('library.restore', { ids: trashed });
    const out = await folderWith();
    expect(await engine.export(out)).toMatchObject({
      state: 'done',
      written: golden.photos.length,
      failed: 0,
    });
    const contents = readdirSync(out).map((file) => hash(32, readFileSync(join(out, file))).toString('hex'));
    expect(contents.sort()).toEqual(golden.photos.map(({ content }) => content).sort());
    expect(await engine.verify()).toMatchObject({ state: 'done', problemCount: 0, problems: [] });

    const { items } = await engine.call('log.list', { before: null, limit: 1000 });
    const events = items.map((item) => item.name).reverse();
    expect(events.slice(0, golden.log.length)).toEqual(golden.log);
    expect(await engine.call('log.verify', {})).toMatchObject({ problems: [] });
  });

  it('opens by every one of its secrets, and by no other', async () => {
    const vault = copyGolden(name, await folderWith());
    for (const secret of golden.secrets) {
      const engine = new TestEngine({ cost: goldenCosts });
      await unlock(engine, vault, secret);
      await engine.call('vault.close', {});
    }
    const wrong = new TestEngine({ cost: goldenCosts });
    const secret = { kind: 'passphrase', passphrase: passphraseBytes('not this one') } as const;
    const answer = await wrong.engine.call('vault.unlock', { vault, secret });
    // Where a slot asks for costs that nobody accepts, it might be the one: the secret is not called wrong.
    const code = name.endsWith('/slots') ? 'kdf-out-of-range' : 'secret-wrong';
    expect(answer).toMatchObject({ ok: false, error: { code } });
  });
});
