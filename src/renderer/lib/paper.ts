/** @file Pages for the printer (styles/print.css). Runs in the renderer. */

/** Paper shows what stands beside the app, not in it: from there it goes by itself, or it would be printed with the next page. */
export function besideTheApp(sheet: HTMLElement): () => void {
  document.querySelector('#app')?.append(sheet);
  return () => sheet.remove();
}
