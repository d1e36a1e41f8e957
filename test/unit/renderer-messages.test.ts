/** @file The words: a sentence for every failure, free of jargon and of leftovers. */
import { describe, expect, it } from 'vitest';
import { errorCodes, type ErrorCode } from '../../src/shared/errors.ts';
import { sentence } from '../../src/renderer/messages/index.ts';
import { strength } from '../../src/renderer/messages/en/strength.ts';

// Object.keys forgets the literal types.
const codes = Object.keys(errorCodes) as ErrorCode[];

describe('sentences for failures', () => {
  it.each(codes)('%s has one for people', (code) => {
    const text = sentence({ code, params: {} });
    expect(text).toMatch(/^[A-Z].*[.?]$/su);
    expect(text).not.toMatch(/undefined|NaN|\bMAC\b|AEAD|nonce|blob\b|ENO|catalog\b/u);
  });

  it('says how much room is missing', () => {
    expect(sentence({ code: 'no-space', params: { missing: 3_200_000_000 } })).toContain('3.2 GB');
  });

  it('does not tell why a passphrase was refused', () => {
    expect(sentence({ code: 'secret-wrong', params: { detail: 'slot 2' } })).not.toContain('slot');
  });
});

describe('how long guessing takes', () => {
  it.each([
    [10, 'less than a minute'],
    [14_400, 'about 4 hours'],
    [365.25 * 86_400 * 3200, 'about 3,200 years'],
    [365.25 * 86_400 * 12e6, 'about 12 million years'],
    [1e30, 'more than a trillion years'],
  ])('says %d seconds as %s', (seconds, text) => {
    expect(strength.alone(seconds)).toContain(text);
  });
});
