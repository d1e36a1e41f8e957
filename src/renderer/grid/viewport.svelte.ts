/** @file What the timeline is seen through: its size, its scrolling, and the wheel that changes the size of the grid. Runs in the renderer. */
import type { LibraryState } from '../library/seams.ts';
import type { PhotoStore } from './photos.svelte.ts';
import type { Point, TimelineView } from './timeline.svelte.ts';

/** Scrolling rests when nothing has moved for so long, in ms. */
const restsAfter = 700;

interface Over {
  readonly library: LibraryState;
  readonly photos: PhotoStore;
  readonly view: TimelineView;
  readonly content: () => HTMLElement | undefined;
}

export class Viewport {
  /** Of what the photos are laid out in, and of a page of it, in CSS pixels. */
  width = $state(0);
  page = $state(0);
  scrolling = $state(false);
  readonly #over: Over;
  #scrollingEnds: ReturnType<typeof setTimeout> | undefined;
  /** Where the pointer was when it changed the size of the grid. */
  #point: Point | null = null;

  constructor(over: Over) {
    this.#over = over;
  }

  /** To be attached to what is scrolled. */
  readonly watch = (scroller: HTMLElement): (() => void) => {
    const observer = new ResizeObserver(() => {
      this.width = this.#over.content()?.clientWidth ?? 0;
      this.page = scroller.clientHeight;
    });
    const wheel = (event: WheelEvent): void => this.#wheel(event, scroller);
    observer.observe(scroller);
    // Passive, which the attribute would not be: scrolling must not wait for this.
    scroller.addEventListener('wheel', wheel, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener('wheel', wheel);
    };
  };

  readonly scrolled = (): void => {
    this.#over.view.scrolled();
    this.showMonth();
  };

  /** The month beside the scrubber's handle, until scrolling rests. */
  showMonth(): void {
    this.scrolling = true;
    clearTimeout(this.#scrollingEnds);
    this.#scrollingEnds = setTimeout(() => {
      this.scrolling = false;
      this.#over.photos.rest = this.#over.view.rest();
    }, restsAfter);
  }

  /** Where the pointer was when it changed the size of the grid, once: else null. */
  takePoint(): Point | null {
    const point = this.#point;
    this.#point = null;
    return point;
  }

  /** Ctrl+wheel, which is also what a pinch on a touchpad is: the size of the grid, around the pointer. */
  #wheel(event: WheelEvent, scroller: HTMLElement): void {
    if (!event.ctrlKey) return;
    const box = scroller.getBoundingClientRect();
    this.#point = { x: event.clientX - box.left, y: event.clientY - box.top };
    const { library } = this.#over;
    library.setRowHeight(Math.round(library.rowHeight * Math.exp(-event.deltaY * 0.002)));
  }
}
