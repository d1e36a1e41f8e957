/** @file `slot.…` of the contract on a real engine: what goes in is checked and zeroed, what comes out fits. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, it, onTestFinished } from 'vitest';
import { engineMethods } from '../../src/shared/contract.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { codeOf } from '../support/quick-vault.ts';
import { passphrase, TestEngine } from './open-engine.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'lightproof-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
const by = (text = passphrase) => ({ kind: 'passphrase', passphrase: passphraseBytes(text) }) as const;

describe('slot.…', () => {
  it('adds, lists, renames, removes and replaces, and unlocks with a key file', async () => {
    const engine = new TestEngine();
    const home = folder();
    const vault = await engine.create(home);
    const file = join(home, 'my.key');
    await engine.call('slot.createKeyFile', { file });
    const secret = by();
    const next = passphraseBytes('second');
    const { slot } = await engine.call('slot.add', {
      secret,
      label: ' Ada ',
      passphrase: next,
      newKeyFile: file,
    });
    expect([...secret.passphrase, ...next].every((byte) => byte === 0)).toBe(true);
    await engine.call('slot.rename', { secret: by('second'), keyFile: file, slot, label: 'Ada Lovelace' });
    const slots = await engine.call('slot.list', {});
    expect(v.is(engineMethods['slot.list'].output, slots)).toBe(true);
    expect(slots.map(({ kind, label }) => [kind, label])).toEqual([
      ['passphrase', 'Passphrase'],
      ['recovery', 'Recovery words'],
      ['passphrase+keyfile', 'Ada Lovelace'],
    ]);
    const { words } = await engine.call('slot.draftKit', { secret: by() });
    await engine.call('slot.dropKit', {});
    expect(await codeOf(engine.call('slot.reissueKit', {}))).toBe('not-found');
    const kit = await engine.call('slot.draftKit', { secret: by() });
    await engine.call('slot.reissueKit', {});
    await engine.call('slot.remove', { secret: by('second'), keyFile: file, slot: slots[0]?.id ?? '' });
    await engine.call('vault.close', {});

    const unlock = (input: object): Promise<string> =>
      codeOf(engine.call('vault.unlock', { vault, secret: by(), ...input }));
    expect(await unlock({})).toBe('secret-wrong');
    expect(await unlock({ secret: { kind: 'recovery', words: words.join(' ') } })).toBe('secret-wrong');
    expect(await unlock({ secret: { kind: 'recovery', words: kit.words.join(' ') }, keyFile: file })).toBe(
      'input-invalid',
    );
    expect(await unlock({ secret: by('second') })).toBe('secret-wrong');
    expect(await unlock({ secret: by('second'), keyFile: join(home, 'none') })).toBe('key-file-unreadable');
    expect(await unlock({ secret: by('second'), keyFile: file })).toBe('fulfilled');
  });

  it('refuses what does not fit, and everything while the vault is locked', async () => {
    const engine = new TestEngine();
    const home = folder();
    expect(await codeOf(engine.call('slot.list', {}))).toBe('not-unlocked');
    await engine.create(home);
    const key = join(home, 'key');
    writeFileSync(key, 'key');
    const add = (label: string): Promise<string> =>
      codeOf(engine.call('slot.add', { secret: by(), label, passphrase: passphraseBytes('x') }));
    for (const label of ['', '  ', 'two\nlines', 'x'.repeat(101)])
      expect(await add(label)).toBe('input-invalid');
    expect(await codeOf(engine.call('slot.createKeyFile', { file: key }))).toBe('key-file-exists');
    expect(await codeOf(engine.call('slot.createKeyFile', { file: join(home, 'none', 'key') }))).toBe(
      'disk-failed',
    );
    expect(await add('x'.repeat(100))).toBe('fulfilled');
  });

  it('answers one change at a time', async () => {
    const engine = new TestEngine();
    await engine.create(folder());
    const add = (): Promise<string> =>
      codeOf(engine.call('slot.add', { secret: by(), label: 'x', passphrase: passphraseBytes('x') }));
    expect((await Promise.all([add(), add()])).toSorted()).toEqual(['busy', 'fulfilled']);
    expect(await engine.call('slot.list', {})).toHaveLength(3);
  });
});
