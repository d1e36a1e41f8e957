/**
 * @file What is being looked at in this vault: remembered as it changes, and there again after the next unlocking. Sealed by the engine, outside
 * of the vault. Runs in the renderer.
 */
import { untrack } from 'svelte';
import { mostOpenAlbums, type View } from '../../shared/contract/viewing.ts';
import type { PhotoStore } from '../grid/photos.svelte.ts';
import { filmstrip } from '../viewer/strip-open.svelte.ts';
import { call } from '../lib/api.ts';
import { albumOf, isAlbum, isPage, sectionNamed } from './sections.ts';
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
    const resting = rest !== null && rest.section === lasting && !search.active && !isPage(lasting);
    return {
      section: lasting,
      at: resting ? rest.at : null,
      rowHeight,
      sidebar: { narrow: sidebarNarrow, width: sidebarWidth },
      info: infoOpen,
      openAlbums: albums.opened.slice(0, mostOpenAlbums),
      strip: filmstrip.open,
      map: mapView,
    };
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
    const section = sectionNamed(view.section);
    const album = section === null ? null : albumOf(section);
    if (section === null || (album !== null && library.albums.find(album) === undefined)) return;
    if (view.at !== null && !isPage(section)) this.#photos.start = { section, at: view.at };
    library.show(section);
  }
}
