/** @file What can be done with photos that are dragged out of the window (docs/decisions/009-exports.md); Electron's main process. */
import { app, type BaseWindow, type WebContents } from 'electron';
import type { Input, Output } from '../../shared/contract.ts';
import { DirectSave, type Ending } from './x11/direct-save.ts';

/** Of Electron: from here on it draws on Wayland where that is there. */
const firstOnWayland = 38;

let saving: DirectSave | null = null;
/** Two pages may ask at the same time. */
let opening: Promise<DirectSave | null> | null = null;
/** The drag that is offered. */
let current: number | null = null;
/** Pages that were listened to. */
const pages = new WeakSet<WebContents>();

/**
 * `folders`: the other program says where to, and they are exported there. `bytes`: it is given the bytes of the one picture that the page shows, by
 * Chromium. `nothing`: of what Chromium gives, X servers take 1 MiB and no byte more.
 */
export async function waysToDrag(): Promise<Output<'shell.state'>['drags']> {
  if (process.platform !== 'linux' || onWayland()) return 'bytes';
  if (saving?.open !== true) {
    opening ??= DirectSave.open().finally(() => (opening = null));
    saving = await opening;
  }
  return saving === null ? 'nothing' : 'folders';
}

/** The folder that other programs want the photos in; null when the drag has ended without. */
export async function offerDrag(
  window: BaseWindow,
  page: WebContents,
  { drag, name }: Input<'shell.offerDrag'>,
): Promise<string | null> {
  if (saving?.open !== true) return null;
  current = drag;
  if (!pages.has(page)) {
    pages.add(page);
    page.once('destroyed', () => saving?.end('failed')); // locked: nobody would say what became of it
  }
  return saving.offer(window.getNativeWindowHandle().readUInt32LE(0), name).catch(() => null);
}

export function endDrag(drag: number, ending: Ending | 'let-go'): void {
  if (drag !== current) return; // what is said of an earlier one comes late
  if (ending === 'let-go') saving?.letGo();
  else saving?.end(ending);
}

function onWayland(): boolean {
  const chosen = app.commandLine.getSwitchValue('ozone-platform');
  if (chosen !== '') return chosen === 'wayland';
  return (
    process.env['XDG_SESSION_TYPE'] === 'wayland' && parseInt(process.versions.electron, 10) >= firstOnWayland
  );
}
