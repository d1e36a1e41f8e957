/** @file A vault whose photos and albums have names that lead out, mean something to a system, or cannot be: whatever is exported or sent lies where it should, over nothing. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect, it } from 'vitest';
import { createCatalog } from '../../src/main/engine/catalog/index.ts';
import { randomId } from '../../src/main/engine/crypto/index.ts';
import { putPhoto } from '../support/photo-vault.ts';
import { quickVault, temporaryFolder } from '../support/quick-vault.ts';
import { TestEngine } from './open-engine.ts';

const names = [
  '../../x.jpg',
  '/etc/x.jpg',
  'C:\\x.jpg',
  '\\\\server\\share\\x.jpg',
  '..',
  '.',
  '',
  'CON',
  'nul.jpg',
  'x.jpg. . .',
  'x.jpg:stream',
  'line\nbreak\u0000\u001b[2J.jpg',
  'photo\u202egpj.exe',
  '\ud800.jpg',
  `${'n'.repeat(300)}.jpg`,
  `${'ü'.repeat(300)}.jpg`,
  '.bashrc',
  'mine.jpg',
] as const;

/** Names that mean themselves on every system, and nothing else. */
const harmless = /^(?![.\s])(?!(?:con|nul)(?:\.|$))[^/\\:*?"<>|\p{Cc}\p{Cs}\u202a-\u202e]{1,255}(?<![. ])$/iu;

async function hostileVault(): Promise<string> {
  const { vault } = await quickVault();
  const catalog = createCatalog(vault);
  for (const [at, name] of names.entries()) {
    const { id } = await putPhoto(vault, catalog, 'photo', 100 + at);
    const record = catalog.photo(id);
    if (record === undefined) throw new Error('it was just put there');
    const album = randomId();
    catalog.change((tx) => {
      tx.putObject(album, { type: 'album', name, created: '2026-01-01T00:00:00.000Z' });
      tx.putPhoto(id, { ...record, name, albums: [album] });
    });
  }
  catalog.checkpoint();
  catalog.close();
  await vault.close();
  return vault.path;
}

it.each(['flat', 'albums', 'date'] as const)(
  'exported, %s: nothing outside, nothing over anything',
  async (layout) => {
    const engine = new TestEngine();
    await engine.unlock(await hostileVault());
    const around = temporaryFolder();
    const target = join(around, 'in', 'here');
    fs.mkdirSync(target, { recursive: true });
    fs.writeFileSync(join(target, 'mine.jpg'), 'mine');
    fs.mkdirSync(join(target, 'mine.jpg folder'));
    const { job } = await engine.call('export.start', {
      destination: target,
      selection: { of: 'all' },
      options: { layout, sidecars: true },
    });
    expect(await engine.end(job)).toMatchObject({ state: 'done', failed: 0, written: names.length });
    expect([fs.readdirSync(around), fs.readdirSync(join(around, 'in'))]).toEqual([['in'], ['here']]);
    expect(fs.readFileSync(join(target, 'mine.jpg'), 'utf8')).toBe('mine');
    const written = fs.readdirSync(target, { recursive: true, encoding: 'utf8' });
    for (const part of written.flatMap((path) => path.split('/'))) expect(part).toMatch(harmless);
    const files = written.filter((path) => fs.lstatSync(join(target, path)).isFile());
    const contents = files.map((path) => fs.readFileSync(join(target, path)));
    expect(contents.filter((bytes) => bytes.includes('photo original')).length).toBe(names.length);
    expect(fs.existsSync('/etc/x.jpg')).toBe(false);
  },
);

it('sent: the package names none of them as they are', async () => {
  const engine = new TestEngine();
  await engine.unlock(await hostileVault());
  const identity = await generateX25519Identity();
  const { id } = await engine.call('people.add', {
    name: '../Ada',
    text: await identityToRecipient(identity),
  });
  const file = join(temporaryFolder(), 'package.age');
  const selection = { of: 'all' } as const;
  const send = { file, selection, to: [id], passphrase: null, from: null, note: '' };
  expect(await engine.end((await engine.call('send.start', send)).job)).toMatchObject({
    state: 'done',
    failed: 0,
  });
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const tar = Buffer.from(await decrypter.decrypt(fs.readFileSync(file)));
  const sums = /(?:^[0-9a-f]{64} [ *][^\n]+\n)+/mu.exec(tar.toString('utf8'))?.[0] ?? '';
  const paths = sums
    .trim()
    .split('\n')
    .map((line) => line.slice(66))
    .filter((path) => path.startsWith('photos/'));
  expect(paths.length).toBe(names.length);
  for (const path of paths) expect(path.slice('photos/'.length)).toMatch(harmless);
});
