/** @file Any sequence of changes of the ways into a vault: at its end exactly the secrets that should open it do. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hash } from '../../src/main/engine/crypto/index.ts';
import { passphraseSecret, unlockVault, type Secret } from '../../src/main/engine/vault/index.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { codeOf, passphrase, quickCosts, quickVault, temporaryFolder } from '../support/quick-vault.ts';

/** A secret that can be used more than once. */
type Again = () => Secret;
interface Way {
  readonly id: string;
  readonly label: string;
  readonly secret: Again;
}

const step = fc.record({
  kind: fc.constantFrom('add', 'add', 'add with file', 'rename', 'remove', 'kit', 'change'),
  which: fc.nat(100),
  by: fc.nat(100),
});

const opens = async (path: string, secret: Again): Promise<string> =>
  codeOf(unlockVault({ path, secret: secret(), cost: quickCosts }).then(({ vault }) => vault.close()));

describe('changes of the slots', () => {
  it('in any order leave exactly the ways in that they should', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const folder = temporaryFolder();
        const { vault, words } = await quickVault({ folder });
        const [first, kit] = vault.slots;
        if (first === undefined || kit === undefined) throw new Error('a new vault has two slots');
        const alone =
          (text: string, keyFile?: string): Again =>
          () =>
            passphraseSecret(passphraseBytes(text), keyFile);
        let ways: Way[] = [
          { ...first, secret: alone(passphrase) },
          { ...kit, secret: () => ({ kind: 'recovery', words }) },
        ];
        const gone: Again[] = [];
        for (const [n, { kind, which, by }] of steps.entries()) {
          const way = ways[which % ways.length];
          const proof = ways[by % ways.length];
          if (way === undefined || proof === undefined) throw new Error('there is always one');
          const text = `passphrase ${String(n)}`;
          const label = `label ${String(n)}`;
          if (kind === 'add' || kind === 'add with file') {
            const keyFile = kind === 'add' ? null : join(folder, `${String(n)}.key`);
            if (keyFile !== null) fs.writeFileSync(keyFile, text);
            const adding = vault.addSlot(proof.secret(), {
              label,
              passphrase: passphraseBytes(text),
              keyFile,
            });
            if (ways.length === 8) expect(await codeOf(adding)).toBe('slots-full');
            else ways.push({ id: await adding, label, secret: alone(text, keyFile ?? undefined) });
          } else if (kind === 'rename') {
            await vault.renameSlot(proof.secret(), way.id, label);
            ways = ways.map((one) => (one === way ? { ...one, label } : one));
          } else if (kind === 'remove') {
            const code = await codeOf(vault.removeSlot(proof.secret(), way.id));
            expect(code).toBe(ways.length === 1 ? 'slot-last' : proof === way ? 'slot-proof' : 'fulfilled');
            if (code !== 'fulfilled') continue;
            gone.push(way.secret);
            ways = ways.filter((one) => one !== way);
          } else if (kind === 'kit') {
            const old = ways.find(({ secret }) => secret().kind === 'recovery');
            const drafting = vault.draftKit(proof.secret());
            if (old === undefined && ways.length === 8) {
              expect(await codeOf(drafting)).toBe('slots-full');
              continue;
            }
            const next = (await drafting).join(' ');
            const id = await vault.reissueKit();
            if (old !== undefined) gone.push(old.secret);
            const fresh: Way = {
              id,
              label: 'Recovery words',
              secret: () => ({ kind: 'recovery', words: next }),
            };
            ways = old === undefined ? [...ways, fresh] : ways.map((one) => (one === old ? fresh : one));
          } else {
            const current = way.secret();
            if (current.kind === 'recovery') continue;
            await vault.changePassphrase(current.passphrase, passphraseBytes(text), current.keyFile);
            gone.push(way.secret);
            const id = vault.slots[ways.indexOf(way)]?.id ?? '';
            ways = ways.map((one) =>
              one === way ? { ...one, id, secret: alone(text, current.keyFile) } : one,
            );
          }
          expect(vault.slots.map(({ id, label: name }) => [id, name])).toEqual(
            ways.map(({ id, label: name }) => [id, name]),
          );
        }
        await vault.close();
        for (const { secret } of ways) expect(await opens(vault.path, secret)).toBe('fulfilled');
        for (const secret of gone) expect(await opens(vault.path, secret)).toBe('secret-wrong');
      }),
      { numRuns: 25 },
    );
  });

  it('by somebody without a secret are refused, however well the checksum is made', async () => {
    const { vault } = await quickVault();
    const keyFile = join(temporaryFolder(), 'key');
    fs.writeFileSync(keyFile, 'key');
    await vault.addSlot(passphraseSecret(passphraseBytes(passphrase)), {
      label: 'Ada',
      passphrase: passphraseBytes('second'),
      keyFile,
    });
    await vault.close();
    const [line = '', mac = ''] = fs.readFileSync(join(vault.path, 'vault.hdr'), 'utf8').split('\n');
    interface Slots {
      slots: Record<string, unknown>[];
    }
    const altered: Record<string, (slots: Record<string, unknown>[]) => unknown[]> = {
      label: (slots) => slots.map((slot) => ({ ...slot, label: 'Mallory' })),
      created: (slots) => slots.map((slot) => ({ ...slot, created: '2020-01-01T00:00:00.000Z' })),
      removed: (slots) => slots.slice(0, -1),
      order: (slots) => slots.toReversed(),
      repeated: (slots) => [...slots, slots[0]],
    };
    const secret = (): Secret => passphraseSecret(passphraseBytes(passphrase));
    for (const [name, alter] of Object.entries(altered)) {
      const header = JSON.parse(line) as Slots; // written by us a moment ago
      const two = `${JSON.stringify({ ...header, slots: alter(header.slots) })}\n${mac}\n`;
      const bytes = `${two}${hash(32, Buffer.from(two)).toString('base64')}\n`;
      for (const file of ['vault.hdr', 'vault.hdr.bak']) fs.writeFileSync(join(vault.path, file), bytes);
      expect([name, await opens(vault.path, secret)]).toEqual([name, 'header-damaged']);
    }
    // A slot that claims to do without its key file is another slot, which nothing opens.
    const header = JSON.parse(line) as Slots;
    const slots = header.slots.map((slot) => ({
      ...slot,
      kind: slot['kind'] === 'recovery' ? 'recovery' : 'passphrase',
    }));
    const two = `${JSON.stringify({ ...header, slots })}\n${mac}\n`;
    const bytes = `${two}${hash(32, Buffer.from(two)).toString('base64')}\n`;
    for (const file of ['vault.hdr', 'vault.hdr.bak']) fs.writeFileSync(join(vault.path, file), bytes);
    expect(await opens(vault.path, () => passphraseSecret(passphraseBytes('second')))).toBe('secret-wrong');
  });
});
