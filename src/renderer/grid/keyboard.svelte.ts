/** @file The keyboard in the timeline: where it is, where its keys lead, what Shift selects on the way. Runs in the renderer. */
import { tick } from 'svelte';
import { isPlain } from '../lib/commands.ts';
import { layers } from '../lib/layers.svelte.ts';
import type { LibraryState } from '../library/seams.ts';
import { moveFrom, moveOfKey } from './move.ts';
import { slotOf } from './pointing.ts';
import type { Selecting } from './selecting.ts';
import type { TimelineView } from './timeline.svelte.ts';

interface Over {
  readonly library: LibraryState;
  readonly view: TimelineView;
  readonly selecting: Selecting;
  /** What the photos are in. */
  readonly listbox: () => HTMLElement | undefined;
}

export class Keyboard {
  /** Whether it is in the timeline. */
  hasFocus = $state(false);
  readonly #over: Over;

  constructor(over: Over) {
    this.#over = over;
  }

  /** Once what is laid out is drawn. */
  async focusCursor(): Promise<void> {
    await tick();
    const { view } = this.#over;
    const slot = view.slots.at(view.cursor >= 0 ? view.cursor : view.firstVisible);
    slot?.element?.focus({ preventScroll: true });
  }

  goToItem(item: number, goal: number | null = null): void {
    const { view } = this.#over;
    view.moveCursor(item, goal);
    view.reveal(item);
    void this.focusCursor();
  }

  readonly keydown = (event: KeyboardEvent): void => {
    const { library, view, selecting } = this.#over;
    const move = moveOfKey(event.key);
    if (move === undefined || library.covered || layers.any || event.defaultPrevented) return;
    if (!isPlain(event) || view.layout.count === 0) return;
    const { target } = event;
    // From wherever the last click left the focus, but not from what these keys move in.
    if (target instanceof Element && target.closest('input, textarea, select, [role="menu"]') !== null)
      return;
    event.preventDefault();
    const from = view.cursor;
    if (from < 0) {
      this.goToItem(move === 'last' ? view.layout.count - 1 : view.firstVisible);
      return;
    }
    const vertical = move !== 'left' && move !== 'right';
    const goal = vertical ? view.goalFrom(from) : null;
    const to = moveFrom(view.layout, from, move, goal ?? 0, Math.max(view.page - 88, 88));
    if (event.shiftKey) selecting.extend(view.idAt(to), view.idAt(from));
    this.goToItem(to, goal);
  };

  readonly focusIn = (event: FocusEvent): void => {
    this.hasFocus = true;
    const hit = slotOf(event);
    if (hit !== null && hit.item !== this.#over.view.cursor) this.#over.view.moveCursor(hit.item);
  };

  readonly focusOut = (event: FocusEvent): void => {
    this.hasFocus =
      event.relatedTarget instanceof Node && this.#over.listbox()?.contains(event.relatedTarget) === true;
  };
}
