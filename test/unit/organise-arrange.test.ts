/** @file Moving photos a step in an album that has an order of its own. */
import { describe, expect, it } from 'vitest';
import { stepTarget } from '../../src/renderer/organise/arrange.ts';

const order = ['a', 'b', 'c', 'd', 'e'];
const target = (moving: string, by: -1 | 1): string | null | undefined =>
  stepTarget(order, new Set(moving), by);

describe('a step in an album', () => {
  it('goes before the one that is before, and behind the one that is behind', () => {
    expect(target('c', -1)).toBe('b');
    expect(target('c', 1)).toBe('e');
    expect(target('d', 1)).toBeNull();
    expect(target('bc', 1)).toBe('e');
    expect(target('bd', -1)).toBe('a');
  });

  it('goes nowhere from either end', () => {
    expect(target('a', -1)).toBeUndefined();
    expect(target('ab', -1)).toBeUndefined();
    expect(target('e', 1)).toBeUndefined();
    expect(target('', 1)).toBeUndefined();
    expect(target('', -1)).toBeUndefined();
  });
});
