/** @file What is dropped into a locked vault is taken in at the next unlocking, nothing of it is lost, and nobody else can read it. */
import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImportItem, Output } from '../../src/shared/contract.ts';
import { hash } from '../../src/main/engine/crypto/index.ts';
import { codeOf } from '../support/quick-vault.ts';
import { quarters } from '../support/pictures.ts';
import { folderWith, passphrase, TestEngine } from './open-engine.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';

const inbox = (vault: string): string => join(vault, 'inbox');
const entriesOf = async (vault: string): Promise<string[]> =>
  (await readdir(inbox(vault))).filter((name) => /^[0-9a-f]{32}$/u.test(name));

async function png(seed: number): Promise<Buffer> {
  return quarters(30 + seed, 60)
    .png()
    .toBuffer();
}

/** A locked vault, with `a.png` in it where that is `imported`. */
async function locked(
  engine = new TestEngine(),
  imported = false,
): Promise<{ engine: TestEngine; vault: string; source: string }> {
  const source = await folderWith({ 'a.png': await png(1), 'b.png': await png(2), 'c.png': await png(3) });
  const vault = await engine.create(await folderWith());
  if (imported) await engine.import([join(source, 'a.png')]);
  await engine.call('vault.close', {});
  return { engine, vault, source };
}

type Adopted = {
  readonly items: ImportItem[];
  readonly status: Output<'drop.status'>;
  readonly photos: number;
};

/** Unlocks, takes in what waits, and closes again. */
async function adoptAll(engine: TestEngine, vault: string, again = false): Promise<Adopted> {
  await engine.unlock(vault);
  const started = await engine.call('drop.adopt', { again });
  if (started !== null) await engine.end(started.job);
  const items = started === null ? [] : await engine.items(started.import);
  const status = await engine.call('drop.status', {});
  const { photos } = await engine.call('vault.info', {});
  await engine.call('vault.close', {});
  return { items, status, photos };
}

const results = (items: readonly ImportItem[]): string[] =>
  items
    .map(({ path, result, reason }) => [path.split('/').at(-1), result, reason ?? ''].join(' ').trim())
    .sort();

describe('the drop box of a locked vault', () => {
  it('takes pictures without a passphrase, and gives them to the next unlocking, each once', async () => {
    const { engine, vault, source } = await locked(new TestEngine(), true);
    const before = await engine.call('drop.look', { vault });
    expect(before.waiting).toEqual({ entries: 0, bytes: 0, aside: 0, strays: 0 });
    expect(before.fingerprint).toHaveLength(8);
    await writeFile(join(source, 'notes.txt'), 'no picture');
    await writeFile(join(source, 'broken.jpg'), 'no picture either');
    await writeFile(join(source, 'b.xmp'), '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>');
    const dropped = await engine.call('drop.put', { vault, sources: [source] });
    expect(dropped).toMatchObject({ files: 3, failures: 1, leftOut: 1, beside: 1, stopped: null });
    expect(dropped.failed[0]).toMatchObject({ reason: 'not-a-picture' });
    expect((await engine.call('drop.look', { vault })).waiting.entries).toBe(3);
    // What lies there tells neither name nor content.
    const [content, name] = [await png(2), Buffer.from('b.png')];
    for (const entry of await entriesOf(vault)) {
      const bytes = await readFile(join(inbox(vault), entry));
      expect(bytes.includes(name)).toBe(false);
      expect(bytes.includes(content.subarray(20, 60))).toBe(false);
    }
    const { items, status, photos } = await adoptAll(engine, vault);
    expect(results(items)).toEqual(['a.png duplicate', 'b.png imported', 'c.png imported']);
    expect(status).toEqual({
      fingerprint: before.fingerprint,
      waiting: { entries: 0, bytes: 0, aside: 0, strays: 0 },
    });
    expect(photos).toBe(3);
    await engine.unlock(vault);
    expect((await engine.verify()).problemCount).toBe(0);
    const target = await folderWith();
    await engine.export(target);
    for (const file of ['a.png', 'b.png', 'c.png'])
      expect((await readFile(join(target, file))).equals(await readFile(join(source, file)))).toBe(true);
    expect(await engine.call('drop.adopt', { again: false })).toBeNull();
  }, 30_000);

  it('is emptied by itself where the engine watches, as in the window, and the report says so', async () => {
    const { vault, source } = await locked();
    const dropper = new TestEngine();
    await dropper.call('drop.put', { vault, sources: [join(source, 'b.png')] });
    const engine = new TestEngine({ watch: true });
    await engine.unlock(vault);
    while (!engine.news.some(({ state }) => state === 'done'))
      await new Promise((next) => setTimeout(next, 10));
    const [report] = await engine.call('import.list', {});
    expect(report).toMatchObject({ state: 'done', counts: { imported: 1, failed: 0 }, resumable: false });
    expect(await entriesOf(vault)).toEqual([]);
  });

  it('sets aside what is damaged or was sealed for somebody else, tells of it, and deletes nothing', async () => {
    const { engine, vault, source } = await locked();
    const other = await locked(new TestEngine());
    for (const file of ['b.png', 'c.png'])
      await engine.call('drop.put', { vault, sources: [join(source, file)] });
    const [first = '', second = ''] = await entriesOf(vault);
    const damaged = await readFile(join(inbox(vault), first));
    damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
    await writeFile(join(inbox(vault), first), damaged);
    // Under another name it is another entry: its name is part of what is authenticated.
    await copyFile(join(inbox(vault), second), join(inbox(vault), 'f'.repeat(32)));
    await other.engine.call('drop.put', { vault: other.vault, sources: [join(source, 'b.png')] });
    const [foreign = ''] = await entriesOf(other.vault);
    await copyFile(join(inbox(other.vault), foreign), join(inbox(vault), foreign));
    const { items, status, photos } = await adoptAll(engine, vault);
    expect(items.map(({ result, reason }) => `${result} ${reason ?? ''}`.trim()).sort()).toEqual([
      'failed drop-damaged',
      'failed drop-damaged',
      'failed drop-foreign',
      'imported',
    ]);
    expect(status.waiting).toMatchObject({ entries: 0, aside: 3 });
    expect(photos).toBe(1);
    expect((await readFile(join(inbox(vault), 'aside', first))).equals(damaged)).toBe(true);
    // Not asked for again by itself, and tried again when somebody asks.
    expect((await adoptAll(engine, vault)).items).toEqual([]);
    damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
    await writeFile(join(inbox(vault), 'aside', first), damaged);
    const again = await adoptAll(engine, vault, true);
    expect(again.items.filter(({ result }) => result === 'imported')).toHaveLength(1);
    expect(again.status.waiting.aside).toBe(2);
    expect(again.photos).toBe(2);
  }, 30_000);

  it('leaves links, pipes, folders and foreign names alone', async () => {
    const { engine, vault, source } = await locked();
    await mkdir(inbox(vault));
    await symlink(join(source, 'b.png'), join(inbox(vault), '0'.repeat(32)));
    execFileSync('mkfifo', [join(inbox(vault), '1'.repeat(32))]);
    await mkdir(join(inbox(vault), '2'.repeat(32)));
    await writeFile(join(inbox(vault), 'IMG_1.jpg'), await png(2));
    await writeFile(join(inbox(vault), '3'.repeat(32)), '');
    const { items, status, photos } = await adoptAll(engine, vault);
    expect(items.map(({ result, reason }) => `${result} ${reason ?? ''}`)).toEqual(['failed drop-damaged']);
    expect(status.waiting).toMatchObject({ entries: 0, strays: 4, aside: 1 });
    expect(photos).toBe(0);
    expect(await readdir(source)).toContain('b.png');
  });

  it('does not follow a link in the place of its folder, in either direction', async () => {
    const { engine, vault, source } = await locked();
    const elsewhere = await folderWith();
    await symlink(elsewhere, inbox(vault));
    expect(await codeOf(engine.call('drop.put', { vault, sources: [source] }))).toBe('destination-unfit');
    expect(await readdir(elsewhere)).toEqual([]);
    expect((await adoptAll(engine, vault)).items).toEqual([]);
  });

  it('opens what was dropped before the keys were changed', async () => {
    const { engine, vault, source } = await locked();
    await engine.call('drop.put', { vault, sources: [join(source, 'b.png')] });
    await engine.unlock(vault);
    const secret = { kind: 'passphrase', passphrase: passphraseBytes(passphrase) } as const;
    await engine.call('keys.draftRotation', { secret });
    const { job } = await engine.call('keys.rotate', { scope: 'everything' });
    if (job !== null) await engine.end(job);
    await engine.call('vault.close', {});
    await engine.call('drop.put', { vault, sources: [join(source, 'c.png')] });
    const { items } = await adoptAll(engine, vault);
    expect(results(items)).toEqual(['b.png imported', 'c.png imported']);
  });

  it('can be filled on a computer that has nothing but the public key', async () => {
    const { engine, vault, source } = await locked();
    const desk = await folderWith();
    const key = join(desk, 'Family.dropkey');
    const { fingerprint } = await engine.call('drop.saveKey', { vault, saveTo: key });
    expect(await codeOf(engine.call('drop.saveKey', { vault, saveTo: key }))).not.toBe('fulfilled'); // never in another file's place
    const card = await folderWith();
    const made = await new TestEngine().call('drop.putInto', { key, folder: card, sources: [source] });
    expect(made).toMatchObject({ files: 3, fingerprint });
    await mkdir(inbox(vault));
    for (const name of await readdir(card)) await copyFile(join(card, name), join(inbox(vault), name));
    const { items } = await adoptAll(engine, vault);
    expect(results(items)).toEqual(['a.png imported', 'b.png imported', 'c.png imported']);
    const text = await readFile(key, 'utf8');
    await writeFile(key, text.replace(/"sealing": "./u, '"sealing": "_'));
    expect(await codeOf(engine.call('drop.putInto', { key, folder: card, sources: [source] }))).toBe(
      'drop-key-unreadable',
    );
  });

  it('notices a public key that was exchanged: before anything is sealed, and when the vault is unlocked', async () => {
    const memory = await folderWith();
    const { engine, vault, source } = await locked(new TestEngine({ memory }));
    const honest = await readFile(join(vault, 'vault.hdr'));
    const thief = await locked(new TestEngine());
    const stolen =
      /"sealing":"([^"]+)"/u.exec(await readFile(join(thief.vault, 'vault.hdr'), 'utf8'))?.[1] ?? '';
    const forged = forge(honest, stolen);
    // One copy: the two do not agree.
    await writeFile(join(vault, 'vault.hdr'), forged);
    expect(await codeOf(engine.call('drop.put', { vault, sources: [source] }))).toBe('drop-key-changed');
    // Both: this computer knows the vault's key.
    await writeFile(join(vault, 'vault.hdr.bak'), forged);
    expect(await codeOf(engine.call('drop.put', { vault, sources: [source] }))).toBe('drop-key-changed');
    expect(await codeOf(engine.call('drop.look', { vault }))).toBe('drop-key-changed');
    expect(await codeOf(engine.unlock(vault))).toBe('header-damaged');
    // A computer that has never seen the vault cannot know. The owner is told when the honest header is back.
    const stranger = new TestEngine();
    await stranger.call('drop.put', { vault, sources: [join(source, 'b.png')] });
    for (const name of ['vault.hdr', 'vault.hdr.bak']) await writeFile(join(vault, name), honest);
    const { items } = await adoptAll(engine, vault);
    expect(items.map(({ reason }) => reason)).toEqual(['drop-foreign']);
  }, 30_000);

  it('stays closed where nothing can be dropped, and says why', async () => {
    const { engine, vault, source } = await locked();
    expect(await codeOf(engine.call('drop.put', { vault: source, sources: [source] }))).toBe(
      'vault-not-a-vault',
    );
    expect(await codeOf(engine.call('drop.put', { vault: join(vault, 'gone'), sources: [source] }))).toBe(
      'vault-missing',
    );
    const key = join(await folderWith(), 'key');
    await engine.call('drop.saveKey', { vault, saveTo: key });
    const file = join(source, 'a.png');
    expect(await codeOf(engine.call('drop.putInto', { key, folder: file, sources: [source] }))).toBe(
      'destination-unfit',
    );
    expect(await codeOf(engine.call('drop.putInto', { key: file, folder: source, sources: [source] }))).toBe(
      'drop-key-unreadable',
    );
    // Nothing of the vault itself is dropped into it.
    expect(await engine.call('drop.put', { vault, sources: [vault] })).toMatchObject({ files: 0 });
  });

  it('keeps an entry whose photo in the vault cannot be read back', async () => {
    const { engine, vault, source } = await locked(new TestEngine(), true);
    await engine.call('drop.put', { vault, sources: [join(source, 'a.png')] });
    for (const folder of await readdir(join(vault, 'blobs')))
      for (const name of await readdir(join(vault, 'blobs', folder))) {
        const file = join(vault, 'blobs', folder, name);
        const bytes = await readFile(file);
        bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
        await writeFile(file, bytes);
      }
    const { items, status } = await adoptAll(engine, vault);
    expect(results(items)).toEqual(['a.png duplicate']);
    expect(status.waiting.entries).toBe(1);
  });
});

/** The header with another public key, and a checksum that fits: what somebody without any secret can write. */
function forge(header: Buffer, sealing: string): Buffer {
  const [line = '', mac = ''] = header.toString().split('\n');
  const two = `${line.replace(/"sealing":"[^"]+"/u, `"sealing":"${sealing}"`)}\n${mac}\n`;
  return Buffer.from(`${two}${hash(32, Buffer.from(two)).toString('base64')}\n`);
}
