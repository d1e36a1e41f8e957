/**
 * @file Photos dragged out of the window, from the grid and the viewer, are exported (docs/decisions/009-exports.md). Where another program can say
 * which folder it wants them in, an export writes them there; where it cannot, Chromium gives it the one picture that the viewer shows, from memory;
 * and what nobody takes is exported by the dialog. Nothing is decrypted before the drop. Runs in the renderer.
 */
import type { Id, Job, PhotoDetails } from '../../shared/contract.ts';
import { call, on } from '../lib/api.ts';
import { reportFailure } from '../lib/report.ts';
import { session } from '../lib/session.svelte.ts';
import { toasts } from '../lib/toasts.svelte.ts';
import { t } from '../messages/index.ts';
import { whatIsGiven } from './drag-ways.ts';
import { jobStore } from './jobs.svelte.ts';
import { hasEnded } from './state.ts';

/** The page is told of leaving, too, when a drag ends within it: this soon before the end, in ms. */
const leavesBeforeEnd = 100;

interface Out {
  readonly drag: number;
  readonly ids: readonly [Id, ...Id[]];
  /** The one picture that Chromium gives the bytes of to whom it is dropped on. */
  readonly bytes: boolean;
  /** Asks where to, instead. */
  readonly exportThem: () => void;
  /** Whether some program has taken them; null as long as they have not left the window. */
  taken: Promise<boolean> | null;
}

/** Drags so far. */
let count = 0;
/** Said once while the vault is open. */
let told = false;
/** What is being dragged, here or already outside. */
let out: Out | null = null;
/** When it left the window, as events count time. */
let leftAt = Infinity;
/** It was let go over something in this window that takes it. */
let droppedHere = false;

/** For `dragstart` of the picture in the viewer, which is then offered or, where that cannot be, refused with the reason. */
export function startPictureOut(
  event: DragEvent,
  details: Pick<PhotoDetails, 'id' | 'view'> | null,
  exportThem: () => void,
): void {
  const { dataTransfer } = event;
  if (dataTransfer === null || details === null) {
    event.preventDefault(); // nothing is known of the photo yet
    return;
  }
  const given = whatIsGiven(session.shell?.drags ?? 'nothing', details.view);
  if (given === 'cannotDragHere' || given === 'cannotDrag') {
    event.preventDefault();
    toasts.show(t.viewer[given], { action: { label: t.viewer.export, run: exportThem } });
    return;
  }
  dataTransfer.effectAllowed = 'copy';
  // The address of the picture, and markup with it; its file stays. Without any text Chromium would take it for nothing.
  dataTransfer.clearData();
  dataTransfer.setData('application/x-lightproof', '');
  begin({ ids: [details.id], bytes: given === 'bytes', exportThem });
  warn();
}

/** For `dragstart` of photos in the grid, which may as well stay in the window. */
export function startPhotosOut([first, ...others]: readonly Id[], exportThem: () => void): void {
  if (first !== undefined) begin({ ids: [first, ...others], bytes: false, exportThem });
}

function begin(next: Pick<Out, 'ids' | 'bytes' | 'exportThem'>): void {
  count += 1;
  out = { ...next, drag: count, taken: null };
  leftAt = Infinity;
  droppedHere = false;
  addEventListener('dragenter', crossEdge);
  addEventListener('dragleave', crossEdge);
  addEventListener('drop', dropHere, { capture: true });
}

function dropHere(): void {
  droppedHere = true;
}

function crossEdge({ type, relatedTarget, timeStamp }: DragEvent): void {
  if (type === 'dragenter') leftAt = Infinity;
  else if (relatedTarget === null) {
    leftAt = timeStamp;
    if (out !== null && session.shell?.drags === 'folders') out.taken ??= offer(out);
  }
}

/** For `dragend`. What counts is that it was let go outside, or over another window. */
export function endOut({ dataTransfer, screenX, screenY, timeStamp }: DragEvent): void {
  const ended = out;
  out = null;
  removeEventListener('dragenter', crossEdge);
  removeEventListener('dragleave', crossEdge);
  removeEventListener('drop', dropHere, { capture: true });
  if (ended === null) return;
  const within =
    screenX >= window.screenX &&
    screenX < window.screenX + window.outerWidth &&
    screenY >= window.screenY &&
    screenY < window.screenY + window.outerHeight;
  const elsewhere = !droppedHere && (!within || timeStamp - leftAt > leavesBeforeEnd);
  const { drag, ids, bytes, taken, exportThem } = ended;
  if (bytes) {
    if (elsewhere || dataTransfer?.dropEffect === 'copy') void call('export.dragged', { id: ids[0] });
    return;
  }
  if (taken !== null) void call('shell.endDrag', { drag, how: elsewhere ? 'let-go' : 'failed' });
  if (elsewhere) void exportUnless(taken, ids.length, exportThem);
}

async function exportUnless(taken: Out['taken'], count: number, exportThem: () => void): Promise<void> {
  if (taken !== null && (await taken)) return;
  toasts.show(t.viewer.notTaken(count), { action: { label: t.viewer.export, run: exportThem } });
}

/** Whether another program has named a folder. Then the photos are exported into it, and it is told when they are there. */
async function offer({ drag, ids }: Out): Promise<boolean> {
  const details = await call('library.details', { id: ids[0] });
  if (!details.ok) return false;
  const answer = await call('shell.offerDrag', { drag, name: details.value.name });
  if (!answer.ok || answer.value === null) return false;
  warn();
  const saved = await exported(answer.value.place, ids);
  void call('shell.endDrag', { drag, how: saved ? 'saved' : 'failed' });
  return true;
}

async function exported(destination: string, ids: readonly Id[]): Promise<boolean> {
  const over: Job[] = [];
  const later = Promise.withResolvers<Job>();
  let id: Id | null = null;
  const unfollow = on('job', (job) => {
    if (!hasEnded(job)) return;
    over.push(job);
    if (job.id === id) later.resolve(job);
  });
  try {
    const started = await jobStore.startExport({ destination, selection: { of: 'ids', ids: [...ids] } });
    if (!started.ok) {
      reportFailure(started.error);
      return false;
    }
    const { job } = started.value;
    id = job;
    const end = over.find((one) => one.id === job) ?? (await later.promise);
    return end.kind === 'export' && end.state === 'done' && end.failed === 0;
  } finally {
    unfollow();
  }
}

function warn(): void {
  if (told) return;
  told = true;
  toasts.show(t.viewer.draggingOut);
}
