/**
 * @file The part of the contract (`contract.ts`) for what was being looked at when a vault was left, so that it is there again when it is
 * unlocked: kept sealed, outside the vault (docs/format.md §8). Pure TypeScript.
 */
import * as v from 'valibot';
import { Empty, Id } from './basics.ts';

/** CSS px. */
const Pixels = v.pipe(v.number(), v.finite(), v.minValue(-100_000), v.maxValue(100_000));

export const View = v.strictObject({
  /** As the page calls it; one that it does not know, or that is gone, is not gone to. */
  section: v.pipe(v.string(), v.maxLength(100)),
  /** The photo that the eye rested on, and how far below the top of the timeline its middle was; null: at the very top. */
  at: v.nullable(v.strictObject({ photo: Id, below: Pixels })),
  /** Of the rows of the timeline, CSS px. */
  rowHeight: v.pipe(v.number(), v.integer(), v.minValue(80), v.maxValue(400)),
  /** Of the sidebar, rem. */
  sidebar: v.strictObject({
    narrow: v.boolean(),
    width: v.pipe(v.number(), v.minValue(10), v.maxValue(30)),
  }),
  info: v.boolean(),
});
export type View = v.InferOutput<typeof View>;

/** Answered by the engine. */
export const viewingMethods = {
  /** null: nothing is known, or nothing is remembered outside vaults. */
  'view.recall': { input: Empty, output: v.nullable(View), needs: 'unlocked' },
  /** Changes nothing in the vault: also for one that cannot be written to. */
  'view.remember': { input: View, output: Empty, needs: 'unlocked' },
} as const;
