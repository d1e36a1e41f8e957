/**
 * @file Photos that are being dragged inside the window, and what takes them. What is dragged is kept here and not in the drag itself, which
 * other programs can read. Runs in the renderer.
 */
import type { Attachment } from 'svelte/attachments';
import type { Id } from '../../shared/contract.ts';

class Dragging {
  #ids: readonly Id[] = $state.raw([]);

  get ids(): readonly Id[] {
    return this.#ids;
  }

  /** To be called by `dragstart`; `words` is what is seen under the pointer. */
  start(event: DragEvent, ids: readonly Id[], words: string): void {
    const { dataTransfer } = event;
    if (dataTransfer === null || ids.length === 0) return;
    this.#ids = ids;
    dataTransfer.effectAllowed = 'copy';
    // Without any data there is no drag; a picture's own address must not be in it.
    dataTransfer.clearData();
    dataTransfer.setData('application/x-lightproof', '');
    const shown = document.createElement('div');
    shown.className = 'dragged';
    shown.textContent = words;
    document.body.append(shown);
    dataTransfer.setDragImage(shown, -8, -8);
    setTimeout(() => shown.remove());
  }

  end(): void {
    this.#ids = [];
  }
}

/** The window's drag: there is at most one. */
export const dragging = new Dragging();

/** Makes an element take dragged photos; `over` is told whether they are above it. Without `take` it takes none. */
export function takesPhotos(
  take: ((ids: readonly Id[]) => void) | undefined,
  over: (is: boolean) => void,
): Attachment<HTMLElement> {
  return (element) => {
    const dragover = (event: DragEvent): void => {
      if (take === undefined || dragging.ids.length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
      over(true);
    };
    const dragleave = (): void => over(false);
    const drop = (event: DragEvent): void => {
      over(false);
      const { ids } = dragging;
      if (take === undefined || ids.length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      dragging.end();
      take(ids);
    };
    element.addEventListener('dragover', dragover);
    element.addEventListener('dragleave', dragleave);
    element.addEventListener('drop', drop);
    return () => {
      element.removeEventListener('dragover', dragover);
      element.removeEventListener('dragleave', dragleave);
      element.removeEventListener('drop', drop);
    };
  };
}
