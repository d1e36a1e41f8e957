/** @file English messages of albums: the sidebar's group, the dialogs, what was done. */
import type { AlbumSort } from '../../../shared/contract/albums.ts';
import { counted, formatNumber, plural } from '../../lib/format.ts';

const photos = (count: number): string => counted(count, 'photo', 'photos');

export const albums = {
  title: 'Albums',
  more: 'Album actions',
  add: 'Add to an album…',
  remove: 'Remove from this album',
  cover: 'Use as the album’s cover',
  uncover: 'Newest photo as the cover',
  uncovered: (name: string) => `“${name}” has its newest photo as the cover`,
  newAlbum: 'New album…',
  newIn: 'New album inside…',
  newTitle: 'New album',
  newInTitle: (name: string) => `New album in “${name}”`,
  newButton: 'Create',
  there: (name: string) => `There is an album “${name}” here already`,
  made: (name: string) => `Album “${name}” made`,
  treeLabel: (name: string, count: number) => `${name}, ${photos(count)}`,
  sorts: { newest: 'Newest first', oldest: 'Oldest first', name: 'By file name', own: 'Own order' },
  sorted: (name: string, sort: AlbumSort) =>
    `“${name}” is sorted ${{ newest: 'with the newest first', oldest: 'with the oldest first', name: 'by file name', own: 'in its own order: drag photos to where they belong' }[sort]}`,
  arranged: (count: number, name: string) => `${photos(count)} moved in “${name}”`,
  earlier: 'Move towards the beginning',
  later: 'Move towards the end',
  move: 'Move to…',
  moveTitle: (name: string) => `Move “${name}” to…`,
  moveButton: 'Move',
  topLevel: 'No other album (top level)',
  moved: (name: string, to: string) => `“${name}” moved into “${to}”`,
  movedOut: (name: string) => `“${name}” moved to the top level`,
  merge: 'Merge into…',
  mergeTitle: (name: string) => `Merge “${name}” into…`,
  mergeText: (name: string) =>
    `Photos and albums of “${name}” become those of the other album. “${name}” itself goes; no photo does.`,
  mergeButton: 'Merge',
  merged: (name: string, to: string) => `“${name}” merged into “${to}”`,
  findHint: 'Find an album',
  noOther: 'There is no album it fits into.',
  renamed: (name: string) => `Album renamed to “${name}”`,
  covered: (name: string) => `“${name}” has a new cover`,
  rename: 'Rename…',
  delete: 'Delete album…',
  export: 'Export album…',

  addTitle: (count: number) => `Add ${photos(count)} to an album`,
  name: 'Album',
  nameHint: 'Find an album, or name a new one',
  matching: 'Albums to choose from',
  none: 'There are no albums yet. Type a name to make one.',
  create: (name: string) => `New album “${name}”`,
  addButton: 'Add',
  createButton: 'Create and add',

  renameTitle: 'Rename the album',
  newName: 'Name',
  renameButton: 'Rename',
  deleteTitle: (name: string) => `Delete the album “${name}”?`,
  deleteText: (count: number, inside: number) => {
    const stays =
      count === 0
        ? 'No photo is deleted.'
        : `${plural(count, 'Its photo stays', `Its ${photos(count)} stay`)} in the vault.`;
    const up = plural(inside, 'The album in it moves', `The ${formatNumber(inside)} albums in it move`);
    return inside === 0 ? stays : `${stays} ${up} to where it was.`;
  },
  deleteButton: 'Delete album',

  added: (count: number, name: string) => `${photos(count)} added to “${name}”`,
  alreadyIn: (count: number, name: string) =>
    `${plural(count, 'This photo is', 'These photos are')} in “${name}” already`,
  removed: (count: number, name: string) => `${photos(count)} removed from “${name}”`,
  deleted: (name: string) => `Album “${name}” deleted; its photos are still here`,

  empty: {
    title: 'This album is empty',
    text: 'Select photos and press L to put them into an album. They stay where they are, too.',
  },
} as const;
