/**
 * @file What is being looked at in this vault: remembered as it changes, and there again after the next unlocking. Sealed by the engine, outside
 * of the vault. Runs in the renderer.
 */
import { untrack } from 'svelte';
import type { Id } from '../../shared/contract.ts';
import {
  mostLetters,
  mostOpenAlbums,
  mostSelected,
  mostWaiting,
  type View,
} from '../../shared/contract/viewing.ts';
import type { PhotoStore } from '../grid/photos.svelte.ts';
import { drops } from '../jobs/drops.svelte.ts';
import { filmstrip } from '../viewer/strip-open.svelte.ts';
import { call } from '../lib/api.ts';
import { albumOf, isAlbum, isPage, sectionNamed, type PhotoSection } from './sections.ts';
import type { Library } from './state.svelte.ts';

/** Milliseconds from a change until it is written: scrolling on is one change. */
const restFor = 1000;

/** How this vault was left; null where nobody knows. */
export async function recallView(): Promise<View | null> {
  const answer = await call('view.recall', {});
  return answer.ok ? answer.value : null;
}

export class ViewKeeper {
  readonly #library: Library;
  readonly #photos: PhotoStore;
  /** Nothing is written before what there was has been read. */
  #restored = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #kept = '';
  /** What was selected in the section, until its photos are there. */
  #selected: { readonly section: PhotoSection; readonly ids: readonly Id[] } | null = $state.raw(null);

  constructor(library: Library, photos: PhotoStore) {
    this.#library = library;
    this.#photos = photos;
  }

  /** Whether what is shown is what will be shown: before that, no photo need be drawn. */
  get restored(): boolean {
    return this.#restored;
  }

  /** Goes back to where this vault was left. */
  async restore(recalled: Promise<View | null>): Promise<void> {
    const view = await recalled;
    if (view?.window !== undefined) await call('shell.resizeWindow', view.window);
    if (view !== null) {
      const section = sectionNamed(view.section);
      // Whether there still is such an album.
      if (section !== null && isAlbum(section)) await this.#library.albums.refresh();
      this.#show(view);
      await this.#search(view);
    }
    this.#restored = true;
  }

  /** Writes what changes from now on, until the returned function is called. To be called in an effect. */
  follow(): () => void {
    $effect(() => {
      const view = JSON.stringify(this.#view());
      if (!this.#restored) return;
      clearTimeout(this.#timer);
      if (view !== this.#kept) this.#keepSoon();
    });
    $effect(() => this.#select());
    const resized = (): void => this.#keepSoon();
    addEventListener('resize', resized);
    return () => {
      removeEventListener('resize', resized);
      clearTimeout(this.#timer);
    };
  }

  #keepSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.keep(), restFor);
  }

  /** Writes it now: the page is about to go. One that cannot be written is not worth a word. */
  async keep(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.#restored) return;
    const size = await call('shell.windowSize', {});
    this.#photos.rest = this.#photos.restNow?.() ?? this.#photos.rest;
    const view = untrack(() => this.#view());
    this.#kept = JSON.stringify(view);
    await call('view.remember', { ...view, ...(size.ok && { window: size.value }) });
  }

  /** All but the size of the window, which the shell knows. */
  #view(): View {
    const { section, rowHeight, sidebarNarrow, sidebarWidth, infoOpen, search, albums, mapView } =
      this.#library;
    const { rest } = this.#photos;
    // What was given to these from elsewhere is not there the next time.
    const lasting = section === 'import' ? 'imports' : section;
    const resting = rest !== null && rest.section === lasting && !isPage(lasting);
    const selected = this.#selected?.ids ?? [...this.#library.selection];
    return {
      section: lasting,
      at: resting ? rest.at : null,
      rowHeight,
      sidebar: { narrow: sidebarNarrow, width: sidebarWidth },
      info: infoOpen,
      openAlbums: albums.opened.slice(0, mostOpenAlbums),
      strip: filmstrip.open,
      map: mapView,
      ...(!isPage(lasting) && {
        search: search.text.slice(0, mostLetters),
        selected: selected.length > mostSelected ? [] : [...selected],
      }),
      waiting: Math.min(this.#waiting(), mostWaiting),
    };
  }

  /** Files and folders that nobody has been asked about yet, or who has not answered. */
  #waiting(): number {
    const { dialog } = this.#library;
    const asked = dialog?.kind === 'import' ? dialog.sources.length : dialog?.kind === 'receive' ? 1 : 0;
    return drops.waiting.reduce((sum, { places }) => sum + places.length, drops.left + asked);
  }

  #show(view: View): void {
    const library = this.#library;
    library.setRowHeight(view.rowHeight);
    library.setSidebarWidth(view.sidebar.width);
    if (view.sidebar.narrow !== library.sidebarNarrow) library.toggleSidebar();
    if (view.info !== library.infoOpen) library.toggleInfo();
    for (const album of view.openAlbums ?? []) library.albums.setOpen(album, true);
    if (view.strip === true && !filmstrip.open) filmstrip.toggle();
    library.setMapView(view.map ?? null);
    drops.left = view.waiting ?? 0;
    const section = sectionNamed(view.section);
    const album = section === null ? null : albumOf(section);
    if (section === null || (album !== null && library.albums.find(album) === undefined)) return;
    if (view.at !== null && !isPage(section)) this.#photos.start = { section, at: view.at };
    library.show(section);
    if (!isPage(section)) this.#selected = { section, ids: view.selected ?? [] };
  }

  /** What was looked for is found before anything is shown, or the whole section would be seen in its place. */
  async #search({ section, search = '' }: View): Promise<void> {
    const library = this.#library;
    if (search === '' || library.section !== section || isPage(library.section)) return;
    library.searchFor(search);
    await library.search.settled;
    this.#photos.narrow(library.search.found);
  }

  /** Selects what was selected, as soon as the section has photos: what is not there any more is left out. */
  #select(): void {
    const selected = this.#selected;
    if (selected === null || !this.#restored || this.#photos.isLoading(selected.section)) return;
    const { section, ids } = selected;
    untrack(() => {
      this.#selected = null;
      const kept = ids.filter((id) => this.#photos.itemOf(section, id) >= 0);
      if (kept.length === 0 || this.#library.section !== section) return;
      // eslint-disable-next-line svelte/prefer-svelte-reactivity -- replaced as a whole, never changed
      this.#library.select(new Set(kept));
    });
  }
}
