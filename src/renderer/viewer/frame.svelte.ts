/**
 * @file One photo as the viewer has it at hand: its thumbnail, and its picture at the size that is needed, decoded before it is shown. Runs in the
 * renderer.
 */
import type { Id, PhotoDetails } from '../../shared/contract.ts';
import type { ErrorValue } from '../../shared/errors.ts';
import type { PhotoStore } from '../grid/photos.svelte.ts';
import { call } from '../lib/api.ts';
import { newImage, release } from './image.ts';
import { Regions } from './regions.svelte.ts';
import { comesInRegions, sizeOf, smallerThan, sourceFor, type Source } from './sources.ts';
import type { Size } from './transform.ts';

/** `film`: there is nothing to prepare, it is opened when it is looked at. `none`: there is nothing to show but facts. */
export type FrameState = 'loading' | 'ready' | 'film' | 'failed' | 'none';

/** What the columns tell of a photo. */
export interface Told {
  /** Version of its thumbnail; 0 = none. */
  readonly thumb: number;
  readonly animated: boolean;
  readonly details: PhotoDetails | null;
}

interface Held {
  readonly image: HTMLImageElement;
  readonly source: Source;
}

export class Frame {
  readonly id: Id;
  details: PhotoDetails | null = $state.raw(null);
  /** Why there are no details, or what is wrong with the files of the photo. */
  error: ErrorValue | null = $state.raw(null);
  state: FrameState = $state('loading');
  thumbReady = $state(false);
  readonly thumb = newImage();
  /** Has a thumbnail, if not yet. Where it has none, the shape of a file stands until there is more to see. */
  readonly hasThumb: boolean;
  /** What is shown of it, decoded. */
  #shown: Held | null = $state.raw(null);
  /** The original, fetched and not decoded: what another program is given where Chromium gives it the bytes of the picture dragged. */
  carried: HTMLImageElement | null = $state.raw(null);
  #carrying: HTMLImageElement | null = null;
  /** What was shown first: all of it at the size of the window. */
  #fitting: Held | null = null;
  /** On its way. */
  #coming: HTMLImageElement | null = null;
  /** What is there of it pixel by pixel, where all of it at once would be too much. */
  readonly regions: Regions;
  /** Sources that gave no picture. */
  readonly #failed: Source[] = [];
  readonly #animated: boolean;
  /** Whether it could be decoded does not matter then: it is no longer waited for. */
  #thumbSettled: Promise<void> = Promise.resolve();
  #tellDrawable: () => void = () => undefined;
  readonly #drawable = new Promise<void>((resolve) => (this.#tellDrawable = resolve));
  readonly #stop = new AbortController();
  #wanted = false;
  #dropped = false;

  constructor(id: Id, { thumb, animated, details }: Told) {
    this.id = id;
    this.regions = new Regions(id);
    this.hasThumb = thumb > 0;
    this.details = details;
    this.#animated = animated;
    if (this.hasThumb) {
      this.thumb.src = `vault-media://thumb/${id}?v=${thumb}`;
      this.#thumbSettled = this.thumb.decode().then(
        () => {
          this.thumbReady = true;
          this.#tellDrawable();
        },
        () => undefined, // the average colour stays
      );
    }
  }

  /** Decoded; null as long as there is none. */
  get picture(): HTMLImageElement | null {
    return this.#shown?.image ?? null;
  }

  /** How many pixels the photo has, in the direction of its file; null as long as no picture is there. */
  get size(): Size | null {
    const held = this.#shown;
    if (held === null || this.details === null) return null;
    return sizeOf(held.source, naturalSize(held.image), this.details);
  }

  /** Length of the longer edge of the picture shown, in pixels. */
  get edge(): number {
    const { width, height } = naturalSize(this.picture ?? this.thumb);
    return Math.max(width, height);
  }

  /** Whether its pixels come in regions; where one could not be had it is shown as well as it can be without. */
  get inRegions(): boolean {
    const { details, size } = this;
    const view = details?.view;
    if (
      this.regions.failed ||
      details === null ||
      this.#shown === null ||
      (view !== 'original' && view !== 'preview')
    )
      return false;
    if (size?.width !== details.width || size.height !== details.height) return false;
    return comesInRegions({ ...details, view }, this.#animated, this.#shown.source);
  }

  /** Whether there is something to see of it now. */
  get drawable(): boolean {
    return this.thumbReady || this.state !== 'loading';
  }

  /** Settles when there is something to see of it. */
  untilDrawable(): Promise<void> {
    return this.#drawable;
  }

  /**
   * Asks for everything about the photo, the picture too; again without effect.
   * @param need longer edge of the picture when all of it is seen, in device pixels
   */
  async load(photos: PhotoStore, need: (details: PhotoDetails) => number): Promise<void> {
    if (this.#wanted) return;
    this.#wanted = true;
    const answer = await photos.details(this.id, this.#stop.signal);
    if (this.#dropped) return;
    if (!answer.ok) {
      this.error = answer.error;
      this.#settle('failed');
      return;
    }
    this.details = answer.value;
    const { view } = answer.value;
    if (view === 'none' || view === 'film') {
      // Its still takes the place of the colour in one go.
      await this.#thumbSettled;
      this.#settle(view);
      return;
    }
    const source = sourceFor({ ...answer.value, view }, this.#animated, need(answer.value));
    // What no decoder makes smaller the window may still show.
    let shown = await this.#hold(source);
    if (!shown && !this.#stop.signal.aborted && source !== view) shown = await this.#hold(view);
    if (this.#stop.signal.aborted) return;
    // A picture that fails does not say why; what is said of the original has to be true.
    if (!shown) await this.#check();
    this.#fitting = this.#shown;
    this.#settle(shown ? 'ready' : 'failed');
  }

  /** Asks for a larger picture where that shown has less than so many pixels along its longer edge; Infinity: for all there is. */
  async sharpen(need: number): Promise<void> {
    const { details, edge, size } = this;
    const now = this.#shown?.source ?? 'original';
    if (details === null || size === null || this.#coming !== null || now === 'original') return;
    if (edge >= need || edge >= Math.max(size.width, size.height)) return;
    const { view } = details;
    if (view !== 'original' && view !== 'preview') return;
    let source: Source | null = sourceFor({ ...details, view }, this.#animated, need);
    while (source !== null && source !== now) {
      if (!this.#failed.includes(source) && (await this.#hold(source))) return;
      if (!this.#failed.includes(source)) return; // abandoned
      source = smallerThan(source);
    }
  }

  /** Whether other programs would be given something else than the original when the picture is dragged to them. */
  get standsIn(): boolean {
    return this.details?.view === 'original' && this.#shown !== null && this.#shown.source !== 'original';
  }

  /** Fetches the original to be dragged, where something smaller is shown of it; again without effect. */
  carry(): void {
    if (this.#carrying !== null || !this.standsIn) return;
    const image = newImage();
    this.#carrying = image;
    image.addEventListener('load', () => {
      if (this.#carrying === image) this.carried = image;
    });
    image.src = `vault-media://original/${this.id}`;
  }

  /** Nobody looks at it any more, but may soon again: what was fetched for zooming and dragging is let go. */
  rest(): void {
    this.#abandon();
    release(this.#carrying);
    this.carried = this.#carrying = null;
    this.regions.drop();
    if (this.#shown === this.#fitting || this.#fitting === null) return;
    release(this.#shown?.image);
    this.#shown = this.#fitting;
  }

  /** A film that the window cannot play after all: for its codec, or because its file is damaged or gone. */
  async cannotPlay(): Promise<void> {
    this.state = 'none';
    await this.#check();
  }

  /** Reads the facts again after a change; the picture of a photo never changes. */
  async refresh(photos: PhotoStore): Promise<void> {
    const answer = await photos.details(this.id, this.#stop.signal);
    if (answer.ok && !this.#dropped) this.details = answer.value;
  }

  drop(): void {
    this.#dropped = true;
    this.#stop.abort();
    this.#abandon();
    this.regions.drop();
    for (const image of [this.thumb, this.#shown?.image, this.#fitting?.image, this.#carrying])
      release(image);
    this.#tellDrawable();
  }

  /** Fetches and decodes; answers whether it is shown now. */
  async #hold(source: Source): Promise<boolean> {
    const image = newImage();
    // Its pixels are read for the histogram.
    image.crossOrigin = 'anonymous';
    this.#coming = image;
    image.src = `vault-media://${source}/${this.id}`;
    // Also fails when it is abandoned meanwhile; nobody looks then.
    const decoded = await image.decode().then(
      () => true,
      () => false,
    );
    if (this.#coming !== image) return false;
    this.#coming = null;
    if (decoded) this.#shown = { image, source };
    else this.#failed.push(source);
    return decoded;
  }

  #abandon(): void {
    const coming = this.#coming;
    if (this.state === 'loading' && !this.#dropped) return; // it will be shown
    this.#coming = null;
    release(coming);
  }

  #settle(state: FrameState): void {
    this.state = state;
    this.#tellDrawable();
  }

  async #check(): Promise<void> {
    const check = await call('library.check', { id: this.id }, { signal: this.#stop.signal });
    if (!check.ok && !this.#dropped) this.error = check.error;
  }
}

function naturalSize({ naturalWidth, naturalHeight }: HTMLImageElement): Size {
  return { width: naturalWidth, height: naturalHeight };
}
