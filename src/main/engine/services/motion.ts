/** @file The film behind a motion photo, in the same blob. Runs in the engine. */
import type { PhotoRecord } from '../catalog/index.ts';
import { motionFilm, type MotionFilm } from '../media/motion.ts';
import type { Session } from './session.ts';

/** Null when there is none. Errors: blob-missing, blob-damaged, disk-failed. */
export async function motionOf(
  { readers, signal }: Session,
  { blob, mime, pair }: PhotoRecord,
): Promise<MotionFilm | null> {
  if (pair !== undefined) return null;
  const { reader, release } = await readers.lease(blob);
  try {
    return await motionFilm(
      async (start, count) => {
        const parts: Uint8Array[] = [];
        for await (const part of reader.read(start, Math.min(start + count, reader.bytes), signal))
          parts.push(part);
        return Buffer.concat(parts);
      },
      reader.bytes,
      mime,
    );
  } finally {
    release();
  }
}
