/**
 * @file What of the timeline is on screen: the layout, where it is scrolled to, the tiles and day headers shown, and what stays put when
 * any of it changes. `Timeline.svelte` draws it. Runs in the renderer.
 */
import { columnHash, columnId, type PhotoColumns } from '../../shared/columns.ts';
import type { Id } from '../../shared/contract.ts';
import type { PhotoSection } from '../library/sections.ts';
import { heldAt, restingAt, type Point } from './hold.ts';
import { firstBandBelow, firstRowBelow, layoutPhotos, type Layout, type LayoutOptions } from './layout.ts';
import { middleOf, positionOf, reveal } from './move.ts';
import type { PhotoStore, Rest } from './photos.svelte.ts';
import { Pictures } from './pictures.ts';
import { ScrollScale } from './scroll-scale.ts';
import { Slots } from './slots.svelte.ts';

const shape = { gap: 4, headerHeight: 44, bandGap: 16, dayGap: 20, minDayWidth: 140 };
/** Without days there are no headers. */
const unheaded = { ...shape, headerHeight: 12 };
/** Room below the last row. */
const foot = 24;
/** Positions of tiles are counted from multiples of this, so that transforms stay exact in a very tall timeline. */
const baseStep = 1_000_000;
const straightUpTo = 12_000_000;
const settleAfter = 160;
/** Tiles are there for the view, and for one above and below it; at first there is none above. */
const shownPages = 2;
/** Width by height of most photos. */
const usualRatio = 4 / 3;

const noRows = new Uint32Array(0);
const noFloats = new Float64Array(0);
const noRatios = new Float32Array(0);

export type { Point } from './hold.ts';

export class TimelineView {
  layout: Layout = $state.raw(
    layoutPhotos(noRows, noFloats, noRatios, { ...shape, width: 0, rowHeight: 200, byDay: true }),
  );
  /** The timeline's top edge of what is in view, in its own pixels. */
  position = $state(0);
  /** Height of the view. */
  page = $state(0);
  /** The last position there is. */
  furthest = $state(0);
  /** Of the element that is scrolled. */
  height = $state(0);
  /** Where the plane that tiles and headers lie on begins in it. */
  planeTop = $state(0);
  /** What the plane's own zero stands for. */
  base = $state(0);
  bands: readonly number[] = $state.raw([]);
  /** First item in view: where the keyboard begins when it has been nowhere yet. */
  firstVisible = $state(0);
  /** The item the keyboard is at, or −1. */
  cursor = $state(-1);
  readonly slots: Slots;
  readonly pictures: Pictures;

  readonly #photos: PhotoStore;
  readonly #scale = new ScrollScale();
  #scroller: HTMLElement | null = null;
  #content: HTMLElement | null = null;
  #rows: Uint32Array = noRows;
  #columns: PhotoColumns | null = null;
  #section: PhotoSection | null = null;
  /** The section, and what is searched in it. */
  #place = '';
  #settle: ReturnType<typeof setTimeout> | undefined;
  /** Column to aim at when going up and down. */
  #goal: number | null = null;

  constructor(photos: PhotoStore) {
    this.#photos = photos;
    this.slots = new Slots(photos);
    this.pictures = new Pictures({
      active: () => this.slots.active(),
      hashOf: (id) => {
        const row = photos.rowOf(id);
        return row < 0 || photos.table === null ? null : columnHash(photos.table.columns, row);
      },
      complete: () => photos.pictured(),
    });
  }

  get rows(): Uint32Array {
    return this.#rows;
  }

  /** Makes the tiles that a view of this size will need: before there are photos there is time for it. */
  prepare(width: number, page: number, rowHeight: number): void {
    const across = width / (rowHeight * usualRatio) + 1;
    this.slots.prepare(Math.ceil(across * ((shownPages * page) / rowHeight + 1)));
  }

  mount(scroller: HTMLElement, content: HTMLElement): () => void {
    this.#scroller = scroller;
    this.#content = content;
    return () => {
      this.#remember();
      clearTimeout(this.#settle);
      this.pictures.stop();
      this.#scroller = this.#content = null;
    };
  }

  idAt(item: number): Id {
    return this.#columns === null ? '' : columnId(this.#columns, this.#rows[item] ?? 0);
  }

  itemOf(id: Id): number {
    return this.#section === null ? -1 : this.#photos.itemOf(this.#section, id);
  }

  /**
   * Lays everything out anew and scrolls so that the photo the eye rests on (or the one at `point`) stays where it is. At the very top,
   * the top stays: new photos come in there and want to be seen.
   */
  update(section: PhotoSection, width: number, page: number, rowHeight: number, point: Point | null): void {
    const table = this.#photos.table;
    if (width <= 0 || page <= 0 || table === null) return;
    const place = this.#photos.placeOf(section);
    const samePlace = place === this.#place;
    const rows = this.#photos.rows(section);
    const before = this.layout.options;
    if (
      samePlace &&
      rows === this.#rows &&
      before.width === width &&
      before.rowHeight === rowHeight &&
      this.page === page
    )
      return;
    this.#remember();
    const hold = samePlace && this.position > 0 ? heldAt(this, this.cursor, point) : null;
    const [columnsBefore, rowsBefore] = [this.#columns, this.#rows];
    const from = samePlace ? this.position : (this.#photos.positions.get(place) ?? 0);

    const byDay = ['newest', 'oldest'].includes(this.#photos.orderOf(section));
    const options: LayoutOptions = { ...(byDay ? shape : unheaded), width, rowHeight, byDay };
    this.#section = section;
    this.#place = place;
    this.#rows = rows;
    this.#columns = table.columns;
    this.layout = layoutPhotos(this.#rows, table.columns.time, table.columns.ratio, options);
    this.page = page;

    this.#followCursor();
    let position = samePlace ? from : (this.#begin(section, place) ?? from);
    if (hold !== null && columnsBefore !== null) {
      const now = (item: number): number => this.itemOf(columnId(columnsBefore, rowsBefore[item] ?? 0));
      const kept = hold.candidates.find((item) => now(item) >= 0);
      if (kept !== undefined) position = positionOf(this.layout, { item: now(kept), below: hold.below });
    }
    this.#scale.resize(this.layout.height + foot, page);
    this.height = this.#scale.elementHeight;
    this.furthest = this.#scale.furthest;
    // At once, not with the next drawing: the browser would cut scrollTop off at the old height.
    if (this.#content !== null) this.#content.style.height = `${this.height}px`;
    this.#goal = null;
    this.#goTo(position);
    this.#rebase();
    this.slots.relocate(this.layout, this.#rows, (id) => this.itemOf(id), this.base);
    this.#show(0);
    this.pictures.begin();
  }

  /** The element was scrolled. */
  scrolled(): void {
    if (this.#scroller === null || this.page === 0) return;
    const before = this.position;
    const position = this.#scale.scrolled(this.#scroller.scrollTop);
    if (position === before) return;
    this.position = position;
    this.#afterMove(position - before);
    if (this.#scale.offset !== 0 || this.planeTop !== 0) {
      clearTimeout(this.#settle);
      this.#settle = setTimeout(() => this.goTo(this.position), settleAfter);
    }
  }

  /** Scrolls to a position of the timeline. */
  goTo(position: number): void {
    const before = this.position;
    this.#goTo(position);
    this.#afterMove(this.position - before);
  }

  /** Brings an item into view, moving as little as that takes. */
  reveal(item: number): void {
    const position = reveal(this.layout, item, this.position, this.page);
    if (position !== this.position) this.goTo(position);
  }

  /** Brings an item to the top of the view, beneath the header of its day. */
  leadWith(item: number): void {
    this.goTo(reveal(this.layout, item, Infinity, this.page));
  }

  /** Puts the keyboard at an item; `goal` stays for going up and down. */
  moveCursor(item: number, goal: number | null = null): void {
    if (item < 0 || item >= this.layout.count) return;
    this.#goal = goal;
    this.cursor = item;
    this.#photos.current = this.idAt(item);
    this.#show(0);
  }

  /** The column the keyboard aims at. */
  goalFrom(item: number): number {
    return this.#goal ?? middleOf(this.layout, item);
  }

  #goTo(position: number): void {
    const physical = this.#scale.moveTo(position);
    if (this.#scroller !== null && Math.abs(this.#scroller.scrollTop - physical) >= 1)
      this.#scroller.scrollTop = physical;
    this.position = this.#scale.position;
  }

  #afterMove(moved: number): void {
    if (this.#rebase()) this.slots.relocate(this.layout, this.#rows, (id) => this.itemOf(id), this.base);
    this.#show(moved);
  }

  /** Chooses what the plane counts from; true when that changed. */
  #rebase(): boolean {
    const tall = this.layout.height + foot > straightUpTo;
    const base = tall ? Math.floor(this.position / baseStep) * baseStep : 0;
    this.planeTop = tall ? base + this.#scale.offset : 0;
    if (base === this.base) return false;
    this.base = base;
    return true;
  }

  /** Hands tiles and headers to what is within one screen of the view. */
  #show(moved: number): void {
    const { layout, page, position } = this;
    const firstRow = firstRowBelow(layout, position - page);
    const endRow = Math.min(layout.rowCount, firstRowBelow(layout, position + 2 * page) + 1);
    const first = layout.rowFirst[firstRow] ?? 0;
    const end = layout.rowFirst[endRow] ?? layout.count;
    const changed = this.slots.show(layout, this.#rows, first, end, this.cursor, this.base);
    const firstBand = firstBandBelow(layout, position - page);
    const endBand = Math.min(layout.bandCount, firstBandBelow(layout, position + 2 * page) + 1);
    if (this.bands[0] !== firstBand || this.bands.length !== endBand - firstBand)
      this.bands = Array.from({ length: endBand - firstBand }, (_, index) => firstBand + index);
    const visibleRow = Math.min(
      firstRowBelow(layout, position + layout.options.headerHeight),
      layout.rowCount - 1,
    );
    this.firstVisible = layout.rowFirst[Math.max(0, visibleRow)] ?? 0;
    if (changed || moved !== 0) this.pictures.view(position - this.base, position - this.base + page, moved);
  }

  /** Where a section begins that was left there before the vault was locked. */
  #begin(section: PhotoSection, place: string): number | null {
    const { start } = this.#photos;
    if (start?.section !== section || start.at === null || this.#photos.positions.has(place)) return null;
    const item = this.itemOf(start.at.photo);
    if (this.layout.count > 0) this.#photos.start = null;
    return item < 0 ? null : positionOf(this.layout, { item, below: start.at.below });
  }

  /** What the eye rests on now, for the next time. */
  rest(): Rest | null {
    if (this.#section === null) return null;
    const anchor = this.position <= 0 ? null : restingAt(this);
    const at = anchor === null ? null : { photo: this.idAt(anchor.item), below: anchor.below };
    return { section: this.#section, at };
  }

  #remember(): void {
    if (this.#section !== null) this.#photos.positions.set(this.#place, this.position);
  }

  /** Keeps the keyboard at its photo; when that is gone, at the one that took its place. */
  #followCursor(): void {
    const { current } = this.#photos;
    const item = current === null ? -1 : this.itemOf(current);
    if (item >= 0 || this.cursor < 0) {
      this.cursor = item;
      return;
    }
    this.cursor = Math.min(this.cursor, this.layout.count - 1);
    this.#photos.current = this.cursor < 0 ? null : this.idAt(this.cursor);
  }
}
