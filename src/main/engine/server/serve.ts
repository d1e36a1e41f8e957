/**
 * @file Puts an engine behind the two pipes it was started with, and ends the process when the shell is gone; engine process. Nothing is
 * written anywhere: errors that reach the top are named on stderr by their kind and place, never by their text, which may hold a name.
 */
import { Socket } from 'node:net';
import {
  ControlDown,
  controlLimits,
  MediaDown,
  mediaLimits,
  type ControlUp,
  type MediaUp,
} from '../../../shared/engine-protocol.ts';
import { MessagePipe } from '../../../shared/pipe.ts';
import type { Engine } from '../engine.ts';
import { serveControl } from './control.ts';
import { serveMedia } from './media.ts';

const controlFd = 3;
const mediaFd = 4;
/** How long an import or export may take to come to a safe point when the shell has gone, in milliseconds. */
const graceMs = 5000;

/** Serves until the shell closes the control pipe or SIGTERM comes, then closes the engine and ends the process. */
export function serve(engine: Engine): void {
  process.on('uncaughtException', fall);
  // Ctrl+C in a terminal reaches the whole group: the shell decides, and closes the pipe.
  process.on('SIGINT', () => undefined);
  process.on('SIGHUP', () => undefined);

  const control = new MessagePipe<ControlDown, ControlUp>(
    new Socket({ fd: controlFd }),
    ControlDown,
    controlLimits,
  );
  const media = new MessagePipe<MediaDown, MediaUp>(new Socket({ fd: mediaFd }), MediaDown, mediaLimits);
  serveControl(engine, control);
  const stopMedia = serveMedia(engine, media);

  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    stopMedia();
    setTimeout(() => process.exit(1), graceMs).unref();
    void engine.close().then(() => process.exit(0), fall);
  };
  control.onClose = end;
  media.onClose = end;
  process.on('SIGTERM', end);
}

function fall(error: unknown): never {
  const kind = error instanceof Error ? error.name : typeof error;
  const places =
    error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line)) : [];
  process.stderr.write(`engine: ${kind}\n${places.join('\n')}\n`);
  process.exit(70);
}
