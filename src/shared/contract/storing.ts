/** @file The part of the contract (`contract.ts`) for how much room a vault takes. Pure TypeScript. */
import * as v from 'valibot';
import { Bytes, Empty } from './basics.ts';

/** Answered by the engine. */
export const storingMethods = {
  /** What the files of the vault's folder take, as their lengths are. Error: disk-failed, no-permission. */
  'storage.info': {
    input: Empty,
    output: v.strictObject({
      path: v.string(), // for display
      photos: v.strictObject({ files: Bytes, bytes: Bytes }), // with previews and films
      catalogue: Bytes, // with thumbnails
      snapshots: Bytes,
      aside: Bytes, // what repairs have set aside
      other: Bytes, // header, lock, drop box
      free: Bytes, // on that disk
    }),
    needs: 'unlocked',
  },
} as const;
