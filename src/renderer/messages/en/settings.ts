/** @file English messages of the settings. */
import { counted } from '../../lib/format.ts';

export const settings = {
  title: 'Settings',
  pages: { general: 'General', security: 'Security', about: 'About' },

  appearance: 'Appearance',
  themes: { system: 'As the system', dark: 'Dark', light: 'Light' },
  idle: 'Lock when nobody uses it',
  idleHint: 'The vault is also locked when the computer sleeps and when its screen is locked.',
  idleAfter: (minutes: number) => `After ${counted(minutes, 'minute', 'minutes')}`,
  idleNever: 'Never',

  changeTitle: 'Change the passphrase',
  changeText: 'A copy of the vault made earlier still opens with the old passphrase.',
  current: 'Current passphrase',
  currentWrong: 'This is not the passphrase of this vault.',
  byWords: 'You opened the vault with its recovery words, so the old passphrase is not needed.',
  next: 'New passphrase',
  change: 'Change the passphrase',
  changing: 'Changing…',
  changed: 'The passphrase was changed.',

  aboutText: 'Keeps photographs in an encrypted vault on your own disk. Nothing leaves this computer.',
  version: 'Version',
  runtime: 'Electron',
  system: 'System',
  licence: 'Licence',
  licenceName: 'MIT',
} as const;
