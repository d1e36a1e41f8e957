/** @file Which originals the window may show or play as they are. Runs in the engine. */

const shown = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif']);

/** Whether Chromium shows this type itself. SVG is left out: it is a document, not only a picture. */
export function isShownByWindow(mime: string): boolean {
  return shown.has(mime);
}

const played = new Set(['video/mp4', 'video/webm', 'video/quicktime', 'video/x-matroska', 'video/3gpp']);

/** Whether Chromium opens films of this kind. What is inside may still be of a codec that it does not have. */
export function isPlayedByWindow(mime: string): boolean {
  return played.has(mime);
}
