/** @file Tells when to lock by itself: nobody there, sleep, screen lock; Electron's main process. */
import { powerMonitor } from 'electron';
import { IdleWatch, lookEveryMs } from './idle.ts';

export interface PresenceOptions {
  readonly idleMinutes: () => number;
  readonly onIdle: () => void;
  readonly onSleep: () => void;
}

/** @returns what tells it that somebody touched our window */
export function watchPresence({ idleMinutes, onIdle, onSleep }: PresenceOptions): () => void {
  const watch = new IdleWatch(Date.now());
  const look = (): void => {
    if (watch.look(Date.now(), powerMonitor.getSystemIdleTime(), idleMinutes())) onIdle();
  };
  setInterval(look, lookEveryMs).unref();
  powerMonitor.on('suspend', onSleep);
  powerMonitor.on('lock-screen', onSleep);
  // Not every system says that it will sleep; that it has slept shows at the first look.
  powerMonitor.on('resume', look);
  return () => watch.touched(Date.now());
}
