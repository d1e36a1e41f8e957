/** @file Every kind of tampering and every older copy: noticed when the vault is opened or verified, named in plain words, with what can be done. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, vi } from 'vitest';
import { isAcceptable, type ErrorCode } from '../../src/shared/errors.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { sentencesWith } from '../../src/shared/sentences.ts';
import type { Job, VaultInfo } from '../../src/shared/contract.ts';
import { quarters, scene } from '../support/pictures.ts';
import { quickCosts } from '../support/quick-vault.ts';
import { folderWith, passphrase, TestEngine } from './open-engine.ts';

const sentences = sentencesWith(String);
const secret = (text = passphrase) => ({ kind: 'passphrase', passphrase: passphraseBytes(text) }) as const;

interface Closed {
  readonly engine: TestEngine;
  readonly vault: string;
  /** Where vaults are remembered. */
  readonly memory: string;
}

/** A closed vault with three photos, opened and changed a few times. */
async function closedVault(remembering = true): Promise<Closed> {
  const memory = join(await folderWith(), 'app', 'vaults-seen');
  const engine = new TestEngine(remembering ? { memory } : {});
  const vault = await engine.create(await folderWith());
  await engine.import([
    await folderWith({
      'one.png': await quarters(40, 30).png().toBuffer(),
      'two.png': await quarters(60, 30).png().toBuffer(),
      'three.jpg': await scene(64, 48, 3),
    }),
  ]);
  await engine.call('vault.close', {});
  return { engine, vault, memory };
}

/** Copies what there is now; what it answers puts it back, the whole folder or parts of it. */
async function backup(vault: string): Promise<(...parts: string[]) => void> {
  const copy = join(await folderWith(), 'copy');
  fs.cpSync(vault, copy, { recursive: true });
  return (...parts) => {
    for (const part of parts.length === 0 ? [''] : parts) {
      fs.rmSync(join(vault, part), { recursive: true, force: true });
      if (fs.existsSync(join(copy, part)))
        fs.cpSync(join(copy, part), join(vault, part), { recursive: true });
    }
  };
}

/** Opens the vault, makes an album, closes it: some generations more. */
async function change({ engine, vault }: Closed, album = 'Later'): Promise<void> {
  await engine.unlock(vault);
  await engine.call('album.create', { name: album });
  await engine.call('vault.close', {});
}

async function renameSlot({ engine, vault }: Closed, label = 'Mine'): Promise<void> {
  await engine.unlock(vault);
  const [slot] = await engine.call('slot.list', {});
  await engine.call('slot.rename', { secret: secret(), slot: slot?.id ?? '', label });
  await engine.call('vault.close', {});
}

function sql(vault: string, work: (sqlite: Sqlite.Database) => void): void {
  const sqlite = new Sqlite(join(vault, 'catalog.db'));
  work(sqlite);
  sqlite.close();
}

function blobs(vault: string): string[] {
  return fs
    .readdirSync(join(vault, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));
}

async function albums(engine: TestEngine): Promise<string[]> {
  return (await engine.call('album.list', {})).map(({ name }) => name).sort();
}

async function accept(engine: TestEngine, text = passphrase): Promise<VaultInfo> {
  return engine.call('vault.acceptRestored', { secret: secret(text) });
}

async function events(engine: TestEngine): Promise<unknown[]> {
  const { items } = await engine.call('log.list', { before: null, limit: 1000 });
  return items.map(({ event }) => event);
}

async function repair(engine: TestEngine, vault: string): Promise<Job> {
  const { job } = await engine.call('repair.start', { vault, secret: secret(), dryRun: false });
  return engine.end(job);
}

interface Tampering {
  readonly what: string;
  readonly remembering?: boolean;
  /** To a closed vault. */
  readonly tamper: (closed: Closed) => Promise<void> | void;
  readonly code: ErrorCode;
  /** Noticed on unlocking, so that nothing can be changed, or by a verify. */
  readonly at: 'unlock' | 'verify';
  readonly says: RegExp;
  /** Whether it may be taken as restored on purpose. */
  readonly acceptable?: true;
}

const table: readonly Tampering[] = [
  {
    what: 'a deleted row',
    tamper: ({ vault }) => {
      sql(vault, (db) => void db.exec('DELETE FROM photos WHERE id = (SELECT id FROM photos LIMIT 1)'));
    },
    code: 'catalogue-altered',
    at: 'unlock',
    says: /changed outside Lightproof: entries are missing/u,
  },
  {
    what: 'an older row in the place of a newer one',
    tamper: async ({ engine, vault }) => {
      const row = new Map<string, unknown[]>();
      sql(vault, (db) => {
        for (const one of db.prepare('SELECT * FROM photos').raw().all() as unknown[][])
          row.set((one[0] as Buffer).toString('hex'), one);
      });
      await engine.unlock(vault);
      const id = [...row.keys()][0] ?? '';
      await engine.call('library.favourite', { ids: [id], on: true });
      await engine.call('vault.close', {});
      sql(vault, (db) => {
        db.prepare('INSERT OR REPLACE INTO photos VALUES (?, ?, ?, ?)').run(...(row.get(id) ?? []));
      });
    },
    code: 'catalogue-altered',
    at: 'unlock',
    says: /older than they should be/u,
  },
  {
    what: 'two rows swapped',
    tamper: ({ vault }) => {
      sql(vault, (db) => {
        const [a, b] = db.prepare('SELECT id, cell FROM photos LIMIT 2').raw().all() as [Buffer, Buffer][];
        const put = db.prepare('UPDATE photos SET cell = ? WHERE id = ?');
        put.run(b?.[1], a?.[0]);
        put.run(a?.[1], b?.[0]);
      });
    },
    code: 'catalogue-damaged',
    at: 'unlock',
    says: /catalogue is damaged/u,
  },
  {
    what: 'rows at places that cannot be told apart as numbers',
    tamper: ({ vault }) => {
      sql(vault, (db) => {
        db.exec('UPDATE photos SET rowid = 1152921504606846976 + rowid');
      });
    },
    code: 'catalogue-damaged',
    at: 'unlock',
    says: /catalogue is damaged/u,
  },
  {
    what: 'a photo’s file replaced by another’s',
    tamper: ({ vault }) => {
      const [a = '', b = ''] = blobs(vault);
      fs.copyFileSync(a, b);
    },
    code: 'blob-damaged',
    at: 'verify',
    says: /file of this photo is damaged/u,
  },
  {
    what: 'a missing file of a photo',
    tamper: ({ vault }) => {
      fs.rmSync(blobs(vault)[0] ?? '');
    },
    code: 'blob-missing',
    at: 'verify',
    says: /missing from the vault’s folder/u,
  },
  {
    what: 'an old catalogue beside a new header',
    remembering: false,
    tamper: async (closed) => {
      const putBack = await backup(closed.vault);
      await change(closed);
      await renameSlot(closed);
      putBack('catalog.db', 'snapshots');
    },
    code: 'catalogue-rolled-back',
    at: 'unlock',
    says: /catalogue is older than the rest of the vault/u,
    acceptable: true,
  },
  {
    what: 'an old catalogue beside a newer snapshot',
    remembering: false,
    tamper: async (closed) => {
      const putBack = await backup(closed.vault);
      await change(closed);
      putBack('catalog.db');
    },
    code: 'catalogue-rolled-back',
    at: 'unlock',
    says: /catalogue is older than the rest of the vault/u,
    acceptable: true,
  },
  {
    what: 'an old header beside a new catalogue',
    remembering: false,
    tamper: async (closed) => {
      const putBack = await backup(closed.vault);
      await renameSlot(closed);
      await change(closed);
      putBack('vault.hdr', 'vault.hdr.bak');
    },
    code: 'header-rolled-back',
    at: 'unlock',
    says: /“vault\.hdr” is older than the rest of the vault/u,
    acceptable: true,
  },
  {
    what: 'an old header beside a catalogue whose keys were changed since',
    remembering: false,
    tamper: async ({ engine, vault }) => {
      const putBack = await backup(vault);
      await rotate(engine, vault);
      putBack('vault.hdr', 'vault.hdr.bak');
    },
    code: 'header-rolled-back',
    at: 'unlock',
    says: /from before the vault’s keys were changed/u,
  },
  {
    what: 'the whole folder rolled back',
    tamper: async (closed) => {
      const putBack = await backup(closed.vault);
      await change(closed);
      putBack();
    },
    code: 'vault-rolled-back',
    at: 'unlock',
    says: /older copy of the vault: this computer has seen a newer one/u,
    acceptable: true,
  },
  {
    what: 'a copy that was changed elsewhere, no longer than the one known here',
    tamper: forkedBy(1),
    code: 'vault-forked',
    at: 'unlock',
    says: /went another way/u,
    acceptable: true,
  },
  {
    what: 'a copy that was changed elsewhere, and more often',
    tamper: forkedBy(4),
    code: 'vault-forked',
    at: 'unlock',
    says: /both were changed/u,
    acceptable: true,
  },
];

/** Changes the vault here, and a copy of it on another computer, which then takes its place. */
function forkedBy(times: number): Tampering['tamper'] {
  return async (closed) => {
    const { vault } = closed;
    const putBack = await backup(vault);
    await change(closed, 'Here');
    putBack();
    const elsewhere = new TestEngine({ memory: join(await folderWith(), 'seen') });
    for (let time = 1; time <= times; time += 1)
      await change({ ...closed, engine: elsewhere }, `There ${time}`);
  };
}

async function rotate(engine: TestEngine, vault: string): Promise<void> {
  await engine.unlock(vault);
  await engine.call('keys.draftRotation', { secret: secret() });
  const { job } = await engine.call('keys.rotate', { scope: 'catalogue' });
  if (job !== null) await engine.end(job);
  await engine.call('vault.close', {});
}

describe('tampering', () => {
  it.each(table)('$what: $code, at $at', async ({ remembering, tamper, code, at, says, acceptable }) => {
    const closed = await closedVault(remembering);
    const { engine, vault } = closed;
    await tamper(closed);
    if (at === 'verify') {
      expect(await engine.unlock(vault)).toMatchObject({ notices: [], vault: { damage: null } });
      const { problems, problemCount } = await engine.verify();
      expect(problemCount).toBeGreaterThan(0);
      expect(problems.map(({ kind }) => kind)).toContain(code);
      expect(sentences[code]({})).toMatch(says);
      return;
    }
    let noticed;
    try {
      const { vault: info, notices } = await engine.unlock(vault);
      noticed = info.damage;
      expect(notices).toContainEqual(noticed);
      // Looked at and exported, but not changed.
      const target = await folderWith();
      const job = await engine.export(target);
      expect(job.state).toBe('done');
      expect(job.failed).toBe(0);
      await expect(engine.call('album.create', { name: 'New' })).rejects.toMatchObject({ code });
      if (code !== 'catalogue-altered' && code !== 'catalogue-damaged') {
        const slot = (await engine.call('slot.list', {}))[0]?.id ?? '';
        const rename = { secret: secret(), slot, label: 'x' };
        await expect(engine.call('slot.rename', rename)).rejects.toMatchObject({ code });
      }
      const { problems, problemCount } = await engine.verify(true);
      expect(problemCount).toBeGreaterThan(0);
      expect(problems.length).toBeGreaterThan(0);
      if (acceptable !== true) await expect(accept(engine)).rejects.toMatchObject({ code });
    } catch (error) {
      // Where not even the state can be opened.
      if (!(error instanceof Error && 'code' in error && error.code === code)) throw error;
      noticed = { code, params: 'params' in error ? (error.params as Record<string, number>) : {} };
    }
    expect(noticed?.code).toBe(code);
    if (noticed === null) return;
    expect(sentences[code](noticed.params)).toMatch(says);
    expect(isAcceptable(noticed)).toBe(acceptable === true);
  });

  it.each(table.filter(({ acceptable }) => acceptable))(
    '$what: taken as restored on purpose, and never noticed again',
    async ({ remembering, tamper, code }) => {
      const closed = await closedVault(remembering);
      const { engine, vault } = closed;
      await tamper(closed);
      await engine.unlock(vault);
      await expect(accept(engine, 'not the passphrase')).rejects.toMatchObject({ code: 'secret-wrong' });
      expect(await engine.call('vault.info', {})).toMatchObject({ damage: { code } });
      expect(await accept(engine)).toMatchObject({ damage: null });
      expect(await events(engine)).toContainEqual(expect.objectContaining({ event: 'restored', code }));
      await engine.call('album.create', { name: 'Goes on' });
      expect((await engine.verify()).problemCount).toBe(0);
      await engine.call('vault.close', {});
      expect(await engine.unlock(vault)).toMatchObject({ notices: [], vault: { damage: null } });
      expect(await albums(engine)).toContain('Goes on');
      await engine.call('vault.close', {});
      // Nor on a computer that knows nothing of it.
      expect(await new TestEngine().unlock(vault)).toMatchObject({ notices: [] });
    },
  );

  it('does not repair what an old header cannot open, nor touch it; the newest header opens everything again', async () => {
    const closed = await closedVault();
    const { engine, vault } = closed;
    const old = await backup(vault);
    await rotate(engine, vault);
    await engine.unlock(vault);
    await engine.import([await folderWith({ 'four.png': await quarters(30, 30).png().toBuffer() })]);
    await engine.import([await folderWith({ 'five.png': await quarters(30, 20).png().toBuffer() })]);
    await engine.call('vault.close', {});
    const newest = await backup(vault);
    for (const lost of [[], ['catalog.db', 'snapshots'], null]) {
      newest();
      old('vault.hdr', 'vault.hdr.bak');
      for (const part of lost ?? []) fs.rmSync(join(vault, part), { recursive: true });
      // As if only state and log had been written under the new keys when it was cut off.
      if (lost === null)
        sql(
          vault,
          (db) =>
            void db.exec(
              'UPDATE photos SET epoch = 1; UPDATE objects SET epoch = 1; UPDATE pages SET epoch = 1',
            ),
        );
      const before = fs.readdirSync(vault, { recursive: true }).sort();
      expect(await repair(engine, vault)).toMatchObject({
        state: 'stopped',
        error: { code: 'header-rolled-back' },
        moved: [],
      });
      expect(fs.readdirSync(vault, { recursive: true }).sort()).toEqual(before);
    }
    newest();
    expect(await engine.unlock(vault)).toMatchObject({ notices: [], vault: { photos: 5 } });
  });

  it('brings back by a repair what an older catalogue lacks, without asking whether that was on purpose', async () => {
    const closed = await closedVault();
    const { engine, vault } = closed;
    const putBack = await backup(vault);
    await engine.unlock(vault);
    await engine.import([await folderWith({ 'four.png': await quarters(30, 30).png().toBuffer() })]);
    await engine.call('vault.close', {});
    await renameSlot(closed);
    putBack('catalog.db', 'snapshots');
    expect((await engine.unlock(vault)).vault).toMatchObject({
      photos: 3,
      damage: { code: 'catalogue-rolled-back' },
    });
    expect(await repair(engine, vault)).toMatchObject({ state: 'done', restored: 3, adopted: 1, missing: 0 });
    expect(await engine.call('vault.info', {})).toMatchObject({ photos: 4, damage: null });
    await engine.call('vault.close', {});
    expect(await engine.unlock(vault)).toMatchObject({ notices: [] });
  });

  it('does not repair its way out of a folder that was rolled back: that is for a person to say', async () => {
    const closed = await closedVault();
    const { engine, vault } = closed;
    const putBack = await backup(vault);
    await change(closed);
    putBack();
    expect(await repair(engine, vault)).toMatchObject({
      state: 'stopped',
      error: { code: 'vault-rolled-back' },
    });
    expect((await engine.unlock(vault)).vault.damage).toMatchObject({ code: 'vault-rolled-back' });
  });

  it('tells how old the copy is, and notices it whatever the clock says', async () => {
    const closed = await closedVault();
    const { engine, vault } = closed;
    const putBack = await backup(vault);
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2001-02-03T04:05:06.000Z') });
    try {
      await change(closed);
      vi.setSystemTime(new Date('2044-01-01T00:00:00.000Z'));
      putBack();
      const { damage } = (await engine.unlock(vault)).vault;
      expect(damage?.code).toBe('vault-rolled-back');
      expect(damage?.params['seen']).toMatch(/^2001-02-03/u);
      expect(String(damage?.params['changed']) > '2020').toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the same vault in two places', () => {
  it('opened from two computers one after the other is one vault: each goes on where the other stopped', async () => {
    const closed = await closedVault();
    const other = { ...closed, engine: new TestEngine({ memory: join(await folderWith(), 'seen') }) };
    for (const from of [other, closed, other, closed]) {
      expect(await from.engine.unlock(closed.vault)).toMatchObject({ notices: [] });
      await from.engine.call('album.create', { name: `Album ${Math.random()}` });
      await from.engine.call('vault.close', {});
    }
  });

  it('with one memory: the copy that was opened less is the older one; with memories of their own both are the newest', async () => {
    const closed = await closedVault();
    const copy = join(await folderWith(), 'Family.lightproof');
    fs.cpSync(closed.vault, copy, { recursive: true });
    await change(closed);
    const away = {
      ...closed,
      vault: copy,
      engine: new TestEngine({ memory: join(await folderWith(), 'seen') }),
    };
    await change(away);
    expect(await away.engine.unlock(copy)).toMatchObject({ notices: [] });
    await away.engine.call('vault.close', {});
    // Here the copy has another history by now.
    expect((await closed.engine.unlock(copy)).vault.damage?.code).toMatch(/vault-(?:forked|rolled-back)/u);
    await closed.engine.call('vault.close', {});
    expect(await closed.engine.unlock(closed.vault)).toMatchObject({ notices: [] });
  });
});

describe('no alarm', () => {
  it('after a change of the header that no change of the catalogue has followed, or that was cut off', async () => {
    const closed = await closedVault();
    const { engine, vault } = closed;
    await engine.unlock(vault);
    const before = await backup(vault);
    const slots = await engine.call('slot.list', {});
    await engine.call('slot.rename', { secret: secret(), slot: slots[0]?.id ?? '', label: 'Mine' });
    const header = await backup(vault);
    await engine.call('vault.close', {});
    // Killed before anything else was written: the header alone is newer; then only its first copy is.
    for (const parts of [['vault.hdr', 'vault.hdr.bak'], ['vault.hdr']]) {
      before();
      header(...parts);
      fs.rmSync(join(vault, 'lock'));
      const fresh = new TestEngine({ memory: join(await folderWith(), 'seen') });
      const { notices } = await fresh.unlock(vault);
      expect(notices.filter(({ code }) => code !== 'header-copy-damaged')).toEqual([]);
      await fresh.call('album.create', { name: 'New' });
      await fresh.call('vault.close', {});
      expect(await fresh.unlock(vault)).toMatchObject({ notices: [] });
      await fresh.call('vault.close', {});
    }
  });

  it('after a new recovery kit, a change of passphrase and of keys, a lost catalogue and its repair', async () => {
    const closed = await closedVault();
    const { engine, vault } = closed;
    await engine.unlock(vault);
    await engine.call('slot.draftKit', { secret: secret() });
    await engine.call('slot.reissueKit', {});
    await engine.call('vault.close', {});
    await rotate(engine, vault);
    expect(await engine.unlock(vault)).toMatchObject({ notices: [] });
    await engine.call('vault.changePassphrase', {
      current: passphraseBytes(passphrase),
      next: passphraseBytes(passphrase),
    });
    await engine.call('vault.close', {});
    for (const lost of [['catalog.db'], ['catalog.db', 'snapshots']]) {
      for (const part of lost) fs.rmSync(join(vault, part), { recursive: true });
      expect(await repair(engine, vault)).toMatchObject({ state: 'done', missing: 0 });
      expect(await engine.call('vault.info', {})).toMatchObject({ damage: null, photos: 3 });
      await engine.call('vault.close', {});
      expect(await engine.unlock(vault)).toMatchObject({ notices: [] });
      await engine.call('vault.close', {});
    }
  });

  it('after a slot was made stronger while unlocking; an old header is not made to look new by that', async () => {
    const closed = await closedVault();
    const { vault, memory } = closed;
    const old = await backup(vault);
    const stronger = new TestEngine({ memory, cost: { ...quickCosts, standard: { ops: 2, mem: 8192 } } });
    expect(await stronger.unlock(vault)).toMatchObject({ notices: [] });
    await stronger.call('album.create', { name: 'New' });
    await stronger.call('vault.close', {});
    expect(await stronger.unlock(vault)).toMatchObject({ notices: [] });
    await stronger.call('vault.close', {});
    old('vault.hdr', 'vault.hdr.bak');
    for (let time = 0; time < 3; time += 1) {
      expect((await stronger.unlock(vault)).vault.damage).toMatchObject({ code: 'header-rolled-back' });
      await stronger.call('vault.close', {});
    }
  });

  it('where the memory is damaged, cannot be written, or is not there: the vault opens all the same', async () => {
    const closed = await closedVault();
    const { engine, vault, memory } = closed;
    const [file = ''] = fs.readdirSync(memory);
    expect(file).toMatch(/^[0-9a-f]{32}\.json$/u);
    for (const text of ['', '{', '{"vault":"x"}', 'x'.repeat(100_000)]) {
      fs.writeFileSync(join(memory, file), text);
      expect(await engine.unlock(vault)).toMatchObject({
        notices: [{ code: 'memory-damaged' }],
        vault: { damage: null },
      });
      await engine.call('vault.close', {});
    }
    fs.rmSync(memory, { recursive: true });
    fs.writeFileSync(memory, 'no folder');
    expect(await engine.unlock(vault)).toMatchObject({ notices: [] });
    await engine.call('vault.close', {});
  });
});

describe('failed attempts', () => {
  it('are told in the log of the vault by the next one that does not fail, once', async () => {
    const { engine, vault } = await closedVault();
    for (const text of ['a', 'b', 'c']) {
      const wrong = engine.call('vault.unlock', { vault, secret: secret(text) });
      await expect(wrong).rejects.toMatchObject({ code: 'secret-wrong' });
    }
    for (let time = 0; time < 2; time += 1) {
      await engine.unlock(vault);
      const failed = (await events(engine)).filter(
        (event) => (event as { event: string }).event === 'unlock-failed',
      );
      expect(failed).toMatchObject([{ count: 3 }]);
      await engine.call('vault.close', {});
    }
  });
});
