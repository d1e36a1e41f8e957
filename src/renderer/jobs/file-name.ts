/** @file File names made safe to look at on one line; runs in the renderer. No DOM. */

/** Line and paragraph breaks, other control characters, and marks that turn the direction of what follows. */
const invisible = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu;

/** The text on one line: breaks as '⏎', tabs as a space, what cannot be seen and could deceive as '\uFFFD'. */
export function onOneLine(text: string): string {
  return text
    .replace(/\r\n?|\n|\u2028|\u2029/gu, '⏎')
    .replace(/\t/gu, ' ')
    .replace(invisible, '\uFFFD');
}

/** Folder and name of a path of any system; the folder keeps no separator at its end unless it is nothing else. */
export function splitPath(path: string): { folder: string; name: string } {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  if (at < 0) return { folder: '', name: path };
  return { folder: path.slice(0, Math.max(at, 1)), name: path.slice(at + 1) };
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * A name in two parts, the second of which is always shown, so that shortening takes from the middle and the end that tells
 * files apart (a number, the extension) stays. Never cuts through an emoji.
 */
export function inTwoParts(name: string, tailLength = 12): { head: string; tail: string } {
  // Names are at most 255 bytes; a long text that is not a name need not be segmented whole.
  if (name.length > 2000) return { head: name, tail: '' };
  const parts = Array.from(graphemes.segment(name), ({ segment }) => segment);
  if (parts.length <= tailLength * 2) return { head: name, tail: '' };
  return { head: parts.slice(0, -tailLength).join(''), tail: parts.slice(-tailLength).join('') };
}
