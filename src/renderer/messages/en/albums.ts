/** @file English messages of albums: the sidebar's group, the dialogs, what was done. */
import { counted, plural } from '../../lib/format.ts';

const photos = (count: number): string => counted(count, 'photo', 'photos');

export const albums = {
  title: 'Albums',
  more: 'Album actions',
  add: 'Add to an album…',
  remove: 'Remove from this album',
  cover: 'Use as the album’s cover',
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
  deleteText: (count: number) =>
    count === 0
      ? 'No photo is deleted.'
      : `${plural(count, 'Its photo stays', `Its ${photos(count)} stay`)} in the vault.`,
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
