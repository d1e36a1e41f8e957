/** @file What was dropped on the window while a dialog was open, waiting for its turn; and parts of the window that take files themselves. Runs in the renderer. */
import type { Attachment } from 'svelte/attachments';
import { dropTarget, placesIn } from '../lib/drop-target.ts';
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
  /** Files and folders that waited when the vault was locked: where they lie is forgotten then, and somebody is to be told. */
  left = $state(0);

  /** Takes what was dropped; says so when there is nothing that could be read. */
  async take(event: DragEvent, album?: string): Promise<void> {
    const places = await placesIn(event);
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

/** Makes an element take files and folders for an album of this name. Without a name it takes none. */
export function takesFiles(
  album: () => string | undefined,
  over: (is: boolean) => void,
): Attachment<HTMLElement> {
  return dropTarget(
    () => album() !== undefined && dragging.ids.length === 0,
    (event) => void drops.take(event, album()),
    over,
  );
}
