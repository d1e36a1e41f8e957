/** @file Builds the columnar index the grid lives on from the photos in memory (`shared/columns.ts`). Runs in the engine. */
import { columnHashBytes, createColumns } from '../../../shared/columns.ts';
import type { Id } from '../../../shared/contract.ts';
import type { PhotoTable } from './photo-table.ts';

/**
 * Columns of all photos whose flags are `shown`, or of those named that are there: newest first; equal times in order of id, so that the order
 * is always the same.
 */
export function buildColumns(
  photos: PhotoTable,
  shown: (flags: number) => boolean,
  ids?: Iterable<Id>,
): Uint8Array {
  const from = photos.columns;
  const idBytes = photos.idBytes;
  const slots = ids === undefined ? photos.slots() : slotsOf(photos, ids);
  const order: number[] = [];
  for (const slot of slots) if (shown(from.flags[slot] ?? 0)) order.push(slot);
  // As numbers of an array: imports bring photos nearly in order, and only an array's sorting makes use of that.
  order.sort(
    (a, b) =>
      (from.time[b] ?? 0) - (from.time[a] ?? 0) ||
      idBytes.compare(idBytes, b * 16, b * 16 + 16, a * 16, a * 16 + 16),
  );
  const { columns, buffer } = createColumns(order.length);
  order.forEach((slot, to) => {
    const thumb = from.thumb[slot] ?? 0;
    columns.time[to] = from.time[slot] ?? 0;
    columns.ratio[to] = from.ratio[slot] ?? 1;
    columns.color[to] = from.color[slot] ?? 0;
    columns.flags[to] = from.flags[slot] ?? 0;
    columns.thumb[to] = thumb === 0 ? 0 : ((thumb - 1) % 65_535) + 1;
    // Byte by byte: a view for each photo would cost more than all the rest.
    for (let byte = 0; byte < 16; byte += 1) columns.id[to * 16 + byte] = idBytes[slot * 16 + byte] ?? 0;
    for (let byte = 0; byte < columnHashBytes; byte += 1)
      columns.hash[to * columnHashBytes + byte] = from.hash[slot * columnHashBytes + byte] ?? 0;
  });
  return buffer;
}

function* slotsOf(photos: PhotoTable, ids: Iterable<Id>): Generator<number> {
  for (const id of ids) {
    const slot = photos.slot(id);
    if (slot !== undefined) yield slot;
  }
}
