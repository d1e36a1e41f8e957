/**
 * @file The tiles there are: as many as fit on a few screens, handed from photo to photo as the timeline scrolls. Runs in the renderer.
 */
import { noColor, photoFlags } from '../../shared/columns.ts';
import type { Id } from '../../shared/contract.ts';
import { t } from '../messages/index.ts';
import type { Layout } from './layout.ts';
import type { PhotoStore } from './photos.svelte.ts';
import { momentWords } from './words.ts';

/** What a tile shows; a new object only when another photo, or another version of it, is shown. */
export interface TileContent {
  readonly id: Id;
  readonly flags: number;
  /** Version of the thumbnail; 0 = none. */
  readonly thumb: number;
  readonly color: string;
  readonly label: string;
}

/** How far the picture of a tile has come. */
export type TileState = 'waiting' | 'shown' | 'failed';

const { noPreview, dated, favourite } = photoFlags;
/** What a photo is called for, the first that fits. */
const kinds = [
  [photoFlags.video, 'video'],
  [noPreview, 'file'],
  [photoFlags.live, 'live'],
  [photoFlags.animated, 'animated'],
  [photoFlags.raw, 'raw'],
] as const;

export class Slot {
  readonly key: number;
  content: TileContent | null = $state.raw(null);
  state: TileState = $state('waiting');
  item = $state(-1);
  x = $state(0);
  /** In the plane the tiles lie on. */
  y = $state(0);
  width = $state(0);
  height = $state(0);
  // Set by the tile when it is mounted; what loads pictures and paints placeholders works on them directly.
  image: HTMLImageElement | null = null;
  canvas: HTMLCanvasElement | null = null;
  element: HTMLElement | null = null;
  /** Whether the thumbnail is being fetched. */
  loading = false;
  /** Whether the canvas holds this photo's thumbhash. */
  painted = false;

  constructor(key: number) {
    this.key = key;
  }

  /** Stops what is under way for the photo shown so far. */
  clear(): void {
    this.loading = false;
    this.painted = false;
    this.state = 'waiting';
    // Cancels the request, and takes away the old picture at once.
    this.image?.removeAttribute('src');
    if (this.canvas !== null) this.canvas.hidden = true;
  }
}

export class Slots {
  /** All tiles there are; grows, never shrinks. */
  all: readonly Slot[] = $state.raw([]);
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no template reads it
  readonly #active = new Map<number, Slot>();
  #free: Slot[] = [];
  readonly #photos: PhotoStore;
  #first = 0;
  #end = 0;
  #held = -1;

  constructor(photos: PhotoStore) {
    this.#photos = photos;
  }

  at(item: number): Slot | undefined {
    return this.#active.get(item);
  }

  /** Every tile in use. */
  active(): Iterable<Slot> {
    return this.#active.values();
  }

  /** Has so many tiles ready, where there is none yet. */
  prepare(count: number): void {
    if (this.all.length > 0) return;
    for (let made = 0; made < count; made += 1) this.#free.push(this.#create());
    this.#grow();
  }

  /**
   * Shows the items [first, end) and the item `held` (−1 = none), which has the keyboard's focus and must not lose its element. Answers
   * whether any tile changed.
   */
  show(layout: Layout, rows: Uint32Array, first: number, end: number, held: number, base: number): boolean {
    if (first === this.#first && end === this.#end && held === this.#held) return false;
    for (const [item, slot] of this.#active) {
      if ((item >= first && item < end) || item === held) continue;
      this.#active.delete(item);
      this.#release(slot);
    }
    for (let item = first; item < end; item += 1) this.#ensure(item, layout, rows, base);
    if (held >= 0 && held < layout.count) this.#ensure(held, layout, rows, base);
    this.#first = first;
    this.#end = end;
    this.#held = held;
    this.#grow();
    return true;
  }

  /**
   * The photos or the layout changed: tiles whose photo is still in the section stay with it, wherever it is now, so that nothing
   * flickers; then `show` does the rest.
   */
  relocate(layout: Layout, rows: Uint32Array, itemOf: (id: Id) => number, base: number): void {
    const before = [...this.#active.values()];
    this.#active.clear();
    for (const slot of before) {
      const item = slot.content === null ? -1 : itemOf(slot.content.id);
      if (item < 0 || item >= layout.count || this.#active.has(item)) this.#release(slot);
      else {
        this.#active.set(item, slot);
        this.#place(slot, item, layout, rows, base);
      }
    }
    this.#first = this.#end = 0;
    this.#held = -1;
  }

  #ensure(item: number, layout: Layout, rows: Uint32Array, base: number): void {
    if (this.#active.has(item)) return;
    const slot = this.#free.pop() ?? this.#create();
    this.#active.set(item, slot);
    this.#place(slot, item, layout, rows, base);
  }

  #fresh: Slot[] = [];
  #create(): Slot {
    const slot = new Slot(this.all.length + this.#fresh.length);
    this.#fresh.push(slot);
    return slot;
  }
  #grow(): void {
    if (this.#fresh.length === 0) return;
    this.all = [...this.all, ...this.#fresh];
    this.#fresh = [];
  }

  #release(slot: Slot): void {
    slot.clear();
    slot.content = null;
    slot.item = -1;
    this.#free.push(slot);
  }

  #place(slot: Slot, item: number, layout: Layout, rows: Uint32Array, base: number): void {
    const row = layout.rowOf[item] ?? 0;
    slot.item = item;
    slot.x = layout.x[item] ?? 0;
    slot.y = (layout.rowTop[row] ?? 0) - base;
    slot.width = layout.width[item] ?? 0;
    slot.height = layout.rowHeight[row] ?? 0;
    const content = this.#contentOf(rows[item] ?? 0);
    const shown = slot.content;
    if (shown?.id === content.id && shown.thumb === content.thumb) {
      if (shown.flags !== content.flags) slot.content = content;
      return;
    }
    slot.clear();
    slot.content = content;
  }

  #contentOf(row: number): TileContent {
    const columns = this.#photos.table?.columns;
    const flags = columns?.flags[row] ?? 0;
    const color = columns?.color[row] ?? noColor;
    const kind = kinds.find(([flag]) => (flags & flag) !== 0)?.[1] ?? 'photo';
    const time = (flags & dated) !== 0 ? (columns?.time[row] ?? 0) : null;
    return {
      id: this.#photos.idOf(row),
      flags,
      thumb: (flags & noPreview) !== 0 ? 0 : (columns?.thumb[row] ?? 0),
      color: color === noColor ? '' : `#${color.toString(16).padStart(6, '0')}`,
      // In the language that is spoken when it is read.
      get label() {
        return t.grid.photo(kind, time === null ? null : momentWords(time), (flags & favourite) !== 0);
      },
    };
  }
}
