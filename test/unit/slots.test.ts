/** @file The ways into a vault: which secrets open it after each change of them, and which do not any more. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { nodeDisk } from '../../src/main/engine/disk/index.ts';
import {
  createKeyFile,
  passphraseSecret,
  unlockVault,
  type CostPolicy,
  type OpenVault,
  type Secret,
} from '../../src/main/engine/vault/index.ts';
import { codeOf, passphrase, quickCosts, quickVault, temporaryFolder } from '../support/quick-vault.ts';
import { FaultyDisk } from '../support/faulty-disk.ts';

const secret = (text = passphrase, keyFile?: string): Secret =>
  passphraseSecret(passphraseBytes(text), keyFile);
const byWords = (words: string): Secret => ({ kind: 'recovery', words });

/** `fulfilled` or a code, for an attempt to open a closed vault. */
const opening = async (path: string, by: Secret, cost: CostPolicy = quickCosts): Promise<string> =>
  codeOf(unlockVault({ path, secret: by, cost }).then(({ vault }) => vault.close()));

const labels = (vault: OpenVault): string[] => vault.slots.map(({ kind, label }) => `${kind}: ${label}`);

function keyFileOf(bytes: string | Uint8Array): string {
  const path = join(temporaryFolder(), 'key');
  fs.writeFileSync(path, bytes);
  return path;
}

const addition = (text: string, label = text, keyFile: string | null = null) => ({
  label,
  passphrase: passphraseBytes(text),
  keyFile,
});

describe('several ways in', () => {
  it('a second passphrase opens the vault beside the first one and the words', async () => {
    const { vault, words } = await quickVault();
    const before = Date.now();
    const id = await vault.addSlot(secret(), addition('second', 'Ada'));
    const added = vault.slots.find((slot) => slot.id === id);
    expect(added).toMatchObject({ kind: 'passphrase', label: 'Ada' });
    expect(Date.parse(added?.created ?? '')).toBeGreaterThanOrEqual(before - 1);
    expect(labels(vault)).toEqual(['passphrase: Passphrase', 'recovery: Recovery words', 'passphrase: Ada']);
    await vault.close();
    for (const by of [secret(), secret('second'), byWords(words)]) {
      expect(await opening(vault.path, by)).toBe('fulfilled');
    }
    expect(await opening(vault.path, secret('third'))).toBe('secret-wrong');
  });

  it('are eight at most', async () => {
    const { vault } = await quickVault();
    for (let n = 3; n <= 8; n += 1) await vault.addSlot(secret(), addition(`passphrase ${n}`));
    expect(await codeOf(vault.addSlot(secret(), addition('ninth')))).toBe('slots-full');
    expect(vault.slots).toHaveLength(8);
    await vault.close();
    expect(await opening(vault.path, secret('passphrase 8'))).toBe('fulfilled');
  });

  it('need a secret that opens the vault for every change, and zero it', async () => {
    const { vault, words } = await quickVault();
    const [first] = vault.slots;
    const wrong = passphraseBytes('wrong');
    const next = passphraseBytes('next');
    expect(
      await codeOf(vault.addSlot(passphraseSecret(wrong), { label: 'x', passphrase: next, keyFile: null })),
    ).toBe('secret-wrong');
    expect([...wrong, ...next].every((byte) => byte === 0)).toBe(true);
    expect(await codeOf(vault.renameSlot(secret('wrong'), first?.id ?? '', 'x'))).toBe('secret-wrong');
    expect(await codeOf(vault.removeSlot(secret('wrong'), first?.id ?? ''))).toBe('secret-wrong');
    expect(await codeOf(vault.draftKit(secret('wrong')))).toBe('secret-wrong');
    expect(await codeOf(vault.addSlot(byWords('abandon'), addition('x')))).toBe('words-invalid');
    expect(await codeOf(vault.addSlot(secret(''), addition('x')))).toBe('secret-wrong');
    expect(await codeOf(vault.addSlot(secret(), addition('')))).toBe('passphrase-empty');
    expect(labels(vault)).toEqual(['passphrase: Passphrase', 'recovery: Recovery words']);
    await vault.addSlot(byWords(words), addition('by the words'));
    await vault.close();
    expect(await opening(vault.path, secret('by the words'))).toBe('fulfilled');
    expect(await codeOf(vault.addSlot(secret(), addition('late')))).toBe('not-unlocked');
  });

  it('can be renamed: secret, id and date stay', async () => {
    const { vault } = await quickVault();
    const [first] = vault.slots;
    if (first === undefined) throw new Error('no slot');
    await vault.renameSlot(secret(), first.id, 'Mine 🔑');
    expect(vault.slots[0]).toEqual({ ...first, label: 'Mine 🔑' });
    expect(await codeOf(vault.renameSlot(secret(), '0'.repeat(32), 'x'))).toBe('not-found');
    await vault.close();
    const again = await unlockVault({ path: vault.path, secret: secret(), cost: quickCosts });
    expect(again.vault.slots[0]).toEqual({ ...first, label: 'Mine 🔑' });
    await again.vault.close();
  });

  it('can be removed, proved by another one, down to the last', async () => {
    const { vault, words } = await quickVault();
    const second = await vault.addSlot(secret(), addition('second'));
    const [first, recovery] = vault.slots;
    expect(await codeOf(vault.removeSlot(secret('second'), second))).toBe('slot-proof');
    await vault.removeSlot(secret('second'), first?.id ?? '');
    await vault.removeSlot(secret('second'), recovery?.id ?? '');
    expect(await codeOf(vault.removeSlot(secret('second'), second))).toBe('slot-last');
    expect(labels(vault)).toEqual(['passphrase: second']);
    await vault.close();
    expect(await opening(vault.path, secret())).toBe('secret-wrong');
    expect(await opening(vault.path, byWords(words))).toBe('secret-wrong');
    expect(await opening(vault.path, secret('second'))).toBe('fulfilled');
  });

  it('a change of passphrase replaces only the one that was entered, and keeps its name', async () => {
    const { vault } = await quickVault();
    await vault.addSlot(secret(), addition('second', 'Ada'));
    await vault.changePassphrase(passphraseBytes('second'), passphraseBytes('better'));
    expect(labels(vault)).toEqual(['passphrase: Passphrase', 'recovery: Recovery words', 'passphrase: Ada']);
    await vault.close();
    expect(await opening(vault.path, secret())).toBe('fulfilled');
    expect(await opening(vault.path, secret('second'))).toBe('secret-wrong');
    expect(await opening(vault.path, secret('better'))).toBe('fulfilled');
  });
});

describe('a key file', () => {
  it.each([
    ['one byte', Buffer.from([7])],
    ['exactly a piece', Buffer.alloc(1024 * 1024, 3)],
    ['several pieces and a bit', Buffer.alloc(2 * 1024 * 1024 + 1, 5)],
  ])('of %s opens together with its passphrase, and nothing else does', async (_, bytes) => {
    const { vault } = await quickVault();
    const keyFile = keyFileOf(bytes);
    await vault.addSlot(secret(), addition('second', 'With file', keyFile));
    expect(labels(vault).at(-1)).toBe('passphrase+keyfile: With file');
    await vault.close();
    const { path } = vault;
    expect(await opening(path, secret('second', keyFile))).toBe('fulfilled');
    expect(await opening(path, secret('second'))).toBe('secret-wrong');
    expect(await opening(path, secret('wrong', keyFile))).toBe('secret-wrong');
    expect(await opening(path, secret(passphrase, keyFile))).toBe('secret-wrong');
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8(flipped.readUInt8(flipped.length - 1) ^ 1, flipped.length - 1);
    expect(await opening(path, secret('second', keyFileOf(flipped)))).toBe('secret-wrong');
    expect(await opening(path, secret('second', keyFileOf(Buffer.concat([bytes, bytes]))))).toBe(
      'secret-wrong',
    );
    const copy = keyFileOf(bytes); // the content counts, not the name
    const link = `${copy}.link`;
    fs.symlinkSync(copy, link);
    expect(await opening(path, secret('second', link))).toBe('fulfilled');
  });

  it('that is not there is told as that, and the vault stays as it is', async () => {
    const { vault } = await quickVault();
    const keyFile = keyFileOf('key');
    await vault.addSlot(secret(), addition('second', 'With file', keyFile));
    expect(await codeOf(vault.addSlot(secret(), addition('third', 'x', `${keyFile}.none`)))).toBe(
      'key-file-unreadable',
    );
    await vault.close();
    expect(await opening(vault.path, secret('second', `${keyFile}.none`))).toBe('key-file-unreadable');
    expect(await opening(vault.path, secret('second', temporaryFolder()))).toBe('key-file-unreadable');
    expect(fs.existsSync(join(vault.path, 'lock'))).toBe(false);
  });

  it('must hold something, and lie outside the vault', async () => {
    const { vault } = await quickVault();
    const inside = join(vault.path, '..key');
    expect(await codeOf(vault.addSlot(secret(), addition('x', 'x', keyFileOf(''))))).toBe('key-file-unfit');
    expect(await codeOf(vault.addSlot(secret(), addition('x', 'x', join(vault.path, 'vault.hdr'))))).toBe(
      'key-file-unfit',
    );
    expect(await codeOf(createKeyFile(nodeDisk, vault.path, inside))).toBe('key-file-unfit');
    expect(fs.existsSync(inside)).toBe(false);
  });

  it('made on request is 64 random bytes for its owner only, and never replaces a file', async () => {
    const { vault } = await quickVault();
    const folder = temporaryFolder();
    const [one, two] = [join(folder, 'one.key'), join(folder, 'two.key')];
    await createKeyFile(nodeDisk, vault.path, one);
    await createKeyFile(nodeDisk, vault.path, two);
    expect(fs.statSync(one).size).toBe(64);
    expect(fs.statSync(one).mode & 0o777).toBe(0o600);
    expect(fs.readFileSync(one).equals(fs.readFileSync(two))).toBe(false);
    const before = fs.readFileSync(one);
    expect(await codeOf(createKeyFile(nodeDisk, vault.path, one))).toBe('key-file-exists');
    expect(fs.readFileSync(one).equals(before)).toBe(true);
    expect(await codeOf(createKeyFile(new FaultyDisk(2, 'EIO'), vault.path, join(folder, 'three')))).toBe(
      'disk-failed',
    );
    expect(fs.readdirSync(folder).sort()).toEqual(['one.key', 'two.key']);
  });

  it('goes on being needed when its passphrase is changed', async () => {
    const { vault } = await quickVault();
    const keyFile = keyFileOf('key');
    await vault.addSlot(secret(), addition('second', 'With file', keyFile));
    await vault.changePassphrase(passphraseBytes('second'), passphraseBytes('better'), keyFile);
    expect(labels(vault).at(-1)).toBe('passphrase+keyfile: With file');
    await vault.close();
    expect(await opening(vault.path, secret('better', keyFile))).toBe('fulfilled');
    expect(await opening(vault.path, secret('better'))).toBe('secret-wrong');
    expect(await opening(vault.path, secret('second', keyFile))).toBe('secret-wrong');
  });

  it('wrong, passphrase wrong or both: the key is derived before anything is said', async () => {
    const { vault } = await quickVault();
    const keyFile = keyFileOf('key');
    await vault.addSlot(secret(), addition('second', 'With file', keyFile));
    await vault.close();
    // Where no work is allowed at all, whoever would start on it is refused.
    const none: CostPolicy = { ...quickCosts, maxTotal: 0 };
    const other = keyFileOf('another');
    for (const by of [
      () => secret('second', other),
      () => secret('wrong', keyFile),
      () => secret('wrong', other),
    ]) {
      expect(await opening(vault.path, by(), none)).toBe('kdf-out-of-range');
      expect(await opening(vault.path, by())).toBe('secret-wrong');
    }
  });
});

describe('a new recovery kit', () => {
  it('replaces the old one when it is written, not when its words are shown', async () => {
    const { vault, words } = await quickVault();
    const next = (await vault.draftKit(secret())).join(' ');
    expect(next.split(' ')).toHaveLength(24);
    expect(next).not.toBe(words);
    const copy = `${vault.path}.copy`;
    fs.cpSync(vault.path, copy, { recursive: true });
    fs.rmSync(join(copy, 'lock'));
    expect(await opening(copy, byWords(words))).toBe('fulfilled');
    expect(await opening(copy, byWords(next))).toBe('secret-wrong');
    const id = await vault.reissueKit();
    expect(vault.slots.filter(({ kind }) => kind === 'recovery').map((slot) => slot.id)).toEqual([id]);
    await vault.close();
    expect(await opening(vault.path, byWords(words))).toBe('secret-wrong');
    expect(await opening(vault.path, byWords(next))).toBe('fulfilled');
    expect(await opening(vault.path, secret())).toBe('fulfilled');
  });

  it('can be proved by the old words, be the first one, and be dropped', async () => {
    const { vault, words } = await quickVault();
    const second = (await vault.draftKit(byWords(words))).join(' ');
    await vault.reissueKit();
    expect(await codeOf(vault.reissueKit())).toBe('not-found'); // a draft is good for once
    const recovery = vault.slots.find(({ kind }) => kind === 'recovery');
    await vault.removeSlot(secret(), recovery?.id ?? '');
    const dropped = (await vault.draftKit(secret())).join(' ');
    vault.dropKit();
    expect(await codeOf(vault.reissueKit())).toBe('not-found');
    const third = (await vault.draftKit(secret())).join(' ');
    await vault.reissueKit();
    await vault.close();
    expect(await opening(vault.path, byWords(second))).toBe('secret-wrong');
    expect(await opening(vault.path, byWords(dropped))).toBe('secret-wrong');
    expect(await opening(vault.path, byWords(third))).toBe('fulfilled');
  });
});

describe('a slot that asks for less work than is usual today', () => {
  const today: CostPolicy = { ...quickCosts, standard: { ops: 2, mem: 32 * 1024 } };
  interface Costs {
    slots: { kind: string; ops: number; mem: number }[];
  }
  const costsOf = (path: string): string[] => {
    const [line = ''] = fs.readFileSync(join(path, 'vault.hdr'), 'utf8').split('\n');
    const { slots } = JSON.parse(line) as Costs; // written by us a moment ago
    return slots.map(({ kind, ops, mem }) => `${kind} ${String(ops)} ${String(mem)}`);
  };

  it('is written anew when its passphrase is next entered; others wait for theirs', async () => {
    const { vault, words } = await quickVault();
    const keyFile = keyFileOf('key');
    await vault.addSlot(secret(), addition('second', 'Ada', keyFile));
    const infos = vault.slots;
    await vault.close();
    const { path } = vault;
    expect(await opening(path, byWords(words), today)).toBe('fulfilled');
    expect(await opening(path, secret('wrong'), today)).toBe('secret-wrong');
    expect(costsOf(path)).toEqual(['passphrase 1 8192', 'recovery 0 0', 'passphrase+keyfile 1 8192']);
    expect(await opening(path, secret(), today)).toBe('fulfilled');
    expect(costsOf(path)).toEqual(['passphrase 2 32768', 'recovery 0 0', 'passphrase+keyfile 1 8192']);
    expect(await opening(path, secret('second', keyFile), today)).toBe('fulfilled');
    expect(costsOf(path)).toEqual(['passphrase 2 32768', 'recovery 0 0', 'passphrase+keyfile 2 32768']);
    const written = fs.readFileSync(join(path, 'vault.hdr'));
    expect(fs.readFileSync(join(path, 'vault.hdr.bak')).equals(written)).toBe(true);
    const again = await unlockVault({ path, secret: secret(), cost: today });
    expect(again.notices).toEqual([]);
    expect(again.vault.slots).toEqual(infos); // same ids, names, dates
    await again.vault.close();
    expect(fs.readFileSync(join(path, 'vault.hdr')).equals(written)).toBe(true); // once is enough
  });

  it('is never made weaker', async () => {
    const { vault } = await quickVault();
    await vault.close();
    expect(await opening(vault.path, secret(), today)).toBe('fulfilled');
    expect(await opening(vault.path, secret(), quickCosts)).toBe('fulfilled');
    expect(costsOf(vault.path)[0]).toBe('passphrase 2 32768');
  });

  it('stays as it is on a disk that cannot be written, and the vault opens', async () => {
    const { vault } = await quickVault();
    await vault.close();
    for (const fault of ['ENOSPC', 'EIO', 'EACCES'] as const) {
      for (let n = 1; n <= 12; n += 1) {
        const counting = new FaultyDisk();
        await (
          await unlockVault({ path: vault.path, secret: secret(), cost: quickCosts, disk: counting })
        ).vault.close();
        const disk = new FaultyDisk(counting.operations - 1 + n, fault);
        const { vault: opened } = await unlockVault({
          path: vault.path,
          secret: secret(),
          cost: today,
          disk,
        });
        // A change afterwards is not taken for an older one.
        await opened.close().catch(() => undefined);
        fs.rmSync(join(vault.path, 'lock'), { force: true });
        expect(await opening(vault.path, secret())).toBe('fulfilled');
      }
    }
  });
});
