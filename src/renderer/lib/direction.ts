/** @file Which way lines run. Runs in the renderer. */

/** 1 where they run to the right, -1 where they run to the left: what a movement to the right means for what stands at a line's end. */
export function inlineDirection(): 1 | -1 {
  return getComputedStyle(document.documentElement).direction === 'rtl' ? -1 : 1;
}
