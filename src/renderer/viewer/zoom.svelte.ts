/** @file The viewer's zoom as it moves: gestures in, a transform out, with glides that respect reduced motion. Runs in the renderer. */
import {
  bounded,
  canPan,
  fillScale,
  fit,
  fitScale,
  fullScale,
  isFit,
  pan,
  restage,
  step,
  zoomShare,
  zoomTo,
  type Stage,
  type Transform,
} from './transform.ts';

const glideFor = 150; // ms
/** Share of the speed that is left after a millisecond of coasting. */
const friction = 0.995;
const slowest = 0.02; // px/ms

export class Zoom {
  stage: Stage = $state.raw({
    view: { width: 1, height: 1 },
    picture: { width: 4, height: 3 },
    density: 1,
  });
  transform: Transform = $state.raw({ scale: 1, x: 0, y: 0 });
  readonly fitted = $derived(isFit(this.stage, this.transform));
  readonly pannable = $derived(canPan(this.stage, this.transform.scale));
  /** 1 = full size. */
  readonly share = $derived(zoomShare(this.stage, this.transform.scale));
  #frame = 0;
  /** Where a glide leads. */
  #goal: Transform | null = null;

  /** Another window size, or the true size of the picture became known. A glide is over then: where it led to was so in the stage before. */
  restage(stage: Stage): void {
    const before = this.stage;
    const at = this.#goal ?? this.transform;
    if (this.#goal !== null) this.stop();
    this.stage = stage;
    this.transform = restage(before, stage, at);
  }

  /** Another picture: all of it is shown. */
  begin(stage: Stage): void {
    this.stop();
    this.stage = stage;
    this.transform = fit(stage);
  }

  /** Zooms by a factor around a point of the view, at once. */
  by(factor: number, px: number, py: number): void {
    this.stop();
    this.transform = zoomTo(this.stage, this.transform, this.transform.scale * factor, px, py);
  }

  /** Between all of the picture and full size, around a point. */
  toggle(px: number, py: number): void {
    // A picture whose fit is its full size has to go somewhere: twice that.
    const full = fullScale(this.stage);
    const same = Math.abs(fitScale(this.stage) / full - 1) < 0.01;
    this.#glideTo(
      this.fitted ? zoomTo(this.stage, this.transform, same ? full * 2 : full, px, py) : fit(this.stage),
    );
  }

  step(direction: 1 | -1): void {
    this.#around(step(this.stage, this.transform.scale, direction));
  }

  fit(): void {
    this.#glideTo(fit(this.stage));
  }

  /** No room left beside the picture, or all of it when that is so already. */
  toggleFill(): void {
    const fill = fillScale(this.stage);
    if (Math.abs(this.transform.scale / fill - 1) < 0.005 && !this.fitted) this.fit();
    else this.#around(fill);
  }

  /** To a share of full size, around the middle. */
  toShare(share: number): void {
    this.#around(share * fullScale(this.stage));
  }

  #around(scale: number): void {
    const { width, height } = this.stage.view;
    this.#glideTo(zoomTo(this.stage, this.transform, scale, width / 2, height / 2));
  }

  panBy(dx: number, dy: number): void {
    this.stop();
    this.transform = pan(this.stage, this.transform, dx, dy);
  }

  /** Goes on after a drag let go at this speed, in px/ms. */
  coast(vx: number, vy: number): void {
    this.stop();
    if (reducedMotion() || Math.hypot(vx, vy) < 0.1) return;
    let before = performance.now();
    let [x, y] = [vx, vy];
    const next = (now: number): void => {
      const elapsed = Math.min(64, now - before);
      before = now;
      this.transform = pan(this.stage, this.transform, x * elapsed, y * elapsed);
      const left = friction ** elapsed;
      [x, y] = [x * left, y * left];
      this.#frame = Math.hypot(x, y) < slowest ? 0 : requestAnimationFrame(next);
    };
    this.#frame = requestAnimationFrame(next);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#goal = null;
  }

  #glideTo(to: Transform): void {
    this.stop();
    const from = this.transform;
    if (reducedMotion()) {
      this.transform = to;
      return;
    }
    this.#goal = to;
    const begin = performance.now();
    const next = (now: number): void => {
      const time = Math.min(1, Math.max(0, (now - begin) / glideFor));
      const eased = 1 - (1 - time) ** 3;
      const scale = from.scale * (to.scale / from.scale) ** eased;
      // Along with the scale, so that the point zoomed around stands still.
      const way = to.scale === from.scale ? eased : (scale - from.scale) / (to.scale - from.scale);
      this.transform = {
        scale,
        x: from.x + (to.x - from.x) * way,
        y: from.y + (to.y - from.y) * way,
      };
      this.#frame = time < 1 ? requestAnimationFrame(next) : 0;
      if (time < 1) return;
      this.#goal = null;
      this.transform = bounded(this.stage, to);
    };
    this.#frame = requestAnimationFrame(next);
  }
}

export function reducedMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
