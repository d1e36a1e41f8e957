/** @file The identifier that a Live Photo's picture and film share, as Apple's maker note keeps it; decoder process. */

const NOTE = 'Apple iOS\0';
/** Tag of the content identifier; type ASCII. */
const [CONTENT_ID, ASCII] = [0x11, 2];
const MOST_ENTRIES = 200;

/** As Apple writes it, e.g. `5B8A4F2E-…`: 36 characters; null when there is none. Never throws. */
export function contentId(exif: Buffer): string | null {
  const start = exif.indexOf(NOTE, 0, 'latin1');
  const directory = start + 14;
  if (start < 0 || directory + 2 > exif.length) return null;
  const count = Math.min(exif.readUInt16BE(directory), MOST_ENTRIES);
  for (let at = directory + 2; at + 12 <= exif.length && at < directory + 2 + count * 12; at += 12) {
    if (exif.readUInt16BE(at) !== CONTENT_ID || exif.readUInt16BE(at + 2) !== ASCII) continue;
    const from = start + exif.readUInt32BE(at + 8);
    return identifier(exif.toString('latin1', from, from + 36));
  }
  return null;
}

/** The text if it is such an identifier. */
export function identifier(text: string): string | null {
  return /^[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}$/iu.test(text) ? text.toUpperCase() : null;
}
