/** @file Groups photos that look alike, the best of each first. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import { closePairs, type Looks } from './pairs.ts';

/** Proportions may differ by this factor: a picture that was cut a little still counts, one that was stretched does not. */
const mostStretch = 1.15;

export type Entry = readonly [Id, PhotoRecord];

interface Grouping {
  /** Whether somebody has said of the two that they are different. */
  readonly areDifferent: (a: Id, b: Id) => boolean;
  readonly signal?: AbortSignal;
}

/** Whether a photo is compared with others: pictures that are not in the trash and have a look. */
export function isCompared({ look, trashedAt, mime }: PhotoRecord): boolean {
  return look !== undefined && look !== '' && trashedAt === undefined && !mime.startsWith('video/');
}

/**
 * Every photo is in at most one group, with the best of it, which all others of the group look like: a row of photos that change little by
 * little is cut where the last looks different from the best. Groups of the largest photos first.
 */
export async function groupsOf(
  photos: Iterable<Entry>,
  { areDifferent, signal }: Grouping,
): Promise<readonly (readonly Entry[])[]> {
  const entries = [...photos]
    .filter(([, photo]) => isCompared(photo))
    .sort(([a, p], [b, q]) => byQuality(p, q) || (a < b ? -1 : 1));
  const { looks, kinds } = distinctLooks(entries);
  const near = new Map<number, number[]>();
  const remember = (a: number, b: number): void => {
    const known = near.get(a);
    if (known === undefined) near.set(a, [b]);
    else known.push(b);
  };
  await closePairs(
    looks,
    (a, b) => {
      remember(a, b);
      remember(b, a);
    },
    signal,
  );
  const taken = new Uint8Array(entries.length);
  const groups: Entry[][] = [];
  entries.forEach((best, at) => {
    if (taken[at] === 1) return;
    const kind = kinds.of[at] ?? 0;
    const alike = [kind, ...(near.get(kind) ?? [])].flatMap((other) => kinds.members[other] ?? []);
    if (alike.length < 2) return;
    const group: Entry[] = [best];
    const places = [at];
    for (const other of alike.sort((a, b) => a - b)) {
      const entry = entries[other];
      if (entry === undefined || other === at || taken[other] === 1 || !sameShape(best[1], entry[1]))
        continue;
      if (group.some(([id]) => areDifferent(id, entry[0]))) continue;
      group.push(entry);
      places.push(other);
    }
    if (group.length < 2) return;
    for (const place of places) taken[place] = 1;
    groups.push(group);
  });
  return groups;
}

/** The better one first: most pixels, then most bytes, then the one that knows its date, then its place. */
function byQuality(a: PhotoRecord, b: PhotoRecord): number {
  return (
    pixels(b) - pixels(a) ||
    b.bytes - a.bytes ||
    Number(b.capturedAt !== undefined) - Number(a.capturedAt !== undefined) ||
    Number(b.latitude !== undefined) - Number(a.latitude !== undefined)
  );
}

function pixels({ width = 0, height = 0 }: PhotoRecord): number {
  return width * height;
}

function sameShape(a: PhotoRecord, b: PhotoRecord): boolean {
  const ratio = (a.width ?? 1) / (a.height ?? 1) / ((b.width ?? 1) / (b.height ?? 1));
  return ratio < mostStretch && ratio > 1 / mostStretch;
}

interface Kinds {
  /** Which look each entry has. */
  readonly of: Uint32Array;
  /** Entries of each look. */
  readonly members: readonly number[][];
}

/** Each look once: a thousand photos of the very same look are not compared with one another. */
function distinctLooks(entries: readonly Entry[]): { looks: Looks; kinds: Kinds } {
  const known = new Map<string, number>();
  const of = new Uint32Array(entries.length);
  const members: number[][] = [];
  entries.forEach(([, { look = '' }], at) => {
    const kind = known.get(look) ?? known.size;
    known.set(look, kind);
    of[at] = kind;
    const others = members[kind];
    if (others === undefined) members.push([at]);
    else others.push(at);
  });
  const looks = new Uint32Array(known.size * 4);
  for (const [look, kind] of known) {
    const bytes = Buffer.from(look, 'base64');
    for (let word = 0; word < 4; word += 1) looks[kind * 4 + word] = bytes.readUInt32BE(word * 4);
  }
  return { looks, kinds: { of, members } };
}
