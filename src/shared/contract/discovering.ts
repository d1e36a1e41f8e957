/**
 * @file The part of the contract (`contract.ts`) for finding photos by where they were taken and by what they look like, each with the schema of
 * what goes in and what comes out. Pure TypeScript.
 */
import * as v from 'valibot';
import { Binary, Count, Empty, Id, Text } from './basics.ts';

const Latitude = v.pipe(v.number(), v.minValue(-90), v.maxValue(90));
const Longitude = v.pipe(v.number(), v.minValue(-180), v.maxValue(180));

/** A town out of the list that comes with the app. */
const Town = v.strictObject({
  name: v.string(),
  country: v.string(), // ISO 3166-1 alpha-2
});

/** One of the photos that look alike. */
export const AlikePhoto = v.strictObject({
  id: Id,
  name: v.string(),
  bytes: Count,
  type: v.string(), // MIME type
  width: v.nullable(Count),
  height: v.nullable(Count),
  capturedAt: v.nullable(v.string()),
  placed: v.boolean(),
  favourite: v.boolean(),
});
export type AlikePhoto = v.InferOutput<typeof AlikePhoto>;

/** Answered by the engine. */
export const discoveringMethods = {
  /** Every photo with a place that is not in the trash (`PlaceColumns`), and the towns the photos are near. */
  'places.index': {
    input: Empty,
    output: v.strictObject({ generation: Count, columns: Binary, towns: v.array(Town) }),
    needs: 'unlocked',
  },
  /** The town nearest to a place; null: none within 150 km. */
  'places.name': {
    input: v.strictObject({ latitude: Latitude, longitude: Longitude }),
    output: v.nullable(v.strictObject({ ...Town.entries, km: v.number() })),
    needs: 'unlocked',
  },
  /** Towns whose name begins so, whatever the case and accents, the largest first. At most eight. */
  'places.find': {
    input: v.strictObject({ name: Text(200) }),
    output: v.array(v.strictObject({ ...Town.entries, latitude: Latitude, longitude: Longitude })),
    needs: 'unlocked',
  },

  /**
   * Photos that look alike, the best of each group first; the groups of the largest photos first, at most `limit`. Photos that were imported before
   * looks were kept are looked at first, which is what the progress tells; that goes on when the call is given up.
   */
  'alike.groups': {
    input: v.strictObject({ limit: v.pipe(Count, v.maxValue(1000)) }),
    output: v.strictObject({
      total: Count, // groups
      groups: v.array(v.array(AlikePhoto)),
    }),
    progress: v.strictObject({ done: Count, total: Count }),
    needs: 'unlocked',
  },
  /** Says of photos that they are different: no two of them are shown together again. `id` takes it back at any time. */
  'alike.dismiss': {
    input: v.strictObject({ ids: v.pipe(v.array(Id), v.minLength(2), v.maxLength(1000)) }),
    output: v.strictObject({ id: Id, undo: v.nullable(Id) }),
    needs: 'unlocked',
  },
  'alike.restore': { input: v.strictObject({ id: Id }), output: Empty, needs: 'unlocked' },
} as const;

/**
 * Places of photos as parallel columns in one buffer. Layout, little-endian, n photos: u32 n ‖ latitude f32×n ‖ longitude f32×n ‖ town u32×n
 * (its number in `towns`, or `noTown`) ‖ id 16 bytes×n. A float holds a degree to some two metres.
 */
export interface PlaceColumns {
  readonly count: number;
  readonly latitude: Float32Array;
  readonly longitude: Float32Array;
  readonly town: Uint32Array;
  readonly id: Uint8Array;
}

/** No town is near. */
export const noTown = 0xffffffff;

export function createPlaceColumns(count: number): { columns: PlaceColumns; buffer: Uint8Array } {
  const buffer = new Uint8Array(sizeOf(count));
  new DataView(buffer.buffer).setUint32(0, count, true);
  return { columns: viewOf(buffer, count), buffer };
}

/** Views over a received buffer (copied first when it is not aligned). Throws RangeError when it is not such a buffer. */
export function readPlaceColumns(received: Uint8Array): PlaceColumns {
  const buffer = received.byteOffset % 4 === 0 ? received : received.slice();
  const count = buffer.byteLength < 4 ? 0 : new DataView(buffer.buffer, buffer.byteOffset).getUint32(0, true);
  if (buffer.byteLength !== sizeOf(count)) throw new RangeError('places: wrong shape');
  return viewOf(buffer, count);
}

function sizeOf(count: number): number {
  return 4 + count * 28;
}

function viewOf({ buffer, byteOffset }: Uint8Array, count: number): PlaceColumns {
  const at = (column: number): number => byteOffset + 4 + column * 4 * count;
  return {
    count,
    latitude: new Float32Array(buffer, at(0), count),
    longitude: new Float32Array(buffer, at(1), count),
    town: new Uint32Array(buffer, at(2), count),
    id: new Uint8Array(buffer, at(3), count * 16),
  };
}
