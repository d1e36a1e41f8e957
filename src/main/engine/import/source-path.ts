/** @file Paths of files to be imported, as bytes: a file system's names need not be UTF-8. Runs in the engine. */
import { isUtf8 } from 'node:buffer';
import { resolve, sep } from 'node:path';

/** An absolute path as the file system has it. */
export type SourcePath = Buffer;

const separator = Buffer.from(sep);

export function sourcePath(text: string): SourcePath {
  return Buffer.from(resolve(text), 'utf8');
}

export function joinPath(folder: SourcePath, name: Buffer): SourcePath {
  const ends = folder.subarray(-separator.length).equals(separator);
  return Buffer.concat(ends ? [folder, name] : [folder, separator, name]);
}

/** The last part of a path. */
export function baseName(path: SourcePath): Buffer {
  return path.subarray(path.lastIndexOf(separator) + separator.length);
}

/** The path without its last part. */
export function folderOf(path: SourcePath): SourcePath {
  return path.subarray(0, Math.max(path.lastIndexOf(separator), separator.length));
}

/** What stands between `folder` and `path` as names; null when `path` is neither `folder` nor inside it. */
export function partsInside(folder: SourcePath, path: SourcePath): Buffer[] | null {
  if (path.equals(folder)) return [];
  const prefix = joinPath(folder, Buffer.alloc(0));
  if (!path.subarray(0, prefix.length).equals(prefix)) return null;
  const parts: Buffer[] = [];
  for (let at = prefix.length; at <= path.length;) {
    const next = path.indexOf(separator, at);
    const end = next < 0 ? path.length : next;
    parts.push(path.subarray(at, end));
    at = end + separator.length;
  }
  return parts;
}

/** A path as it stands in a result line (docs/format.md §5.5): text, and the bytes where they are not UTF-8. */
export function pathFields(path: SourcePath): { path: string; raw?: string } {
  const text = path.toString('utf8');
  return isUtf8(path) ? { path: text } : { path: text, raw: path.toString('base64') };
}

/** The path a result line is about. */
export function pathOf({ path, raw }: { readonly path: string; readonly raw?: string }): SourcePath {
  return raw === undefined ? Buffer.from(path, 'utf8') : Buffer.from(raw, 'base64');
}

// Control characters, marks that turn the direction of text, line separators, halves of surrogate pairs.
const unshowable = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/gu;

/** Text from a file system made fit to be shown and stored: what could break or disguise a line becomes U+FFFD. */
export function shownText(text: string): string {
  return text.replace(unshowable, '\u{fffd}');
}

/** A photo's name as stored (docs/format.md §5.4): at most 255 code points, the extension kept. Never empty. */
export function shownName(name: Buffer): string {
  const points = Array.from(shownText(name.toString('utf8')));
  if (points.length <= 255) return points.join('') || '\u{fffd}';
  const dot = points.lastIndexOf('.');
  const extension = dot > 0 && points.length - dot <= 16 ? points.slice(dot) : [];
  return [...points.slice(0, 255 - extension.length), ...extension].join('');
}
