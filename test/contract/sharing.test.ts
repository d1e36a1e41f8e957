/** @file Photos sent to people and received from them: round trips with what other people have, and what becomes of every bad file. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImportReport, Input } from '../../src/shared/contract.ts';
import { signatureFile } from '../../src/main/engine/log/minisign.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { runCli } from '../support/cli.ts';
import { quarters } from '../support/pictures.ts';
import { ageKey, ageTo, ageWith, sha256, tarOf, unage, untar } from '../support/sharing.ts';
import { folderWith, lineOf, TestEngine } from './open-engine.ts';
import {
  addFriend,
  codeOf,
  content,
  friendOf,
  open,
  received,
  send,
  senderWith,
  type Sender,
} from './sharing-vaults.ts';

describe('keys', () => {
  it('stay the same when the vault is opened again and gets new keys, and read the same words on both sides', async () => {
    const sender = await senderWith();
    const friend = await friendOf(sender);
    const mine = await sender.engine.call('sharing.mine', {});
    expect(mine.keys.hybrid).toMatch(/^age1pq1/u);
    expect(mine.keys.x25519).toMatch(/^age1[02-9ac-hj-np-z]{58}$/u);
    const [person] = await friend.engine.call('people.list', {});
    expect(person).toMatchObject({
      name: 'Anna Known',
      words: mine.words,
      keys: mine.keys,
      keyId: mine.keyId,
    });
    expect(mine.words).toHaveLength(8);
    const again = new TestEngine();
    await sender.engine.engine.close();
    await again.unlock(sender.vault);
    const secret = {
      kind: 'passphrase',
      passphrase: passphraseBytes('correct horse battery staple'),
    } as const;
    await again.call('keys.draftRotation', { secret });
    await again.call('keys.rotate', { scope: 'catalogue' });
    expect((await again.call('sharing.mine', {})).keys).toEqual(mine.keys);
  });

  it('are refused where they are none, secret, known already; people are named once', async () => {
    const { engine } = await senderWith();
    const { recipient, identity } = await ageKey('x25519');
    const add = (name: string, text: string): Promise<string> =>
      codeOf(engine.call('people.add', { name, text }));
    expect(await add('A', 'hello')).toBe('keys-none');
    expect(await add('A', identity)).toBe('keys-secret');
    expect(await add('A', `${recipient.slice(0, -1)}q`)).toBe('keys-invalid');
    expect(await add('A', `${recipient}\n${(await ageKey('x25519')).recipient}`)).toBe('keys-invalid');
    expect(await add('A', recipient.toUpperCase())).toBe('fulfilled');
    expect(await add('B', `x ${recipient} x`)).toBe('person-known');
    expect(await add('A', (await ageKey('hybrid')).recipient)).toBe('person-named');
    const [person] = await engine.call('people.list', {});
    await engine.call('people.rename', { id: person?.id ?? '', name: 'C' });
    expect((await engine.call('people.list', {})).map(({ name }) => name)).toEqual(['C']);
    await engine.call('people.remove', { id: person?.id ?? '' });
    expect(await engine.call('people.list', {})).toEqual([]);
  });

  it('are saved into a new file and read from it, and from a picture of the QR code', async () => {
    const sender = await senderWith();
    const { code, keys } = await sender.engine.call('sharing.mine', {});
    const folder = await folderWith();
    const file = join(folder, 'me.txt');
    await sender.engine.call('sharing.saveMine', { file });
    expect(await codeOf(sender.engine.call('sharing.saveMine', { file }))).toBe('package-exists');
    const { encodeQR } = await import('qr');
    const { default: sharp } = await import('sharp');
    const svg = Buffer.from(encodeQR(code, 'svg', { ecc: 'low' }));
    const png = await sharp(svg, { density: 400 })
      .resize(600, 600)
      .flatten({ background: '#ffffff' })
      .png()
      .toBuffer();
    await writeFile(join(folder, 'me.png'), png);
    for (const name of ['me.txt', 'me.png']) {
      const read = await sender.engine.call('people.readFile', { file: join(folder, name) });
      expect(read.keys, name).toEqual(keys);
    }
    await writeFile(join(folder, 'no.png'), await quarters(300, 300).png().toBuffer());
    expect(await codeOf(sender.engine.call('people.readFile', { file: join(folder, 'no.png') }))).toBe(
      'keys-none',
    );
  });
});

describe('sending and receiving', () => {
  it('takes photos from vault to vault, byte for byte, signed, safe from quantum computers', async () => {
    const sender = await senderWith('IMG_1.jpg', 'Grüße 漢字.jpg');
    const friend = await friendOf(sender);
    const to = await addFriend(sender, friend);
    const { job, file, quantumSafe } = await send(sender, { to: [to] });
    expect(job).toMatchObject({ state: 'done', written: 2, failed: 0, error: null });
    expect(job.files).toEqual([{ file, people: ['Friend'] }]);
    expect(quantumSafe).toBe(true);
    expect((await readFile(file)).subarray(0, 64).toString('latin1')).toContain('-> mlkem768x25519 ');
    const opened = await open(friend.engine, file);
    expect(opened).toMatchObject({
      signer: 'known',
      name: 'Anna Known',
      note: 'For you',
      forThisVault: true,
      namesake: false,
      files: 2,
      photos: 2,
      alreadyHere: 0,
    });
    const list = await friend.engine.call('receive.items', { receipt: opened.receipt, offset: 0, limit: 10 });
    expect(list.items.map(({ path, kind }) => [path, kind])).toEqual([
      ['Holiday/photos/IMG_1.jpg', 'picture'],
      ['Holiday/photos/Grüße 漢字.jpg', 'picture'],
    ]);
    const id = await received(friend.engine, opened.receipt);
    const items = await friend.engine.items(id);
    for (const [name, bytes] of sender.pictures) {
      const photo = lineOf(items, name).photo ?? '';
      expect((await content(friend.engine, photo)).equals(bytes), name).toBe(true);
      const details = await friend.engine.call('library.details', { id: photo });
      expect(details).toMatchObject({ name, albums: [{ name: 'From Anna' }] });
      expect(details.received).toMatchObject({
        signer: 'known',
        name: 'Anna Known',
        note: 'For you',
        file: 'Holiday.age',
      });
    }
    expect((await open(friend.engine, file)).alreadyHere).toBe(2);
    const log = await sender.engine.call('log.list', { before: null, limit: 1 });
    expect(log.items[0]?.event).toMatchObject({ event: 'sent', photos: 2, people: 1, state: 'done' });
  });

  it('keeps where photos came from through new keys, a lost catalogue and a repair', async () => {
    const sender = await senderWith('IMG_1.jpg');
    const friend = await friendOf(sender);
    const { file } = await send(sender, { to: [await addFriend(sender, friend)] });
    const { receipt } = await open(friend.engine, file);
    const photo =
      lineOf(await friend.engine.items(await received(friend.engine, receipt)), 'IMG_1.jpg').photo ?? '';
    await friend.engine.engine.close();
    await rm(join(friend.vault, 'catalog.db'));
    const again = new TestEngine();
    const secret = {
      kind: 'passphrase',
      passphrase: passphraseBytes('correct horse battery staple'),
    } as const;
    const { job } = await again.call('repair.start', { vault: friend.vault, secret, dryRun: false });
    expect(await again.end(job)).toMatchObject({ state: 'done' });
    const details = await again.call('library.details', { id: photo });
    expect(details.received).toMatchObject({ signer: 'known', name: 'Anna Known' });
    expect((await again.call('people.list', {})).map(({ name }) => name)).toEqual(['Anna Known']);
  });

  it('goes on with a package whose import was cut off or had failures, and does nothing twice', async () => {
    const sender = await senderWith('IMG_1.jpg');
    const names = ['IMG_1.jpg', 'IMG_2.jpg', 'IMG_3.jpg'];
    // Longer than what is read of a package at once.
    const long = async (): Promise<Buffer> =>
      Buffer.concat([await quarters(50, 50).jpeg().toBuffer(), randomBytes(2_000_000)]);
    await sender.engine.import([await folderWith({ 'IMG_2.jpg': await long(), 'IMG_3.jpg': await long() })]);
    const friend = await friendOf(sender);
    const { engine } = friend;
    const to = [await addFriend(sender, friend)];
    const { file } = await send(sender, { to, selection: { of: 'all' } });
    const bytes = await readFile(file);
    const { receipt } = await open(engine, file);
    const { items } = await engine.call('receive.items', { receipt, offset: 0, limit: 9 });
    expect(items).toHaveLength(3);
    // The end of the file is lost between looking at it and taking from it: the last photos do not come out.
    await writeFile(file, Buffer.concat([bytes.subarray(0, 3000), Buffer.alloc(bytes.length - 3000)]));
    const first = await engine.call('receive.start', { receipt, album: 'From Anna', accept: null });
    await engine.end(first.job);
    const report = async (): Promise<ImportReport | undefined> =>
      (await engine.call('import.list', {})).find(({ id }) => id === first.import);
    const before = await report();
    expect(before).toMatchObject({ state: 'done', received: { left: true } });
    expect(before?.counts.failed).toBeGreaterThan(0);
    expect(await codeOf(engine.call('import.retry', { import: first.import, failure: null }))).toBe(
      'package-again',
    );

    const again = { import: first.import, passphrase: null };
    expect(await codeOf(engine.call('receive.reopen', again))).toBe('package-damaged');
    await writeFile(file, bytes);
    const reopened = await engine.call('receive.reopen', again);
    expect(reopened).toMatchObject({ signer: 'known', files: 3 });
    const second = await engine.call('receive.start', {
      receipt: reopened.receipt,
      album: null,
      accept: null,
    });
    expect(second.import).toBe(first.import);
    expect(await engine.end(second.job)).toMatchObject({ state: 'done', error: null });
    const after = await report();
    expect(after?.counts).toMatchObject({ imported: 3, duplicate: 0, failed: 0 });
    expect(after?.received).toEqual({ left: false });
    expect(await engine.items(first.import)).toHaveLength(3);
    expect((await engine.call('vault.info', {})).photos).toBe(3);
    for (const name of names) {
      const photo = lineOf(await engine.items(first.import), name).photo ?? '';
      const details = await engine.call('library.details', { id: photo });
      expect(details, name).toMatchObject({ albums: [{ name: 'From Anna' }], received: { signer: 'known' } });
    }
    expect(await codeOf(engine.call('receive.reopen', again))).toBe('input-invalid');
  });

  it('sends clean copies and says what could not be cleaned', async () => {
    const sender = await senderWith('IMG_1.jpg');
    const key = await ageKey('hybrid');
    const { id } = await sender.engine.call('people.add', { name: 'Ben', text: key.recipient });
    const { file, job } = await send(sender, { to: [id], options: { without: 'metadata' }, from: null });
    expect(job.written).toBe(1);
    const files = await untar(await unage(await readFile(file), key));
    const picture = files.get('Holiday/photos/IMG_1.jpg') ?? Buffer.alloc(0);
    expect(picture.subarray(0, 2).toString('hex')).toBe('ffd8');
    expect(picture.includes('secret words')).toBe(false);
    expect([...files.keys()].some((name) => name.endsWith('.minisig') || name.endsWith('sender.pub'))).toBe(
      false,
    );
    const manifest = JSON.parse(String(files.get('Holiday/manifest.json'))) as {
      from: null;
      files: { sha256: string }[];
    };
    expect(manifest.from).toBeNull();
    expect(manifest.files[0]?.sha256).toBe(sha256(picture));
  });

  it('uses the older keys as soon as one person has no other, and never a key that is not there', async () => {
    const sender = await senderWith('IMG_1.jpg');
    const friend = await friendOf(sender);
    const old = await ageKey('x25519');
    const both = await addFriend(sender, friend);
    const { id: older } = await sender.engine.call('people.add', { name: 'Old', text: old.recipient });
    const { file, quantumSafe } = await send(sender, { to: [both, older] });
    expect(quantumSafe).toBe(false);
    const head = (await readFile(file)).subarray(0, 1000).toString('latin1');
    expect(head.match(/-> X25519 /gu)).toHaveLength(2);
    expect(head).not.toContain('mlkem');
    expect((await open(friend.engine, file)).signer).toBe('known');
    expect((await untar(await unage(await readFile(file), old))).size).toBeGreaterThan(4);
    const { id: signs } = await sender.engine.call('people.add', {
      name: 'Signs',
      text: 'RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3',
    });
    expect(await codeOf(send(sender, { to: [signs] }))).toBe('person-keyless');
    expect(await codeOf(send(sender))).toBe('send-nobody');
  });

  it('sends by a passphrase, which others open and nobody else', async () => {
    const sender = await senderWith('IMG_1.jpg');
    const { file, job } = await send(sender, { passphrase: passphraseBytes('a passphrase between us') });
    expect(job).toMatchObject({ state: 'done', files: [{ file, people: [] }] });
    const friend = await friendOf(sender);
    expect(await codeOf(open(friend.engine, file))).toBe('package-passphrase');
    expect(await open(friend.engine, file, 'a passphrase between us')).toMatchObject({
      signer: 'known',
      forThisVault: null,
    });
  });

  it('makes two files for people and whoever knows a passphrase: both or none', async () => {
    const sender = await senderWith('IMG_1.jpg', 'IMG_2.jpg');
    const key = await ageKey('hybrid');
    const { id } = await sender.engine.call('people.add', { name: 'Ben', text: key.recipient });
    const folder = await folderWith();
    const file = join(folder, 'Holiday.age');
    const words = 'a passphrase between us';
    const how = (): Partial<Input<'send.start'>> => ({ to: [id], passphrase: passphraseBytes(words), file });
    const { job, quantumSafe } = await send(sender, how());
    expect(job).toMatchObject({ state: 'done', written: 2, failed: 0, filesDone: 2 });
    expect(job.bytesDone).toBe(job.bytesTotal);
    expect(quantumSafe).toBe(true);
    const other = join(folder, 'Holiday.passphrase.age');
    expect(job.files).toEqual([
      { file, people: ['Ben'] },
      { file: other, people: [] },
    ]);
    const forBen = await untar(await unage(await readFile(file), key));
    for (const [name, bytes] of sender.pictures)
      expect(forBen.get(`Holiday/photos/${name}`)?.equals(bytes), name).toBe(true);
    const { receipt, ...told } = await open(sender.engine, other, words);
    expect(told).toMatchObject({ signer: 'own', files: 2, alreadyHere: 2, forThisVault: null });
    await sender.engine.call('receive.close', { receipt });
    const log = await sender.engine.call('log.list', { before: null, limit: 2 });
    expect(log.items.map(({ event }) => event)).toMatchObject([
      { event: 'sent', file: other, people: 0 },
      { event: 'sent', file, people: 1 },
    ]);
    // The name of the second is taken: then the first is not written either.
    await rm(file);
    expect(await codeOf(send(sender, how()))).toBe('package-exists');
    expect(await readdir(folder)).toEqual(['Holiday.passphrase.age']);
  });

  it('writes over nothing, leaves nothing when it is cancelled or the last photo is gone, and not into the vault', async () => {
    const sender = await senderWith('IMG_1.jpg');
    const { id } = await sender.engine.call('people.add', {
      name: 'Ben',
      text: (await ageKey('x25519')).recipient,
    });
    const to = [id];
    const folder = await folderWith({ 'there.age': 'mine' });
    expect(await codeOf(send(sender, { to, file: join(folder, 'there.age') }))).toBe('package-exists');
    expect(await codeOf(send(sender, { to, file: join(sender.vault, 'in.age') }))).toBe('destination-unfit');
    const blobs = (await readdir(join(sender.vault, 'blobs'), { recursive: true })).filter((name) =>
      /[0-9a-f]{32}$/u.test(name),
    );
    for (const name of blobs)
      await rename(join(sender.vault, 'blobs', name), join(sender.vault, 'blobs', `${name}.away`));
    const { job } = await send(sender, { to, file: join(folder, 'new.age') });
    expect(job).toMatchObject({ state: 'stopped', error: { code: 'send-nothing' }, failed: 1 });
    expect(job.failures[0]?.error?.code).toBe('blob-missing');
    for (const name of blobs)
      await rename(join(sender.vault, 'blobs', `${name}.away`), join(sender.vault, 'blobs', name));
    const started = await sender.engine.call('send.start', {
      file: join(folder, 'cancelled.age'),
      selection: { of: 'all' },
      to,
      passphrase: null,
      from: null,
      note: '',
    });
    await sender.engine.call('job.cancel', { job: started.job });
    expect(await sender.engine.end(started.job)).toMatchObject({ state: 'cancelled' });
    expect(await readdir(folder)).toEqual(['there.age']);
    expect(String(await readFile(join(folder, 'there.age')))).toBe('mine');
  });
});

describe('a bad file', () => {
  /** Of a package to a key of the test's own: what is inside, to be packed again otherwise. */
  async function opened(
    sender: Sender,
  ): Promise<{ inside: Buffer; files: Map<string, Buffer>; repack: (bytes: Uint8Array) => Promise<string> }> {
    const key = await ageKey('x25519');
    const { id } = await sender.engine.call('people.add', {
      name: `Ben ${key.recipient.slice(-4)}`,
      text: key.recipient,
    });
    const { file } = await send(sender, { to: [id] });
    const inside = await unage(await readFile(file), key);
    const { keys } = await sender.engine.call('sharing.mine', {});
    const repack = async (bytes: Uint8Array): Promise<string> => {
      const path = join(await folderWith(), 'again.age');
      await writeFile(path, await ageTo(bytes, keys.hybrid ?? ''));
      return path;
    };
    return { inside, files: await untar(inside), repack };
  }

  const tarFrom = (files: ReadonlyMap<string, Uint8Array>): Promise<Buffer> =>
    tarOf([...files].map(([name, content]) => ({ name, content })));

  it('is told for what it is: not ours, cut off, altered, too many people, too costly', async () => {
    const sender = await senderWith('IMG_1.jpg');
    const { engine } = sender;
    const { keys } = await engine.call('sharing.mine', {});
    const folder = await folderWith();
    const put = async (bytes: Uint8Array | string): Promise<string> => {
      const path = join(folder, `${String(Math.random()).slice(2)}.age`);
      await writeFile(path, bytes);
      return path;
    };
    const tar = await tarOf([{ name: 'big.jpg', content: Buffer.alloc(300_000, 1) }]);
    const good = await ageTo(tar, keys.x25519 ?? '');
    const head = good.indexOf('--- ') + 48 + 16;
    const chunk = 65_552;
    const flipped = Buffer.from(good);
    flipped[head + 100_000] = (flipped[head + 100_000] ?? 0) ^ 1;
    const header = Buffer.from(good);
    header[head - 40] = header[head - 40] === 0x41 ? 0x42 : 0x41; // of the MAC
    const swapped = Buffer.concat([
      good.subarray(0, head),
      good.subarray(head + chunk, head + 2 * chunk),
      good.subarray(head, head + chunk),
      good.subarray(head + 2 * chunk),
    ]);
    const stranger = await ageKey('x25519');
    const costly = (await ageWith(tar, 'x')).toString('latin1').replace(/(-> scrypt \S+) 10\n/u, '$1 30\n');
    const recipients = await Promise.all(
      Array.from({ length: 129 }, () => Promise.resolve(stranger.recipient)),
    );
    const armored = '-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n';
    const cases: readonly [name: string, file: string, code: string, passphrase?: string][] = [
      ['an empty file', await put(''), 'package-not-age'],
      ['a letter', await put('hello'), 'package-not-age'],
      ['armour', await put(armored), 'package-not-age'],
      ['somebody else’s', await put(await ageTo(tar, stranger.recipient)), 'package-not-for-us'],
      [
        'somebody else’s, with a passphrase',
        await put(await ageTo(tar, stranger.recipient)),
        'package-not-for-us',
        'x',
      ],
      [
        '1,000 recipients',
        await put(`age-encryption.org/v1\n${'-> X25519 abc\nabc\n'.repeat(1000)}--- x\n`),
        'package-recipients',
      ],
      ['129 recipients', await put(await ageTo(tar, ...recipients)), 'package-recipients'],
      [
        'a head without an end',
        await put(`age-encryption.org/v1\n-> X25519 ${'a'.repeat(300_000)}`),
        'package-recipients',
      ],
      ['work factor 30', await put(Buffer.from(costly, 'latin1')), 'package-too-costly', 'x'],
      ['an altered head', await put(header), 'package-damaged'],
      ['one flipped bit', await put(flipped), 'package-damaged'],
      ['reordered chunks', await put(swapped), 'package-damaged'],
      ['nothing but the head', await put(good.subarray(0, head - 1)), 'package-truncated'],
      ['cut off between chunks', await put(good.subarray(0, head + 2 * chunk)), 'package-truncated'],
      ['cut off in a chunk', await put(good.subarray(0, head + 2 * chunk + 5000)), 'package-truncated'],
      ['something behind its end', await put(Buffer.concat([good, Buffer.alloc(10)])), 'package-damaged'],
      ['no tar', await put(await ageTo(Buffer.from('hello'), keys.x25519 ?? '')), 'package-tar'],
      ['nothing', await put(await ageTo(new Uint8Array(0), keys.x25519 ?? '')), 'package-tar'],
      ['noise', await put(await ageTo(Buffer.alloc(4096, 7), keys.x25519 ?? '')), 'package-tar'],
      ['no file', join(folder, 'missing.age'), 'source-missing'],
      ['a folder', folder, 'source-not-a-file'],
    ];
    const photos = (await engine.call('vault.info', {})).photos;
    for (const [name, file, code, passphrase] of cases)
      expect(await codeOf(open(engine, file, passphrase)), name).toBe(code);
    expect((await engine.call('vault.info', {})).photos).toBe(photos);
  });

  it('of a tar that leads out, links, is no file, or never ends is not taken', async () => {
    const { engine } = await senderWith();
    const { keys } = await engine.call('sharing.mine', {});
    const folder = await folderWith();
    const file = async (tar: Uint8Array): Promise<string> => {
      const path = join(folder, 'tar.age');
      await writeFile(path, await ageTo(tar, keys.x25519 ?? ''));
      return path;
    };
    const content = 'x';
    const raw = async (name: string, change: (header: Buffer) => void): Promise<Buffer> => {
      const tar = await tarOf([{ name, content }]);
      change(tar.subarray(0, 512));
      tar.fill(' ', 148, 156);
      tar.write(
        `${tar
          .subarray(0, 512)
          .reduce((sum, byte) => sum + byte, 0)
          .toString(8)
          .padStart(6, '0')}\0 `,
        148,
        'latin1',
      );
      return tar;
    };
    const cases: readonly [name: string, tar: Buffer, code: string][] = [
      ['up', await tarOf([{ name: '../up.jpg', content }]), 'package-unsafe'],
      ['up in between', await tarOf([{ name: 'a/../../up.jpg', content }]), 'package-unsafe'],
      [
        'absolute',
        await raw('etc/passwd', (header) => header.write('/etc/x\0', 0, 'latin1')),
        'package-unsafe',
      ],
      ['backslash', await tarOf([{ name: '..\\up.jpg', content }]), 'package-unsafe'],
      [
        'a long way up',
        await tarOf([{ name: `${'a/'.repeat(80)}../${'../'.repeat(100)}x`, content }]),
        'package-unsafe',
      ],
      ['line feed', await tarOf([{ name: 'a\nb.jpg', content }]), 'package-unsafe'],
      [
        'symbolic link',
        await tarOf([{ name: 'a', type: 'symlink', linkname: '/etc/passwd' }]),
        'package-unsafe',
      ],
      ['hard link', await tarOf([{ name: 'a', type: 'link', linkname: 'b' }]), 'package-unsafe'],
      ['device', await tarOf([{ name: 'a', type: 'character-device' }]), 'package-unsafe'],
      ['fifo', await tarOf([{ name: 'a', type: 'fifo' }]), 'package-unsafe'],
      ['unknown kind', await raw('a', (header) => header.write('S', 156, 'latin1')), 'package-unsafe'],
      [
        'the same twice',
        await tarOf([
          { name: 'a', content },
          { name: './a', content },
        ]),
        'package-unsafe',
      ],
      [
        'a length beyond the end',
        await raw('a', (header) => header.write('77777777777\0', 124, 'latin1')),
        'package-truncated',
      ],
      ['a negative length', await raw('a', (header) => header.fill(0xff, 124, 136)), 'package-tar'],
      [
        'a huge extra header',
        await raw(
          'a',
          (header) => header.write('00000400000\0', 124, 'latin1') && header.write('x', 156, 'latin1'),
        ),
        'package-truncated',
      ],
      ['no end', (await tarOf([{ name: 'a', content }])).subarray(0, 1024), 'package-truncated'],
      [
        'something behind the end',
        Buffer.concat([await tarOf([{ name: 'a', content }]), Buffer.from('more')]),
        'package-tar',
      ],
    ];
    for (const [name, tar, code] of cases)
      expect(await codeOf(open(engine, await file(tar))), name).toBe(code);
    // 100,001 folders: no more than a header each.
    const [header] = [(await tarOf([{ name: 'd/', type: 'directory' }])).subarray(0, 512)];
    const many = Buffer.alloc(100_001 * 512);
    for (let at = 0; at < many.length; at += 512) header.copy(many, at);
    expect(await codeOf(open(engine, await file(many)))).toBe('package-too-many');
  });

  it('that is not what its list says, or signed by another key, is told and not taken', async () => {
    const sender = await senderWith('IMG_1.jpg', 'IMG_2.jpg');
    const { files, repack, inside } = await opened(sender);
    const { engine } = sender;
    expect(await open(engine, await repack(inside))).toMatchObject({ signer: 'own', forThisVault: false });
    const changed = (change: (copy: Map<string, Buffer>) => void): Promise<Buffer> => {
      const copy = new Map(files);
      change(copy);
      return tarFrom(copy);
    };
    const first = 'Holiday/photos/IMG_1.jpg';
    const manifestPath = 'Holiday/manifest.json';
    const other = await changed((copy) =>
      copy.set(first, Buffer.from(files.get('Holiday/photos/IMG_2.jpg') ?? [])),
    );
    const mismatches: readonly [string, Buffer][] = [
      ['altered', other],
      ['missing', await changed((copy) => copy.delete(first))],
      ['extra', await changed((copy) => copy.set('Holiday/photos/more.jpg', Buffer.from('x')))],
      ['extra beside', await changed((copy) => copy.set('more.jpg', Buffer.from('x')))],
      [
        'list',
        await changed((copy) => copy.set(manifestPath, Buffer.from('{"format": "lightproof/1 package"}'))),
      ],
    ];
    for (const [name, tar] of mismatches)
      expect(await codeOf(open(engine, await repack(tar))), name).toBe('package-mismatch');
    // Written anew, all of it fitting, under the old signature.
    const forged = await changed((copy) =>
      copy.set(manifestPath, Buffer.from(String(files.get(manifestPath)).replace('For you', 'Not for you'))),
    );
    const wrong = await open(engine, await repack(forged));
    expect(wrong.signer).toBe('wrong');
    expect(
      await codeOf(engine.call('receive.start', { receipt: wrong.receipt, album: null, accept: 'unknown' })),
    ).toBe('package-signature-wrong');
    // The whole list as it was, signed by somebody else's key.
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const own = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
    const signer = { publicKey: own, sign: (message: Uint8Array) => sign(null, message, privateKey) };
    const list = Buffer.from(files.get(manifestPath) ?? []);
    const anew = Buffer.from(signatureFile(signer, [list], 'mine now'));
    const resigned = await open(
      engine,
      await repack(await changed((copy) => copy.set(`${manifestPath}.minisig`, anew))),
    );
    expect(resigned).toMatchObject({ signer: 'wrong', keyId: null });
    const bare = await open(
      engine,
      await repack(await changed((copy) => copy.delete(`${manifestPath}.minisig`))),
    );
    expect(bare).toMatchObject({ signer: 'unsigned', name: 'Anna' });

    // Somebody else who calls herself Anna.
    const mallory = await senderWith('IMG_3.jpg');
    const friend = await friendOf(sender);
    const [known] = await friend.engine.call('people.list', {});
    await friend.engine.call('people.rename', { id: known?.id ?? '', name: 'Anna' });
    const { file } = await send(mallory, { to: [await addFriend(mallory, friend)] });
    const impostor = await open(friend.engine, file);
    expect(impostor).toMatchObject({ signer: 'unknown', name: 'Anna', namesake: true, forThisVault: true });
    expect(impostor.sender?.words).toEqual((await mallory.engine.call('sharing.mine', {})).words);
    const start = (accept: 'unknown' | 'unsigned' | null): Promise<string> =>
      codeOf(friend.engine.call('receive.start', { receipt: impostor.receipt, album: null, accept }));
    expect(await start(null)).toBe('package-unknown-signer');
    expect(await start('unsigned')).toBe('package-unknown-signer');
    expect((await friend.engine.call('vault.info', {})).photos).toBe(0);
    expect(await start('unknown')).toBe('fulfilled');
  });

  it('that changes between being looked at and being imported brings nothing in that was not looked at', async () => {
    const sender = await senderWith();
    const { engine } = sender;
    const { keys } = await engine.call('sharing.mine', {});
    const picture = Buffer.concat([await quarters(90, 60).png().toBuffer(), randomBytes(300_000)]);
    const folder = await folderWith();
    const file = join(folder, 'a.age');
    const bytes = await ageTo(await tarOf([{ name: 'a.png', content: picture }]), keys.x25519 ?? '');
    await writeFile(file, bytes);
    const { receipt } = await open(engine, file);
    const other = Buffer.from(bytes);
    other.fill(0, other.length - 150_000);
    await writeFile(file, other);
    const { job } = await engine.call('receive.start', { receipt, album: null, accept: 'unsigned' });
    expect(await engine.end(job)).toMatchObject({ counts: { imported: 0, failed: 1 } });
    expect((await stat(file)).size).toBe(bytes.length);
    expect(await readdir(folder)).toEqual(['a.age']);
  });
});

describe('the command line', () => {
  it('adds people, sends, tells who has signed, and imports', async () => {
    const folder = await folderWith({
      pass: 'a passphrase for this\n',
      'one.jpg': await quarters(60, 40).jpeg().toBuffer(),
    });
    const open = ['--passphrase-file', 'pass'];
    const cli = async (...args: readonly string[]): Promise<Record<string, unknown>[]> => {
      const { status, objects, stderr } = await runCli(folder, [...args, ...open, '--json']);
      expect(status, stderr).toBe(0);
      return objects;
    };
    await cli('create', 'Anna.lightproof', '--recovery-kit', 'kit.txt');
    await cli('import', 'Anna.lightproof', 'one.jpg');
    await cli('people', 'Anna.lightproof', 'mine', '--save', 'anna.txt');
    const [added] = await cli('people', 'Anna.lightproof', 'add', 'Me too', '--keys', 'anna.txt');
    expect(String(added?.['words']).split(' ')).toHaveLength(8);
    const sent = await cli('send', 'Anna.lightproof', 'to-me.age', '--to', 'Me too', '--note', 'hi');
    expect(sent.at(-1)).toMatchObject({ summary: { written: 1, failed: 0, quantumSafe: true } });
    const two = ['--to', 'Me too', '--file-passphrase', 'pass'];
    const both = await cli('send', 'Anna.lightproof', 'both.age', ...two);
    expect(both.at(-1)).toMatchObject({
      summary: { files: [join(folder, 'both.age'), join(folder, 'both.passphrase.age')], written: 1 },
    });
    const received = await cli('receive', 'Anna.lightproof', 'to-me.age');
    expect(received[0]).toMatchObject({ package: { signer: 'own', note: 'hi', files: 1, alreadyHere: 1 } });
    expect(received.at(-1)).toMatchObject({ summary: { imported: 0, duplicate: 1 } });
  });
});
