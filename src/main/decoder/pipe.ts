/**
 * @file The decoder's end of the pipe, read and written in place; decoder process.
 * Reading straight into buffers that are kept takes less CPU than events with a new buffer for every 64 KiB (docs/decisions/002-thumbnails.md). It
 * goes on beside the work on a picture, so that the next one is there when its turn comes.
 */
import { read as readLater } from 'node:fs';
import { encodeFrame, FrameError } from '../../shared/frames.ts';

const STDIN = 0;
const PREFIX = 8;
/** A buffer larger than this is not kept for the next picture, in bytes. */
const KEPT = 64 * 1024 * 1024;

export interface Received {
  readonly header: unknown;
  /** Holds good until the next frame but one is read. */
  readonly body: Buffer;
}

/** The one a picture lies in that is worked on, and the one the next is read into. */
let kept = Buffer.alloc(0);
let other = Buffer.alloc(0);

/**
 * Waits for the next frame; null when the other side has closed the pipe.
 * @throws FrameError when a part is too long, the header is not JSON, or the pipe ends in the middle
 */
export async function receive(limits: { maxHeader: number; maxBody: number }): Promise<Received | null> {
  const prefix = Buffer.alloc(PREFIX);
  if (!(await fill(prefix))) return null;
  const [headerLength, bodyLength] = [prefix.readUInt32BE(0), prefix.readUInt32BE(4)];
  if (headerLength > limits.maxHeader || bodyLength > limits.maxBody)
    throw new FrameError('a frame is too long');
  const json = Buffer.alloc(headerLength);
  const body = room(bodyLength);
  if (!(await fill(json)) || !(await fill(body)))
    throw new FrameError('the pipe ended in the middle of a frame');
  return { header: JSON.parse(json.toString('utf8')) as unknown, body };
}

function room(length: number): Buffer {
  [kept, other] = [other, kept];
  // A whole number of MiB: photos of one camera are all a little larger or smaller than the last one.
  if (kept.length < length || kept.length > KEPT) kept = Buffer.alloc(Math.ceil(length / 2 ** 20) * 2 ** 20);
  return kept.subarray(0, length);
}

/** False when the pipe ends before the buffer is full. */
async function fill(buffer: Buffer): Promise<boolean> {
  let at = 0;
  while (at < buffer.length) {
    const count = await read(buffer, at);
    if (count === 0) return false;
    at += count;
  }
  return true;
}

function read(buffer: Buffer, at: number): Promise<number> {
  return new Promise((resolve, reject) => {
    readLater(STDIN, buffer, at, buffer.length - at, null, (error, count) => {
      if (error === null) resolve(count);
      // How Windows says that a pipe has ended.
      else if (error.code === 'EOF') resolve(0);
      else reject(error);
    });
  });
}

const write = process.stdout.write.bind(process.stdout);

/** Keeps stdout to frames: whatever a library prints from now on goes where it does no harm. */
export function reserveStdout(): void {
  process.stdout.write = process.stderr.write.bind(process.stderr);
}

/** Settles when all of it is in the pipe. A frame that the pipe has room for is there as a whole at once, whether or not the other side reads. */
export async function send(header: unknown, body?: Uint8Array): Promise<void> {
  process.stdout.cork();
  const written = encodeFrame(header, body).map(
    (piece) =>
      new Promise<void>((resolve, reject) => {
        write(piece, (error) => {
          if (error) reject(error);
          else resolve();
        });
      }),
  );
  process.stdout.uncork();
  await Promise.all(written);
}
