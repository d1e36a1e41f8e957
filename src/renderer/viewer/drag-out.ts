/**
 * @file Dragging the picture of the viewer out of the window. Chromium gives the bytes of the picture it shows, which is the original, to the program it
 * is dropped on, from memory: nothing is written here. Runs in the renderer.
 */
import { session } from '../lib/session.svelte.ts';
import { call } from '../lib/api.ts';
import { formatBytes } from '../lib/format.ts';
import { toasts } from '../lib/toasts.svelte.ts';
import { t } from '../messages/index.ts';
import type { Frame } from './frames.svelte.ts';

/** The page is told of leaving, too, when a drag ends within it: this soon before the end, in ms. */
const leavesBeforeEnd = 100;

/** Said once while the vault is open. */
let told = false;
/** When the picture left the window, as events count time. */
let leftAt = Infinity;

/** For `dragstart` of the picture. @param exportIt asks where to, instead of what cannot be dragged */
export function startDragOut(event: DragEvent, frame: Frame, exportIt: () => void): void {
  const { dataTransfer } = event;
  const why = dataTransfer === null ? t.viewer.cannotDrag : whyNot(frame);
  if (dataTransfer === null || why !== null) {
    event.preventDefault();
    toasts.show(why ?? t.viewer.cannotDrag, { action: { label: t.viewer.export, run: exportIt } });
    return;
  }
  dataTransfer.effectAllowed = 'copy';
  // The address of the picture, and markup with it; its file stays. Without any text Chromium would take it for nothing.
  dataTransfer.clearData();
  dataTransfer.setData('application/x-lightproof', '');
  leftAt = Infinity;
  if (told) return;
  told = true;
  toasts.show(t.viewer.draggingOut);
}

/** For `dragenter` and `dragleave` anywhere in the window. */
export function crossEdge({ type, relatedTarget, timeStamp }: DragEvent): void {
  if (type === 'dragenter') leftAt = Infinity;
  else if (relatedTarget === null) leftAt = timeStamp;
}

/** For `dragend`. X11 does not tell whether anybody took it: what counts is that it was let go outside, or over another window. */
export function endDragOut({ dataTransfer, screenX, screenY, timeStamp }: DragEvent, { id }: Frame): void {
  const within =
    screenX >= window.screenX &&
    screenX < window.screenX + window.outerWidth &&
    screenY >= window.screenY &&
    screenY < window.screenY + window.outerHeight;
  const elsewhere = timeStamp - leftAt > leavesBeforeEnd;
  if (!within || elsewhere || dataTransfer?.dropEffect === 'copy') void call('export.dragged', { id });
}

function whyNot({ details }: Frame): string | null {
  if (details?.view !== 'original') return t.viewer.cannotDrag;
  const longest = session.shell?.dragsUpTo ?? null;
  return longest === null || details.bytes <= longest ? null : t.viewer.tooLongToDrag(formatBytes(longest));
}
