/** @file Which photos the album shown holds: asked for when it is opened, and again when photos change. Runs in the renderer. */
import type { Id } from '../../shared/contract.ts';
import { call } from '../lib/api.ts';
import { reportFailure } from '../lib/report.ts';

const nobody = new Uint8Array(0);

export class Members {
  readonly #changed: () => void;
  #album: Id | null = null;
  #ids: Uint8Array | null = null;
  #asking = false;
  /** Something changed while it was being asked. */
  #again = false;

  /** @param changed called whenever other photos are members than before */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The album shown; null = none. */
  get album(): Id | null {
    return this.#album;
  }

  /** 16 bytes a photo, what is in the trash included; null until they have arrived. */
  get ids(): Uint8Array | null {
    return this.#ids;
  }

  show(album: Id | null): void {
    if (album === this.#album) return;
    this.#album = album;
    this.#ids = null;
    this.#changed();
    this.refresh();
  }

  /** Asks anew; while an answer is awaited, once more after it. */
  refresh(): void {
    if (this.#album === null) return;
    if (this.#asking) this.#again = true;
    else void this.#ask(this.#album);
  }

  async #ask(album: Id): Promise<void> {
    this.#asking = true;
    const answer = await call('album.photos', { album });
    this.#asking = false;
    const again = this.#again || album !== this.#album;
    this.#again = false;
    if (album === this.#album) this.#take(answer.ok ? answer.value.ids : (this.#ids ?? nobody));
    // An album that was deleted meanwhile is left by whoever shows it.
    if (!answer.ok && answer.error.code !== 'not-found') reportFailure(answer.error);
    if (again) this.refresh();
  }

  #take(ids: Uint8Array): void {
    const before = this.#ids;
    this.#ids = ids;
    if (before?.length !== ids.length || before.some((byte, at) => byte !== ids[at])) this.#changed();
  }
}
