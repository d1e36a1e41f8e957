import * as fs from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHeader } from '../../src/main/engine/vault/header.ts';
import { codeOf, passphrase, quickVault, unlockWith } from '../support/quick-vault.ts';

const files = ['vault.hdr', 'vault.hdr.bak'];

describe('the header', () => {
  it('is refused with any single byte changed, in any bit', async () => {
    const { vault } = await quickVault();
    const good = fs.readFileSync(join(vault.path, 'vault.hdr'));
    expect(parseHeader(good).state).toBe('readable');
    for (let at = 0; at < good.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const bytes = Buffer.from(good);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        const parsed = parseHeader(bytes);
        // "format":1 with a bit flipped may claim to be a newer format; its checksum denies it.
        expect(
          parsed.state === 'damaged' || (parsed.state === 'newer' && !parsed.intact),
          `${at}, bit ${bit}`,
        ).toBe(true);
      }
    }
  });

  it('with any byte changed in both copies does not open', async () => {
    const { vault } = await quickVault();
    await vault.close();
    const good = fs.readFileSync(join(vault.path, 'vault.hdr'));
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const bytes = Buffer.from(good);
        bytes[at] = (bytes[at] ?? 0) ^ mask;
        for (const name of files) fs.writeFileSync(join(vault.path, name), bytes);
        expect(['header-damaged', 'vault-version']).toContain(
          await codeOf(unlockWith(vault.path, passphrase)),
        );
      }),
    );
  });

  it('cut off anywhere, longer, or of any noise is refused and never throws', async () => {
    const { vault } = await quickVault();
    const good = fs.readFileSync(join(vault.path, 'vault.hdr'));
    for (let length = 0; length < good.length; length += 1) {
      expect(parseHeader(good.subarray(0, length)).state).toBe('damaged');
    }
    for (const more of ['\n', ' ', 'x\n']) {
      expect(parseHeader(Buffer.concat([good, Buffer.from(more)])).state).toBe('damaged');
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (noise) => {
        expect(parseHeader(Buffer.from(noise)).state).toBe('damaged');
      }),
    );
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(parseHeader(Buffer.from(`${json}\nAAAA\nAAAA\n`)).state).not.toBe('readable');
      }),
    );
  });
});
