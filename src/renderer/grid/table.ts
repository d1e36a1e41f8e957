/**
 * @file All photos of the vault as sorted columns, and how changes are merged into them without touching what did not change.
 * Runs in the renderer; pure. Tables are values: a merge makes a new one.
 */
import { createColumns, type PhotoColumns } from '../../shared/columns.ts';
import { IdMap } from './id-map.ts';

/** Row numbers are positions in `columns`, newest first; photos of the same instant are ordered by id. */
export interface PhotoTable {
  readonly columns: PhotoColumns;
  readonly ids: IdMap;
}

/** A table over received columns, which are sorted first when they are not. */
export function createTable(received: PhotoColumns): PhotoTable {
  const columns = inOrder(received);
  return { columns, ids: new IdMap(columns.id, columns.count) };
}

/** The same table with `changes` put in (replacing rows of the same id) and the photos `removed` taken out. */
export function mergeTable(table: PhotoTable, changes: PhotoColumns, removed: readonly string[]): PhotoTable {
  const old = table.columns;
  const fresh = inOrder(changes);
  const dropped = new Uint8Array(old.count);
  let gone = 0;
  const drop = (row: number): void => {
    if (row < 0 || dropped[row] === 1) return;
    dropped[row] = 1;
    gone += 1;
  };
  for (const id of removed) drop(table.ids.findHex(id));
  for (let row = 0; row < fresh.count; row += 1) drop(table.ids.find(fresh.id, row * 16));

  const { columns } = createColumns(old.count - gone + fresh.count);
  let from = 0;
  let to = 0;
  /** Copies the old rows [from, end) that stay, in runs as long as possible. */
  const keepUntil = (end: number): void => {
    while (from < end) {
      const stop = dropped.indexOf(1, from);
      const runEnd = stop < 0 || stop > end ? end : stop;
      copyRows(old, from, runEnd, columns, to);
      to += runEnd - from;
      from = runEnd;
      while (from < end && dropped[from] === 1) from += 1;
    }
  };
  for (let row = 0; row < fresh.count; row += 1) {
    keepUntil(placeFor(old, fresh, row, from));
    copyRows(fresh, row, row + 1, columns, to);
    to += 1;
  }
  keepUntil(old.count);
  return { columns, ids: new IdMap(columns.id, columns.count) };
}

/** Rows whose flags, masked, equal `want`: the photos of one section, newest first. */
export function rowsWith(columns: PhotoColumns, mask: number, want: number): Uint32Array {
  const { flags, count } = columns;
  const rows = new Uint32Array(count);
  let length = 0;
  for (let row = 0; row < count; row += 1) {
    if (((flags[row] ?? 0) & mask) === want) {
      rows[length] = row;
      length += 1;
    }
  }
  return rows.slice(0, length);
}

/** Those of the photos named (16 bytes an id) that there are, with such flags, in the order they are named in. */
export function rowsAmong(table: PhotoTable, ids: Uint8Array, mask: number, want: number): Uint32Array {
  const rows = new Uint32Array(ids.length >>> 4);
  let length = 0;
  for (let at = 0; at + 16 <= ids.length; at += 16) {
    const row = table.ids.find(ids, at);
    if (row < 0 || ((table.columns.flags[row] ?? 0) & mask) !== want) continue;
    rows[length] = row;
    length += 1;
  }
  return rows.slice(0, length);
}

/** First position in the ascending `rows` that holds `row` or a later one. */
export function lowerBound(rows: Uint32Array, row: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Negative when row `i` of `a` comes before row `k` of `b`. */
function compareRows(a: PhotoColumns, i: number, b: PhotoColumns, k: number): number {
  const byTime = (b.time[k] ?? 0) - (a.time[i] ?? 0);
  if (byTime !== 0) return byTime;
  for (let byte = 0; byte < 16; byte += 1) {
    const byId = (a.id[i * 16 + byte] ?? 0) - (b.id[k * 16 + byte] ?? 0);
    if (byId !== 0) return byId;
  }
  return 0;
}

/** First row of `old`, not before `from`, that comes after row `row` of `fresh`. */
function placeFor(old: PhotoColumns, fresh: PhotoColumns, row: number, from: number): number {
  let low = from;
  let high = old.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareRows(old, middle, fresh, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function inOrder(columns: PhotoColumns): PhotoColumns {
  let sorted = true;
  for (let row = 1; row < columns.count && sorted; row += 1) {
    sorted = compareRows(columns, row - 1, columns, row) <= 0;
  }
  if (sorted) return columns;
  const order = Uint32Array.from({ length: columns.count }, (_, row) => row).sort((a, b) =>
    compareRows(columns, a, columns, b),
  );
  const { columns: out } = createColumns(columns.count);
  order.forEach((row, to) => {
    copyRows(columns, row, row + 1, out, to);
  });
  return out;
}

function copyRows(from: PhotoColumns, start: number, end: number, to: PhotoColumns, at: number): void {
  if (end <= start) return;
  const hashWidth = to.count === 0 ? 0 : to.hash.length / to.count;
  to.time.set(from.time.subarray(start, end), at);
  to.ratio.set(from.ratio.subarray(start, end), at);
  to.color.set(from.color.subarray(start, end), at);
  to.flags.set(from.flags.subarray(start, end), at);
  to.thumb.set(from.thumb.subarray(start, end), at);
  to.id.set(from.id.subarray(start * 16, end * 16), at * 16);
  to.hash.set(from.hash.subarray(start * hashWidth, end * hashWidth), at * hashWidth);
}
