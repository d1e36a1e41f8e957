/** @file The part of a file's name that says its kind. Runs in the renderer; pure. */

/** "IMG_5195.HEIC" → "HEIC"; empty when there is none worth showing. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 ? name.slice(dot + 1) : '';
  return /^[\p{L}\p{N}]{1,5}$/u.test(extension) ? extension.toUpperCase() : '';
}
