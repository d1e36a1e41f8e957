/**
 * @file Which files of a folder belong to which pictures in it, by their names alone: XMP, Google Takeout's JSON with its truncated and numbered
 * names, and what cameras and programs put beside a picture for themselves. Runs in the engine.
 */
import { isNamedLikeAPicture } from '../skip.ts';

/** Names are compared as text in lower case. */
export interface Pairing {
  /** Sidecars that are read with a picture: what comes later counts more. */
  readonly sidecars: ReadonlyMap<string, readonly Buffer[]>;
  /** The picture that a file belongs to, of several the first, as it is written; null: the folder itself. */
  readonly owners: ReadonlyMap<string, Buffer | null>;
  /** What tells of the folder as an album. */
  readonly album: Buffer | null;
  /** Halves of Live Photos, as far as names can tell: the film of a still, and the other way round. */
  readonly movies: ReadonlyMap<string, Buffer>;
  readonly stills: ReadonlyMap<string, Buffer>;
}

const none: Omit<Pairing, 'movies' | 'stills'> = { sidecars: new Map(), owners: new Map(), album: null };
const sidecarName = /\.(?:xmp|json|aae|thm|lrv|pp3|dop|exif)$/u;
/** The list of checksums of an export (export/sums.ts): it belongs to its folder. */
const checksumsName = /^sha256sums(?: \(\d+\))?$/u;
/** Of the folder; translated by Takeout. */
const albumName =
  /^(?:metadata|metadaten|métadonnées|metadatos|metadati|metagegevens|metadados|metadane)(?:\(\d+\))?\.json$/u;

export function keyOfName(name: Buffer): string {
  return name.toString('utf8').normalize('NFC').toLowerCase();
}

/** @param names of everything in one folder */
export function pairUp(names: readonly Buffer[]): Pairing {
  const halves = halvesIn(names);
  const candidates = names.filter((name) => isBeside(keyOfName(name)));
  if (candidates.length === 0) return { ...none, ...halves };
  const pictures = new Pictures(names.filter((name) => isNamedLikeAPicture(keyOfName(name))));
  const sidecars = new Map<string, Buffer[]>();
  const owners = new Map<string, Buffer | null>();
  const all = new Map(names.map((name) => [keyOfName(name), name]));
  let album: Buffer | null = null;
  // XMP counts more than Takeout's JSON, and the one that names the picture whole more than the one that does not.
  const ranked: { readonly rank: number; readonly picture: string; readonly sidecar: Buffer }[] = [];
  for (const sidecar of candidates) {
    const key = keyOfName(sidecar);
    const ending = key.slice(key.lastIndexOf('.'));
    const stem = key.slice(0, -ending.length);
    if (albumName.test(key) || checksumsName.test(key)) {
      if (albumName.test(key)) album ??= sidecar;
      owners.set(key, null);
      continue;
    }
    // An XMP file that names it whole may belong to a picture whose name does not tell that it is one.
    const exact = pictures.has(stem) || (ending === '.xmp' && all.has(stem));
    const of = ending === '.json' ? pictures.ofTakeout(stem) : exact ? [stem] : pictures.ofStem(stem);
    const [first] = of;
    if (first === undefined) continue;
    owners.set(key, all.get(first) ?? Buffer.from(first, 'utf8'));
    if (ending !== '.xmp' && ending !== '.json') continue;
    const rank = ending === '.json' ? 0 : exact ? 2 : 1;
    for (const picture of of) ranked.push({ rank, picture, sidecar });
  }
  for (const { rank, picture, sidecar } of ranked.sort((a, b) => a.rank - b.rank)) {
    const weaker = rank === 1 && ranked.some((other) => other.rank === 2 && other.picture === picture);
    if (!weaker) sidecars.set(picture, [...(sidecars.get(picture) ?? []), sidecar]);
  }
  return { sidecars, owners, album, ...halves };
}

function isBeside(key: string): boolean {
  return sidecarName.test(key) || checksumsName.test(key);
}

/** A HEIC or JPEG and a film of the same name; what else they have in common is looked at when they are read. */
function halvesIn(names: readonly Buffer[]): Pick<Pairing, 'movies' | 'stills'> {
  const movies = new Map<string, Buffer>();
  const stills = new Map<string, Buffer>();
  const films = names.filter((name) => /\.(?:mov|mp4)$/u.test(keyOfName(name)));
  if (films.length === 0) return { movies, stills };
  const known = new Map(names.map((name) => [keyOfName(name), name]));
  for (const film of films) {
    const key = keyOfName(film);
    const { stem } = split(key);
    // Takeout calls the film IMG_1.MP4 beside IMG_1.HEIC, some programs IMG_1.HEIC.MOV.
    const [still] = [stem, ...['heic', 'heif', 'jpg', 'jpeg'].map((ending) => `${stem}.${ending}`)]
      .filter((one) => /\.(?:heic|heif|jpe?g)$/u.test(one) && !movies.has(one))
      .flatMap((one) => known.get(one) ?? []);
    if (still === undefined) continue;
    movies.set(keyOfName(still), film);
    stills.set(key, still);
  }
  return { movies, stills };
}

const suffix = '.supplemental-metadata';
/** Takeout cuts the names of its JSON files to 46 characters; some say 45 or 47, so a little less is taken for a cut too. */
const leastCut = 40;
const edited =
  /-(?:edited|effects|smile|mix|edi|edit|edite|bearbeitet|modifié|modifie|editado|modificato|bewerkt|edytowane|redigerad|redigeret|ha editado|editat|編集済み)$/u;

/** The pictures of a folder, found by what their sidecars are called. */
class Pictures {
  readonly #names = new Set<string>();
  readonly #byStem = new Map<string, string[]>();
  /** By the number that tells copies apart ('' for none) and the name without it. */
  readonly #numbered = new Map<string, string[]>();
  #sorted: readonly string[] | null = null;

  constructor(names: readonly Buffer[]) {
    for (const name of names) {
      const key = keyOfName(name);
      const { stem, ending } = split(key);
      const [, plain = stem, number = ''] = /^(.+)\((\d{1,4})\)$/u.exec(stem) ?? [];
      this.#names.add(key);
      add(this.#byStem, stem, key);
      add(this.#numbered, `${number}|${plain}${ending}`, key);
      // What was edited has no file of its own.
      if (edited.test(plain)) add(this.#numbered, `${number}|${plain.replace(edited, '')}${ending}`, key);
    }
  }

  has(key: string): boolean {
    return this.#names.has(key);
  }
  ofStem(stem: string): readonly string[] {
    return this.#byStem.get(stem) ?? [];
  }

  /** @param full name of the JSON file without `.json` */
  ofTakeout(full: string): readonly string[] {
    const [, plain = full, number = ''] = /^(.+)\((\d{1,4})\)$/u.exec(full) ?? [];
    const named = (name: string, count: string): readonly string[] =>
      this.#numbered.get(`${count}|${name}`) ?? [];
    const direct = this.has(full) ? named(full, '') : [];
    if (this.has(full)) return direct.length > 0 ? direct : [full];
    for (let dot = plain.lastIndexOf('.'); dot > 0; dot = plain.lastIndexOf('.', dot - 1)) {
      if (!suffix.startsWith(plain.slice(dot))) continue;
      const found = named(plain.slice(0, dot), number);
      if (found.length > 0) return found;
    }
    const found = named(plain, number);
    if (found.length > 0) return found;
    const cut = plain.length >= leastCut ? this.#beginningWith(plain, number) : [];
    // Where several begin alike nobody can tell whose it is.
    return cut.length === 1 ? cut : cut.length > 1 ? [] : this.ofStem(full);
  }

  /** Pictures of this number whose name, with what Takeout puts behind it, begins so. */
  #beginningWith(start: string, number: string): readonly string[] {
    this.#sorted ??= [...this.#numbered.keys()].sort();
    const wanted = `${number}|${start}`;
    let low = 0;
    for (let high = this.#sorted.length; low < high;) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] ?? '') < wanted) low = middle + 1;
      else high = middle;
    }
    const found: string[] = [];
    for (let at = low; this.#sorted[at]?.startsWith(wanted) === true && found.length < 3; at += 1)
      found.push(...(this.#numbered.get(this.#sorted[at] ?? '') ?? []));
    return [...new Set(found)];
  }
}

function split(key: string): { stem: string; ending: string } {
  const dot = key.lastIndexOf('.');
  return dot > 0 ? { stem: key.slice(0, dot), ending: key.slice(dot) } : { stem: key, ending: '' };
}

function add(map: Map<string, string[]>, key: string, value: string): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
