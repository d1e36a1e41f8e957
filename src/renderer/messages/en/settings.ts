/** @file English messages of the settings. */
import type { SlotInfo } from '../../../shared/contract.ts';
import { counted, formatNumber } from '../../lib/format.ts';

export const settings = {
  title: 'Settings',
  pages: {
    general: 'General',
    folders: 'Folders',
    export: 'Export',
    sharing: 'Sharing',
    storage: 'Storage',
    security: 'Security',
    activity: 'Activity',
    about: 'About',
  },
  folders: {
    title: 'Watched folders',
    hint: 'What is new in these folders is imported as long as this vault is open. Nothing in them is changed or deleted.',
    none: 'No folder is watched.',
    watch: 'Watch a folder…',
    stop: (path: string) => `Stop watching ${path}`,
    gone: 'It is not there now. When it is back, its new photos come.',
  },

  storage: {
    counting: 'Adding up…',
    photos: (files: number) => `Photos, previews and films, ${counted(files, 'file', 'files')}`,
    catalogue: 'Catalogue, with the small pictures',
    snapshots: 'Copies of the catalogue',
    aside: 'What repairs have set aside',
    other: 'Header and all the rest',
    total: 'The vault as a whole',
    free: 'Free on this disk',
    originals: (bytes: string) => `The originals alone are ${bytes}.`,
    where: 'Where it is',
  },
  exportHint: 'An export begins with this. It can be chosen differently each time, and is remembered.',

  appearance: 'Appearance',
  textSize: 'Size of text',
  motionHint: 'Whether things move follows the system.',
  gridSize: 'Size of the pictures in the timeline, in this vault',
  notify: 'Notify when something long has ended',
  notifyHint: 'Only while the window is not looked at, and without a name or a number.',
  tray: 'Show an icon beside the clock, to show the window or lock',
  themes: { system: 'As the system', dark: 'Dark', light: 'Light' },
  language: 'Language',
  /** Each in itself, so that it is found whatever is spoken. */
  languages: { system: 'As the system', en: 'English', de: 'Deutsch' },
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

  changeAll: (count: number) =>
    `The new passphrase takes the place of all ${formatNumber(count)} passphrases without a key file.`,

  waysTitle: 'Ways in',
  waysText: (count: number, most: number) =>
    `Each of these opens the vault by itself. ${formatNumber(count)} of at most ${formatNumber(most)}.`,
  kinds: {
    passphrase: 'Passphrase',
    'passphrase+keyfile': 'Passphrase and key file',
    recovery: 'Recovery kit',
  } satisfies Record<SlotInfo['kind'], string>,
  added: (kind: string, date: string) => `${kind} · since ${date}`,
  /** A way in by its name. What it is called unless somebody names it is kept in the vault in English. */
  wayCalled: (label: string) => label,
  wayMenu: (name: string) => `More about ${name}`,
  add: 'Add a passphrase…',
  newKit: 'New recovery kit…',
  rename: 'Rename…',
  remove: 'Remove…',
  changeThis: 'Change the passphrase…',

  addTitle: 'Add a passphrase',
  addText: 'For another person or another place. It opens the vault like the ones there are.',
  addKinds: { alone: 'Passphrase alone', file: 'With a key file' },
  keyFileText:
    'Passphrase and file are both needed each time. Any file will do that never changes; keep a copy of it on another disk, and not in the vault’s folder.',
  createKeyFile: 'Make a key file…',
  wayName: 'Name',
  wayNameHint: 'For your own use. It is not encrypted: anyone who has the vault’s folder can read it.',
  wayNameDefault: 'Passphrase',
  prove: 'To allow this, enter a current passphrase',
  proveAnother: 'To allow this, enter another passphrase of this vault',
  proveWrong: 'That does not open this vault.',
  addGo: 'Add',
  addDone: (name: string) => `“${name}” opens the vault from now on.`,

  renameTitle: 'Rename',
  renameGo: 'Rename',
  removeTitle: (name: string) => `Remove “${name}”?`,
  removeText:
    'It will not open this vault any more. A copy of the vault made earlier can still be opened with it.',
  removeGo: 'Remove',
  removeDone: (name: string) => `“${name}” no longer opens the vault.`,
  working: 'Checking…',

  kitTitle: 'A new recovery kit',
  kitText:
    'You get 24 new words to print or save. Once you have kept them, the words of the old kit open nothing any more.',
  kitGo: 'Show the new words',
  kitDone: 'The new recovery kit is valid. The old one no longer opens the vault.',
  back: 'Back',

  aboutText: 'Keeps photographs in an encrypted vault on your own disk. Nothing leaves this computer.',
  version: 'Version',
  runtime: 'Electron',
  system: 'System',
  decoding: 'Picture decoding',
  decodings: { isolated: 'Isolated', 'separate process': 'Separate process' },
  libraries: (count: number) => `Built with ${counted(count, 'library', 'libraries')}`,
  licence: 'Licence',
  licenceName: 'MIT',
} as const;
