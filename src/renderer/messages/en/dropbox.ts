/** @file English messages of the drop box: on the locked window and in the settings. */
import { formatBytes, formatNumber } from '../../lib/format.ts';

const pictures = (count: number): string => (count === 1 ? '1 picture' : `${formatNumber(count)} pictures`);
const files = (count: number): string => (count === 1 ? '1 file' : `${formatNumber(count)} files`);

export const dropbox = {
  dropNow: 'Drop pictures into the locked vault',
  dropHint: 'They are encrypted at once and taken in when it is unlocked. A vault that is dropped is opened.',
  button: 'Drop pictures in without unlocking…',
  dropping: (count: number, bytes: number) => `Encrypting… ${pictures(count)}, ${formatBytes(bytes)}`,
  dropped: (count: number) =>
    `${pictures(count)} put into the vault’s drop box. ${count === 1 ? 'It is' : 'They are'} taken in when the vault is unlocked; until then nobody can see ${count === 1 ? 'it' : 'them'}.`,
  nothing: 'Nothing was put into the drop box: these are no pictures.',
  failed: (count: number) => `${files(count)} could not be put in:`,
  leftOut: (count: number) => `${files(count)} left out: no pictures.`,
  beside: (count: number) =>
    `${files(count)} with dates or descriptions left out: add them with the photos once the vault is open.`,
  waiting: (count: number) =>
    count === 1 ? '1 file waits in the drop box.' : `${formatNumber(count)} files wait in the drop box.`,
  close: 'Close',
  source: 'Drop box',

  title: 'Drop box',
  text: 'Pictures can be put into this vault while it is locked: dropped onto its window, or by the command line. No passphrase is needed, and what lies there cannot be read without it. It is taken in when the vault is unlocked.',
  fingerprint: 'Fingerprint of its key',
  fingerprintHint: 'Compare these words before you seal something for it on another computer.',
  empty: 'Nothing waits in it.',
  aside: (count: number) =>
    count === 1
      ? '1 file could not be taken in and is kept aside: damaged, or not meant for this vault.'
      : `${formatNumber(count)} files could not be taken in and are kept aside: damaged, or not meant for this vault.`,
  strays: (count: number) =>
    count === 1
      ? 'Something lies in its folder that nobody dropped. It is left alone.'
      : `${formatNumber(count)} things lie in its folder that nobody dropped. They are left alone.`,
  adopt: 'Take in now',
  again: 'Try those kept aside again',
  saveKey: 'Save its public key…',
  saved: 'The public key is saved. With it, pictures can be sealed for this vault, and not opened.',
} as const;
