/** @file English messages of the library's frame: sidebar, toolbar, notices, shortcuts. */
import type { CommandGroup, CommandName } from '../../lib/commands.ts';
import { counted, formatNumber, plural } from '../../lib/format.ts';

const photos = (count: number): string => counted(count, 'photo', 'photos');
const commands: Readonly<Record<CommandName, string>> = {
  open: 'Open the photo',
  back: 'Back, or clear the selection',
  'toggle-selected': 'Select or deselect',
  'select-all': 'Select all',
  favourite: 'Favourite',
  info: 'Show or hide the info panel',
  trash: 'Move to the trash',
  remove: 'Delete for ever',
  restore: 'Restore from the trash',
  'go-to-date': 'Go to a date',
  'zoom-toggle': 'Fit the window, or full size',
  'zoom-in': 'Zoom in',
  'zoom-out': 'Zoom out',
  'full-screen': 'Full screen',
  'import-folder': 'Import a folder',
  'import-files': 'Import files',
  export: 'Export',
  verify: 'Verify the vault',
  lock: 'Lock',
  'change-passphrase': 'Change the passphrase',
  settings: 'Settings',
  shortcuts: 'Keyboard shortcuts',
};
const groups: Readonly<Record<CommandGroup, string>> = {
  moving: 'Moving around',
  photos: 'Photos',
  viewer: 'Viewer',
  vault: 'Vault',
};

export const frame = {
  commands,
  groups,
  photos,
  favourited: (count: number) => `${photos(count)} marked as ${plural(count, 'favourite', 'favourites')}`,
  unfavourited: (count: number) => `${photos(count)} no longer ${plural(count, 'favourite', 'favourites')}`,
  trashed: (count: number) => `${photos(count)} moved to the trash`,
  restored: (count: number) => `${photos(count)} restored`,
  removed: (count: number) => `${photos(count)} deleted for ever`,
  selected: (count: number) => `${formatNumber(count)} selected`,
} as const;
