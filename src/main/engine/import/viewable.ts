/** @file Which originals the window may show as they are. Runs in the engine. */

const shown = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif']);

/** Whether Chromium shows this type itself. SVG is left out: it is a document, not only a picture. */
export function isShownByWindow(mime: string): boolean {
  return shown.has(mime);
}
