/**
 * @file The part of the contract (`contract.ts`) for how pictures are decoded on this computer. Pure TypeScript.
 */
import * as v from 'valibot';
import { Count, Empty } from './basics.ts';

/** Answered by the engine. */
export const decodingMethods = {
  /** How pictures are decoded here: in processes without files, network and other processes in sight, or in plain ones. */
  'decoding.info': {
    input: Empty,
    output: v.strictObject({ isolation: v.picklist(['isolated', 'separate process']), processes: Count }),
    needs: 'nothing',
  },
} as const;
