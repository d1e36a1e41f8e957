/**
 * @file Fills tiles: thumbnails, nearest first and only while they are wanted, and blurred placeholders when there is time.
 * Works on the tiles' elements directly, so that scrolling makes no work for components. Runs in the renderer.
 */
import { thumbHashToRGBA } from 'thumbhash';
import type { Slot } from './slots.svelte.ts';

/** Requests under way at once: enough to keep the engine busy, few enough that what comes into view next need not queue. */
const atOnce = 12;
/** After a leap, wait this long (ms) for the next before asking for anything: a dragged scrubber passes thousands of photos. */
const leapPause = 60;

export interface PictureSource {
  /** Tiles in use. */
  active(): Iterable<Slot>;
  /** The thumbhash of a photo, or null. */
  hashOf(id: string): Uint8Array | null;
  /** Called once: no tile in view waits for its thumbnail any more. */
  complete(): void;
}

export class Pictures {
  readonly #source: PictureSource;
  #loading = 0;
  #frame = 0;
  #idle = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #top = 0;
  #bottom = 0;
  #direction = 1;
  #leaptAt = -Infinity;
  /** That has been told. */
  #complete = false;

  constructor(source: PictureSource) {
    this.#source = source;
  }

  /** What is in view now, in the coordinates of the tiles; the larger `moved` since last time, the longer loading may wait. */
  view(top: number, bottom: number, moved: number): void {
    this.#top = top;
    this.#bottom = bottom;
    if (moved !== 0) this.#direction = Math.sign(moved);
    if (Math.abs(moved) > bottom - top) this.#leaptAt = performance.now();
    this.wake();
  }

  /** Everything was laid out anew: what is in view is asked for now. */
  begin(): void {
    this.#load();
    this.#tellWhenComplete();
  }

  /** Tiles changed: looks for work in the next frame. */
  wake(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const rest = this.#leaptAt + leapPause - performance.now();
      clearTimeout(this.#timer);
      if (rest > 0) this.#timer = setTimeout(() => this.wake(), rest);
      else {
        this.#load();
        this.#paintLater();
      }
    });
  }

  /** Takes up a tile's image element: called when the tile is mounted. */
  watch(slot: Slot, image: HTMLImageElement): () => void {
    const settle = (state: 'shown' | 'failed'): void => {
      // An answer for the photo this tile showed before.
      if (!slot.loading || !image.hasAttribute('src')) return;
      slot.loading = false;
      slot.state = state;
      this.wake();
      this.#tellWhenComplete();
    };
    const loaded = (): void => settle('shown');
    const failed = (): void => settle('failed');
    image.addEventListener('load', loaded);
    image.addEventListener('error', failed);
    this.wake();
    return () => {
      image.removeEventListener('load', loaded);
      image.removeEventListener('error', failed);
    };
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    cancelIdleCallback(this.#idle);
    clearTimeout(this.#timer);
  }

  #load(): void {
    this.#loading = 0;
    for (const slot of this.#source.active()) if (slot.loading) this.#loading += 1;
    while (this.#loading < atOnce) {
      const next = this.#best((slot) => !slot.loading && slot.state === 'waiting' && wantsThumb(slot));
      if (next === null) return;
      const { image, content } = next;
      if (image === null || content === null) return;
      next.loading = true;
      this.#loading += 1;
      image.src = `vault-media://thumb/${content.id}?v=${content.thumb}`;
    }
  }

  #tellWhenComplete(): void {
    if (this.#complete) return;
    for (const slot of this.#source.active())
      if (slot.state === 'waiting' && this.#inView(slot) && (slot.content?.thumb ?? 0) > 0) return;
    this.#complete = true;
    this.#source.complete();
  }

  #paintLater(): void {
    if (this.#idle !== 0) return;
    this.#idle = requestIdleCallback(
      (deadline) => {
        this.#idle = 0;
        do {
          const next = this.#best((slot) => !slot.painted && slot.state !== 'shown' && slot.canvas !== null);
          if (next === null) return;
          next.painted = true;
          const { canvas, content } = next;
          const hash = content === null ? null : this.#source.hashOf(content.id);
          if (canvas !== null && hash !== null && paintHash(canvas, hash)) canvas.hidden = false;
        } while (deadline.timeRemaining() > 2);
        this.#paintLater();
      },
      { timeout: 120 },
    );
  }

  /** The tile to work on first: in view from the top down, then what scrolling brings next, then the rest. */
  #best(wanted: (slot: Slot) => boolean): Slot | null {
    let best: Slot | null = null;
    let least = Infinity;
    for (const slot of this.#source.active()) {
      if (!wanted(slot)) continue;
      const cost = this.#cost(slot);
      if (cost < least) {
        least = cost;
        best = slot;
      }
    }
    return best;
  }

  #inView({ y, height }: Slot): boolean {
    return y <= this.#bottom && y + height >= this.#top;
  }

  #cost(slot: Slot): number {
    const under = slot.y - this.#bottom;
    const over = this.#top - slot.y - slot.height;
    if (this.#inView(slot)) return slot.y - this.#top + slot.x / 100_000;
    const distance = Math.max(under, over);
    return (under > 0 === this.#direction > 0 ? 1e6 : 2e6) + distance;
  }
}

function wantsThumb(slot: Slot): boolean {
  return slot.image !== null && slot.content !== null && slot.content.thumb > 0;
}

/** Paints a thumbhash, some 32 px wide, into a canvas that is stretched over its place. False when the hash is not one. */
export function paintHash(canvas: HTMLCanvasElement, hash: Uint8Array): boolean {
  if (hash.byteLength < 5) return false;
  const { w, h, rgba } = thumbHashToRGBA(hash);
  // Read back by nobody, but kept in main memory: a hundred tiny textures would cost more than they save.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return false;
  canvas.width = w;
  canvas.height = h;
  const image = context.createImageData(w, h);
  image.data.set(rgba);
  context.putImageData(image, 0, 0);
  return true;
}
