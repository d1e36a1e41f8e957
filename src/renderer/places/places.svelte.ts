/** @file Where photos were taken, as the map and the lists beside it know it: asked for when they are shown, and again when photos change. Runs in the renderer. */
import { readPlaceColumns, noTown, type PlaceColumns } from '../../shared/contract/discovering.ts';
import type { ErrorValue } from '../../shared/errors.ts';
import type { PhotoStore } from '../grid/photos.svelte.ts';
import { call, on } from '../lib/api.ts';
import { Clusters } from './clusters.ts';
import { isWithin, type Bounds } from './projection.ts';
import { townWords, type Town } from './town-words.ts';

/** A town that photos in view were taken near. */
export interface PlaceInView {
  readonly key: number;
  /** null: far from any town. Told in words where it is shown, in the language of then. */
  readonly town: Town | null;
  readonly photos: number;
  readonly latitude: number;
  readonly longitude: number;
}

export class Places {
  #columns: PlaceColumns | null = $state.raw(null);
  #towns: readonly Town[] = [];
  #clusters: Clusters | null = null;
  #error: ErrorValue | null = $state.raw(null);
  readonly #photos: PhotoStore;
  readonly #stop = new AbortController();
  readonly #unlisten: () => void;
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor(photos: PhotoStore) {
    this.#photos = photos;
    // During an import photos come many times a second.
    this.#unlisten = on('library', () => {
      this.#soon ??= setTimeout(() => {
        this.#soon = undefined;
        void this.load();
      }, 800);
    });
    void this.load();
  }

  /** null while they are being read. */
  get columns(): PlaceColumns | null {
    return this.#columns;
  }
  get error(): ErrorValue | null {
    return this.#error;
  }
  get clusters(): Clusters | null {
    return this.#clusters;
  }

  async load(): Promise<void> {
    const answer = await call('places.index', {}, { signal: this.#stop.signal });
    if (this.#stop.signal.aborted) return;
    this.#error = answer.ok ? null : answer.error;
    if (!answer.ok) return;
    const columns = readPlaceColumns(answer.value.columns);
    const { table } = this.#photos;
    this.#clusters = new Clusters(columns, (row) => {
      const at = table?.ids.find(columns.id, row * 16) ?? -1;
      return at < 0 ? Infinity : at; // the table has the newest first
    });
    this.#towns = answer.value.towns;
    this.#columns = columns;
  }

  stop(): void {
    this.#stop.abort();
    this.#unlisten();
    clearTimeout(this.#soon);
  }

  /** Hex id of the photo in a row. */
  idOf(row: number): string {
    const bytes = this.#columns?.id.subarray(row * 16, row * 16 + 16) ?? [];
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  /** With its country; null: no town. */
  townWords(town: number): string | null {
    const known = this.#towns[town];
    return known === undefined ? null : townWords(known);
  }
  /** Without it. */
  townName(town: number): string | null {
    return this.#towns[town]?.name ?? null;
  }

  /** Photos within: their ids, 16 bytes each, and the towns they are near, those of most photos first. */
  within(bounds: Bounds): { ids: Uint8Array; places: readonly PlaceInView[] } {
    const columns = this.#columns;
    if (columns === null) return { ids: new Uint8Array(0), places: [] };
    const { count, latitude, longitude, town, id } = columns;
    const ids = new Uint8Array(count * 16);
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- of this call only
    const byTown = new Map<number, { photos: number; latitude: number; longitude: number }>();
    let length = 0;
    for (let row = 0; row < count; row += 1) {
      const [north, east] = [latitude[row] ?? 0, longitude[row] ?? 0];
      if (!isWithin(bounds, north, east)) continue;
      ids.set(id.subarray(row * 16, row * 16 + 16), length);
      length += 16;
      const key = town[row] ?? noTown;
      const known = byTown.get(key);
      if (known === undefined) byTown.set(key, { photos: 1, latitude: north, longitude: east });
      else known.photos += 1;
    }
    const places = [...byTown].map(([key, place]): PlaceInView => ({
      key,
      town: this.#towns[key] ?? null,
      ...place,
    }));
    return { ids: ids.slice(0, length), places: places.sort((a, b) => b.photos - a.photos) };
  }
}
