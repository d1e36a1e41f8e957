/**
 * @file The pictures the viewer has at hand: the one shown, decoded, and its neighbours, so that going on shows them without a flash.
 * What is no longer near is dropped and its requests are cancelled. Runs in the renderer.
 */
import type { Id, PhotoDetails } from '../../shared/contract.ts';
import type { ErrorValue } from '../../shared/errors.ts';
import type { PhotoStore } from '../grid/photos.svelte.ts';
import { call } from '../lib/api.ts';

/** `film`: there is nothing to prepare, it is opened when it is looked at. `none`: there is nothing to show but facts. */
export type FrameState = 'loading' | 'ready' | 'film' | 'failed' | 'none';

/** While keys are held down, full pictures are not asked for until a photo has been looked at for this long (ms). */
const settleAfter = 90;

export class Frame {
  readonly id: Id;
  details: PhotoDetails | null = $state.raw(null);
  /** Why there are no details, or what is wrong with the files of the photo. */
  error: ErrorValue | null = $state.raw(null);
  state: FrameState = $state('loading');
  thumbReady = $state(false);
  readonly thumb = new Image();
  readonly picture = new Image();
  /** Has a thumbnail, if not yet. Where it has none, the shape of a file stands until there is more to see. */
  readonly hasThumb: boolean;
  /** Whether it could be decoded does not matter then: it is no longer waited for. */
  #thumbSettled: Promise<void> = Promise.resolve();
  readonly #stop = new AbortController();
  #wanted = false;
  #dropped = false;

  /**
   * @param thumb version of its thumbnail; 0 = none
   * @param known what is known of it already
   */
  constructor(id: Id, thumb: number, known: PhotoDetails | null) {
    this.id = id;
    this.hasThumb = thumb > 0;
    this.details = known;
    for (const image of [this.thumb, this.picture]) {
      image.alt = '';
      image.draggable = false;
      // Decoded before it is shown: it must not go blank for being decoded anew.
      image.decoding = 'sync';
    }
    // Its pixels are read for the histogram.
    this.picture.crossOrigin = 'anonymous';
    if (this.hasThumb) {
      this.thumb.src = `vault-media://thumb/${id}?v=${thumb}`;
      this.#thumbSettled = this.thumb.decode().then(
        () => {
          this.thumbReady = true;
        },
        () => undefined, // the average colour stays
      );
    }
  }

  /** Asks for everything about the photo, the picture too; again without effect. */
  async load(photos: PhotoStore): Promise<void> {
    if (this.#wanted) return;
    this.#wanted = true;
    const answer = await photos.details(this.id, this.#stop.signal);
    if (this.#dropped) return;
    if (!answer.ok) {
      this.error = answer.error;
      this.state = 'failed';
      return;
    }
    this.details = answer.value;
    const { view } = answer.value;
    if (view === 'none' || view === 'film') {
      // Its still takes the place of the colour in one go.
      await this.#thumbSettled;
      this.state = view;
      return;
    }
    this.picture.src = `vault-media://${view}/${this.id}`;
    // Also fails when it is dropped meanwhile; nobody looks then.
    const shown = await this.picture.decode().then(
      () => true,
      () => false,
    );
    if (!shown && !this.#stop.signal.aborted) {
      // A picture that fails does not say why; what is said of the original has to be true.
      await this.#check();
    }
    this.state = shown ? 'ready' : 'failed';
  }

  /** A film that the window cannot play after all: for its codec, or because its file is damaged or gone. */
  async cannotPlay(): Promise<void> {
    this.state = 'none';
    await this.#check();
  }

  async #check(): Promise<void> {
    const check = await call('library.check', { id: this.id }, { signal: this.#stop.signal });
    if (!check.ok && !this.#dropped) this.error = check.error;
  }

  /** Reads the facts again after a change; the picture of a photo never changes. */
  async refresh(photos: PhotoStore): Promise<void> {
    const answer = await photos.details(this.id, this.#stop.signal);
    if (answer.ok && !this.#dropped) this.details = answer.value;
  }

  drop(): void {
    this.#dropped = true;
    this.#stop.abort();
    this.thumb.removeAttribute('src');
    this.picture.removeAttribute('src');
  }
}

export class Frames {
  readonly #photos: PhotoStore;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no template reads it
  readonly #frames = new Map<Id, Frame>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #shownAt = -Infinity;

  constructor(photos: PhotoStore) {
    this.#photos = photos;
  }

  /** The frame of `id`, with those of `near` (nearest first) kept or prepared after it. */
  show(id: Id, near: readonly Id[]): Frame {
    for (const [other, frame] of this.#frames) {
      if (other === id || near.includes(other)) continue;
      frame.drop();
      this.#frames.delete(other);
    }
    const frame = this.#frame(id);
    const now = performance.now();
    const hurry = now - this.#shownAt < settleAfter;
    this.#shownAt = now;
    clearTimeout(this.#timer);
    const load = async (): Promise<void> => {
      await frame.load(this.#photos);
      // One after the other, so that they do not hold each other up.
      for (const other of near) {
        if (this.#frames.get(id) !== frame || this.#current !== id) return;
        await this.#frames.get(other)?.load(this.#photos);
      }
    };
    this.#current = id;
    for (const other of near) this.#frame(other);
    if (hurry) this.#timer = setTimeout(() => void load(), settleAfter);
    else void load();
    return frame;
  }

  #current: Id | null = null;

  refresh(): void {
    for (const frame of this.#frames.values()) if (frame.details !== null) void frame.refresh(this.#photos);
  }

  drop(): void {
    clearTimeout(this.#timer);
    this.#current = null;
    for (const frame of this.#frames.values()) frame.drop();
    this.#frames.clear();
  }

  #frame(id: Id): Frame {
    const known = this.#frames.get(id);
    if (known !== undefined) return known;
    const row = this.#photos.rowOf(id);
    const frame = new Frame(id, this.#photos.table?.columns.thumb[row] ?? 0, this.#photos.knownDetails(id));
    this.#frames.set(id, frame);
    return frame;
  }
}
