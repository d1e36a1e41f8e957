/** @file The albums of the vault, and what a user can do with them. Every act says what it did, and how to undo it. Runs in the renderer. */
import type { AlbumSort } from '../../shared/contract/albums.ts';
import type { Id } from '../../shared/contract.ts';
import type { ErrorValue, Result } from '../../shared/errors.ts';
import { call } from '../lib/api.ts';
import { reportFailure } from '../lib/report.ts';
import { toasts } from '../lib/toasts.svelte.ts';
import { t } from '../messages/index.ts';
import type { Album, AlbumChoice } from './album-choice.ts';
import { albumsWithin } from './album-tree.ts';
import { undoing } from '../organise/undoing.svelte.ts';
import type { AlbumsState } from './seams.ts';

const nothing: ReadonlySet<Id> = new Set();

export class Albums implements AlbumsState {
  #list: readonly Album[] = $state.raw([]);
  /** Of several readings under way, the last one asked for counts. */
  #latest = 0;

  /** Those of which one sees what lies in them. */
  #open: ReadonlySet<Id> = $state.raw(nothing);

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

  /** All that are open and still there, as far as that is known. */
  get opened(): readonly Id[] {
    const open = [...this.#open];
    return this.#list.length === 0 ? open : open.filter((id) => this.find(id) !== undefined);
  }

  isOpen(album: Id): boolean {
    return this.#open.has(album);
  }

  setOpen(album: Id, open: boolean): void {
    if (open === this.isOpen(album)) return;
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- replaced as a whole, never changed
    const next = new Set(this.#open);
    if (open) next.add(album);
    else next.delete(album);
    this.#open = next;
  }

  /** Makes an album; the answer is it, or the one of that name that is there already, or why that did not work. */
  async create(name: string, parent: Id | null): Promise<Result<{ id: Id }>> {
    const done = await call('album.create', { name, parent });
    if (parent !== null && done.ok) this.setOpen(parent, true);
    await this.refresh();
    if (!done.ok) return done;
    const called = this.find(done.value.id)?.name ?? '';
    if (done.value.undo === null) toasts.show(t.albums.there(called));
    else undoing.add(t.albums.made(called), [done.value.undo]);
    return done;
  }

  /** Puts photos into an album there is or a new one; the answer is why that did not work. */
  async add(ids: readonly Id[], choice: AlbumChoice): Promise<ErrorValue | null> {
    const album =
      choice.kind === 'new'
        ? await call('album.create', { name: choice.name })
        : ({ ok: true, value: { id: choice.album.id, undo: null } } as const);
    if (!album.ok) return album.error;
    const { id, undo: made } = album.value;
    const done = await call('album.add', { album: id, ids: [...ids] });
    await this.refresh();
    if (!done.ok) return done.error;
    const { added, undo } = done.value;
    const name = this.find(id)?.name ?? '';
    if (undo === null) toasts.show(t.albums.alreadyIn(ids.length, name));
    // An album made for these photos goes with them, unless others came since.
    else undoing.add(t.albums.added(added.length, name), [undo, made]);
    return null;
  }

  /** Takes photos out of an album, and of those in it; they stay in the vault. */
  async remove(album: Id, ids: readonly Id[]): Promise<void> {
    const done = await call('album.remove', { album, ids: [...ids] });
    const name = this.find(album)?.name ?? '';
    const failed = await this.#told(done, ({ removed }) => t.albums.removed(removed.length, name));
    if (failed !== null) reportFailure(failed);
  }

  /** Has a photo stand for the album; null: the newest one. */
  async setCover(album: Id, photo: Id | null): Promise<void> {
    const name = this.find(album)?.name ?? '';
    const failed = await this.#told(await call('album.cover', { album, photo }), () =>
      photo === null ? t.albums.uncovered(name) : t.albums.covered(name),
    );
    if (failed !== null) reportFailure(failed);
  }

  /** The answer is why that did not work. */
  async rename(album: Id, name: string): Promise<ErrorValue | null> {
    return this.#told(await call('album.rename', { album, name }), () => t.albums.renamed(name.trim()));
  }

  /** Into another album, or (null) out of all. `asked`: a dialog says why it did not work. */
  async move(album: Id, parent: Id | null, asked = false): Promise<ErrorValue | null> {
    const name = this.find(album)?.name ?? '';
    const to = this.find(parent)?.name;
    if (parent !== null && albumsWithin(this.#list, album).has(parent)) return null; // dropped on itself
    const failed = await this.#told(await call('album.move', { album, parent }), () =>
      to === undefined ? t.albums.movedOut(name) : t.albums.moved(name, to),
    );
    if (failed === null && parent !== null) this.setOpen(parent, true);
    if (failed !== null && !asked) reportFailure(failed);
    return failed;
  }

  async sort(album: Id, sort: AlbumSort): Promise<void> {
    const name = this.find(album)?.name ?? '';
    const failed = await this.#told(await call('album.sort', { album, sort }), () =>
      t.albums.sorted(name, sort),
    );
    if (failed !== null) reportFailure(failed);
  }

  async arrange(album: Id, ids: readonly Id[], before: Id | null): Promise<void> {
    const name = this.find(album)?.name ?? '';
    const failed = await this.#told(await call('album.arrange', { album, ids: [...ids], before }), () =>
      t.albums.arranged(ids.length, name),
    );
    if (failed !== null) reportFailure(failed);
  }

  /** Makes it one with another. The answer is why that did not work. */
  async merge({ id, name }: Album, into: Id): Promise<ErrorValue | null> {
    const to = this.find(into)?.name ?? '';
    return this.#told(await call('album.merge', { album: id, into }), () => t.albums.merged(name, to));
  }

  /** Deletes the album, none of its photos; the caller has asked. The answer is why that did not work. */
  async delete({ id, name }: Album): Promise<ErrorValue | null> {
    return this.#told(await call('album.delete', { album: id }), () => t.albums.deleted(name));
  }

  /** Says what was done, if anything was, and offers to take it back; answers why it was not. */
  async #told<T extends { readonly undo: Id | null }>(
    done: Result<T>,
    words: (done: T) => string,
  ): Promise<ErrorValue | null> {
    await this.refresh();
    if (!done.ok) return done.error;
    const { undo } = done.value;
    if (undo !== null) undoing.add(words(done.value), [undo]);
    return null;
  }
}
