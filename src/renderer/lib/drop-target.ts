/** @file Parts of the window that take what is dropped on them; files that one of them takes the window as a whole leaves to it. Runs in the renderer. */
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

interface Receiver {
  /** What dropping would do; null: what is dragged now is not taken. */
  readonly effect: (event: DragEvent) => 'copy' | 'move' | null;
  readonly take: (event: DragEvent) => void;
  /** Told whether something that is taken is above it. */
  readonly over: (is: boolean) => void;
  /** What lies around it does not hear of what it takes. */
  readonly alone?: boolean;
}

/** Makes an element take what is dropped on it. */
export function receives({ effect, take, over, alone = false }: Receiver): Attachment<HTMLElement> {
  const takes = (event: DragEvent): boolean => {
    const does = effect(event);
    if (does === null) return false;
    event.preventDefault();
    if (alone) event.stopPropagation();
    if (event.type === 'dragover' && event.dataTransfer !== null) event.dataTransfer.dropEffect = does;
    return true;
  };
  return (element) => {
    const dragover = (event: DragEvent): void => {
      if (takes(event)) over(true);
    };
    const dragleave = (): void => over(false);
    const drop = (event: DragEvent): void => {
      over(false);
      if (takes(event)) take(event);
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

/** Makes an element take files, as long as they are `wanted`; `over` is told whether some are above it. */
export function dropTarget(
  wanted: () => boolean,
  take: (event: DragEvent) => void,
  over: (is: boolean) => void,
): Attachment<HTMLElement> {
  // One that lies inside this one may have taken them.
  const fits = (event: DragEvent): boolean =>
    !event.defaultPrevented && wanted() && event.dataTransfer?.types.includes('Files') === true;
  return receives({ effect: (event) => (fits(event) ? 'copy' : null), take, over });
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
