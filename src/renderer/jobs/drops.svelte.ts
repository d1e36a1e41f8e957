/** @file What was dropped on the window while a dialog was open, waiting for its turn; and parts of the window that take files themselves. Runs in the renderer. */
import type { Attachment } from 'svelte/attachments';
import { placesOfDrop } from '../lib/api.ts';
import { toasts } from '../lib/toasts.svelte.ts';
import type { Place } from '../library/seams.ts';
import { t } from '../messages/index.ts';
import { dragging } from '../organise/dragging.svelte.ts';

export interface Drop {
  readonly places: readonly Place[];
  /** Name of the album they are to go into. */
  readonly album?: string | undefined;
}

class Drops {
  /** One a drop, oldest first. */
  waiting = $state.raw<readonly Drop[]>([]);

  /** Takes what was dropped; says so when there is nothing that could be read. */
  async take(event: DragEvent, album?: string): Promise<void> {
    // The list is emptied as soon as this handler yields.
    const files = [...(event.dataTransfer?.files ?? [])];
    const places = files.length === 0 ? [] : await placesOfDrop(files).catch(() => []);
    if (places.length === 0) toasts.show(t.jobs.drop.nothing, { tone: 'danger' });
    else this.waiting = [...this.waiting, { places, album }];
  }

  /** Takes the oldest drop out; null when there is none. */
  next(): Drop | null {
    const [first, ...rest] = this.waiting;
    if (first === undefined) return null;
    this.waiting = rest;
    return first;
  }
}

export const drops = new Drops();

/** Makes an element take files and folders for an album of this name; the window leaves those to it. Without a name it takes none. */
export function takesFiles(
  album: () => string | undefined,
  over: (is: boolean) => void,
): Attachment<HTMLElement> {
  return (element) => {
    const wanted = (event: DragEvent): boolean =>
      album() !== undefined &&
      dragging.ids.length === 0 &&
      event.dataTransfer?.types.includes('Files') === true;
    const dragover = (event: DragEvent): void => {
      if (!wanted(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
      over(true);
    };
    const dragleave = (): void => over(false);
    const drop = (event: DragEvent): void => {
      over(false);
      if (!wanted(event)) return;
      event.preventDefault();
      void drops.take(event, album());
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
