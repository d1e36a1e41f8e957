/** @file English messages of the library's frame: sidebar, toolbar, empty states, notices, shortcuts. */
import type { CommandGroup, CommandName, GestureName } from '../../../shared/commands.ts';
import { counted, formatDay, formatNumber, plural } from '../../lib/format.ts';
import type { FixedSection } from '../../library/sections.ts';

const photos = (count: number): string => counted(count, 'photo', 'photos');

const commands: Readonly<Record<CommandName, string>> = {
  palette: 'All commands',
  open: 'Open the photo',
  search: 'Search',
  back: 'Close the photo, clear the selection, or end the search',
  'go-to-date': 'Go to a date',
  'grid-larger': 'Larger pictures in the timeline',
  'grid-smaller': 'Smaller pictures in the timeline',
  sidebar: 'Show the sidebar as icons, or whole',
  'toggle-selected': 'Select or deselect',
  'toggle-day': 'Select or deselect the whole day',
  undo: 'Undo',
  redo: 'Redo',
  'select-all': 'Select all',
  favourite: 'Favourite',
  info: 'Show or hide the info panel',
  'add-to-album': 'Add to an album',
  'remove-from-album': 'Remove from the album shown',
  'move-earlier': 'Move towards the beginning, in an album with its own order',
  'move-later': 'Move towards the end, in an album with its own order',
  tag: 'Tags',
  'edit-details': 'Edit date, place and caption',
  'rate-0': 'No rating',
  'rate-1': 'One star',
  'rate-2': 'Two stars',
  'rate-3': 'Three stars',
  'rate-4': 'Four stars',
  'rate-5': 'Five stars',
  hide: 'Hide, or show again',
  archive: 'Archive, or back into the timeline',
  trash: 'Move to the trash',
  remove: 'Delete for ever',
  restore: 'Restore from the trash',
  'zoom-toggle': 'Fit the window, or full size',
  'zoom-in': 'Zoom in',
  'zoom-out': 'Zoom out',
  'zoom-fit': 'Fit the window',
  'zoom-fill': 'Fill the window',
  'zoom-100': 'Full size, 100 %',
  'zoom-400': 'Four times full size, 400 %',
  'turn-right': 'Turn to the right',
  'turn-left': 'Turn to the left',
  insight: 'What a thief sees of the photo',
  slideshow: 'Slideshow',
  filmstrip: 'Show or hide the filmstrip',
  play: 'Play or pause a film or Live Photo',
  'seek-back': 'Five seconds back in a film',
  'seek-forward': 'Five seconds on in a film',
  'volume-up': 'Louder',
  'volume-down': 'Quieter',
  mute: 'Sound off or on',
  'full-screen': 'Full screen',
  'import-folder': 'Import a folder',
  'import-files': 'Import files',
  export: 'Export the selection, what was found, the album, or everything',
  send: 'Send the selection, what was found, the album, or everything',
  receive: 'Open a file that somebody has sent',
  verify: 'Verify the vault',
  lock: 'Lock',
  'change-passphrase': 'Change the passphrase',
  'text-larger': 'Larger text',
  'text-smaller': 'Smaller text',
  'text-usual': 'Text in its usual size',
  'theme-system': 'Appearance as the system has it',
  'theme-dark': 'Dark appearance',
  'theme-light': 'Light appearance',
  settings: 'Settings',
  shortcuts: 'Keyboard shortcuts',
};

const groups: Readonly<Record<CommandGroup, string>> = {
  moving: 'Moving around',
  photos: 'Photos',
  viewer: 'Viewing',
  vault: 'Vault',
  app: 'Window',
};

const gestures: Readonly<Record<GestureName, string>> = {
  move: 'Move from photo to photo',
  ends: 'First photo, last photo',
  pages: 'A page up, a page down',
  'grid-wheel': 'Larger or smaller pictures in the timeline',
  'select-to': 'Select up to here',
  'select-add': 'Add to the selection',
  'select-frame': 'Select what a frame passes over',
  'context-menu': 'What can be done with it',
  'zoom-wheel': 'Zoom in or out, where the pointer is',
  pan: 'Move a picture that is larger than the window',
};

const sections: Readonly<Record<FixedSection, string>> = {
  photos: 'Photos',
  favourites: 'Favourites',
  places: 'Places',
  alike: 'Look-alikes',
  archive: 'Archive',
  hidden: 'Hidden',
  imports: 'Imports',
  import: 'One import',
  trash: 'Trash',
};

type Timeline = Exclude<FixedSection, 'imports' | 'places' | 'alike'>;
const empty: Readonly<Record<Timeline, { readonly title: string; readonly text: string }>> = {
  photos: {
    title: 'Nothing here yet',
    text: 'Add photos, or drop them on this window. Originals stay where they are.',
  },
  favourites: { title: 'No favourites yet', text: 'Select a photo and press F, and it is found here.' },
  archive: {
    title: 'Nothing is archived',
    text: 'Select photos and press A: they leave the timeline, and stay in their albums and in what a search finds.',
  },
  import: {
    title: 'No photo of this import is left',
    text: 'They are in the trash, or were deleted. The report still tells what came in.',
  },
  hidden: {
    title: 'Nothing is hidden',
    text: 'Select photos and press H: they leave every list, count and search, and are found here once the passphrase was entered again.',
  },
  trash: {
    title: 'The trash is empty',
    text: 'What you move to the trash waits here for 30 days.',
  },
};

export const frame = {
  commands,
  groups,
  gestures,
  sections,
  empty,
  photos,
  selected: (count: number) => `${formatNumber(count)} selected`,
  favourited: (count: number) => `${photos(count)} marked as ${plural(count, 'favourite', 'favourites')}`,
  unfavourited: (count: number) => `${photos(count)} no longer ${plural(count, 'a favourite', 'favourites')}`,
  trashed: (count: number) => `${photos(count)} moved to the trash`,
  restored: (count: number) => `${photos(count)} restored`,
  removed: (count: number) => `${photos(count)} deleted for ever`,

  navigation: 'Sections',
  toolbar: 'Toolbar',
  sidebarWidth: 'Width of the sidebar',
  vault: 'Vault',
  loading: 'Reading the catalogue…',

  import: 'Import',
  importFolder: 'Folder…',
  importFiles: 'Files…',
  addPhotos: 'Add photos',
  addFolder: 'Add folder',
  gridSize: 'Size of the pictures',
  info: 'Info',
  export: 'Export',
  favourite: 'Favourite',
  unfavourite: 'No longer a favourite',
  trash: 'Move to the trash',
  restore: 'Restore',
  remove: 'Delete for ever',
  clearSelection: 'Clear the selection',

  lock: 'Lock',
  settings: 'Settings',
  verify: 'Verify…',
  showProblems: 'Show…',
  verified: (instant: string) => `Verified ${formatDay(instant)}`,
  checkDue: 'Check due',
  problems: (count: number) => counted(count, 'problem found', 'problems found'),

  removeTitle: (count: number) => `Delete ${photos(count)} for ever?`,
  removeText: (count: number) =>
    `${plural(count, 'It is', 'They are')} erased from the vault and cannot be restored, not even with the passphrase.`,

  unlockedByWords:
    'You opened the vault with its recovery words. Set a new passphrase while you can do so without the old one.',
  /** Dropped or chosen, and not imported because the vault was locked first. */
  leftWaiting: (count: number): string =>
    count === 1
      ? 'One file or folder was waiting to be imported when the vault was locked. It was not imported: choose or drop it again.'
      : `${formatNumber(count)} files or folders were waiting to be imported when the vault was locked. They were not imported: choose or drop them again.`,
  interrupted: 'An import was interrupted. What was imported is in the vault; the rest can go on from there.',
  setPassphrase: 'Set a passphrase',
} as const;
