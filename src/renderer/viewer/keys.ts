/** @file Which key leads where in the viewer. What is a command is in lib/commands.ts. Runs in the renderer. */
import { isPlain } from '../lib/commands.ts';
import { layers } from '../lib/layers.svelte.ts';

const panStep = 80;

export interface Moves {
  /** By so many photos; ±Infinity: to the first or the last. */
  readonly by: (photos: number) => void;
  readonly pan: (dx: number, dy: number) => void;
  readonly pannable: () => boolean;
  /** In films Shift and an arrow wind or change the volume. */
  readonly inFilm: () => boolean;
}

/** The handler for `keydown` on the window. */
export function moveKeys({ by, pan, pannable, inFilm }: Moves): (event: KeyboardEvent) => void {
  return (event) => {
    if (layers.any || event.defaultPrevented || !isPlain(event)) return;
    if (event.target instanceof Element && event.target.closest('[role="menu"], input, textarea') !== null)
      return;
    const { shiftKey } = event;
    if (shiftKey && inFilm()) return;
    const keys: Readonly<Record<string, () => void>> = {
      ArrowRight: () => (shiftKey ? pan(-panStep, 0) : by(1)),
      ArrowLeft: () => (shiftKey ? pan(panStep, 0) : by(-1)),
      ArrowDown: () => (pannable() ? pan(0, -panStep) : by(1)),
      ArrowUp: () => (pannable() ? pan(0, panStep) : by(-1)),
      PageDown: () => by(1),
      PageUp: () => by(-1),
      Home: () => by(-Infinity),
      End: () => by(Infinity),
    };
    const run = keys[event.key];
    if (run === undefined) return;
    event.preventDefault();
    run();
  };
}
