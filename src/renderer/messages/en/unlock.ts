/** @file English messages of the unlock screen and of the pages for vaults that cannot be opened. */
import type { ErrorCode } from '../../../shared/errors.ts';
import { formatNumber } from '../../lib/format.ts';

interface Trouble {
  readonly title: string;
  /** What can be done. */
  readonly advice: string;
}

/** The failures that get a page of their own instead of a line under the passphrase. */
const troubles: Readonly<Partial<Record<ErrorCode, Trouble>>> = {
  'vault-missing': {
    title: 'The vault is not there',
    advice:
      'Connect its disk or put its folder back, then try again. If you moved it, open it where it is now.',
  },
  'vault-not-a-vault': {
    title: 'This is not a vault',
    advice: 'Nothing was changed. Choose the folder of a vault; its name ends in “.lightproof”.',
  },
  'vault-in-use': {
    title: 'The vault is open elsewhere',
    advice: 'Only one program can have a vault open at a time, so that neither overwrites the other.',
  },
  'vault-version': {
    title: 'The vault is newer than this Lightproof',
    advice: 'Nothing was changed. A newer version of Lightproof opens it.',
  },
  'header-damaged': {
    title: 'The vault’s lock file is damaged',
    advice:
      'Do not delete anything in the vault’s folder: the encrypted photos are kept in files of their own. Put “vault.hdr” back from any backup of this vault, then try again. It has to be from after the last change of passphrase, or the older passphrase will open it.',
  },
  'header-rolled-back': {
    title: 'The vault’s lock file is too old',
    advice:
      'Put the newest “vault.hdr” back from a backup, twice: as “vault.hdr” and as “vault.hdr.bak”. Do not delete anything in the vault’s folder: what cannot be opened now opens again with the right file.',
  },
  'kdf-out-of-range': {
    title: 'Something is wrong with the vault’s lock file',
    advice: 'If you have a backup of this vault, put its “vault.hdr” back, then try again.',
  },
  'catalogue-damaged': {
    title: 'The vault’s catalogue is damaged',
    advice:
      'Every photo is kept in an encrypted file of its own, and the catalogue can be made again from them. Do not delete anything in the vault’s folder.',
  },
  'catalogue-missing': {
    title: 'The vault’s catalogue is missing',
    advice:
      'Every photo is kept in an encrypted file of its own, and the catalogue can be made again from them. Do not delete anything in the vault’s folder.',
  },
  'catalogue-altered': {
    title: 'The vault’s catalogue was altered',
    advice:
      'If you have put back a part of the vault from a backup, put back the whole folder instead. Otherwise somebody may have changed it: use a backup you trust.',
  },
  'vault-moved': {
    title: 'The vault’s folder disappeared',
    advice: 'Connect its disk or put its folder back, then try again.',
  },
  'no-permission': {
    title: 'No permission to open the vault',
    advice:
      'Change the permissions of the vault’s folder so that you can read and write in it, then try again.',
  },
  'disk-failed': {
    title: 'The disk cannot be read',
    advice:
      'Check that the disk is connected. If it keeps failing, copy the vault’s folder to another disk as soon as you can.',
  },
};

export const unlock = {
  troubles,
  passphrase: 'Passphrase',
  unlock: 'Unlock',
  checking: 'Checking…',
  useWords: 'Use recovery words instead',
  usePassphrase: 'Use the passphrase instead',
  words: 'Recovery words',
  wordsHint: 'The 24 words of the recovery kit, in order. They can be pasted.',
  wordsCount: (count: number) => `${formatNumber(count)} of 24 words`,
  more: 'More',
  keyFile: 'Key file',
  keyFileHint: 'If this passphrase needs a key file, choose it here.',
  chooseKeyFile: 'Choose the key file…',
  withoutKeyFile: 'Without a key file',
  locked: {
    hand: undefined,
    idle: 'Locked because nobody was using it.',
    sleep: 'Locked because the computer went to sleep or its screen was locked.',
    'engine-gone': 'The vault’s engine ended unexpectedly. Nothing was lost; unlock to go on.',
  },
  others: 'Other vaults',
  notThere: 'Not there at the moment',
  openOther: 'Open another vault…',
  create: 'Create a vault…',
  forget: 'Remove from this list',
  forgetHint: 'The vault itself stays where it is.',
  vaultMenu: (name: string) => `More about ${name}`,
  brokenTitle: 'Lightproof could not start',
} as const;
