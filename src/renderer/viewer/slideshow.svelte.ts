/** @file A slideshow in the viewer: whether it runs, how long each photo is shown, what comes after the last. Runs in the renderer. */
import { untrack } from 'svelte';
import type { Frame } from './frame.svelte.ts';
import type { Player } from './player.svelte.ts';

/** Seconds that a photo is shown for. */
export const intervals = ['3', '5', '10'] as const;
export type Interval = (typeof intervals)[number];

/** As it was left, for the next one; forgotten with the page. */
const kept: { interval: Interval; loop: boolean } = { interval: '5', loop: false };

let awaited = false;

/** The viewer that is opened next begins with a slideshow. */
export function beginWithSlideshow(): void {
  awaited = true;
}

export class Slideshow {
  on = $state(false);
  paused = $state(false);
  interval: Interval = $state(kept.interval);
  loop = $state(kept.loop);
  /** Whether the window cannot be seen: time stands still. */
  #hidden = $state(document.hidden);

  /** Whether it was on when the keyboard was given to the viewer. */
  #handed: boolean | null = null;

  constructor() {
    this.on = awaited;
    awaited = false;
  }

  /** Whether the time of the photo shown is running. */
  get running(): boolean {
    return this.on && !this.paused && !this.#hidden;
  }

  toggle(): void {
    this.on = !this.on;
    this.paused = false;
  }

  setInterval(interval: Interval): void {
    this.interval = kept.interval = interval;
  }

  toggleLoop(): void {
    this.loop = kept.loop = !this.loop;
  }

  /** Follows whether the window can be seen, until the returned function is called. */
  follow(): () => void {
    const look = (): void => {
      this.#hidden = document.hidden;
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }

  /**
   * Each photo has its time from when it is seen; a film is over when it is over. To be run by an effect: answers what ends the waiting.
   */
  lead(frame: Frame | null, player: Player, advance: () => void): (() => void) | undefined {
    if (!this.running || frame === null || frame.state === 'loading') return undefined;
    if (frame.state === 'film') {
      if (player.shown) untrack(() => player.play());
      return undefined;
    }
    const timer = setTimeout(advance, Number(this.interval) * 1000);
    return () => clearTimeout(timer);
  }

  /** Gives the keyboard to the viewer itself, now and whenever a slideshow begins or ends: the bar that had it may be gone. To be run by an effect. */
  handKeyboard(viewer: HTMLElement | undefined): void {
    if (viewer === undefined || this.on === this.#handed) return;
    this.#handed = this.on;
    viewer.focus({ preventScroll: true });
  }

  /** The place after `item` of `count`; null: that was the last. */
  after(item: number, count: number): number | null {
    if (item + 1 < count) return item + 1;
    return this.loop && count > 1 ? 0 : null;
  }
}
