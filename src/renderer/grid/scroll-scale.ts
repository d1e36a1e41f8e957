/**
 * @file Lets a timeline be taller than what a browser can scroll. Runs in the renderer; pure.
 *
 * Up to `tallest` pixels, scrolling is what it is everywhere. Above, the element is `tallest` high and stands for more: near both ends a
 * pixel stays a pixel, in between positions are stretched. Small movements (wheel, keys, touch) always move by what they say; the
 * difference that adds up is taken back by `settled` when scrolling has come to rest. Transforms beyond 2²⁴ pixels would lose whole
 * pixels in the compositor's floats, which is why the limit is below that.
 */

const tallest = 12_000_000;
/** Ends in which nothing is stretched. */
const margin = 1_000_000;

export class ScrollScale {
  #content = 0;
  #view = 0;
  #physical = 0;
  #position = 0;

  /** Height to give the element that is scrolled. */
  get elementHeight(): number {
    return Math.min(this.#content, tallest);
  }
  /** Where in the timeline the top of the view is, in its own pixels. */
  get position(): number {
    return this.#position;
  }
  /** What the element's scrollTop is, as far as known. */
  get physical(): number {
    return this.#physical;
  }
  /** Add this to a position in the timeline to get where it stands in the element. */
  get offset(): number {
    return this.#physical - this.#position;
  }
  get furthest(): number {
    return Math.max(0, this.#content - this.#view);
  }

  /** The timeline's height and the view's height; the position stays as it is, as far as it still exists. */
  resize(content: number, view: number): void {
    this.#content = content;
    this.#view = view;
    this.moveTo(this.#position);
  }

  /** Goes to a position; answers the scrollTop to set. */
  moveTo(position: number): number {
    this.#position = Math.min(Math.max(0, position), this.furthest);
    this.#physical = this.#toPhysical(this.#position);
    return this.#physical;
  }

  /** The element was scrolled to `scrollTop`; answers the new position. */
  scrolled(scrollTop: number): number {
    const moved = scrollTop - this.#physical;
    const far = this.#furthestPhysical;
    this.#physical = scrollTop;
    if (this.#content <= tallest) this.#position = Math.min(Math.max(0, scrollTop), this.furthest);
    else if (scrollTop <= 0) this.#position = 0;
    else if (scrollTop >= far) this.#position = this.furthest;
    else if (Math.abs(moved) <= this.#view * 2)
      this.#position = Math.min(Math.max(0, this.#position + moved), this.furthest);
    else this.#position = this.#toPosition(scrollTop);
    return this.#position;
  }

  /** Scrolling has come to rest; answers the scrollTop that stands for the position, to be set when it differs. */
  settled(): number {
    return this.moveTo(this.#position);
  }

  get #furthestPhysical(): number {
    return Math.max(0, this.elementHeight - this.#view);
  }

  #toPhysical(position: number): number {
    if (this.#content <= tallest) return position;
    const far = this.#furthestPhysical;
    if (position <= margin) return position;
    if (position >= this.furthest - margin) return far - (this.furthest - position);
    return margin + ((position - margin) * (far - 2 * margin)) / (this.furthest - 2 * margin);
  }

  #toPosition(physical: number): number {
    const far = this.#furthestPhysical;
    if (physical <= margin) return physical;
    if (physical >= far - margin) return this.furthest - (far - physical);
    return margin + ((physical - margin) * (this.furthest - 2 * margin)) / (far - 2 * margin);
  }
}
