/** @file What a sidecar tells of a photo, made fit to be kept, and what of it counts beside what the picture itself says. Runs in the engine. */
import type { AlbumPath, PhotoRecord } from '../../catalog/index.ts';
import { shownText } from '../source-path.ts';

/** Fields of the photo's record (docs/format.md §5.4), and names of albums. */
export interface SidecarFacts extends Pick<
  PhotoRecord,
  | 'capturedAt'
  | 'latitude'
  | 'longitude'
  | 'altitude'
  | 'title'
  | 'caption'
  | 'tags'
  | 'rating'
  | 'favourite'
  | 'archived'
  | 'turn'
> {
  /** The photo's name, where the file had to be called otherwise. */
  readonly name?: string;
  readonly albums?: readonly string[];
  /** Of albums that lie in others. */
  readonly albumPaths?: readonly AlbumPath[];
  /** What the photo has none of, whatever its own bytes tell. */
  readonly none?: readonly Field[];
  /** A moment, in ms since 1970, of which no local time is known. */
  readonly takenAt?: number;
}

/** What somebody may have taken away, by its fields of the record. */
export const fields = {
  place: ['latitude', 'longitude', 'altitude'],
  caption: ['caption'],
  tags: ['tags'],
  rating: ['rating'],
} as const satisfies Record<string, readonly (keyof PhotoRecord)[]>;
export type Field = keyof typeof fields;

const longestCaption = 10_000;
const longestTag = 200;
const mostTags = 500;

/** Free text with its line breaks; undefined when nothing is left. */
export function captionOf(text: string): string | undefined {
  const lines = text.replace(/\r\n?/gu, '\n').split('\n').map(shownText);
  const caption = lines.join('\n').normalize('NFC').trim().slice(0, longestCaption);
  return caption.toWellFormed() === '' ? undefined : caption.toWellFormed();
}

/** Short texts, each once; undefined when there is none. */
export function listOf(texts: readonly string[]): readonly string[] | undefined {
  const list = new Set<string>();
  for (const text of texts) {
    const short = shownText(text.normalize('NFC').trim()).slice(0, longestTag).toWellFormed();
    if (short !== '') list.add(short);
    if (list.size >= mostTags) break;
  }
  return list.size === 0 ? undefined : [...list];
}

/** Both or neither, in degrees. */
export function placeOf(
  latitude: number | null,
  longitude: number | null,
  altitude: number | null,
): Pick<SidecarFacts, 'latitude' | 'longitude' | 'altitude'> {
  if (latitude === null || longitude === null) return {};
  if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) return {};
  const known = altitude !== null && Math.abs(altitude) < 100_000; // false of NaN
  return { latitude, longitude, ...(known && { altitude }) };
}

/** A photo whose content nobody has read to its end yet. */
export type UndigestedRecord = Omit<PhotoRecord, 'digest'>;

/** No two clocks on Earth differ by more than 26 hours; by more than this, somebody has corrected the date. */
const clocksDiffer = 26 * 3600 * 1000;

/**
 * The record with what its sidecar tells. The sidecar counts before the picture: it is what somebody has set since. Only a moment without a local
 * time gives way to the picture's own local time, unless no time zone explains the difference.
 */
export function withSidecar(record: UndigestedRecord, facts: SidecarFacts): UndigestedRecord {
  const { albums: _albums, albumPaths: _albumPaths, none = [], takenAt, latitude, ...plain } = facts;
  const gone = new Set<string>(none.flatMap((field) => fields[field]));
  // Without fields that a record need not have.
  const own = Object.fromEntries(
    Object.entries(record).filter(([key]) => !gone.has(key)),
  ) as unknown as UndigestedRecord;
  const { altitude: _altitude, ...elsewhere } = own;
  const base: UndigestedRecord = latitude === undefined ? own : { ...elsewhere, latitude };
  const known = plain.capturedAt ?? own.capturedAt;
  const capturedAt = takenAt === undefined ? known : timeBeside(takenAt, known);
  return { ...base, ...plain, ...(capturedAt !== undefined && { capturedAt }) };
}

/**
 * A photo that is in the vault already with what it does not know yet. Whether it is a favourite, archived or turned is left as it is: that may
 * have been taken back since.
 */
export function withAbsent(record: PhotoRecord, facts: SidecarFacts): PhotoRecord {
  const { latitude, longitude, altitude, ...told } = facts;
  const { name: _name, favourite: _favourite, archived: _archived, turn: _turn, none: _none, ...rest } = told;
  const place =
    record.latitude === undefined ? placeOf(latitude ?? null, longitude ?? null, altitude ?? null) : {};
  return { ...withSidecar(record, { ...rest, ...place }), ...record };
}

function timeBeside(takenAt: number, known: string | undefined): string {
  const zoned = known === undefined || /[+-]\d\d:\d\d$/u.test(known) ? known : `${known}Z`;
  const moment = zoned === undefined ? Number.NaN : Date.parse(zoned);
  if (known !== undefined && Math.abs(moment - takenAt) <= clocksDiffer) return known;
  return new Date(takenAt).toISOString().replace(/(?:\.000)?Z$/u, '+00:00');
}
