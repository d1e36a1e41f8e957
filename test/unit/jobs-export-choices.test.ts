/** @file What the export dialog shows is what is asked for, and what it begins with the next time. */
import { describe, expect, it } from 'vitest';
import { choicesOf, makesPictures, optionsOf } from '../../src/renderer/jobs/export-choices.ts';

describe('choices of an export', () => {
  it('begin with originals, as they are', () => {
    expect(optionsOf(choicesOf())).toEqual({
      format: 'original',
      without: 'nothing',
      layout: 'flat',
      checksums: false,
      sidecars: false,
    });
  });

  it('come back as they were', () => {
    const choices = {
      format: 'webp',
      without: 'place',
      otherwise: false,
      edge: 2560,
      quality: '75',
      layout: 'albums',
      sidecars: true,
      checksums: true,
      captured: true,
    } as const;
    expect(choicesOf(optionsOf(choices))).toEqual(choices);
  });

  it('ask for nothing that would betray what is left out', () => {
    const choices = { ...choicesOf(), without: 'metadata', sidecars: true, captured: true } as const;
    const options = optionsOf(choices);
    expect(options.sidecars).toBe(false);
    expect(options.times).toBeUndefined();
  });

  it('ask for size and quality only where pictures are made', () => {
    const edge = { ...choicesOf(), edge: 1600 } as const;
    expect(optionsOf(edge).maxEdge).toBeUndefined();
    const cleaned = { ...edge, without: 'place', otherwise: true } as const;
    expect(makesPictures(cleaned)).toBe(true);
    expect(optionsOf(cleaned)).toMatchObject({ otherwise: 'jpeg', maxEdge: 1600, quality: 88 });
  });
});
