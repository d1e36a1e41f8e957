/** @file Packages and the tools that other people have: age, tar, minisign, sha256sum, where they are installed; and the same by the age library alone. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { quarters } from '../support/pictures.ts';
import {
  ageKey,
  ageTo,
  ageWith,
  atTerminal,
  isInstalled,
  sha256,
  shell,
  tarOf,
  unage,
  untar,
} from '../support/sharing.ts';
import { folderWith, lineOf } from './open-engine.ts';
import { codeOf, content, open, received, send, senderWith } from './sharing-vaults.ts';

const hasAge = isInstalled('age', '--version') && isInstalled('age-keygen', '--version');
const hasMinisign = isInstalled('minisign', '-v');
/** age asks for passphrases at a terminal alone; util-linux makes one. */
const hasTerminal = isInstalled('script', '--version');

describe('a package', () => {
  it('is opened by age, tar, minisign and sha256sum with the commands of its page', async () => {
    const sender = await senderWith('IMG_1.jpg', 'IMG 2 ü.jpg');
    const key = await ageKey('x25519');
    const { id } = await sender.engine.call('people.add', { name: 'Ben', text: key.recipient });
    const folder = await folderWith({ 'your-key.txt': key.identity });
    const file = join(folder, 'Holiday.age');
    await send(sender, { to: [id], file });
    const { keys } = await sender.engine.call('sharing.mine', {});
    const files = await untar(await unage(await readFile(file), key));
    const page = String(files.get('Holiday/README.txt'));
    const sums = String(files.get('Holiday/SHA256SUMS'));
    for (const [name, bytes] of sender.pictures) expect(sums).toContain(`${sha256(bytes)}  photos/${name}\n`);
    expect(page).toContain(`minisign -V -P ${keys.signing ?? ''} -m manifest.json`);
    if (!hasAge || !hasMinisign) return;
    const [extracting] = /age -d -i .*/u.exec(page) ?? ['']; // the whole line, as it is copied
    await shell(folder, extracting);
    const inside = join(folder, 'Holiday');
    for (const [name, bytes] of sender.pictures)
      expect((await readFile(join(inside, 'photos', name))).equals(bytes)).toBe(true);
    expect(await shell(inside, 'sha256sum -c SHA256SUMS')).toContain('photos/IMG_1.jpg: OK');
    for (const [command] of page.matchAll(/minisign -V .*/gu))
      expect(await shell(inside, command)).toContain('Signature and comment signature verified');
    await writeFile(join(inside, 'manifest.json'), '{}');
    await expect(shell(inside, `minisign -V -P ${keys.signing ?? ''} -m manifest.json`)).rejects.toThrow();
  });

  it('takes what age and tar have made, by key and by passphrase, as unsigned, and only when that is said', async () => {
    const sender = await senderWith();
    const picture = await quarters(70, 50).jpeg().toBuffer();
    const folder = await folderWith({
      'trip/one.jpg': picture,
      'trip/note.txt': 'not a picture',
      'trip/._one.jpg': 'fork',
    });
    const { keys } = await sender.engine.call('sharing.mine', {});
    const byHand = join(folder, 'hand.age');
    if (hasAge) await shell(folder, `tar -cf - trip | age -r ${keys.x25519 ?? ''} -o hand.age`);
    else
      await writeFile(
        byHand,
        await ageTo(
          await tarOf([
            { name: 'trip/one.jpg', content: picture },
            { name: 'trip/note.txt', content: 'x' },
          ]),
          keys.x25519 ?? '',
        ),
      );
    const opened = await open(sender.engine, byHand);
    expect(opened).toMatchObject({
      signer: 'unsigned',
      name: null,
      files: 2,
      photos: 1,
      sent: null,
      sender: null,
    });
    const start = (accept: 'unknown' | 'unsigned' | null): Promise<string> =>
      codeOf(sender.engine.call('receive.start', { receipt: opened.receipt, album: null, accept }));
    expect(await start(null)).toBe('package-unsigned');
    expect(await start('unknown')).toBe('package-unsigned');
    const items = await sender.engine.items(await received(sender.engine, opened.receipt, 'unsigned'));
    expect(lineOf(items, 'note.txt')).toMatchObject({ result: 'skipped', reason: 'not-a-picture' });
    const photo = lineOf(items, 'one.jpg').photo ?? '';
    expect((await content(sender.engine, photo)).equals(picture)).toBe(true);
    expect((await sender.engine.call('library.details', { id: photo })).received).toMatchObject({
      signer: 'unsigned',
      name: null,
    });
    const byPassphrase = join(folder, 'pass.age');
    await writeFile(
      byPassphrase,
      await ageWith(await tarOf([{ name: 'one.jpg', content: picture }]), 'open sesame'),
    );
    expect(await open(sender.engine, byPassphrase, 'open sesame')).toMatchObject({
      files: 1,
      alreadyHere: 1,
    });
  });

  it('opens with its passphrase, and no other, by the age library and in age', async () => {
    const sender = await senderWith('IMG_1.jpg');
    const words = 'a passphrase – between us';
    const folder = await folderWith();
    const file = join(folder, 'Holiday.age');
    await send(sender, { file, passphrase: passphraseBytes(words) });
    const files = await untar(await unage(await readFile(file), { passphrase: words }));
    for (const [name, bytes] of sender.pictures)
      expect(files.get(`Holiday/photos/${name}`)?.equals(bytes), name).toBe(true);
    const [command] = /age -d '.*/u.exec(String(files.get('Holiday/README.txt'))) ?? [''];
    expect(command).toMatch(/^age -d 'Holiday\.age' \| tar -xf - +# /u);
    if (!hasAge || !hasTerminal) return;
    await expect(atTerminal(folder, command, 'another')).rejects.toThrow();
    await atTerminal(folder, command, words);
    for (const [name, bytes] of sender.pictures)
      expect((await readFile(join(folder, 'Holiday', 'photos', name))).equals(bytes), name).toBe(true);
  });

  it('that age has made with a passphrase opens with that, and no other', async () => {
    const { engine } = await senderWith();
    const words = 'a passphrase – between us';
    const folder = await folderWith({ 'trip/one.jpg': await quarters(70, 50).jpeg().toBuffer() });
    const theirs = join(folder, 'theirs.age');
    if (hasAge && hasTerminal) await atTerminal(folder, 'tar -cf - trip | age -p > theirs.age', words, words);
    else {
      const content = await readFile(join(folder, 'trip/one.jpg'));
      await writeFile(theirs, await ageWith(await tarOf([{ name: 'trip/one.jpg', content }]), words));
    }
    expect(await codeOf(open(engine, theirs))).toBe('package-passphrase');
    expect(await codeOf(open(engine, theirs, 'another'))).toBe('package-passphrase-wrong');
    expect(await open(engine, theirs, words)).toMatchObject({
      signer: 'unsigned',
      files: 1,
      photos: 1,
    });
  });
});
