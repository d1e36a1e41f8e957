/** @file The state the library's parts share, and what a user can do to photos from several of them. Runs in the renderer. */
import type { Id, VaultInfo } from '../../shared/contract.ts';
import type { ErrorValue } from '../../shared/errors.ts';
import { call } from '../lib/api.ts';
import { drops } from '../jobs/drops.svelte.ts';
import { layers } from '../lib/layers.svelte.ts';
import { reportFailure } from '../lib/report.ts';
import { toasts } from '../lib/toasts.svelte.ts';
import { t } from '../messages/index.ts';
import { editedHere } from '../organise/edited.ts';
import { Hidden } from '../organise/hidden.svelte.ts';
import { Tags } from '../organise/tags.svelte.ts';
import { Search } from '../search/search.svelte.ts';
import { Searches } from '../search/searches.svelte.ts';
import type { Album } from './album-choice.ts';
import { Albums } from './albums.svelte.ts';
import { chosenFiles, chosenFolder, chosenPackage } from './choosing.ts';
import type { View as MapView } from '../places/projection.ts';
import type { DialogRequest, LibraryState, Place } from './seams.ts';
import { albumOf, albumSection, isPage, sidebarWidths, type Section } from './sections.ts';
import { takeOut } from './take-out.ts';

const noIds: ReadonlySet<Id> = new Set();
/** Milliseconds that locking waits for what is to be kept. */
const keepsWithin = 250;
const rowHeights = { min: 80, max: 400, start: 200, step: 1.25 };

export class Library implements LibraryState {
  readonly albums = new Albums();
  readonly tags = new Tags();
  readonly searches = new Searches();
  readonly hidden = new Hidden();
  readonly search = new Search(() => (isPage(this.#section) ? 'photos' : this.#section));
  #vault: VaultInfo;
  #section: Section = $state('photos');
  #selection: ReadonlySet<Id> = $state.raw(noIds);
  #viewed: Id | null = $state(null);
  #importShown: Id | null = $state(null);
  #infoOpen = $state(false);
  #rowHeight = $state(rowHeights.start);
  #sidebarNarrow = $state(false);
  #sidebarWidth = $state(sidebarWidths.start);
  #mapView: MapView | null = $state.raw(null);
  /** Done before the vault is locked from here. */
  beforeLock: () => Promise<void> = () => Promise.resolve();
  #dialog: DialogRequest | null = $state.raw(null);

  constructor(vault: VaultInfo) {
    this.#vault = $state.raw(vault);
  }

  get vault(): VaultInfo {
    return this.#vault;
  }
  get section(): Section {
    return this.#section;
  }
  get album(): Album | undefined {
    return this.albums.find(albumOf(this.#section));
  }
  get selection(): ReadonlySet<Id> {
    return this.#selection;
  }
  get viewed(): Id | null {
    return this.#viewed;
  }
  get infoOpen(): boolean {
    return this.#infoOpen;
  }
  get rowHeight(): number {
    return this.#rowHeight;
  }
  get sidebarNarrow(): boolean {
    return this.#sidebarNarrow;
  }
  get sidebarWidth(): number {
    return this.#sidebarWidth;
  }
  get mapView(): MapView | null {
    return this.#mapView;
  }
  get dialog(): DialogRequest | null {
    return this.#dialog;
  }
  get covered(): boolean {
    return this.#dialog !== null || this.#viewed !== null || layers.any;
  }

  get importShown(): Id | null {
    return this.#importShown;
  }

  /** Shows the photos of one import. */
  showImport(id: Id): void {
    this.#importShown = id;
    this.show('import');
  }
  show(section: Section): void {
    this.search.clear();
    if (section === this.#section) return;
    if (this.#section === 'hidden') void this.hidden.conceal();
    this.#section = section;
    this.#selection = noIds;
    this.#viewed = null;
  }
  showSearch(query: string): void {
    this.show('photos');
    this.searchFor(query);
  }
  searchFor(text: string): void {
    if (isPage(this.#section) || (this.#section === 'hidden' && !this.hidden.revealed)) this.show('photos');
    this.search.set(text);
    this.#selection = noIds;
  }
  focusPhotos(): void {
    document.querySelector<HTMLElement>('[role="option"][data-photo][tabindex="0"]')?.focus();
  }
  select(ids: ReadonlySet<Id>): void {
    this.#selection = ids;
  }
  clearSelection(): void {
    this.#selection = noIds;
  }
  open(id: Id): void {
    this.#viewed = id;
  }
  closeViewer(): void {
    this.#viewed = null;
  }
  toggleInfo(): void {
    this.#infoOpen = !this.#infoOpen;
  }
  setRowHeight(pixels: number): void {
    this.#rowHeight = Math.min(rowHeights.max, Math.max(rowHeights.min, pixels));
  }
  stepRowHeight(by: 1 | -1): void {
    this.setRowHeight(Math.round(this.#rowHeight * rowHeights.step ** by));
  }
  setSidebarWidth(rem: number): void {
    this.#sidebarWidth = Math.min(sidebarWidths.max, Math.max(sidebarWidths.min, rem));
  }
  setMapView(view: MapView | null): void {
    this.#mapView = view;
  }
  toggleSidebar(): void {
    this.#sidebarNarrow = !this.#sidebarNarrow;
  }
  ask(dialog: DialogRequest): void {
    if (dialog.kind === 'import' || dialog.kind === 'receive') drops.left = 0;
    this.#dialog = dialog;
  }
  closeDialog(): void {
    this.#dialog = null;
  }

  async importFolder(): Promise<void> {
    this.importPlaces(await chosenFolder());
  }
  async importFiles(): Promise<void> {
    this.importPlaces(await chosenFiles());
  }

  /** Shows the import dialog for what was chosen or dropped. */
  importPlaces(sources: readonly Place[]): void {
    if (sources.length > 0) this.ask({ kind: 'import', sources });
  }

  exportPhotos(ids: readonly Id[]): void {
    this.#takeOut('export', ids);
  }
  sendPhotos(ids: readonly Id[]): void {
    this.#takeOut('send', ids);
  }
  #takeOut(kind: 'export' | 'send', ids: readonly Id[]): void {
    const dialog = takeOut(kind, ids, {
      found: this.search.found?.ids ?? null,
      album: this.album,
      photos: this.#section === 'hidden' ? 0 : this.#vault.photos,
    });
    if (dialog !== null) this.ask(dialog);
  }

  async receiveFile(): Promise<void> {
    const file = await chosenPackage();
    if (file !== null) this.ask({ kind: 'receive', file });
  }

  async setFavourite(ids: readonly Id[], on: boolean): Promise<void> {
    if (ids.length === 0) return;
    const done = await call('library.favourite', { ids: [...ids], on });
    editedHere(done, on ? t.frame.favourited : t.frame.unfavourited, true);
  }

  askAlbum(ids: readonly Id[]): void {
    if (ids.length > 0) this.ask({ kind: 'add-to-album', ids });
  }

  async removeFromAlbum(ids: readonly Id[]): Promise<void> {
    const album = albumOf(this.#section);
    if (album === null || ids.length === 0) return;
    await this.albums.remove(album, ids);
    this.clearSelection();
  }

  async addToAlbum(ids: readonly Id[], album: Id): Promise<void> {
    const found = this.albums.find(album);
    const failed =
      found === undefined ? null : await this.albums.add(ids, { kind: 'existing', album: found });
    if (failed !== null) reportFailure(failed);
  }
  async newAlbum(name: string, parent: Id | null): Promise<ErrorValue | null> {
    const made = await this.albums.create(name, parent);
    if (!made.ok) return made.error;
    this.show(albumSection(made.value.id));
    return null;
  }
  async mergeAlbum(album: Album, into: Id): Promise<ErrorValue | null> {
    const failed = await this.albums.merge(album, into);
    if (failed === null) this.show(albumSection(into));
    return failed;
  }
  async addTag(ids: readonly Id[], tag: string): Promise<void> {
    editedHere(await call('edit.tags', { ids: [...ids], add: [tag], remove: [] }), t.organise.tagged);
  }
  askTags(ids: readonly Id[]): void {
    if (ids.length > 0) this.ask({ kind: 'tag', ids });
  }
  askDetails(ids: readonly Id[]): void {
    if (ids.length > 0) this.ask({ kind: 'details', ids });
  }

  async rate(ids: readonly Id[], stars: number): Promise<void> {
    const rating = ([0, 1, 2, 3, 4, 5] as const).find((one) => one === stars);
    if (ids.length === 0 || rating === undefined) return;
    editedHere(await call('edit.rating', { ids: [...ids], rating }), (count) =>
      t.organise.rated(count, stars),
    );
  }

  async setCaption(ids: readonly Id[], caption: string): Promise<void> {
    editedHere(await call('edit.caption', { ids: [...ids], caption }), t.organise.captioned);
  }

  async archive(ids: readonly Id[], on: boolean): Promise<void> {
    if (ids.length === 0) return;
    const done = await call('edit.archive', { ids: [...ids], on });
    if (done.ok) this.clearSelection();
    editedHere(done, on ? t.organise.archived : t.organise.unarchived);
  }

  async hide(ids: readonly Id[], on: boolean): Promise<void> {
    if (ids.length === 0) return;
    const done = await call('hidden.set', { ids: [...ids], on });
    if (done.ok) this.clearSelection();
    editedHere(done, on ? t.organise.hid : t.organise.unhid);
  }

  async trash(ids: readonly Id[]): Promise<void> {
    if (ids.length === 0) return;
    if (this.#section === 'hidden') {
      toasts.show(t.organise.hiddenNoTrash);
      return;
    }
    const done = await call('library.trash', { ids: [...ids] });
    if (done.ok) this.clearSelection();
    editedHere(done, t.frame.trashed);
  }

  async restore(ids: readonly Id[]): Promise<void> {
    if (ids.length === 0) return;
    const done = await call('library.restore', { ids: [...ids] });
    if (done.ok) this.clearSelection();
    editedHere(done, t.frame.restored);
  }

  askRemove(ids: readonly Id[]): void {
    if (this.#section === 'hidden') toasts.show(t.organise.hiddenNoTrash);
    else if (ids.length > 0) this.ask({ kind: 'remove', ids });
  }

  /** Deletes photos for ever, by way of the trash; the caller has asked. The answer is why that did not work. */
  async remove(ids: readonly Id[]): Promise<ErrorValue | null> {
    const trashed = await call('library.trash', { ids: [...ids] });
    if (!trashed.ok) return trashed.error;
    const done = await call('library.remove', { ids: [...ids] });
    if (!done.ok) return done.error;
    this.clearSelection();
    toasts.show(t.frame.removed(done.value.removed));
    return null;
  }

  /** The shell ends the engine and shows the unlock screen in a fresh page. */
  async lock(): Promise<void> {
    const late = new Promise<void>((resolve) => setTimeout(resolve, keepsWithin));
    await Promise.race([this.beforeLock(), late]);
    const done = await call('shell.lock', {});
    if (!done.ok) reportFailure(done.error);
  }

  /** What the sidebar lists. */
  async refreshLists(): Promise<void> {
    await Promise.all([this.albums.refresh(), this.tags.refresh(), this.searches.refresh()]);
  }

  async refresh(): Promise<void> {
    const [info] = await Promise.all([call('vault.info', {}), this.refreshLists()]);
    // Between two events the engine may end; the page is replaced then and needs no numbers.
    if (info.ok) this.#vault = info.value;
  }
}
