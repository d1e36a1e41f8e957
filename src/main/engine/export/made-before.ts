/**
 * @file What was made of photos, cleaned or converted, since the vault was opened: an export that goes on looks whether that is what lies there,
 * to the last byte, and need not make it again only to compare. Runs in the engine.
 */
import type { PhotoRecord } from '../catalog/index.ts';
import { hash } from '../crypto/index.ts';
import type { Made } from './content.ts';
import type { Options } from './options.ts';

export interface MadeOnce extends Pick<Made, 'content' | 'name'> {
  readonly bytes: number;
  /** Content digest. */
  readonly digest: string;
}

/** Some 300 bytes each. */
const most = 50_000;

export class MadeBefore {
  readonly #made = new Map<string, MadeOnce>();

  get(photo: PhotoRecord, options: Options): MadeOnce | undefined {
    return this.#made.get(keyOf(photo, options));
  }

  /** The oldest are forgotten first. */
  put(photo: PhotoRecord, options: Options, made: MadeOnce): void {
    this.#made.set(keyOf(photo, options), made);
    const [oldest] = this.#made.size > most ? this.#made.keys() : [];
    if (oldest !== undefined) this.#made.delete(oldest);
  }
}

/** All that decides what is made: the same decoders make the same bytes of it. */
function keyOf(photo: PhotoRecord, { format, without, otherwise, maxEdge, quality }: Options): string {
  const text = JSON.stringify([photo, format, without, otherwise, maxEdge, quality]);
  return hash(16, Buffer.from(text, 'utf8')).toString('base64');
}
