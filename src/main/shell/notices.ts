/** @file Tells the system that something long has ended, and nothing more than that; Electron's main process. */
import { Notification } from 'electron';
import type { JobKind } from './long-jobs.ts';
import type { Words } from './words.ts';

/** Without a session bus there is nobody who would show it, and Chromium's library complains. */
function canNotify(): boolean {
  if (process.platform === 'linux' && process.env['DBUS_SESSION_BUS_ADDRESS'] === undefined) return false;
  return Notification.isSupported();
}

/** `onClick`: somebody wants to see. No name, no number: a notification stays where others can read it, also while the vault is locked. */
export function notifyEnded(kind: JobKind, { notices }: Words, onClick: () => void): void {
  if (!canNotify()) return;
  const notice = new Notification({ title: 'Lightproof', body: notices[kind], silent: true });
  notice.on('click', onClick);
  // Shown by nobody is not worth a word: the window says it, too.
  notice.on('failed', () => undefined);
  notice.show();
}
