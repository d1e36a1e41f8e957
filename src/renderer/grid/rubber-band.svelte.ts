/**
 * @file Selecting by drawing a frame over the photos with the mouse, from the ground between them, or from a photo with Shift held. At the
 * edges of the view the timeline scrolls along. Runs in the renderer.
 */
import { itemsWithin, type Box } from './layout.ts';
import type { Selecting } from './selecting.ts';
import type { TimelineView } from './timeline.svelte.ts';

/** The frame begins when the pointer has gone this far (px): a click is no frame. */
const threshold = 5;
/** Within this distance (px) of the view's edge it scrolls, the quicker the nearer. */
const edge = 40;

interface Over {
  readonly view: TimelineView;
  readonly selecting: Selecting;
  /** What is scrolled, and what in it the photos are laid out in. */
  readonly elements: () => { readonly scroller: HTMLElement; readonly content: HTMLElement } | null;
}

export class RubberBand {
  /** In the pixels of the timeline; null = none is drawn. */
  frame: Box | null = $state.raw(null);
  readonly #over: Over;
  #start: { readonly x: number; readonly y: number } | null = null;
  #at = { x: 0, y: 0 };
  #pointer = -1;
  #scrolling = 0;
  #stops: (() => void) | null = null;

  constructor(over: Over) {
    this.#over = over;
  }

  /** The pointer was pressed where a frame may begin. `add`: what is selected already stays so. */
  press(event: PointerEvent, add: boolean): void {
    if (event.button !== 0 || event.pointerType !== 'mouse' || this.#start !== null) return;
    this.#pointer = event.pointerId;
    this.#at = { x: event.clientX, y: event.clientY };
    this.#start = this.#place();
    const move = (moved: PointerEvent): void => {
      if (moved.pointerId === this.#pointer) this.#move(moved, add);
    };
    const end = (ended: Event): void => {
      if (ended instanceof PointerEvent && ended.pointerId !== this.#pointer) return;
      this.stop();
    };
    const cancel = (key: KeyboardEvent): void => {
      if (key.key !== 'Escape' || this.frame === null) return;
      key.stopPropagation();
      this.#over.selecting.cancelSweep();
      this.stop();
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', end);
    addEventListener('blur', end);
    addEventListener('keydown', cancel, { capture: true });
    this.#stops = () => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', end);
      removeEventListener('blur', end);
      removeEventListener('keydown', cancel, { capture: true });
    };
  }

  /** Ends the frame; what it selected stays selected. */
  stop(): void {
    this.#stops?.();
    this.#stops = null;
    cancelAnimationFrame(this.#scrolling);
    this.#scrolling = 0;
    this.#start = this.frame = null;
  }

  #move(event: PointerEvent, add: boolean): void {
    const moved = Math.hypot(event.clientX - this.#at.x, event.clientY - this.#at.y);
    if (this.frame === null) {
      if (moved < threshold) return;
      this.#over.selecting.beginSweep(add);
    }
    this.#at = { x: event.clientX, y: event.clientY };
    this.#draw();
    if (this.#scrolling === 0 && this.#pull() !== 0)
      this.#scrolling = requestAnimationFrame(() => this.#scroll());
  }

  #draw(): void {
    const [from, to] = [this.#start, this.#place()];
    if (from === null || to === null) return;
    const frame = {
      left: Math.min(from.x, to.x),
      top: Math.min(from.y, to.y),
      right: Math.max(from.x, to.x),
      bottom: Math.max(from.y, to.y),
    };
    this.frame = frame;
    this.#over.selecting.sweep(itemsWithin(this.#over.view.layout, frame));
  }

  #scroll(): void {
    this.#scrolling = 0;
    const pull = this.#pull();
    const { view } = this.#over;
    if (this.frame === null || pull === 0) return;
    view.goTo(view.position + pull);
    this.#draw();
    this.#scrolling = requestAnimationFrame(() => this.#scroll());
  }

  /** How far to scroll with the next frame, in px. */
  #pull(): number {
    const box = this.#over.elements()?.scroller.getBoundingClientRect();
    if (box === undefined) return 0;
    const above = box.top + edge - this.#at.y;
    const below = this.#at.y - (box.bottom - edge);
    return above > 0 ? -Math.min(above, 2 * edge) / 2 : below > 0 ? Math.min(below, 2 * edge) / 2 : 0;
  }

  /** Where the pointer is in the timeline. */
  #place(): { readonly x: number; readonly y: number } | null {
    const elements = this.#over.elements();
    if (elements === null) return null;
    const { scroller, content } = elements;
    return {
      x: this.#at.x - content.getBoundingClientRect().left,
      y: this.#at.y - scroller.getBoundingClientRect().top + this.#over.view.position,
    };
  }
}
