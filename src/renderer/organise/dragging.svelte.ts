/**
 * @file Photos, or an album, that are being dragged inside the window, and what takes them. What is dragged is kept here and not in the drag itself, which
 * other programs can read. Runs in the renderer.
 */
import type { Attachment } from 'svelte/attachments';
import type { Id } from '../../shared/contract.ts';
import { receives } from '../lib/drop-target.ts';

class Dragging {
  #ids: readonly Id[] = $state.raw([]);
  #album: Id | null = $state.raw(null);

  get ids(): readonly Id[] {
    return this.#ids;
  }
  /** The album that is dragged. */
  get album(): Id | null {
    return this.#album;
  }

  /** To be called by `dragstart`; `words` is what is seen under the pointer. */
  start(event: DragEvent, ids: readonly Id[], words: string): void {
    if (ids.length === 0 || !show(event, words, 'copy')) return;
    this.#ids = ids;
  }

  startAlbum(event: DragEvent, album: Id, name: string): void {
    if (show(event, name, 'move')) this.#album = album;
  }

  end(): void {
    this.#ids = [];
    this.#album = null;
  }
}

function show({ dataTransfer }: DragEvent, words: string, effect: 'copy' | 'move'): boolean {
  if (dataTransfer === null) return false;
  dataTransfer.effectAllowed = effect;
  // Without any data there is no drag; a picture's own address must not be in it.
  dataTransfer.clearData();
  dataTransfer.setData('application/x-lightproof', '');
  const shown = document.createElement('div');
  shown.className = 'dragged';
  shown.textContent = words;
  document.body.append(shown);
  dataTransfer.setDragImage(shown, -8, -8);
  setTimeout(() => shown.remove());
  return true;
}

/** The window's drag: there is at most one. */
export const dragging = new Dragging();

/** What becomes of what is dropped; what is left out is not taken. */
export interface Takes {
  readonly photos?: ((ids: readonly Id[]) => void) | undefined;
  readonly album?: ((album: Id) => void) | undefined;
}

/** Makes an element take dragged photos; `over` is told whether they are above it. Without `take` it takes none. */
export function takesPhotos(
  take: ((ids: readonly Id[]) => void) | undefined,
  over: (is: boolean) => void,
): Attachment<HTMLElement> {
  return takesDragged({ photos: take }, over);
}

/** The same for photos and albums. */
export function takesDragged({ photos, album }: Takes, over: (is: boolean) => void): Attachment<HTMLElement> {
  const fits = (): boolean =>
    (photos !== undefined && dragging.ids.length > 0) || (album !== undefined && dragging.album !== null);
  return receives({
    effect: () => (!fits() ? null : dragging.album === null ? 'copy' : 'move'),
    take: () => {
      const { ids, album: dropped } = dragging;
      dragging.end();
      if (dropped !== null) album?.(dropped);
      else photos?.(ids);
    },
    over,
    alone: true,
  });
}
