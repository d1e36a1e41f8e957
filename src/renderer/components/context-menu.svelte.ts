/**
 * @file What can be done with the thing under the pointer, or where the keyboard is: opened by a right click, the menu key, Shift+F10 or a long
 * touch. One for the page, drawn by ContextMenu.svelte. Runs in the renderer.
 */
import type { MenuItem } from './menu-item.ts';

interface Opened {
  readonly x: number;
  readonly y: number;
  readonly items: readonly (MenuItem | null)[];
  /** What had the keyboard, and gets it back. */
  readonly before: Element | null;
}

class ContextMenu {
  #opened: Opened | null = $state.raw(null);

  get opened(): Opened | null {
    return this.#opened;
  }

  /** To be called by `contextmenu`. The system's own menu, which this page has none of, stays away also where there is nothing to offer. */
  open(event: MouseEvent, items: readonly (MenuItem | null)[]): void {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (items.length === 0) return;
    // By keyboard the event is where the element is, or nowhere.
    const box = event.target instanceof Element ? event.target.getBoundingClientRect() : null;
    const nowhere = event.clientX === 0 && event.clientY === 0 && box !== null;
    this.#opened = {
      x: nowhere ? box.left + box.width / 2 : event.clientX,
      y: nowhere ? box.top + box.height / 2 : event.clientY,
      items,
      before: document.activeElement,
    };
  }

  close(): void {
    this.#opened = null;
  }
}

export const contextMenu = new ContextMenu();
