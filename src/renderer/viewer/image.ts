/** @file Elements of pictures that are decoded before they are shown. Runs in the renderer. */

export function newImage(): HTMLImageElement {
  const image = new Image();
  image.alt = '';
  image.draggable = false;
  // Decoded before it is shown: it must not go blank for being decoded anew.
  image.decoding = 'sync';
  return image;
}

/** Ends what is being read, too. */
export function release(image: HTMLImageElement | null | undefined): void {
  image?.removeAttribute('src');
}
