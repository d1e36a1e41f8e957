/**
 * @file All photos of the unlocked vault as the page knows them: the columns that came from the engine, kept up to date by its events,
 * and the sections made of them. One per unlocked vault. Runs in the renderer.
 */
import { columnId, photoFlags, readColumns } from '../../shared/columns.ts';
import type { AlbumSort } from '../../shared/contract/albums.ts';
import type { Event, Id, PhotoDetails } from '../../shared/contract.ts';
import type { ErrorValue, Result } from '../../shared/errors.ts';
import { call, on } from '../lib/api.ts';
import { toasts } from '../lib/toasts.svelte.ts';
import type { Photos } from '../library/seams.ts';
import { albumOf, albumSection, isAlbum, type PhotoSection } from '../library/sections.ts';
import type { Found } from '../search/search.svelte.ts';
import { sentence, t } from '../messages/index.ts';
import { Members } from './members.ts';
import { createTable, lowerBound, mergeTable, rowsAmong, rowsWith, type PhotoTable } from './table.ts';

type Changes = Event<'library'>;

interface State {
  readonly table: PhotoTable;
  /** Rows of each section, ascending: newest first. Of the one that is searched, those found. */
  readonly rows: ReadonlyMap<PhotoSection, Uint32Array>;
  /** How many photos each section has, searched or not. */
  readonly totals: ReadonlyMap<PhotoSection, number>;
}

const { trashed, favourite, archived, placed, hidden } = photoFlags;
/** Flags, masked, of what each section shows. */
const shownIn = {
  photos: { mask: trashed | hidden | archived, want: 0 },
  favourites: { mask: trashed | hidden | favourite, want: favourite },
  archive: { mask: trashed | hidden | archived, want: archived },
  hidden: { mask: hidden, want: hidden },
  trash: { mask: trashed | hidden, want: trashed },
  places: { mask: trashed | hidden | placed, want: placed },
} as const;
// Object.keys forgets the literal types.
const sectionNames = Object.keys(shownIn) as (keyof typeof shownIn)[];
/** Flags of what a search can find there: what is archived is found, too. */
const foundIn = (section: PhotoSection): { readonly mask: number; readonly want: number } =>
  section === 'photos' || section === 'import' || section === 'alike' || isAlbum(section)
    ? { mask: trashed | hidden, want: 0 }
    : shownIn[section];
const noRows = new Uint32Array(0);
/** Details kept at hand, for going to and fro in the viewer. */
const detailsKept = 256;

/** ms from the photos until what waits for the first pictures waits no longer. */
const picturesWithin = 300;

/** Where the eye rests in a section: at a photo, whose middle is so many px below the top of the view. */
export interface Rest {
  readonly section: PhotoSection;
  readonly at: { readonly photo: Id; readonly below: number } | null;
}

export class PhotoStore implements Photos {
  #state: State | null = $state.raw(null);
  #current: Id | null = $state(null);
  /** Changes with every change of the photos, so that what was derived from details is asked for again. */
  #generation = $state.raw(0);
  /** Events that came before the index they change. */
  #early: Changes[] = [];
  #stopped = false;
  readonly #unlisten: () => void;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no template reads it
  readonly #details = new Map<Id, PhotoDetails>();
  /** Where each section, and each search in it, was scrolled to when it was last shown. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no template reads it
  readonly positions = new Map<string, number>();
  /** Where the section shown was scrolled to when scrolling last rested. */
  rest: Rest | null = $state.raw(null);
  /** The same at this moment, as long as a timeline is shown. */
  restNow: (() => Rest | null) | null = null;
  /** A photo that the timeline shown is to go to, with the keyboard. */
  wanted: Id | null = $state(null);
  /** Where a section is to begin that has not been shown yet. */
  start: Rest | null = null;
  #found: Found | null = null;
  /** Photos a section shows because somebody said so, 16 bytes each. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no template reads it
  readonly #given = new Map<PhotoSection, Uint8Array>();
  readonly #ids = new WeakMap<Uint32Array, readonly Id[]>();
  #tellBegun: () => void = () => undefined;
  /** Settles when the first pictures are there, or a moment after the photos where none of them is in view. */
  readonly begun = new Promise<void>((resolve) => (this.#tellBegun = resolve));
  readonly #members = new Members(() => {
    if (this.#state !== null) this.#show(this.#state.table);
  });

  constructor() {
    this.#unlisten = on('library', (changes) => {
      if (this.#state === null) this.#early.push(changes);
      else this.#apply([changes]);
      this.#members.refresh();
    });
    void this.#load();
  }

  isLoading(section: PhotoSection): boolean {
    return this.#state?.rows.has(section) !== true;
  }
  /** All photos, trashed ones too; null while loading. */
  get table(): PhotoTable | null {
    return this.#state?.table ?? null;
  }
  get generation(): number {
    return this.#generation;
  }
  /** The photo the keyboard is at in the grid, or that the viewer showed last. */
  get current(): Id | null {
    return this.#current;
  }
  set current(id: Id | null) {
    this.#current = id;
  }

  /** Rows of the table that a section shows, newest first. */
  rows(section: PhotoSection): Uint32Array {
    return this.#state?.rows.get(section) ?? noRows;
  }

  count(section: PhotoSection): number {
    return this.rows(section).length;
  }
  total(section: PhotoSection): number {
    return this.#state?.totals.get(section) ?? 0;
  }

  /** Shows of one section only what was found; null: every section as a whole. */
  narrow(found: Found | null): void {
    if (found === this.#found) return;
    this.#found = found;
    if (this.#state !== null) this.#show(this.#state.table);
  }

  /** Says which photos a section shows, 16 bytes each in no order; null: those it has of itself. */
  give(section: 'places' | 'alike', ids: Uint8Array | null): void {
    if (ids === null) this.#given.delete(section);
    else this.#given.set(section, ids);
    if (this.#state !== null) this.#show(this.#state.table);
  }

  /** The section as it is shown now, by which its scroll position is kept. */
  placeOf(section: PhotoSection): string {
    return this.#found?.section === section ? `${section}?${this.#found.text}` : section;
  }

  /** Gets the photos of the section's album, or of the import it shows, and keeps them up to date as long as it is shown. */
  open(section: PhotoSection, importShown: Id | null = null): void {
    const album = albumOf(section);
    if (album !== null) this.#members.show({ of: 'album', id: album });
    else
      this.#members.show(
        section === 'import' && importShown !== null ? { of: 'import', id: importShown } : null,
      );
  }

  /** The album shown may hold other photos than before, or in another order, though no photo has changed. */
  albumsChanged(): void {
    this.#members.refresh();
  }

  ids(section: PhotoSection): readonly Id[] {
    const rows = this.rows(section);
    const known = this.#ids.get(rows);
    if (known !== undefined) return known;
    const ids = Array.from(rows, (row) => this.idOf(row));
    this.#ids.set(rows, ids);
    return ids;
  }

  idOf(row: number): Id {
    return this.#state === null ? '' : columnId(this.#state.table.columns, row);
  }

  /** The row of a photo, or −1. */
  rowOf(id: Id): number {
    return this.#state?.table.ids.findHex(id) ?? -1;
  }

  /** Where a photo stands in a section, or −1 when it is not there. */
  itemOf(section: PhotoSection, id: Id): number {
    const row = this.rowOf(id);
    const rows = this.rows(section);
    if (row < 0) return -1;
    if (this.orderOf(section) !== 'newest') return rows.indexOf(row);
    const item = lowerBound(rows, row);
    return rows[item] === row ? item : -1;
  }

  /** How the photos of a section follow one another. */
  orderOf(section: PhotoSection): AlbumSort {
    return isAlbum(section) ? this.#members.sort : 'newest';
  }

  isFavourite(id: Id): boolean {
    return (this.#flags(id) & favourite) !== 0;
  }
  isHidden(id: Id): boolean {
    return (this.#flags(id) & hidden) !== 0;
  }
  isArchived(id: Id): boolean {
    return (this.#flags(id) & archived) !== 0;
  }
  isTrashed(id: Id): boolean {
    return (this.#flags(id) & trashed) !== 0;
  }

  /** What was asked for before and has not changed since, or null. */
  knownDetails(id: Id): PhotoDetails | null {
    return this.#details.get(id) ?? null;
  }

  async details(id: Id, signal?: AbortSignal): Promise<Result<PhotoDetails>> {
    const known = this.#details.get(id);
    if (known !== undefined) return { ok: true, value: known };
    const generation = this.#generation;
    const answer = await call('library.details', { id }, signal === undefined ? {} : { signal });
    if (answer.ok && generation === this.#generation) {
      this.#details.set(id, answer.value);
      for (const oldest of this.#details.keys()) {
        if (this.#details.size <= detailsKept) break;
        this.#details.delete(oldest);
      }
    }
    return answer;
  }

  stop(): void {
    this.#stopped = true;
    this.#unlisten();
  }

  /** Everything in view that has a picture shows it. */
  pictured(): void {
    this.#tellBegun();
  }

  async #load(): Promise<void> {
    const answer = await call('library.index', {});
    if (this.#stopped) return;
    if (!answer.ok) {
      this.#tellBegun();
      this.#failed(answer.error);
      return;
    }
    const table = createTable(readColumns(answer.value.columns));
    const later = this.#early.filter((changes) => changes.generation > answer.value.generation);
    this.#early = [];
    this.#show(table);
    if (later.length > 0) this.#apply(later);
    setTimeout(() => this.#tellBegun(), table.columns.count === 0 ? 0 : picturesWithin);
  }

  #failed(error: ErrorValue): void {
    if (error.code === 'cancelled') return;
    toasts.show(sentence(error), {
      tone: 'danger',
      action: { label: t.common.retry, run: () => void this.#load() },
    });
  }

  #apply(all: readonly Changes[]): void {
    let table = this.#state?.table;
    if (table === undefined) return;
    for (const { columns, removed } of all) {
      const changes = readColumns(columns);
      for (const id of removed) this.#details.delete(id);
      for (let row = 0; row < changes.count; row += 1) this.#details.delete(columnId(changes, row));
      table = mergeTable(table, changes, removed);
    }
    this.#show(table);
  }

  #show(table: PhotoTable): void {
    const { columns } = table;
    const { group, ids, sort } = this.#members;
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- replaced as a whole, never changed
    const rows = new Map<PhotoSection, Uint32Array>(
      sectionNames.map((name) => [name, rowsWith(columns, shownIn[name].mask, shownIn[name].want)]),
    );
    if (group !== null && ids !== null)
      rows.set(
        group.of === 'album' ? albumSection(group.id) : 'import',
        inOrder(rowsAmong(table, ids, trashed | hidden, 0), sort),
      );
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- replaced as a whole, never changed
    const totals = new Map([...rows].map(([section, { length }]) => [section, length]));
    for (const [section, given] of this.#given)
      rows.set(section, rowsAmong(table, given, trashed | hidden, 0).sort());
    const found = this.#found;
    if (found !== null) {
      const { mask, want } = foundIn(found.section);
      const among = rowsAmong(table, found.ids, mask, want).sort();
      const own = rows.get(found.section);
      // What is shown of an album, or of a part of the photos, is in its order.
      const isPart = found.section === 'import' || found.section === 'places' || isAlbum(found.section);
      // eslint-disable-next-line svelte/prefer-svelte-reactivity -- of this moment
      const fits = isPart ? new Set(among) : null;
      rows.set(found.section, fits === null ? among : (own ?? noRows).filter((row) => fits.has(row)));
    }
    this.#state = { table, rows, totals };
    this.#generation += 1;
  }

  #flags(id: Id): number {
    const row = this.rowOf(id);
    return row < 0 ? 0 : (this.#state?.table.columns.flags[row] ?? 0);
  }
}

/** By name, and in an order of its own, they are given in order; by date they are in the table's, or the other way round. */
function inOrder(rows: Uint32Array, sort: AlbumSort): Uint32Array {
  if (sort === 'name' || sort === 'own') return rows;
  return sort === 'oldest' ? rows.sort().reverse() : rows.sort();
}

/** The photos of the vault that is open now: starts loading at once. */
export function createPhotos(): PhotoStore {
  return new PhotoStore();
}
