/** @file Scrolling more than a browser can: exact below the limit, and above it both ends are reached and small steps stay what they are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScrollScale } from '../../src/renderer/grid/scroll-scale.ts';

function scaleOf(content: number, view = 800): ScrollScale {
  const scale = new ScrollScale();
  scale.resize(content, view);
  return scale;
}

describe('scroll scale', () => {
  it('is the browser’s own scrolling up to twelve million pixels', () => {
    const scale = scaleOf(5_000_000);
    expect(scale.elementHeight).toBe(5_000_000);
    expect(scale.scrolled(1234)).toBe(1234);
    expect(scale.scrolled(4_000_000)).toBe(4_000_000);
    expect(scale.offset).toBe(0);
    expect(scale.moveTo(99e6)).toBe(5_000_000 - 800);
  });

  it('reaches every place of a timeline of any height', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 12_000_001, max: 90_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (content, share) => {
          const scale = scaleOf(content);
          expect(scale.elementHeight).toBe(12_000_000);
          const wanted = share * scale.furthest;
          const physical = scale.moveTo(wanted);
          expect(scale.position).toBeCloseTo(wanted, 3);
          expect(physical).toBeGreaterThanOrEqual(0);
          expect(physical).toBeLessThanOrEqual(12_000_000 - 800);
          // A fresh look at the same scrollTop finds the same place.
          const other = scaleOf(content);
          other.scrolled(physical);
          expect(Math.abs(other.position - wanted)).toBeLessThan(801 * 2);
        },
      ),
    );
  });

  it('moves by a wheel’s step exactly, wherever it is', () => {
    const scale = scaleOf(60_000_000);
    const start = scale.moveTo(30_000_000);
    for (let step = 1; step <= 50; step += 1)
      expect(scale.scrolled(start + step * 120)).toBeCloseTo(30_000_000 + step * 120, 3);
  });

  it('takes back what adds up, when scrolling rests, without moving the view', () => {
    const scale = scaleOf(60_000_000);
    const start = scale.moveTo(30_000_000);
    for (let step = 1; step <= 50; step += 1) scale.scrolled(start + step * 120);
    const settled = scale.settled();
    expect(scale.position).toBeCloseTo(30_006_000, 3);
    expect(settled).toBeLessThan(start + 50 * 120);
  });

  it('ends where the timeline ends, pixel for pixel', () => {
    const scale = scaleOf(60_000_000);
    expect(scale.scrolled(12_000_000 - 800)).toBe(scale.furthest);
    expect(scale.scrolled(12_000_000 - 800 - 120)).toBe(scale.furthest - 120);
    expect(scale.scrolled(0)).toBe(0);
  });

  it('stays in place when the timeline grows', () => {
    const scale = scaleOf(20_000_000);
    scale.moveTo(7_000_000);
    scale.resize(25_000_000, 800);
    expect(scale.position).toBe(7_000_000);
  });
});
