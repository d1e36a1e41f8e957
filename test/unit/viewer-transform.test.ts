/** @file Zoom and pan in the viewer: bounds, the point under the cursor, round steps, other sizes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bounded,
  canPan,
  fit,
  fitScale,
  isFit,
  pan,
  restage,
  scaleLimits,
  step,
  zoomShare,
  zoomTo,
  type Stage,
} from '../../src/renderer/viewer/transform.ts';

const side = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const stages: fc.Arbitrary<Stage> = fc.record({
  view: fc.record({ width: side(3000), height: side(2000) }),
  picture: fc.record({ width: side(30_000), height: side(30_000) }),
  density: fc.constantFrom(1, 1.25, 1.5, 2, 3),
});
const camera: Stage = {
  view: { width: 1200, height: 800 },
  picture: { width: 4000, height: 3000 },
  density: 2,
};

describe('viewer', () => {
  it('fits the whole picture into the view, in its middle', () => {
    fc.assert(
      fc.property(stages, (stage) => {
        const { scale, x, y } = fit(stage);
        const [width, height] = [stage.picture.width * scale, stage.picture.height * scale];
        expect(width).toBeLessThanOrEqual(stage.view.width + 1e-6);
        expect(height).toBeLessThanOrEqual(stage.view.height + 1e-6);
        expect(x + width / 2).toBeCloseTo(stage.view.width / 2, 6);
        expect(y + height / 2).toBeCloseTo(stage.view.height / 2, 6);
        expect(canPan(stage, scale)).toBe(false);
      }),
    );
  });

  it('does not blow a tiny picture up to the window', () => {
    expect(fitScale({ ...camera, picture: { width: 16, height: 16 } })).toBe(1); // 2 device pixels each
    expect(fitScale({ ...camera, picture: { width: 1, height: 1 } })).toBe(16); // else nobody would find it
  });

  it('calls one picture pixel on one screen pixel 100 %', () => {
    expect(zoomShare(camera, 0.5)).toBe(1);
    expect(scaleLimits(camera).most).toBeGreaterThanOrEqual(4 * 0.5);
  });

  it('never leaves a gap beside a picture larger than the view, nor lets a smaller one off its middle', () => {
    fc.assert(
      fc.property(
        stages,
        fc.array(
          fc.record({
            factor: fc.double({ min: 0.2, max: 5, noNaN: true }),
            px: side(3000),
            py: side(2000),
            dx: fc.integer({ min: -5000, max: 5000 }),
            dy: fc.integer({ min: -5000, max: 5000 }),
          }),
          { maxLength: 12 },
        ),
        (stage, gestures) => {
          let now = fit(stage);
          for (const { factor, px, py, dx, dy } of gestures) {
            now = zoomTo(stage, now, now.scale * factor, px, py);
            now = pan(stage, now, dx, dy);
            const { least, most } = scaleLimits(stage);
            expect(now.scale).toBeGreaterThanOrEqual(least * 0.999);
            expect(now.scale).toBeLessThanOrEqual(most * 1.001);
            for (const [at, length, view] of [
              [now.x, stage.picture.width * now.scale, stage.view.width],
              [now.y, stage.picture.height * now.scale, stage.view.height],
            ] as const) {
              if (length <= view) expect(at).toBeCloseTo((view - length) / 2, 6);
              else {
                expect(at).toBeLessThanOrEqual(0);
                expect(at + length).toBeGreaterThanOrEqual(view - 1e-6);
              }
            }
          }
        },
      ),
    );
  });

  it('keeps what is under the cursor under the cursor', () => {
    const from = bounded(camera, { scale: 0.6, x: -500, y: -400 });
    const [px, py] = [700, 300];
    const point = [(px - from.x) / from.scale, (py - from.y) / from.scale];
    const to = zoomTo(camera, from, 1.4, px, py);
    expect((px - to.x) / to.scale).toBeCloseTo(point[0] ?? NaN, 6);
    expect((py - to.y) / to.scale).toBeCloseTo(point[1] ?? NaN, 6);
  });

  it('steps through round sizes, stops at fit and at 100 %, and ends at the limits', () => {
    const seen: number[] = [];
    let scale = fitScale(camera);
    for (let press = 0; press < 10; press += 1) {
      const next = step(camera, scale, 1);
      if (next === scale) break;
      seen.push(zoomShare(camera, next));
      scale = next;
    }
    expect(seen).toEqual([1, 2, 4, 8]);
    for (let press = 0; press < 12; press += 1) scale = step(camera, scale, -1);
    expect(scale).toBeCloseTo(scaleLimits(camera).least, 9);
    expect(step(camera, scale, -1)).toBe(scale);
  });

  it('stays fitted when the window changes, and keeps its middle when it was not', () => {
    fc.assert(
      fc.property(stages, stages, (before, other) => {
        const after = { ...other, picture: before.picture };
        expect(isFit(after, restage(before, after, fit(before)))).toBe(true);
      }),
    );
    const zoomed = bounded(camera, { scale: 1, x: -1400, y: -1100 });
    const wider = { ...camera, view: { width: 900, height: 800 } };
    const then = restage(camera, wider, zoomed);
    expect((wider.view.width / 2 - then.x) / then.scale).toBeCloseTo((600 + 1400) / 1, 6);
  });

  it('shows the same part when the picture turns out larger than its thumbnail said', () => {
    const guess: Stage = { ...camera, picture: { width: 400, height: 300 } };
    const zoomed = zoomTo(guess, fit(guess), 4, 600, 400);
    const then = restage(guess, camera, zoomed);
    expect(then.scale * camera.picture.width).toBeCloseTo(zoomed.scale * guess.picture.width, 6);
    expect(then.x).toBeCloseTo(zoomed.x, 6);
  });
});
