/**
 * @file Where the frame, the grid, the viewer and the jobs meet: the props each is given and the state they share. Types only; the
 * state itself is made in `state.svelte.ts`. Runs in the renderer.
 *
 * Who gives what:
 * - grid/photos.svelte.ts  `createPhotos(): Photos` (its own class may offer more; Timeline, Viewer and InfoPanel may take that class)
 * - grid/Timeline.svelte, viewer/Viewer.svelte, viewer/InfoPanel.svelte   take `BrowseProps`
 * - jobs/ActivityCard.svelte, jobs/ImportsPage.svelte                     take `JobsProps`
 * - jobs/ImportDialog.svelte, jobs/ExportDialog.svelte, jobs/VerifyDialog.svelte   take the `…DialogProps` below
 *
 * Commands (keyboard, native menu, toolbar, `?` sheet) go through lib/commands.ts: whoever can do one registers it while mounted:
 * `$effect(() => commands.provide('open', { run, enabled }))`.
 */
import type { CommandName } from '../../shared/commands.ts';
import type { AlbumSort } from '../../shared/contract/albums.ts';
import type { Id, ImportReport, Selection, VaultInfo } from '../../shared/contract.ts';
import type { ErrorValue } from '../../shared/errors.ts';
import type { Hidden } from '../organise/hidden.svelte.ts';
import type { Tag, Tags } from '../organise/tags.svelte.ts';
import type { View as MapView } from '../places/projection.ts';
import type { Search } from '../search/search.svelte.ts';
import type { SavedSearch, Searches } from '../search/searches.svelte.ts';
import type { Album, AlbumChoice } from './album-choice.ts';
import type { PhotoSection, Section } from './sections.ts';

/** A file or folder chosen or dropped: `place` is for the shell, `path` for people. */
export interface Place {
  readonly place: string;
  readonly path: string;
}

/** At most one dialog at a time. */
export type DialogRequest =
  /** `album`: name of the one they are to go into. */
  | { readonly kind: 'import'; readonly sources: readonly Place[]; readonly album?: string | undefined }
  | {
      readonly kind: 'export';
      readonly selection: Selection;
      readonly photos: number;
      /** Name of the album that is exported as a whole. */
      readonly album?: string | undefined;
    }
  | {
      readonly kind: 'send';
      readonly selection: Selection;
      readonly photos: number;
      /** Name of the album that is sent as a whole. */
      readonly album?: string | undefined;
    }
  | { readonly kind: 'receive'; readonly file: Place }
  /** An import of something received that has something left. */
  | { readonly kind: 'receive-again'; readonly report: ImportReport }
  | { readonly kind: 'add-to-album'; readonly ids: readonly Id[] }
  | { readonly kind: 'rename-album'; readonly album: Album }
  | { readonly kind: 'delete-album'; readonly album: Album }
  | { readonly kind: 'new-album'; readonly parent: Album | null }
  | { readonly kind: 'place-album'; readonly album: Album; readonly how: 'move' | 'merge' }
  | { readonly kind: 'go-to-date' }
  | { readonly kind: 'save-search'; readonly query: string }
  | { readonly kind: 'rename-search'; readonly search: SavedSearch }
  | { readonly kind: 'tag'; readonly ids: readonly Id[] }
  | { readonly kind: 'rename-tag'; readonly tag: Tag }
  | { readonly kind: 'delete-tag'; readonly tag: Tag }
  | { readonly kind: 'details'; readonly ids: readonly Id[] }
  | { readonly kind: 'insight'; readonly id: Id }
  | { readonly kind: 'verify' }
  | { readonly kind: 'integrity' }
  | { readonly kind: 'remove'; readonly ids: readonly Id[] }
  | { readonly kind: 'settings'; readonly page: 'general' | 'sharing' | 'security' | 'about' }
  | { readonly kind: 'shortcuts' }
  /** What could be done just before. */
  | { readonly kind: 'palette'; readonly possible: readonly CommandName[] };

/** What the frame needs of the photo store; the store belongs to grid/. */
export interface Photos {
  /** True until what the section shows has arrived. */
  isLoading(section: PhotoSection): boolean;
  /** How many photos a section shows: of the one that is searched, those found. */
  count(section: PhotoSection): number;
  /** The photo the keyboard is at in the grid. */
  readonly current: Id | null;
  /** How many there are in it, searched or not. */
  total(section: PhotoSection): number;
  /** Ids of a section, newest first (for "select all"). */
  ids(section: PhotoSection): readonly Id[];
  isFavourite(id: Id): boolean;
  isArchived(id: Id): boolean;
  isHidden(id: Id): boolean;
  /** Stops listening to `library` events. */
  stop(): void;
}

/** The vault's albums, by name. */
export interface AlbumsState {
  readonly list: readonly Album[];
  find(id: Id | null): Album | undefined;
  /** Those that can fail in a dialog answer why; the others say it themselves. */
  add(ids: readonly Id[], choice: AlbumChoice): Promise<ErrorValue | null>;
  remove(album: Id, ids: readonly Id[]): Promise<void>;
  /** null: the newest photo stands for it again. */
  setCover(album: Id, photo: Id | null): Promise<void>;
  sort(album: Id, sort: AlbumSort): Promise<void>;
  /** Puts photos of it, together, before another one; null: to its end. */
  arrange(album: Id, ids: readonly Id[], before: Id | null): Promise<void>;
  /** Into another album, or (null) out of all. `asked`: by a dialog, which says why it did not work. */
  move(album: Id, parent: Id | null, asked?: boolean): Promise<ErrorValue | null>;
  /** Whether the tree shows what lies in it. */
  isOpen(album: Id): boolean;
  setOpen(album: Id, open: boolean): void;
  rename(album: Id, name: string): Promise<ErrorValue | null>;
  delete(album: Album): Promise<ErrorValue | null>;
}

/** One per unlocked vault. Fields are runes: read them in templates and effects, change them through the methods. */
export interface LibraryState {
  readonly vault: VaultInfo;
  readonly section: Section;
  readonly albums: AlbumsState;
  readonly tags: Tags;
  readonly searches: Searches;
  readonly hidden: Hidden;
  /** What is being looked for in the section shown. */
  readonly search: Search;
  /** The album shown now. */
  readonly album: Album | undefined;
  /** Selected photos; a new set each time it changes, so compare by identity. */
  readonly selection: ReadonlySet<Id>;
  /** The photo the viewer shows; null = the viewer is closed. */
  readonly viewed: Id | null;
  readonly infoOpen: boolean;
  /** Height the grid's rows aim at, CSS px, 80–400. */
  readonly rowHeight: number;
  /** Whether the sidebar shows icons only, in a wide window too. */
  readonly sidebarNarrow: boolean;
  /** rem. */
  readonly sidebarWidth: number;
  /** What the map was left at; null: it shows every photo. */
  readonly mapView: MapView | null;
  setMapView(view: MapView | null): void;
  readonly dialog: DialogRequest | null;
  /** True while a dialog or the viewer lies over the library: the grid leaves keys alone then. */
  readonly covered: boolean;

  /** Shows a section as a whole. */
  /** The import whose photos the section `import` shows. */
  readonly importShown: Id | null;
  showImport(id: Id): void;
  show(section: Section): void;
  /** Looks for something among all photos. */
  showSearch(query: string): void;
  /** The same in the section shown, as it is typed. */
  searchFor(text: string): void;
  /** Takes the keyboard to the photos. */
  focusPhotos(): void;
  select(ids: ReadonlySet<Id>): void;
  clearSelection(): void;
  open(id: Id): void;
  closeViewer(): void;
  toggleInfo(): void;
  setRowHeight(pixels: number): void;
  /** A step larger (1) or smaller (−1). */
  stepRowHeight(by: 1 | -1): void;
  toggleSidebar(): void;
  setSidebarWidth(rem: number): void;
  ask(dialog: DialogRequest): void;
  closeDialog(): void;

  /** Native dialog for a folder or files, then the import dialog with what was chosen. */
  importFolder(): Promise<void>;
  importFiles(): Promise<void>;
  /** Exports these photos; when the list is empty what was found, the album shown, or else everything. */
  exportPhotos(ids: readonly Id[]): void;
  /** The same, into one encrypted file for other people. */
  sendPhotos(ids: readonly Id[]): void;
  /** Native dialog for a file somebody has sent, then the dialog for it. */
  receiveFile(): Promise<void>;
  setFavourite(ids: readonly Id[], on: boolean): Promise<void>;
  /** Asks which album, and puts them in. */
  askAlbum(ids: readonly Id[]): void;
  /** Takes them out of the album shown, and offers to undo it. */
  removeFromAlbum(ids: readonly Id[]): Promise<void>;
  addToAlbum(ids: readonly Id[], album: Id): Promise<void>;
  /** Makes an album and shows it; the answer is why that did not work. */
  newAlbum(name: string, parent: Id | null): Promise<ErrorValue | null>;
  /** Makes an album one with another, which is shown then. */
  mergeAlbum(album: Album, into: Id): Promise<ErrorValue | null>;
  addTag(ids: readonly Id[], tag: string): Promise<void>;
  /** Asks for tags, to be put on or taken off. */
  askTags(ids: readonly Id[]): void;
  /** Asks for another date, place or caption. */
  askDetails(ids: readonly Id[]): void;
  /** 0–5 stars. Like all of these: says what it did and offers to undo it. */
  rate(ids: readonly Id[], stars: number): Promise<void>;
  setCaption(ids: readonly Id[], caption: string): Promise<void>;
  archive(ids: readonly Id[], on: boolean): Promise<void>;
  /** Out of every list, until the passphrase is entered once more; or back. */
  hide(ids: readonly Id[], on: boolean): Promise<void>;
  /** Moves to the trash and offers to undo it. */
  trash(ids: readonly Id[]): Promise<void>;
  restore(ids: readonly Id[]): Promise<void>;
  /** Deletes for ever, after asking. */
  askRemove(ids: readonly Id[]): void;
  lock(): Promise<void>;
  /** Reads the vault's numbers again (after an import, a verify …). */
  refresh(): Promise<void>;
}

export interface BrowseProps {
  readonly library: LibraryState;
  readonly photos: Photos;
}

export interface JobsProps {
  readonly library: LibraryState;
}

/** Scans `sources`, shows what was found, starts the import. `close` unmounts it. */
export interface ImportDialogProps {
  readonly library: LibraryState;
  readonly sources: readonly Place[];
  /** Name of the album that is offered. */
  readonly album?: string | undefined;
  readonly close: () => void;
}

export interface ExportDialogProps {
  readonly library: LibraryState;
  readonly selection: Selection;
  /** How many photos `selection` names. */
  readonly photos: number;
  /** Name of the album that is exported as a whole. */
  readonly album?: string | undefined;
  readonly close: () => void;
}

/** Offers a quick or a full verify and starts it; its progress and end are the activity card's. */
export interface VerifyDialogProps {
  readonly library: LibraryState;
  readonly close: () => void;
}
