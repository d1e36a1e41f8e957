/**
 * @file Photos of an album that has an order of its own, dragged to another place in its timeline: where they would go is marked between two
 * photos. By keyboard it is `arrange.ts`. Runs in the renderer.
 */
import type { Attachment } from 'svelte/attachments';
import type { Id } from '../../shared/contract.ts';
import { itemHeight, itemTop } from '../grid/layout.ts';
import { itemAt, middleOf } from '../grid/move.ts';
import type { TimelineView } from '../grid/timeline.svelte.ts';
import { dragging } from './dragging.svelte.ts';

interface Over {
  readonly view: TimelineView;
  /** What the photos are laid out in. */
  readonly content: () => HTMLElement | undefined;
  /** Whether the photos shown have an order that can be changed. */
  readonly movable: () => boolean;
  readonly move: (ids: readonly Id[], before: Id | null) => void;
}

interface Mark {
  readonly x: number;
  readonly top: number;
  readonly height: number;
}

export class Arranging {
  /** In the pixels of the timeline; null: nothing is dragged here. */
  mark: Mark | null = $state.raw(null);
  readonly #over: Over;

  constructor(over: Over) {
    this.#over = over;
  }

  /** To be attached to what is scrolled. */
  readonly takes: Attachment<HTMLElement> = (scroller) => {
    const dragover = (event: DragEvent): void => {
      if (!this.#fits()) return;
      const gap = this.#gapAt(event, scroller);
      if (gap === null) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
      this.mark = gap.mark;
    };
    const dragleave = (event: DragEvent): void => {
      if (!(event.relatedTarget instanceof Node) || !scroller.contains(event.relatedTarget)) this.mark = null;
    };
    const drop = (event: DragEvent): void => {
      this.mark = null;
      if (!this.#fits()) return;
      const gap = this.#gapAt(event, scroller);
      const { ids } = dragging;
      event.preventDefault();
      dragging.end();
      if (gap !== null) this.#over.move(ids, gap.before);
    };
    const dragend = (): void => {
      this.mark = null;
    };
    scroller.addEventListener('dragover', dragover);
    scroller.addEventListener('dragleave', dragleave);
    scroller.addEventListener('drop', drop);
    scroller.addEventListener('dragend', dragend);
    return () => {
      scroller.removeEventListener('dragover', dragover);
      scroller.removeEventListener('dragleave', dragleave);
      scroller.removeEventListener('drop', drop);
      scroller.removeEventListener('dragend', dragend);
    };
  };

  #fits(): boolean {
    return dragging.ids.length > 0 && this.#over.movable();
  }

  /** Between which photos the pointer is, and the photo behind that gap; null: behind the last. */
  #gapAt(
    event: DragEvent,
    scroller: HTMLElement,
  ): { readonly before: Id | null; readonly mark: Mark } | null {
    const { view } = this.#over;
    const { layout } = view;
    const content = this.#over.content();
    if (content === undefined) return null;
    const x = event.clientX - content.getBoundingClientRect().left;
    const item = itemAt(layout, x, event.clientY - scroller.getBoundingClientRect().top + view.position);
    if (item < 0) return null;
    const behind = x > middleOf(layout, item);
    const next = behind ? item + 1 : item;
    const left = layout.x[item] ?? 0;
    const edge = behind ? left + (layout.width[item] ?? 0) : left;
    return {
      before: next < layout.count ? view.idAt(next) : null,
      mark: {
        x: edge + (layout.options.gap / 2) * (behind ? 1 : -1),
        top: itemTop(layout, item),
        height: itemHeight(layout, item),
      },
    };
  }
}
