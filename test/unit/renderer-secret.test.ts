/** @file Passphrases and recovery words on their way to the engine. */
import { describe, expect, it } from 'vitest';
import { estimateStrength, generatedStrength } from '../../src/renderer/lib/strength.ts';
import { randomPositions, recoveryWords, withPassphrase } from '../../src/renderer/lib/secret.ts';
import { kitCode, spacedId } from '../../src/renderer/lib/kit.ts';
import { qrPath } from '../../src/renderer/lib/qr.ts';

describe('a passphrase', () => {
  it('is the same bytes however its accents were typed, and is gone after use', async () => {
    let lent: Uint8Array | undefined;
    const composed = await withPassphrase('caf\u00e9', (bytes) => {
      lent = bytes;
      return Promise.resolve([...bytes]);
    });
    const combined = await withPassphrase('cafe\u0301', (bytes) => Promise.resolve([...bytes]));
    expect(combined).toEqual(composed);
    expect(lent?.every((byte) => byte === 0)).toBe(true);
  });

  it('is zeroed when the call fails, too', async () => {
    let lent: Uint8Array | undefined;
    const call = withPassphrase('secret', (bytes) => {
      lent = bytes;
      return Promise.reject(new Error('gone'));
    });
    await expect(call).rejects.toThrow('gone');
    expect(lent?.every((byte) => byte === 0)).toBe(true);
  });

  it('is judged by how hard it is to guess', async () => {
    const weak = await estimateStrength('summer2019', []);
    const named = await estimateStrength('Familienalbum', ['Familienalbum']);
    const strong = await estimateStrength('pelican umbrella sixfold marina drowsily', []);
    expect(weak.level).toBeLessThan(2);
    expect(named.level).toBe(0);
    expect(strong.level).toBe(4);
    expect(generatedStrength.level).toBe(4);
  });
});

describe('a recovery kit', () => {
  it('reads words pasted with numbers, commas and capitals', () => {
    expect(recoveryWords(' 1. Ocean\n2. fabric,  river ')).toEqual(['ocean', 'fabric', 'river']);
  });

  it('asks for different words in order, not always the same', () => {
    const seen = new Set<string>();
    for (let round = 0; round < 50; round += 1) {
      const positions = randomPositions(24, 3);
      expect(new Set(positions).size).toBe(3);
      expect(positions.toSorted((a, b) => a - b)).toEqual(positions);
      expect(positions.every((position) => position >= 0 && position < 24)).toBe(true);
      seen.add(positions.join());
    }
    expect(seen.size).toBeGreaterThan(10);
  });

  it('has a code with a quiet zone that holds the id and all words', () => {
    const id = '7f3a90c1d2e4b5a6978812fe00c3d1a9';
    const words = Array.from({ length: 24 }, (_, index) => `word${String.fromCharCode(97 + index)}`);
    expect(kitCode(id, words)).toBe(`lightproof-recovery 1 ${id} ${words.join(' ')}`);
    const { size, path } = qrPath(kitCode(id, words));
    expect(size).toBeGreaterThan(40);
    // The finder pattern stands at the top left, four modules in.
    expect(path.startsWith('M4 4h7v1H4z')).toBe(true);
    expect(spacedId(id)).toBe('7f3a 90c1 d2e4 b5a6 9788 12fe 00c3 d1a9');
  });
});
