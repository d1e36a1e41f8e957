/** @file Which photos an export or a file to be sent begins with. Runs in the renderer; pure. */
import type { Id } from '../../shared/contract.ts';
import type { Album } from './album-choice.ts';
import type { DialogRequest } from './seams.ts';

interface Shown {
  /** 16 bytes each; null: nothing was searched for. */
  readonly found: Uint8Array | null;
  readonly album: Album | undefined;
  /** Of the whole vault; 0 where it is not to be offered. */
  readonly photos: number;
}

/** These photos; when the list is empty what was found, the album shown, or else everything. null: there is nothing. */
export function takeOut(
  kind: 'export' | 'send',
  ids: readonly Id[],
  { found, album, photos }: Shown,
): DialogRequest | null {
  const of = (some: readonly Id[]): DialogRequest | null =>
    some.length === 0 ? null : { kind, selection: { of: 'ids', ids: [...some] }, photos: some.length };
  if (ids.length > 0) return of(ids);
  if (found !== null) return of(idsIn(found));
  if (album !== undefined)
    return { kind, selection: { of: 'album', album: album.id }, photos: album.photos, album: album.name };
  return photos === 0 ? null : { kind, selection: { of: 'all' }, photos };
}

/** Ids of 16 bytes each, as text. */
function idsIn(bytes: Uint8Array): Id[] {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.match(/.{32}/g) ?? [];
}
