import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { createVault, inspectVault, unlockVault } from '../../src/main/engine/vault/index.ts';
import { encodeHeader, parseHeader, type Header } from '../../src/main/engine/vault/header.ts';
import { hash, kdf, SecretKey } from '../../src/main/engine/crypto/index.ts';
import {
  codeOf,
  passphrase,
  quickCosts,
  quickVault,
  temporaryFolder,
  unlockWith,
  unlockWithWords,
} from '../support/quick-vault.ts';

const files = ['vault.hdr', 'vault.hdr.bak'] as const;
const bytesOf = (key: SecretKey): string => key.use((bytes) => bytes.toString('hex'));

/** Writes line 1 with another text and a checksum that holds, as anyone can. */
function forge(path: string, change: (json: string) => string, names: readonly string[] = files): void {
  for (const name of names) {
    const [line = '', mac = ''] = fs.readFileSync(join(path, name), 'utf8').split('\n');
    const two = `${change(line)}\n${mac}\n`;
    fs.writeFileSync(join(path, name), `${two}${hash(32, Buffer.from(two)).toString('base64')}\n`);
  }
}

describe('a new vault', () => {
  it('is a private folder with two equal headers and opens with its passphrase and its words only', async () => {
    const { vault, words } = await quickVault();
    expect(vault.name).toBe('Family');
    expect(vault.path.endsWith('Family.lightproof')).toBe(true);
    expect(words.split(' ')).toHaveLength(24);
    expect(fs.readdirSync(vault.path).sort()).toEqual(['blobs', 'lock', ...files]);
    expect(fs.statSync(vault.path).mode & 0o777).toBe(0o700);
    expect(fs.statSync(join(vault.path, 'blobs')).mode & 0o777).toBe(0o700);
    for (const name of files) expect(fs.statSync(join(vault.path, name)).mode & 0o777).toBe(0o600);
    const digest = bytesOf(vault.keys.digest);
    await vault.close();
    expect(fs.readdirSync(vault.path).sort()).toEqual(['blobs', ...files]);

    const again = await unlockWith(vault.path, passphrase);
    expect(again.notices).toEqual([]);
    expect(again.vault.id).toBe(vault.id);
    expect(bytesOf(again.vault.keys.digest)).toBe(digest);
    expect(bytesOf(again.vault.keys.cellKey(1, 0))).not.toBe(bytesOf(again.vault.keys.cellKey(1, 1)));
    await again.vault.close();
    const recovered = await unlockWithWords(vault.path, words);
    expect(bytesOf(recovered.vault.keys.digest)).toBe(digest);
    await recovered.vault.close();
    expect(await codeOf(unlockWith(vault.path, 'Correct horse battery staple'))).toBe('secret-wrong');
    expect(await codeOf(unlockWith(vault.path, ''))).toBe('secret-wrong');
    const others = (await quickVault({ name: 'Other' })).words;
    expect(await codeOf(unlockWithWords(vault.path, others))).toBe('secret-wrong');
    expect(await codeOf(unlockWithWords(vault.path, words.replace(/\w+$/, 'x')))).toBe('words-invalid');
    expect(fs.existsSync(join(vault.path, 'lock'))).toBe(false);
  });

  it('zeroes the passphrase it was given, whatever happens', async () => {
    const folder = temporaryFolder();
    const request = { folder, name: 'Family', cost: quickCosts };
    const first = passphraseBytes('one');
    const { vault } = await createVault({ ...request, passphrase: first });
    const second = passphraseBytes('two');
    await expect(createVault({ ...request, passphrase: second })).rejects.toThrow();
    const third = passphraseBytes('three');
    await expect(
      unlockVault({ path: vault.path, secret: { kind: 'passphrase', passphrase: third }, cost: quickCosts }),
    ).rejects.toThrow();
    await vault.close();
    for (const bytes of [first, second, third]) expect(bytes.every((byte) => byte === 0)).toBe(true);
  });

  it('is not made over another, in a folder that is not there, without a passphrase or with an impossible name', async () => {
    const { vault } = await quickVault();
    const folder = join(vault.path, '..');
    fs.writeFileSync(join(vault.path, 'catalog.db'), '');
    await vault.close();
    const make = (name: string, text = 'x', where = folder): Promise<string> =>
      codeOf(createVault({ folder: where, name, passphrase: passphraseBytes(text), cost: quickCosts }));
    expect(await make('Family')).toBe('vault-exists');
    expect(fs.readFileSync(join(vault.path, 'vault.hdr'), 'utf8')).toContain(vault.id);
    fs.mkdirSync(join(folder, 'Mine.lightproof'));
    fs.writeFileSync(join(folder, 'Mine.lightproof', 'holiday.jpg'), 'x');
    expect(await make('Mine')).toBe('vault-exists');
    fs.writeFileSync(join(folder, 'File.lightproof'), 'x');
    expect(await make('File')).toBe('vault-exists');
    expect(await make('Family2', 'x', join(folder, 'not', 'there'))).toBe('parent-missing');
    expect(await make('Family2', '')).toBe('passphrase-empty');
    const names = [
      '',
      ' ',
      '.',
      '..',
      'a/b',
      'a\\b',
      'a\u0000b',
      'a\nb',
      'a\u202Eb',
      'nul',
      'COM1',
      'a:b',
      '\uD800',
      'ä'.repeat(101),
    ];
    for (const name of names) expect(await make(name), JSON.stringify(name)).toBe('name-invalid');
    expect(fs.readdirSync(folder).sort()).toEqual([
      'Family.lightproof',
      'File.lightproof',
      'Mine.lightproof',
    ]);
    expect(fs.readdirSync(join(folder, 'Mine.lightproof'))).toEqual(['holiday.jpg']);
    for (const name of ['Familie Müller 👨‍👩‍👧', 'a.b', 'ä'.repeat(100), '写真']) {
      const made = await createVault({ folder, name, passphrase: passphraseBytes('x'), cost: quickCosts });
      expect(made.vault.name).toBe(name.normalize('NFC'));
      await made.vault.close();
    }
  });

  it('opens at the cost that is used for real', async () => {
    const folder = temporaryFolder();
    const { vault } = await createVault({ folder, name: 'Real', passphrase: passphraseBytes('one') });
    await vault.close();
    expect(fs.readFileSync(join(vault.path, 'vault.hdr'), 'utf8')).toContain('"ops":3,"mem":268435456');
    const secret = { kind: 'passphrase', passphrase: passphraseBytes('one') } as const;
    const { vault: again } = await unlockVault({ path: vault.path, secret });
    await again.close();
  });
});

describe('what is told without a secret', () => {
  it('is name, id, date and the kinds of slots', async () => {
    const { vault } = await quickVault();
    const seen = await inspectVault(vault.path);
    expect(seen).toMatchObject({ vaultId: vault.id, name: 'Family', created: vault.created, notices: [] });
    expect(seen.slots.map(({ kind }) => kind)).toEqual(['passphrase', 'recovery']);
  });

  it('tells apart no folder, no vault, a newer one, a damaged one and one in use', async () => {
    const folder = temporaryFolder();
    expect(await codeOf(inspectVault(join(folder, 'x')))).toBe('vault-missing');
    expect(await codeOf(inspectVault(folder))).toBe('vault-not-a-vault');
    expect(await codeOf(unlockWith(folder, 'x'))).toBe('vault-not-a-vault');
    expect(fs.readdirSync(folder)).toEqual([]);
    fs.writeFileSync(join(folder, 'file'), 'x');
    expect(await codeOf(inspectVault(join(folder, 'file')))).toBe('vault-not-a-vault');
    // A folder with encrypted photos that has lost both headers is a vault all the same.
    fs.mkdirSync(join(folder, 'blobs', 'ab'), { recursive: true });
    expect(await codeOf(inspectVault(folder))).toBe('header-damaged');
    const { vault } = await quickVault();
    expect(await codeOf(unlockWith(vault.path, passphrase))).toBe('vault-in-use');
    await vault.close();
    forge(vault.path, (json) => json.replace('"format":1', '"format":2'));
    expect(await codeOf(inspectVault(vault.path))).toBe('vault-version');
    expect(await codeOf(unlockWith(vault.path, passphrase))).toBe('vault-version');
    for (const name of files)
      fs.writeFileSync(join(vault.path, name), '{"format":7,"entirely":"different"}\n');
    expect(await codeOf(inspectVault(vault.path))).toBe('vault-version');
    for (const name of files) fs.writeFileSync(join(vault.path, name), 'x'.repeat(2 * 1024 * 1024));
    expect(await codeOf(inspectVault(vault.path))).toBe('header-damaged');
    for (const name of files) fs.writeFileSync(join(vault.path, name), '');
    expect(await codeOf(unlockWith(vault.path, passphrase))).toBe('header-damaged');
  });
});

describe('one damaged copy of the header', () => {
  const damages: [string, (path: string) => void][] = [
    ['missing', (path) => fs.rmSync(path)],
    ['empty', (path) => fs.writeFileSync(path, '')],
    ['cut off', (path) => fs.truncateSync(path, 700)],
    [
      'one bit flipped',
      (path) => {
        const bytes = fs.readFileSync(path);
        bytes[300] = (bytes[300] ?? 0) ^ 1;
        fs.writeFileSync(path, bytes);
      },
    ],
    [
      'format flipped to a newer one',
      (path) => fs.writeFileSync(path, fs.readFileSync(path, 'utf8').replace('"format":1', '"format":3')),
    ],
    [
      'a link',
      (path) => {
        fs.renameSync(path, `${path}.moved`);
        fs.symlinkSync(`${path}.moved`, path);
      },
    ],
  ];
  for (const [what, damage] of damages) {
    for (const name of files) {
      it(`${name} ${what}: the other opens, it is told, and the copy is written anew`, async () => {
        const { vault } = await quickVault();
        await vault.close();
        const before = fs.readFileSync(join(vault.path, name));
        damage(join(vault.path, name));
        expect((await inspectVault(vault.path)).notices).toEqual([
          { code: 'header-copy-damaged', params: {} },
        ]);
        expect(await codeOf(unlockWith(vault.path, 'wrong'))).toBe('secret-wrong');
        const { vault: again, notices } = await unlockWith(vault.path, passphrase);
        expect(notices).toEqual([{ code: 'header-copy-damaged', params: {} }]);
        await again.close();
        expect(fs.readFileSync(join(vault.path, name))).toEqual(before);
        expect(fs.lstatSync(join(vault.path, name)).isFile()).toBe(true);
        expect((await inspectVault(vault.path)).notices).toEqual([]);
      });
    }
  }

  it('a copy of another vault is told but not overwritten', async () => {
    const { vault } = await quickVault();
    const { vault: other } = await quickVault({ name: 'Other' });
    await vault.close();
    await other.close();
    const foreign = fs.readFileSync(join(other.path, 'vault.hdr'));
    fs.writeFileSync(join(vault.path, 'vault.hdr.bak'), foreign);
    const { vault: again, notices } = await unlockWith(vault.path, passphrase);
    expect(again.id).toBe(vault.id);
    expect(notices).toHaveLength(1);
    await again.close();
    expect(fs.readFileSync(join(vault.path, 'vault.hdr.bak'))).toEqual(foreign);
  });
});

describe('a header somebody wrote', () => {
  it('with costs out of range is refused before memory is taken, and recovery words still open', async () => {
    for (const [from, to] of [
      ['"ops":1', '"ops":11'],
      ['"ops":1', '"ops":0'],
      ['"mem":8192', '"mem":9007199254740991'],
      ['"mem":8192', '"mem":1073741825'],
      ['"mem":8192', '"mem":1'],
    ] as const) {
      const { vault, words } = await quickVault();
      await vault.close();
      forge(vault.path, (json) => json.replace(from, to));
      expect(await codeOf(unlockWith(vault.path, passphrase)), to).toBe('kdf-out-of-range');
      // The words open their slot; that line 1 was altered is then seen by its MAC.
      expect(await codeOf(unlockWithWords(vault.path, words))).toBe('header-damaged');
    }
  });

  it('with more work over all slots than allowed is refused', async () => {
    const { vault } = await quickVault();
    await vault.close();
    const gigabyte = 1024 * 1024 * 1024;
    const cost = { ...quickCosts, maxTotal: 8192 * 2 };
    forge(vault.path, (json) => {
      const header = JSON.parse(json) as { slots: { salt: string }[] };
      const [slot] = header.slots;
      const salts = [1, 2, 3].map((n) => Buffer.alloc(16, n).toString('base64'));
      return JSON.stringify({ ...header, slots: salts.map((salt) => ({ ...slot, salt })) });
    });
    const secret = { kind: 'passphrase', passphrase: passphraseBytes('x') } as const;
    expect(await codeOf(unlockVault({ path: vault.path, secret, cost }))).toBe('kdf-out-of-range');
    expect(quickCosts.maxTotal).toBe(16 * gigabyte);
  });

  it('with anything changed does not open, though its checksum holds', async () => {
    const changes: [string, (json: string) => string][] = [
      ['label', (json) => json.replace('"label":"Passphrase"', '"label":"Pass phrase"')],
      ['generation', (json) => json.replace('"generation":1', '"generation":2')],
      ['created', (json) => json.replace(/"created":"2/, '"created":"3')],
      ['an unknown field', (json) => json.replace('{', '{"x":1,')],
      ['a space', (json) => `${json} `],
      [
        'recovery slot dropped',
        (json) => json.replace(/,\{"id":"[0-9a-f]{32}","kind":"recovery"[^}]*\}/, ''),
      ],
    ];
    for (const [what, change] of changes) {
      const { vault } = await quickVault();
      await vault.close();
      forge(vault.path, change);
      expect(await codeOf(unlockWith(vault.path, passphrase)), what).toBe('header-damaged');
      forge(vault.path, (json) => json); // still the changed one
      expect(await codeOf(unlockWith(vault.path, 'wrong')), what).toBe('secret-wrong');
    }
    const { vault } = await quickVault();
    await vault.close();
    // The slot's own public part is bound to it: nothing opens at all.
    forge(vault.path, (json) => json.replace(/"id":"[0-9a-f]{32}"/, `"id":"${'0'.repeat(32)}"`));
    expect(await codeOf(unlockWith(vault.path, passphrase))).toBe('secret-wrong');
  });

  it('is not blamed on the passphrase when the slot knows it but the key it holds was altered', async () => {
    const { vault } = await quickVault();
    await vault.close();
    forge(vault.path, (json) =>
      json.replace(/"wrapped":"(.)/g, (_, first: string) => `"wrapped":"${first === 'A' ? 'B' : 'A'}`),
    );
    expect(await codeOf(unlockWith(vault.path, passphrase))).toBe('header-damaged');
  });

  it('in one copy only, with a higher generation, gives way to the honest one', async () => {
    const { vault } = await quickVault();
    await vault.close();
    forge(vault.path, (json) => json.replace('"generation":1', '"generation":9'), ['vault.hdr']);
    const { vault: again, notices } = await unlockWith(vault.path, passphrase);
    expect(again.generation).toBe(1);
    expect(notices).toHaveLength(1);
    await again.close();
  });

  it('of another form is damaged', async () => {
    const { vault } = await quickVault();
    await vault.close();
    const good = fs.readFileSync(join(vault.path, 'vault.hdr'));
    const parsed = parseHeader(good);
    if (parsed.state !== 'readable') throw new Error('not readable');
    const { header } = parsed;
    const root = SecretKey.random(); // the form is looked at before any key
    const state = (change: (header: Header) => Header): string =>
      parseHeader(encodeHeader(change(header), root)).state;
    const [slot] = header.slots;
    if (slot === undefined) throw new Error('no slot');
    expect(state((all) => all)).toBe('readable');
    expect(state((all) => ({ ...all, slots: [] }))).toBe('damaged');
    expect(state((all) => ({ ...all, slots: Array<typeof slot>(8).fill(slot) }))).toBe('readable');
    expect(state((all) => ({ ...all, slots: Array<typeof slot>(9).fill(slot) }))).toBe('damaged');
    expect(state((all) => ({ ...all, generation: 0 }))).toBe('damaged');
    expect(state((all) => ({ ...all, vault: 'ABCDEF' }))).toBe('damaged');
    expect(state((all) => ({ ...all, keyring: { ...all.keyring, nonce: Buffer.alloc(23) } }))).toBe(
      'damaged',
    );
    expect(state((all) => ({ ...all, slots: [{ ...slot, wrapped: Buffer.alloc(47) }] }))).toBe('damaged');
    expect(state((all) => ({ ...all, created: 'yesterday' }))).toBe('damaged');
    for (const text of ['', '\n', '\n\n\n', '{}\n\n\n', 'null\n', '[]', '\uFEFF{}\n', '"format"\n']) {
      expect(parseHeader(Buffer.from(text)).state).toBe('damaged');
    }
    kdf(root, 1, 'LPheader').dispose();
  });
});

describe('a change of passphrase', () => {
  it('leaves the new one and the words, nothing of the old one, and the same keys', async () => {
    const { vault, words } = await quickVault();
    const digest = bytesOf(vault.keys.digest);
    const before = fs.readFileSync(join(vault.path, 'vault.hdr'), 'utf8');
    const [current, next] = [passphraseBytes(passphrase), passphraseBytes('another one')];
    await vault.changePassphrase(current, next);
    expect([...current, ...next].every((byte) => byte === 0)).toBe(true);
    expect(vault.generation).toBe(2);
    expect(vault.slots.map(({ kind }) => kind)).toEqual(['passphrase', 'recovery']);
    await vault.close();
    const [hdr, bak] = files.map((name) => fs.readFileSync(join(vault.path, name), 'utf8'));
    expect(hdr).toBe(bak);
    const wrapped = /"wrapped":"([^"]+)"/.exec(before)?.[1] ?? '';
    expect(wrapped).not.toBe('');
    expect(hdr).not.toContain(wrapped);
    expect(fs.readdirSync(vault.path).sort()).toEqual(['blobs', ...files]);
    expect(await codeOf(unlockWith(vault.path, passphrase))).toBe('secret-wrong');
    const again = await unlockWith(vault.path, 'another one');
    expect(bytesOf(again.vault.keys.digest)).toBe(digest);
    await again.vault.close();
    await (await unlockWithWords(vault.path, words)).vault.close();
  });

  it('wants the current passphrase, unless words opened the vault; and once only then', async () => {
    const { vault, words } = await quickVault();
    const change = (current: string | null, next: string, on = vault): Promise<string> =>
      codeOf(on.changePassphrase(current === null ? null : passphraseBytes(current), passphraseBytes(next)));
    expect(await change('wrong', 'x')).toBe('secret-wrong');
    expect(await change('', 'x')).toBe('secret-wrong');
    expect(await change(null, 'x')).toBe('secret-wrong');
    expect(await change(passphrase, '')).toBe('passphrase-empty');
    await vault.close();
    expect(await change(passphrase, 'x')).toBe('not-unlocked');
    const { vault: again } = await unlockWithWords(vault.path, words);
    expect(await change(null, 'one', again)).toBe('fulfilled');
    expect(await change(null, 'two', again)).toBe('secret-wrong');
    const both = await Promise.all([change('one', 'three', again), change('one', 'four', again)]);
    expect(both).toEqual(['fulfilled', 'busy']);
    await again.close();
    expect(await codeOf(unlockWith(vault.path, passphrase))).toBe('secret-wrong');
    await (await unlockWith(vault.path, 'three')).vault.close();
  });

  it('uses today’s cost, not that of the file', async () => {
    const { vault } = await quickVault();
    await vault.close();
    const cost = { ...quickCosts, standard: { ops: 2, mem: 16384 } };
    const secret = { kind: 'passphrase', passphrase: passphraseBytes(passphrase) } as const;
    const { vault: again } = await unlockVault({ path: vault.path, secret, cost });
    await again.changePassphrase(passphraseBytes(passphrase), passphraseBytes('x'));
    await again.close();
    expect(fs.readFileSync(join(vault.path, 'vault.hdr'), 'utf8')).toContain('"ops":2,"mem":16384');
  });

  it('tells that the folder is gone', async () => {
    const { vault } = await quickVault();
    fs.renameSync(vault.path, `${vault.path}.moved`);
    expect(await codeOf(vault.changePassphrase(passphraseBytes(passphrase), passphraseBytes('x')))).toBe(
      'vault-moved',
    );
    await vault.close();
  });
});

it('removes unfinished writes of its own when it is opened, and nothing else', async () => {
  const { vault } = await quickVault();
  await vault.close();
  for (const name of ['vault.hdr.0a1b2c3d.tmp', 'lock.0a1b2c3d.tmp', 'mine.tmp', 'vault.hdr.tmp']) {
    fs.writeFileSync(join(vault.path, name), 'x');
  }
  await (await unlockWith(vault.path, passphrase)).vault.close();
  expect(fs.readdirSync(vault.path).sort()).toEqual(['blobs', 'mine.tmp', ...files, 'vault.hdr.tmp'].sort());
});
