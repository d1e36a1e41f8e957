/**
 * @file What is held of a large photo pixel by pixel: the part that is in the window, a little beside it, and what was looked at last. In memory only, one
 * asked for at a time. Runs in the renderer.
 */
import type { Id } from '../../shared/contract.ts';
import { regionInAddress, type Region } from '../../shared/regions.ts';
import { newImage, release } from './image.ts';
import { reaches, regionFor, touches, type Box, type Whole } from './regions.ts';

/** While it is zoomed what is seen changes all the time: nothing is asked for until it has rested for this long (ms). */
const settleAfter = 80;
/** Most pixels that are held, four bytes each; the region asked for last stays even if it alone has more. */
const mostHeld = 2 ** 25;

export interface HeldRegion extends Region {
  /** Decoded. */
  readonly image: HTMLImageElement;
}

export class Regions {
  /** The one asked for last comes last, and lies on top. */
  held: readonly HeldRegion[] = $state.raw([]);
  /** One could not be had: no other is asked for. */
  failed = $state(false);
  /** So much is seen at once that no region holds it. */
  beyond = $state(false);
  readonly #id: Id;
  #coming: HeldRegion | null = null;
  #seen: Box | null = null;
  #photo: Whole = { width: 1, height: 1, type: '' };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(id: Id) {
    this.#id = id;
  }

  /** Has the pixels there, soon, of what is seen now. */
  see(seen: Box, photo: Whole): void {
    const zoomed = Math.abs((this.#seen?.width ?? 0) / seen.width - 1) > 0.001;
    this.#seen = seen;
    this.#photo = photo;
    if (this.#coming !== null && !touches(this.#coming, seen)) this.#cancel();
    if (zoomed) this.#wait();
    else this.#askIfNeeded();
  }

  /** Nothing of it is needed any more; what is on its way is not waited for. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#cancel();
    this.#seen = null;
    this.beyond = false;
    for (const { image } of this.held) release(image);
    if (this.held.length > 0) this.held = [];
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#askIfNeeded();
    }, settleAfter);
  }

  #askIfNeeded(): void {
    const [seen, photo] = [this.#seen, this.#photo];
    if (seen === null || this.failed || this.#timer !== undefined || this.#coming !== null) return;
    const region = regionFor(seen, photo);
    this.beyond = region === null;
    if (this.held.some((there) => reaches(there, seen, photo))) return;
    if (region !== null) void this.#ask(region);
  }

  async #ask(region: Region): Promise<void> {
    const image = newImage();
    const coming = { ...region, image };
    this.#coming = coming;
    image.src = `vault-media://region/${this.#id}?at=${regionInAddress(region)}`;
    // Also fails when it is cancelled; nobody looks then.
    const decoded = await image.decode().then(
      () => true,
      () => false,
    );
    if (this.#coming !== coming) return;
    this.#coming = null;
    if (decoded) this.#hold(coming);
    else this.failed = true;
    // The window may have gone on meanwhile.
    this.#askIfNeeded();
  }

  #hold(region: HeldRegion): void {
    const held = [...this.held, region];
    let pixels = held.reduce((sum, { width, height }) => sum + width * height, 0);
    while (held.length > 1 && pixels > mostHeld) {
      const [oldest] = held.splice(0, 1);
      if (oldest === undefined) break;
      pixels -= oldest.width * oldest.height;
      release(oldest.image);
    }
    this.held = held;
  }

  #cancel(): void {
    release(this.#coming?.image);
    this.#coming = null;
  }
}
