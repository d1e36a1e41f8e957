/** @file The pointer in the timeline: clicks, frames that begin, photos dragged away, and the menus of photos and days. Runs in the renderer. */
import type { Id } from '../../shared/contract.ts';
import { contextMenu } from '../components/context-menu.svelte.ts';
import { endOut, startPhotosOut } from '../jobs/drag-out.ts';
import { photoItems } from '../library/item-menus.ts';
import type { LibraryState } from '../library/seams.ts';
import { t } from '../messages/index.ts';
import { dragging } from '../organise/dragging.svelte.ts';
import type { PhotoStore } from './photos.svelte.ts';
import type { RubberBand } from './rubber-band.svelte.ts';
import type { Selecting } from './selecting.ts';
import type { TimelineView } from './timeline.svelte.ts';

interface Over {
  readonly library: LibraryState;
  readonly photos: PhotoStore;
  readonly view: TimelineView;
  readonly selecting: Selecting;
  readonly band: RubberBand;
}

/** The photo that an event is about, and whether it is about its tick; null: none. */
export function slotOf(event: Event): { readonly item: number; readonly check: boolean } | null {
  if (!(event.target instanceof Element)) return null;
  const tile = event.target.closest<HTMLElement>('[data-photo]');
  const item = tile === null ? -1 : Number(tile.getAttribute('aria-posinset')) - 1;
  return item < 0 ? null : { item, check: event.target.closest('[data-check]') !== null };
}

export class Pointing {
  readonly #over: Over;

  constructor(over: Over) {
    this.#over = over;
  }

  readonly clicked = (event: MouseEvent): void => {
    const hit = slotOf(event);
    if (hit === null) return;
    const { library, view, selecting } = this.#over;
    const selectingNow = library.selection.size > 0;
    const from = view.cursor;
    view.moveCursor(hit.item);
    const id = view.idAt(hit.item);
    if (event.shiftKey) selecting.extend(id, view.idAt(from >= 0 && selectingNow ? from : hit.item));
    else if (hit.check || event.ctrlKey || event.metaKey || selectingNow) selecting.toggle(id);
    else library.open(id);
  };

  /** On the ground between the photos, or with Shift on one of them, a frame begins; what it passes over is selected. */
  readonly pressed = (event: PointerEvent): void => {
    if (!(event.target instanceof Element) || event.target.closest('button') !== null) return;
    if (slotOf(event) === null || event.shiftKey)
      this.#over.band.press(event, event.shiftKey || event.ctrlKey || event.metaKey);
  };

  readonly dragEnded = (event: DragEvent): void => {
    dragging.end();
    endOut(event);
  };

  readonly dragged = (event: DragEvent): void => {
    const hit = slotOf(event);
    if (hit === null) return;
    // With Shift a frame is drawn.
    if (event.shiftKey) {
      event.preventDefault();
      return;
    }
    const ids = this.#meant(this.#over.view.idAt(hit.item));
    dragging.start(event, ids, t.frame.photos(ids.length));
    startPhotosOut(ids, () => this.#over.library.exportPhotos(ids));
  };

  readonly menuOfPhoto = (event: MouseEvent): void => {
    const hit = slotOf(event);
    if (hit === null) return;
    const { library, photos, view, selecting } = this.#over;
    view.moveCursor(hit.item);
    view.slots.at(hit.item)?.element?.focus({ preventScroll: true });
    const id = view.idAt(hit.item);
    contextMenu.open(
      event,
      photoItems(library, photos, this.#meant(id), () => selecting.toggle(id)),
    );
  };

  readonly menuOfDay = (event: MouseEvent, day: number): void => {
    const { library, photos, selecting } = this.#over;
    const ids = this.#idsOfDay(day);
    contextMenu.open(
      event,
      photoItems(library, photos, ids, () => selecting.toggleAll(ids)),
    );
  };

  readonly toggleDay = (day: number): void => {
    this.#over.selecting.toggleAll(this.#idsOfDay(day));
  };

  readonly isDaySelected = (day: number): boolean => {
    const { view, library } = this.#over;
    const { selection } = library;
    if (selection.size === 0) return false;
    const { layout } = view;
    const end = layout.dayFirst[day + 1] ?? 0;
    for (let item = layout.dayFirst[day] ?? 0; item < end; item += 1)
      if (!selection.has(view.idAt(item))) return false;
    return true;
  };

  /** The selection, when what is done is done to one of its photos, else that photo. */
  #meant(id: Id): readonly Id[] {
    const { selection } = this.#over.library;
    return selection.has(id) ? [...selection] : [id];
  }

  #idsOfDay(day: number): readonly Id[] {
    const { view } = this.#over;
    const first = view.layout.dayFirst[day] ?? 0;
    const end = view.layout.dayFirst[day + 1] ?? first;
    return Array.from({ length: end - first }, (_, index) => view.idAt(first + index));
  }
}
