/** @file Parts of the window that take files from outside themselves; the window as a whole leaves those to them. Runs in the renderer. */
import type { Attachment } from 'svelte/attachments';
import type { Place } from '../library/seams.ts';
import { t } from '../messages/index.ts';
import { placesOfDrop } from './api.ts';
import { toasts } from './toasts.svelte.ts';

/** Where files that were dropped lie; none when there is nothing that could be read. */
export async function placesIn(event: DragEvent): Promise<readonly Place[]> {
  // The list is emptied as soon as this handler yields.
  const files = [...(event.dataTransfer?.files ?? [])];
  return files.length === 0 ? [] : placesOfDrop(files).catch(() => []);
}

/** Makes an element take files, as long as they are `wanted`; `over` is told whether some are above it. */
export function dropTarget(
  wanted: () => boolean,
  take: (event: DragEvent) => void,
  over: (is: boolean) => void,
): Attachment<HTMLElement> {
  return (element) => {
    // One that lies inside this one may have taken them.
    const fits = (event: DragEvent): boolean =>
      !event.defaultPrevented && wanted() && event.dataTransfer?.types.includes('Files') === true;
    const dragover = (event: DragEvent): void => {
      if (!fits(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
      over(true);
    };
    const dragleave = (): void => over(false);
    const drop = (event: DragEvent): void => {
      over(false);
      if (!fits(event)) return;
      event.preventDefault();
      take(event);
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

/** The same for one file or folder, as if a dialog had chosen it. Without `take` it takes none. What is above it is seen (base.css). */
export function takesOne(take: ((place: Place) => void) | undefined): Attachment<HTMLElement> {
  const taken = async (event: DragEvent): Promise<void> => {
    const [place, ...more] = await placesIn(event);
    if (place === undefined || more.length > 0) toasts.show(t.jobs.drop.one, { tone: 'danger' });
    else take?.(place);
  };
  return (element) =>
    dropTarget(
      () => take !== undefined,
      (event) => void taken(event),
      (is) => element.toggleAttribute('data-over', is),
    )(element);
}
