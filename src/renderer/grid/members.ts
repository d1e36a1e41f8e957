/** @file Which photos the album or the import shown holds: asked for when it is opened, and again when photos change. Runs in the renderer. */
import type { AlbumSort } from '../../shared/contract/albums.ts';
import type { Id } from '../../shared/contract.ts';
import type { Result } from '../../shared/errors.ts';
import { call } from '../lib/api.ts';
import { reportFailure } from '../lib/report.ts';

/** Photos that are shown together because a list says so. */
export interface Group {
  readonly of: 'album' | 'import';
  readonly id: Id;
}

const nobody = new Uint8Array(0);

export class Members {
  readonly #changed: () => void;
  #group: Group | null = null;
  #ids: Uint8Array | null = null;
  #sort: AlbumSort = 'newest';
  #asking = false;
  /** Something changed while it was being asked. */
  #again = false;

  /** @param changed called whenever other photos are members than before */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** What is shown; null = nothing of the kind. */
  get group(): Group | null {
    return this.#group;
  }

  /** 16 bytes a photo, what is in the trash included; null until they have arrived. */
  get ids(): Uint8Array | null {
    return this.#ids;
  }

  /** How an album wants them to follow one another; where that is not by date, `ids` are in this order. */
  get sort(): AlbumSort {
    return this.#sort;
  }

  show(group: Group | null): void {
    if (group?.of === this.#group?.of && group?.id === this.#group?.id) return;
    this.#group = group;
    this.#ids = null;
    this.#sort = 'newest';
    this.#changed();
    this.refresh();
  }

  /** Asks anew; while an answer is awaited, once more after it. */
  refresh(): void {
    if (this.#group === null) return;
    if (this.#asking) this.#again = true;
    else void this.#ask(this.#group);
  }

  async #ask(group: Group): Promise<void> {
    this.#asking = true;
    const { of, id } = group;
    const answer = of === 'album' ? await call('album.photos', { album: id }) : await photosOfImport(id);
    this.#asking = false;
    const again = this.#again || group !== this.#group;
    this.#again = false;
    if (group === this.#group) {
      const { ids, sort } = answer.ok ? answer.value : this;
      this.#take(ids ?? nobody, sort);
    }
    // An album that was deleted meanwhile is left by whoever shows it.
    if (!answer.ok && answer.error.code !== 'not-found') reportFailure(answer.error);
    if (again) this.refresh();
  }

  #take(ids: Uint8Array, sort: AlbumSort): void {
    const before = this.#ids;
    const other = sort !== this.#sort;
    this.#ids = ids;
    this.#sort = sort;
    if (other || before?.length !== ids.length || before.some((byte, at) => byte !== ids[at]))
      this.#changed();
  }
}

async function photosOfImport(id: Id): Promise<Result<{ ids: Uint8Array; sort: AlbumSort }>> {
  const answer = await call('import.photos', { import: id });
  return answer.ok ? { ok: true, value: { ...answer.value, sort: 'newest' } } : answer;
}
