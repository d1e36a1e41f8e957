/**
 * @file The part of the contract (`contract.ts`) for what was being looked at when a vault was left, so that it is there again when it is
 * unlocked: kept sealed, outside the vault (docs/format.md §8). Pure TypeScript.
 */
import * as v from 'valibot';
import { Empty, Id } from './basics.ts';

/** CSS px. */
const Pixels = v.pipe(v.number(), v.finite(), v.minValue(-100_000), v.maxValue(100_000));

/** More than anybody has open; all of it has to fit into one size. */
export const mostOpenAlbums = 64;
/** Photos selected; of more than these none is kept. */
export const mostSelected = 100;
/** Letters of a search. */
export const mostLetters = 200;
/** Files and folders that wait, of which more are not counted. */
export const mostWaiting = 100_000;

const Edge = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000));

/** Of the window as it is when it does not fill the screen, CSS px. */
export const WindowSize = v.strictObject({ width: Edge, height: Edge, maximized: v.boolean() });
export type WindowSize = v.InferOutput<typeof WindowSize>;

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
  // Not in what earlier versions have kept.
  /** Albums whose own albums the sidebar shows. */
  openAlbums: v.exactOptional(v.pipe(v.array(Id), v.maxLength(mostOpenAlbums))),
  /** The filmstrip below an open photo. */
  strip: v.exactOptional(v.boolean()),
  /** What the map shows: its middle, in the square of the world, and its zoom; null: every photo. */
  map: v.exactOptional(
    v.nullable(
      v.strictObject({
        x: v.pipe(v.number(), v.minValue(-1), v.maxValue(2)),
        y: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
        zoom: v.pipe(v.number(), v.minValue(-5), v.maxValue(30)),
      }),
    ),
  ),
  window: v.exactOptional(WindowSize),
  /** What was looked for in the section, as it was typed. */
  search: v.exactOptional(v.pipe(v.string(), v.maxLength(mostLetters))),
  /** Photos of the section that were selected. */
  selected: v.exactOptional(v.pipe(v.array(Id), v.maxLength(mostSelected))),
  /** Files and folders that were dropped or chosen and not imported yet, because a dialog was open. */
  waiting: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostWaiting))),
});
export type View = v.InferOutput<typeof View>;

/** Answered by the engine. */
export const viewingMethods = {
  /** null: nothing is known, or nothing is remembered outside vaults. */
  'view.recall': { input: Empty, output: v.nullable(View), needs: 'unlocked' },
  /** Changes nothing in the vault: also for one that cannot be written to. */
  'view.remember': { input: View, output: Empty, needs: 'unlocked' },
} as const;
