/** @file The albums of the vault, and what a user can do with them. Every act says what it did, and how to undo it. Runs in the renderer. */
import type { Id } from '../../shared/contract.ts';
import type { ErrorValue } from '../../shared/errors.ts';
import { call } from '../lib/api.ts';
import { reportFailure } from '../lib/report.ts';
import { toasts } from '../lib/toasts.svelte.ts';
import { t } from '../messages/index.ts';
import type { Album, AlbumChoice } from './album-choice.ts';
import type { AlbumsState } from './seams.ts';

export class Albums implements AlbumsState {
  #list: readonly Album[] = $state.raw([]);
  /** Of several readings under way, the last one asked for counts. */
  #latest = 0;

  get list(): readonly Album[] {
    return this.#list;
  }

  find(id: Id | null): Album | undefined {
    return this.#list.find((album) => album.id === id);
  }

  async refresh(): Promise<void> {
    const turn = (this.#latest += 1);
    const answer = await call('album.list', {});
    // Without an answer the page is about to be replaced; what is shown stays until then.
    if (answer.ok && turn === this.#latest) this.#list = answer.value;
  }

  /** Puts photos into an album there is or a new one; the answer is why that did not work. */
  async add(ids: readonly Id[], choice: AlbumChoice): Promise<ErrorValue | null> {
    const album =
      choice.kind === 'new'
        ? await call('album.create', { name: choice.name })
        : ({ ok: true, value: choice.album } as const);
    if (!album.ok) return album.error;
    const { id } = album.value;
    const done = await call('album.add', { album: id, ids: [...ids] });
    await this.refresh();
    if (!done.ok) return done.error;
    const { added } = done.value;
    const name = this.find(id)?.name ?? '';
    if (added.length === 0) toasts.show(t.albums.alreadyIn(ids.length, name));
    else
      toasts.show(t.albums.added(added.length, name), {
        action: { label: t.common.undo, run: () => void this.#undoAdd(id, added, choice.kind === 'new') },
      });
    return null;
  }

  /** Takes photos out of an album; they stay in the vault. */
  async remove(album: Id, ids: readonly Id[]): Promise<void> {
    const done = await call('album.remove', { album, ids: [...ids] });
    if (!done.ok) {
      reportFailure(done.error);
      return;
    }
    const { removed } = done.value;
    if (removed.length === 0) return;
    const undo = async (): Promise<void> => {
      const undone = await call('album.add', { album, ids: removed });
      if (!undone.ok) reportFailure(undone.error);
      await this.refresh();
    };
    toasts.show(t.albums.removed(removed.length, this.find(album)?.name ?? ''), {
      action: { label: t.common.undo, run: () => void undo() },
    });
    await this.refresh();
  }

  /** Has a photo stand for the album. */
  async setCover(album: Id, photo: Id): Promise<void> {
    const chosen = this.find(album);
    const done = await call('album.cover', { album, photo });
    if (!done.ok) reportFailure(done.error);
    else if (chosen !== undefined) {
      const undo = async (): Promise<void> => {
        const undone = await call('album.cover', { album, photo: chosen.cover });
        if (!undone.ok) reportFailure(undone.error);
        await this.refresh();
      };
      toasts.show(t.albums.covered(chosen.name), {
        action: { label: t.common.undo, run: () => void undo() },
      });
    }
    await this.refresh();
  }

  /** The answer is why that did not work. */
  async rename(album: Id, name: string): Promise<ErrorValue | null> {
    const done = await call('album.rename', { album, name });
    await this.refresh();
    return done.ok ? null : done.error;
  }

  /** Deletes the album, none of its photos; the caller has asked. The answer is why that did not work. */
  async delete({ id, name }: Album): Promise<ErrorValue | null> {
    const done = await call('album.delete', { album: id });
    if (done.ok) toasts.show(t.albums.deleted(name));
    await this.refresh();
    return done.ok ? null : done.error;
  }

  async #undoAdd(album: Id, added: readonly Id[], wasNew: boolean): Promise<void> {
    const undone = await call('album.remove', { album, ids: [...added] });
    if (!undone.ok) reportFailure(undone.error);
    await this.refresh();
    // An album made for these photos goes with them, unless others came since.
    if (!wasNew || !undone.ok) return;
    const left = await call('album.photos', { album });
    if (left.ok && left.value.ids.length === 0) await call('album.delete', { album });
    await this.refresh();
  }
}
