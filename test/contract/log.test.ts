/** @file The audit log of a real engine: every event is written by what it tells of, and it can be checked, exported, snapshotted and repaired. */
import Sqlite from 'better-sqlite3';
import { execFileSync } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { columnId, readColumns } from '../../src/shared/columns.ts';
import type { Output } from '../../src/shared/contract.ts';
import type { LogItem } from '../../src/shared/log.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import type { EngineOptions } from '../../src/main/engine/engine.ts';
import { plain, quarters, RED } from '../support/pictures.ts';
import { folderWith, passphrase, TestEngine } from './open-engine.ts';

const secret = (text = passphrase) => ({ kind: 'passphrase', passphrase: passphraseBytes(text) }) as const;

/** All entries, oldest first. */
async function entries(engine: TestEngine): Promise<LogItem[]> {
  const { items } = await engine.call('log.list', { before: null, limit: 1000 });
  return items.reverse();
}

const events = async (engine: TestEngine): Promise<unknown[]> =>
  (await entries(engine)).map(({ event }) => event);
const names = async (engine: TestEngine): Promise<unknown[]> =>
  (await entries(engine)).map(({ name }) => name);

async function snapshotsOf(vault: string): Promise<string[]> {
  return readdir(join(vault, 'snapshots')).catch(() => []);
}

async function repair(engine: TestEngine, vault: string): Promise<unknown> {
  const { job } = await engine.call('repair.start', { vault, secret: secret(), dryRun: false });
  return engine.end(job);
}

describe('the log', () => {
  it('tells everything that is done with a vault, in its order', async () => {
    const engine = new TestEngine();
    const vault = await engine.create(await folderWith());
    const source = await folderWith({
      'a.png': await quarters(60, 40).png().toBuffer(),
      'b.png': await plain(50, 50, RED).png().toBuffer(),
      'note.txt': 'not a picture',
    });
    await copyFile(join(source, 'a.png'), join(source, 'again.png'));
    const { id: imported } = await engine.import([source]);
    const target = await folderWith();
    await engine.export(target);
    const columns = readColumns((await engine.call('library.index', {})).columns);
    const ids = [columnId(columns, 0)];
    await engine.call('library.trash', { ids });
    await engine.call('library.remove', { ids });
    const { slot } = await engine.call('slot.add', {
      secret: secret(),
      label: ' Ada ',
      passphrase: passphraseBytes('second'),
    });
    await engine.call('slot.rename', { secret: secret(), slot, label: 'Ada at work' });
    await engine.call('slot.remove', { secret: secret(), slot });
    await engine.call('vault.changePassphrase', {
      current: passphraseBytes(passphrase),
      next: passphraseBytes('another one'),
    });
    const { words } = await engine.call('slot.draftKit', { secret: secret('another one') });
    const { slot: kit } = await engine.call('slot.reissueKit', {});
    await engine.verify(true);
    await engine.verify();
    const first = (await engine.call('slot.list', {})).find(({ kind }) => kind === 'passphrase')?.id;
    await engine.call('vault.close', {});
    const recovery = { kind: 'recovery', words: words.join(' ') } as const;
    await engine.call('vault.unlock', { vault, secret: recovery });

    const ofAda = { slot, kind: 'passphrase' };
    expect(await events(engine)).toEqual([
      { event: 'created' },
      {
        event: 'imported',
        import: imported,
        state: 'done',
        imported: 2,
        duplicate: 1,
        attached: 0,
        skipped: 1,
        failed: 0,
      },
      {
        event: 'exported',
        state: 'done',
        destination: target,
        what: expect.any(String),
        photos: 2,
        failed: 0,
      },
      { event: 'deleted', photos: 1 },
      { event: 'slot-added', ...ofAda, label: 'Ada' },
      { event: 'slot-renamed', ...ofAda, label: 'Ada at work' },
      { event: 'slot-removed', ...ofAda, label: 'Ada at work' },
      { event: 'passphrase-changed', slot: first, kind: 'passphrase', label: 'Passphrase' },
      { event: 'kit-reissued', slot: kit, kind: 'recovery', label: 'Recovery words' },
      { event: 'verified', quick: true, problems: 0 },
      { event: 'verified', quick: false, problems: 0 },
      { event: 'unlocked', slot: kit, kind: 'recovery' },
    ]);
    expect(await engine.call('log.verify', {})).toMatchObject({ length: 12, problems: [], holds: null });
  });

  it('tells how work ended that did not come to its end', async () => {
    const engine = new TestEngine();
    await engine.create(await folderWith());
    const files: Record<string, Buffer> = {};
    for (let index = 0; index < 40; index += 1)
      files[`${String(index)}.png`] = await quarters(100 + index, 100)
        .png()
        .toBuffer();
    const started = await engine.startImport([await folderWith(files)]);
    await engine.call('job.cancel', { job: started.job });
    await engine.end(started.job);
    const target = await folderWith();
    await engine.import([await folderWith({ 'one.png': await quarters(20, 20).png().toBuffer() })]);
    await engine.export(join(target, 'new'));
    expect(await events(engine)).toMatchObject([
      { event: 'created' },
      { event: 'imported', import: started.import, state: 'cancelled' },
      { event: 'imported', state: 'done', imported: 1 },
      { event: 'exported', state: 'done', destination: join(target, 'new') },
    ]);
  });

  it('is given in pages, newest first', async () => {
    const engine = new TestEngine();
    const vault = await engine.create(await folderWith());
    for (let time = 0; time < 4; time += 1) {
      await engine.call('vault.close', {});
      await engine.unlock(vault);
    }
    const page = async (before: number | null, limit: number): Promise<[number, number[]]> => {
      const { length, items } = await engine.call('log.list', { before, limit });
      return [length, items.map(({ seq }) => seq)];
    };
    expect(await page(null, 2)).toEqual([5, [5, 4]]);
    expect(await page(4, 2)).toEqual([5, [3, 2]]);
    expect(await page(2, 2)).toEqual([5, [1]]);
    expect(await page(1, 2)).toEqual([5, []]);
    expect(await page(null, 0)).toEqual([5, []]);
    expect(await page(99, 1)).toEqual([5, [5]]);
  });

  it('costs no copy of the catalogue where nothing but the log has grown', async () => {
    const engine = new TestEngine();
    const vault = await engine.create(await folderWith());
    await engine.import([await folderWith({ 'a.png': await quarters(60, 40).png().toBuffer() })]);
    await engine.call('vault.close', {});
    const before = await snapshotsOf(vault);
    expect(before).toHaveLength(1);
    for (let time = 0; time < 3; time += 1) {
      await engine.unlock(vault);
      await engine.call('vault.close', {});
    }
    expect(await snapshotsOf(vault)).toEqual(before);
    await engine.unlock(vault);
    expect(await names(engine)).toEqual([
      'created',
      'imported',
      'unlocked',
      'unlocked',
      'unlocked',
      'unlocked',
    ]);
  });

  it('keeps nobody from a damaged vault, whose log takes no entries', async () => {
    const engine = new TestEngine();
    const vault = await engine.create(await folderWith());
    await engine.call('vault.close', {});
    const sqlite = new Sqlite(join(vault, 'catalog.db'));
    sqlite.exec('DELETE FROM log');
    sqlite.close();
    const { notices } = await engine.unlock(vault);
    expect(notices).toMatchObject([{ code: 'catalogue-altered' }]);
    expect((await entries(engine)).map(({ seq, text }) => [seq, text])).toEqual([[1, null]]);
    expect((await engine.call('log.verify', {})).problems).toMatchObject([{ kind: 'log-damaged' }]);
    const { problems, problemCount } = await engine.verify(true);
    expect(problemCount).toBe(1);
    expect(problems).toMatchObject([{ kind: 'log-damaged' }]);
    await expect(engine.call('log.export', { destination: await folderWith() })).rejects.toMatchObject({
      code: 'log-damaged',
    });
  });
});

describe('the log after a repair', () => {
  async function used(options: Partial<EngineOptions> = {}): Promise<{ engine: TestEngine; vault: string }> {
    const engine = new TestEngine(options);
    const vault = await engine.create(await folderWith());
    await engine.import([await folderWith({ 'a.png': await quarters(60, 40).png().toBuffer() })]);
    await engine.call('vault.close', {}); // a snapshot with two entries
    await engine.unlock(vault);
    await engine.call('vault.close', {});
    return { engine, vault };
  }

  it('is the one of the newest copy when the catalogue is gone', async () => {
    const { engine, vault } = await used();
    await rm(join(vault, 'catalog.db'));
    expect(await repair(engine, vault)).toMatchObject({ state: 'done', restored: 1 });
    expect(await names(engine)).toEqual(['created', 'imported', 'unlocked', 'repaired']);
    expect((await events(engine)).at(-1)).toEqual({
      event: 'repaired',
      restored: 1,
      adopted: 0,
      missing: 0,
      damaged: 0,
    });
    expect((await engine.call('log.verify', {})).problems).toEqual([]);
  });

  it('counts the entries that nothing holds any more, as far as this computer remembers them', async () => {
    const memory = join(await folderWith(), 'vaults-seen');
    const { engine, vault } = await used({ memory });
    await rm(join(vault, 'catalog.db'));
    await repair(engine, vault);
    expect((await events(engine)).at(-1)).toMatchObject({ event: 'repaired', entriesLost: 1 });
  });

  it('is whole where a copy has the entry that is damaged', async () => {
    const { engine, vault } = await used();
    const sqlite = new Sqlite(join(vault, 'catalog.db'));
    sqlite.exec("DELETE FROM log WHERE id = x'00000000000000000000000000000002'");
    sqlite.close();
    expect(await repair(engine, vault)).toMatchObject({ state: 'done', restored: 1 });
    expect(await names(engine)).toEqual(['created', 'imported', 'unlocked', 'unlocked', 'repaired']);
  });

  it('says how many entries are lost, and is gone on with', async () => {
    const { engine, vault } = await used();
    const sqlite = new Sqlite(join(vault, 'catalog.db'));
    sqlite.exec("DELETE FROM log WHERE id = x'00000000000000000000000000000003'");
    sqlite.close();
    await repair(engine, vault);
    expect((await events(engine)).at(-1)).toMatchObject({ event: 'repaired', entriesLost: 1 });
    await engine.call('vault.close', {});
    expect((await engine.unlock(vault)).notices).toEqual([]);
    expect(await names(engine)).toEqual(['created', 'imported', 'unlocked', 'repaired', 'unlocked']);
    expect((await engine.verify()).problemCount).toBe(0);
  });
});

describe('an exported log', () => {
  interface Exported {
    readonly engine: TestEngine;
    readonly vault: string;
    readonly written: Output<'log.export'>;
    readonly log: string;
  }
  async function exported(): Promise<Exported> {
    const engine = new TestEngine();
    const vault = await engine.create(await folderWith());
    await engine.call('vault.close', {});
    await engine.unlock(vault);
    const written = await engine.call('log.export', { destination: join(await folderWith(), 'Log') });
    return { engine, vault, written, log: join(written.folder, written.files[0] ?? '') };
  }

  it('is signed as minisign expects', async () => {
    const { written, log } = await exported();
    const [, signature = '', key = ''] = written.files.map((name) => join(written.folder, name));
    expect([signature, key]).toEqual([`${log}.minisig`, `${log}.pub`]);
    // By hand, with Node's Ed25519 and BLAKE2b-512 (OpenSSL's): the format of minisign, https://jedisct1.github.io/minisign/
    const [, keyLine = ''] = (await readFile(key, 'utf8')).split('\n');
    const keyBytes = Buffer.from(keyLine, 'base64');
    expect([keyBytes.length, keyBytes.toString('latin1', 0, 2)]).toEqual([42, 'Ed']);
    const id = keyBytes.subarray(2, 10);
    expect(Buffer.from(id).reverse().toString('hex').toUpperCase()).toBe(written.keyId);
    const x = keyBytes.subarray(10).toString('base64url');
    const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
    const [untrusted, line = '', trusted = '', global = ''] = (await readFile(signature, 'utf8')).split('\n');
    const bytes = Buffer.from(line, 'base64');
    expect(untrusted).toMatch(/^untrusted comment: /);
    expect([bytes.length, bytes.toString('latin1', 0, 2)]).toEqual([74, 'ED']);
    expect(bytes.subarray(2, 10)).toEqual(id);
    const digest = createHash('blake2b512')
      .update(await readFile(log))
      .digest();
    expect(verify(null, digest, publicKey, bytes.subarray(10))).toBe(true);
    const said = /^trusted comment: (.*)$/u.exec(trusted)?.[1] ?? '';
    expect(said).toContain(written.head);
    const whole = Buffer.concat([bytes.subarray(10), Buffer.from(said)]);
    expect(verify(null, whole, publicKey, Buffer.from(global, 'base64'))).toBe(true);

    // And with the tool itself, on a machine that has it.
    const tool = ['/usr/bin/minisign', '/usr/local/bin/minisign', '/opt/homebrew/bin/minisign'];
    const found = await Promise.all(
      tool.map((file) =>
        readFile(file).then(
          () => [file],
          () => [],
        ),
      ),
    );
    for (const [file] of found.filter((one) => one.length > 0))
      expect(execFileSync(file ?? '', ['-V', '-p', key, '-m', log], { encoding: 'utf8' })).toContain(
        'verified',
      );
  });

  it('is checked without the vault, and by the vault that it came from', async () => {
    const { engine, vault, written, log } = await exported();
    const { length, head, keyId } = written;
    const { vaultId } = await engine.call('vault.info', {});
    const good = { vaultId, keyId, length, head, signature: 'good', problems: [] };
    expect(await engine.call('log.verify', { against: { length, head } })).toMatchObject({ holds: true });
    await engine.call('vault.close', {});
    await rm(vault, { recursive: true });
    expect(await engine.call('log.verifyFile', { file: log })).toEqual(good);
    expect(await engine.call('log.verifyFile', { file: log, key: `${log}.pub` })).toEqual(good);

    const another = await exported();
    expect(await engine.call('log.verifyFile', { file: log, key: `${another.log}.pub` })).toMatchObject({
      problems: ['it is signed by another key'],
    });
    expect(await another.engine.call('log.verify', { against: { length, head } })).toMatchObject({
      holds: false,
    });
  });

  it('is told from one that was cut off, altered, reordered or signed by somebody else', async () => {
    const { engine, log } = await exported();
    const text = await readFile(log, 'utf8');
    const [head = '', first = '', second = ''] = text.split('\n');
    const other = await exported();
    const otherText = await readFile(other.log, 'utf8');
    const check = async (content: string, signature = `${log}.minisig`): Promise<string[]> => {
      const file = join(await folderWith(), 'log.jsonl');
      await writeFile(file, content);
      await copyFile(signature, `${file}.minisig`);
      return (await engine.call('log.verifyFile', { file })).problems;
    };
    const unsigned = 'its signature is not the one of this file';
    const breaks = (entry: number): string =>
      `entry ${String(entry)} is missing or altered, or does not follow the one before it`;
    expect(await check(text)).toEqual([]);
    expect(await check(`${head}\n${first}\n`)).toEqual([
      'it does not end where its first line says',
      unsigned,
    ]);
    expect(await check(`${head}\n${first}\n${second}`)).toEqual(['its last line is cut off', unsigned]);
    expect(await check(`${head}\n${second}\n${first}\n`)).toEqual([breaks(1), unsigned]);
    expect(await check(text.replace('created', 'CREATED'))).toEqual([breaks(1), unsigned]);
    expect(await check(`${text}${second}\n`)).toEqual([breaks(3), unsigned]);
    expect(await check(text, `${other.log}.minisig`)).toEqual([unsigned]);
    // A log of another key that says it is this vault's.
    const [own = '', ...rest] = otherText.split('\n');
    const claimed = own.replace(/"vault":"[0-9a-f]+"/u, /"vault":"[0-9a-f]+"/u.exec(head)?.[0] ?? '');
    expect(await check([claimed, ...rest].join('\n'), `${other.log}.minisig`)).toEqual([breaks(1), unsigned]);
    await rm(`${log}.minisig`);
    expect(await engine.call('log.verifyFile', { file: log })).toMatchObject({
      signature: 'missing',
      problems: ['the file with its signature is not beside it'],
    });
    for (const file of [join(log, 'nowhere'), `${log}.pub`])
      await expect(engine.call('log.verifyFile', { file })).rejects.toMatchObject({
        code: 'log-file-unreadable',
      });
  });

  it('replaces nothing, leaves nothing behind when it fails, and does not go into the vault', async () => {
    const { engine, vault, written } = await exported();
    const before = await readFile(join(written.folder, written.files[0] ?? ''), 'utf8');
    const again = await engine.call('log.export', { destination: written.folder });
    expect(again.files.filter((name) => written.files.includes(name))).toEqual([]);
    expect(await readdir(written.folder)).toHaveLength(6);
    expect(await readFile(join(written.folder, written.files[0] ?? ''), 'utf8')).toBe(before);
    await expect(engine.call('log.export', { destination: join(vault, 'log') })).rejects.toMatchObject({
      code: 'destination-unfit',
    });
    expect((await entries(engine)).at(-1)?.event).toMatchObject({
      event: 'exported',
      what: 'log',
      destination: written.folder,
    });
  });
});
