/** @file Starts the engine's process and holds its handle and its two pipes; Electron's main process. Knows nothing of Electron. */
import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import path from 'node:path';
import type { Readable } from 'node:stream';
import {
  controlLimits,
  ControlUp,
  mediaLimits,
  MediaUp,
  type ControlDown,
  type MediaDown,
} from '../../shared/engine-protocol.ts';
import { MessagePipe } from '../../shared/pipe.ts';

export interface EngineProgram {
  /** A plain Node; never Electron's own binary (docs/architecture.md: GLib, sodium_malloc, keys in Chromium's memory). */
  readonly node: string;
  /** The engine's entry, absolute. */
  readonly entry: string;
  /** Folder in which the engine remembers vaults (docs/format.md §8), absolute. */
  readonly memory?: string;
}

export interface EngineHandle {
  readonly pid: number | undefined;
  readonly control: MessagePipe<ControlUp, ControlDown>;
  readonly media: MessagePipe<MediaUp, MediaDown>;
  /** Resolves when the process has ended, or could not be started. */
  readonly ended: Promise<void>;
  /** SIGKILL by its handle: with the process go the keys. */
  kill(): void;
}

/** How Node is told to run the engine. */
export const engineFlags = [
  '--disable-sigusr1',
  '--disallow-code-generation-from-strings',
  // Reading a large catalogue lets V8's nursery grow to its limit, and it never shrinks again: 60 MB less, and quicker (docs/benchmarks.md).
  '--max-semi-space-size=4',
];
/** More than this of what an engine prints is thrown away. */
const logLimit = 64 * 1024;

/**
 * Nothing is inherited: no NODE_OPTIONS, no LD_*, no proxy, no home. The search path is fixed; it is for the decoder's confinement.
 * Windows cannot start a process without SystemRoot.
 */
export function engineEnvironment(): NodeJS.ProcessEnv {
  if (process.platform === 'win32') return { SystemRoot: process.env['SystemRoot'] };
  // glibc gives large pieces back to the system when they are freed, as long as it is told not to learn otherwise, and keeps less where threads share
  // what is small: 25 and 15 MB less (docs/benchmarks.md).
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    MALLOC_MMAP_THRESHOLD_: '262144',
    MALLOC_ARENA_MAX: '2',
  };
}

/** @param log takes what the engine prints on stdout and stderr; the rest is read and dropped */
export function startEngine(program: EngineProgram, log: (text: string) => void): EngineHandle {
  const { node, entry, memory } = program;
  const command = [node, ...engineFlags, entry, ...(memory === undefined ? [] : [memory])];
  // Node cannot set limits: a shell turns core dumps off, which would hold keys and photos, closes what of Chromium's it was born with
  // (as far as a shell can name it; the rest: engine/server/inherited.ts), and becomes Node.
  const becomeNode = 'ulimit -c 0; exec "$0" "$@" 5>&- 6>&- 7>&- 8>&- 9>&-';
  const [file, ...args] = process.platform === 'win32' ? command : ['/bin/sh', '-c', becomeNode, ...command];
  const child = spawn(file ?? program.node, args, {
    cwd: process.platform === 'win32' ? path.dirname(program.node) : '/',
    env: engineEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  collect(child, log);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return {
    pid: child.pid,
    control: new MessagePipe(socketAt(child, 3), ControlUp, controlLimits),
    media: new MessagePipe(socketAt(child, 4), MediaUp, mediaLimits),
    ended,
    kill: () => void child.kill('SIGKILL'),
  };
}

function socketAt(child: ChildProcess, fd: number): Socket {
  const pipe = child.stdio[fd];
  if (!(pipe instanceof Socket)) throw new TypeError('a pipe to the engine is missing');
  return pipe;
}

/** Reads everything, so that the engine never waits for a full pipe; passes on the first bytes. */
function collect(child: ChildProcess, log: (text: string) => void): void {
  let left = logLimit;
  const take = (stream: Readable | null): void => {
    stream?.on('data', (chunk: Buffer) => {
      if (left > 0) log(chunk.subarray(0, left).toString());
      left -= chunk.byteLength;
    });
  };
  take(child.stdout);
  take(child.stderr);
}
