/**
 * @file The photos the viewer has at hand: the one shown and its neighbours, so that going on shows them without a flash. What is no longer near is
 * dropped and its requests are cancelled. Runs in the renderer.
 */
import { photoFlags } from '../../shared/columns.ts';
import type { Id, PhotoDetails } from '../../shared/contract.ts';
import type { PhotoStore } from '../grid/photos.svelte.ts';
import { Frame } from './frame.svelte.ts';
import { fitScale, turned } from './transform.ts';

/** While keys are held down, full pictures are not asked for until a photo has been looked at for this long (ms). */
const settleAfter = 90;
/** Longest time (ms) that the photo before stands for one of which nothing can be drawn yet. */
const standsFor = 250;

export class Frames {
  readonly #photos: PhotoStore;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no template reads it
  readonly #frames = new Map<Id, Frame>();
  /** The one on screen: what was shown stays until the next can be drawn. */
  shown: Frame | null = $state.raw(null);
  #current: Id | null = null;
  #near: readonly Id[] = [];
  #load: ReturnType<typeof setTimeout> | undefined;
  #askedAt = -Infinity;
  #impatience: ReturnType<typeof setTimeout> | undefined;

  constructor(photos: PhotoStore) {
    this.#photos = photos;
  }

  /** Shows `id` as soon as there is something to see of it, with those of `near` (nearest first) kept or prepared after it. */
  show(id: Id, near: readonly Id[]): void {
    this.#current = id;
    this.#near = near;
    const frame = this.#frame(id);
    for (const other of near) this.#frame(other);
    const now = performance.now();
    const hurry = now - this.#askedAt < settleAfter;
    this.#askedAt = now;
    clearTimeout(this.#load);
    if (hurry) this.#load = setTimeout(() => void this.#loadAll(frame), settleAfter);
    else void this.#loadAll(frame);
    if (frame.drawable || this.shown === null) this.#put(frame);
    else {
      void frame.untilDrawable().then(() => this.#put(frame));
      // From the first photo passed on, not the last: while a key is held down something has to happen.
      this.#impatience ??= setTimeout(() => {
        const wanted = this.#frames.get(this.#current ?? '');
        if (wanted !== undefined) this.#put(wanted);
      }, standsFor);
    }
    this.#tidy();
  }

  refresh(): void {
    for (const frame of this.#frames.values()) if (frame.details !== null) void frame.refresh(this.#photos);
  }

  drop(): void {
    clearTimeout(this.#load);
    clearTimeout(this.#impatience);
    this.#current = null;
    for (const frame of this.#frames.values()) frame.drop();
    this.#frames.clear();
  }

  /** On screen with it, unless another one is wanted by now. */
  #put(frame: Frame): void {
    if (frame.id !== this.#current || this.#frames.get(frame.id) !== frame) return;
    clearTimeout(this.#impatience);
    this.#impatience = undefined;
    if (this.shown !== frame) this.shown?.rest();
    this.shown = frame;
    this.#tidy();
  }

  #tidy(): void {
    for (const [id, frame] of this.#frames) {
      if (id === this.#current || frame === this.shown || this.#near.includes(id)) continue;
      frame.drop();
      this.#frames.delete(id);
    }
  }

  async #loadAll(frame: Frame): Promise<void> {
    await frame.load(this.#photos, needOf);
    // One after the other, so that they do not hold each other up.
    for (const other of this.#near) {
      if (this.#current !== frame.id) return;
      await this.#frames.get(other)?.load(this.#photos, needOf);
    }
  }

  #frame(id: Id): Frame {
    const known = this.#frames.get(id);
    if (known !== undefined) return known;
    const row = this.#photos.rowOf(id);
    const columns = this.#photos.table?.columns;
    const frame = new Frame(id, {
      thumb: columns?.thumb[row] ?? 0,
      animated: ((columns?.flags[row] ?? 0) & photoFlags.animated) !== 0,
      details: this.#photos.knownDetails(id),
    });
    this.#frames.set(id, frame);
    return frame;
  }
}

/** Length of the longer edge when all of it is seen in this window, in device pixels. */
function needOf({ width, height, turn }: PhotoDetails): number {
  if (width === null || height === null) return Infinity;
  const picture = turned({ width, height }, turn / 90);
  const stage = { view: { width: innerWidth, height: innerHeight }, picture, density: devicePixelRatio };
  return Math.max(width, height) * fitScale(stage) * devicePixelRatio;
}
