/** @file Names for exported files that every system accepts, and that no two files of a folder share. Runs in the engine. */

/** In bytes of UTF-8: below the 255 of common file systems, so that a number fits in between. */
export const longestName = 240;

// Separators and what Windows refuses; control characters; halves of surrogate pairs; marks that make a name read otherwise than it is.
const unsafe = /[/\\:*?"<>|\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;
// Names of devices on Windows, whatever their extension.
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)/iu;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The name as close to the original as is safe: NFC, one path component, at most 240 bytes, the extension kept. */
export function safeName(name: string): string {
  const clean = name
    .normalize('NFC')
    .replace(unsafe, '_')
    .replace(/^\s+/u, '')
    .replace(/[.\s]+$/u, '')
    .replace(/^\./u, '_'); // not hidden
  const whole = clean === '' ? 'photo' : reserved.test(clean) ? `_${clean}` : clean;
  return fitted(whole, '');
}

/** Gives out names of one folder, each once, whatever the case of its letters. */
export class FolderNames {
  readonly #taken = new Set<string>();
  /** Where counting goes on, for names that come again and again. */
  readonly #next = new Map<string, number>();

  constructor(existing: Iterable<string>) {
    for (const name of existing) this.#taken.add(folded(name));
  }

  /** A safe name that is not taken yet, nor is any that goes with it; those are taken too: `IMG_1.jpg`, `IMG_1 (2).jpg` … */
  take(name: string, companions: (name: string) => readonly string[] = () => []): string {
    const first = safeName(name);
    const key = folded(first);
    let number = this.#next.get(key) ?? 1;
    for (; ; number += 1) {
      const candidate = numbered(first, number);
      const all = [candidate, ...companions(candidate)].map(folded);
      if (all.some((one) => this.#taken.has(one))) continue;
      this.#next.set(key, number);
      for (const one of all) this.#taken.add(one);
      return candidate;
    }
  }
}

/** `IMG_1.jpg`, and with a number from 2 on `IMG_1 (2).jpg`. `first` is safe. */
export function numbered(first: string, number: number): string {
  return number === 1 ? first : fitted(first, ` (${String(number)})`);
}

/** The names in a folder before anything is written into it. */
export class ExistingNames {
  /** More than one where the file system tells letters apart by their case. */
  readonly #byFolded = new Map<string, string[]>();
  readonly #names: ReadonlySet<string>;

  constructor(names: Iterable<string>) {
    this.#names = new Set(names);
    for (const name of this.#names) {
      const key = folded(name);
      this.#byFolded.set(key, [...(this.#byFolded.get(key) ?? []), name]);
    }
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** What `FolderNames.take` may have made of a name at another time: `IMG_1.jpg`, `IMG_1 (2).jpg` …, as far as they are there without a gap. */
  likely(name: string): string[] {
    const first = safeName(name);
    const found: string[] = [];
    for (let number = 1; ; number += 1) {
      const here = this.#byFolded.get(folded(numbered(first, number)));
      if (here === undefined) return found;
      found.push(...here);
    }
  }
}

/** Upper case first: it brings together what lower case alone leaves apart (ß and ss), as some file systems do. */
function folded(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase();
}

/** `name` with `number` before its extension, its stem shortened to what fits. */
function fitted(name: string, number: string): string {
  const [stem, extension] = split(name);
  const room = longestName - Buffer.byteLength(extension) - Buffer.byteLength(number);
  if (Buffer.byteLength(stem) <= room) return `${stem}${number}${extension}`;
  let short = '';
  let used = 0;
  for (const { segment } of graphemes.segment(stem)) {
    used += Buffer.byteLength(segment);
    if (used > room) break;
    short += segment;
  }
  return `${short.replace(/[.\s]+$/u, '') || '_'}${number}${extension}`;
}

function split(name: string): [stem: string, extension: string] {
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 ? name.slice(dot) : '';
  return /^\.[\p{L}\p{N}]{1,15}$/u.test(extension) && Buffer.byteLength(extension) <= 32
    ? [name.slice(0, dot), extension]
    : [name, ''];
}

/** The name of the film of a Live Photo beside its picture: `IMG_1 (2).HEIC` → `IMG_1 (2).MOV`. */
export function filmName(picture: string, film: string): string {
  const [, extension] = split(safeName(film));
  const [stem, own] = split(picture);
  // Two files of one name cannot be: then the film's stands behind the picture's.
  return extension.toLowerCase() === own.toLowerCase() ? picture + (extension || '.film') : stem + extension;
}
