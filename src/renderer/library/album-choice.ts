/** @file Which albums photos can be put into, given what was typed: those it may mean, and one of that name. Runs in the renderer; pure. */
import type { Output } from '../../shared/contract.ts';

/** `photos` counts those that are not in the trash. */
export type Album = Output<'album.list'>[number];

export type AlbumChoice =
  { readonly kind: 'existing'; readonly album: Album } | { readonly kind: 'new'; readonly name: string };

/** As many characters as the name of an album may have. */
export const albumNameLength = 500;

/** Without regard to case and accents: nobody remembers how they wrote it. */
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * The albums whose name holds the text, those that begin with it first, each group in the order given; then a new one of exactly that
 * name, unless there is one. Without a text, all of them.
 */
export function albumChoices(albums: readonly Album[], text: string): readonly AlbumChoice[] {
  const name = text.normalize('NFC').trim();
  const sought = plain(name);
  const found = albums
    .filter((album) => plain(album.name).includes(sought))
    .map((album) => ({ album, rank: plain(album.name).startsWith(sought) ? 0 : 1 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ album }): AlbumChoice => ({ kind: 'existing', album }));
  const isNew = name !== '' && !albums.some((album) => album.name === name);
  return isNew ? [...found, { kind: 'new', name }] : found;
}
