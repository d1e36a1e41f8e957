/** @file What is given of a picture that is dragged out of the viewer, and what is said where nothing can be. */
import { describe, expect, it } from 'vitest';
import { whatIsGiven } from '../../src/renderer/jobs/drag-ways.ts';
import { viewer as german } from '../../src/renderer/messages/de/viewer.ts';
import { viewer } from '../../src/renderer/messages/en/viewer.ts';

describe('a picture that is dragged out of the viewer', () => {
  it('is exported into the folder of the other program, however the window shows it', () => {
    expect(whatIsGiven('folders', 'original')).toBe('folders');
    expect(whatIsGiven('folders', 'preview')).toBe('folders');
    expect(whatIsGiven('folders', 'none')).toBe('folders');
  });

  it('is given as bytes only where these are the original', () => {
    expect(whatIsGiven('bytes', 'original')).toBe('bytes');
    for (const view of ['preview', 'none'] as const) {
      const said = whatIsGiven('bytes', view);
      expect(said).toBe('cannotDrag');
      if (said === 'cannotDrag')
        expect([viewer[said], german[said]].join()).toMatch(/kind of photo.*dieser Art/u);
    }
  });

  it('is refused where nothing can be given, which is said with the way that is left', () => {
    const said = whatIsGiven('nothing', 'original');
    expect(said).toBe('cannotDragHere');
    if (said !== 'cannotDragHere') return;
    expect(viewer[said]).toMatch(/on this desktop.*Export it instead/u);
    expect(german[said]).toMatch(/Exportieren Sie/u);
  });
});
