/** @file What other programs are given of a picture that is dragged out of the viewer (docs/decisions/009-exports.md). Runs in the renderer. No DOM. */
import type { Output, PhotoDetails } from '../../shared/contract.ts';

/** An export into the folder they name; the bytes that the window has; or nothing, and the name of the words that say so. */
export function whatIsGiven(
  drags: Output<'shell.state'>['drags'],
  view: PhotoDetails['view'],
): 'folders' | 'bytes' | 'cannotDrag' | 'cannotDragHere' {
  if (drags === 'nothing') return 'cannotDragHere';
  // Chromium has other bytes of what is shown by a preview than the original's.
  return drags === 'folders' || view === 'original' ? drags : 'cannotDrag';
}
