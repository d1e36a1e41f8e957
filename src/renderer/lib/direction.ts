/** @file Which way lines run. Runs in the renderer. */

/** 1 where they run to the right, -1 where they run to the left: what a movement to the right means for what stands at a line's end. */
export function inlineDirection(): 1 | -1 {
  return getComputedStyle(document.documentElement).direction === 'rtl' ? -1 : 1;
}

/** The arrow key that is meant where lines run to the right: in a tree the one to a line's end opens, the one to its beginning closes. */
export function alongLine(key: string): string {
  const turned =
    inlineDirection() === -1 ? { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' }[key] : undefined;
  return turned ?? key;
}
