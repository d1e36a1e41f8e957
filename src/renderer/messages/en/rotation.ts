/** @file English messages of changing a vault's keys and of encrypting everything anew. */
import { counted, formatBytes, formatNumber } from '../../lib/format.ts';

export const rotation = {
  // In the settings
  section: 'Keys',
  since: (epoch: number, day: string) =>
    epoch === 1 ? `As old as the vault, from ${day}.` : `Changed on ${day}.`,
  sinceUnknown: 'These keys were made later than the vault.',
  counting: 'Looking at how much is under older keys…',
  none: 'Everything in the vault is encrypted with them.',
  older: (photos: number, total: number, bytes: number) =>
    `The files of ${formatNumber(photos)} of ${counted(total, 'photo', 'photos')} (${formatBytes(bytes)}) are still encrypted with earlier keys.`,
  olderRows: 'Part of the catalogue is still encrypted with earlier keys.',
  progress: (done: number, total: number) =>
    `Photos encrypted anew: ${formatNumber(done)} of ${formatNumber(total)}.`,
  progressCatalogue: 'The catalogue is being encrypted anew.',
  held: 'Paused.',
  change: 'Change the vault’s keys…',
  reencrypt: 'Encrypt all photos anew',

  // The dialog
  title: 'Change the vault’s keys',
  what: 'The vault gets new keys, and a new recovery kit with them. Everything written from now on, and the whole catalogue, can then be read only by who opens the vault after this.',
  when: 'Do this when somebody may have seen a passphrase or the kit, or when you have removed a way in and the one who had it may have kept a copy of the vault.',
  not: 'What was copied before cannot be taken back: a copy of the vault made earlier still opens the old way.',
  prove: 'Your passphrase, which you keep',
  kept: 'Only the passphrase you enter here goes on opening the vault. All others have to be added again.',
  dropsTitle: 'These will not open the vault any more:',
  everything: 'Also encrypt all photos anew',
  everythingText: (bytes: number, seconds: number | null) =>
    `${formatBytes(bytes)}${seconds === null ? '' : `, ${roughly(seconds)} on this computer`}. It can be paused and goes on after locking; the photos can be looked at meanwhile. Without it, the files of the photos that are there stay under the earlier keys.`,
  prepare: 'Continue',
  next: 'Show the new recovery kit',
  /** In the place of what is said where only the kit is replaced. */
  kit: {
    renewText:
      'These 24 words open the vault when no passphrase is at hand. They are shown only now. Keys and kit stay as they are until you have entered three of the new words.',
    renewConfirmText:
      'Take your new kit and enter these three words. Then the vault’s keys change, and the old kit stops working.',
    renewConfirm: 'Change the keys',
    renewing: 'Changing…',
    dropTitle: 'Leave the keys as they are?',
    dropText: 'The new keys and words are thrown away. The kit you have goes on working.',
    dropGo: 'Leave them as they are',
  },
  done: 'The vault has new keys.',
  later:
    'The vault has new keys. The disk did not confirm them yet, so the rest is done when the vault is next opened.',

  // As work on the activity card
  titles: {
    catalogue: 'Encrypting the catalogue anew',
    everything: 'Encrypting all photos anew',
    ended: {
      catalogue: {
        done: 'Catalogue encrypted anew',
        cancelled: 'Encrypting the catalogue anew cancelled',
        stopped: 'Encrypting the catalogue anew stopped',
      },
      everything: {
        done: 'All photos encrypted anew',
        cancelled: 'Encrypting all photos anew cancelled',
        stopped: 'Encrypting all photos anew stopped',
      },
    },
  },
  confirm: {
    question: 'Stop encrypting anew?',
    explanation: () =>
      'What is done stays done, and the rest stays under the earlier keys. Nothing is lost either way, and you can begin again in the settings.',
    stop: 'Stop',
  },
  resultCatalogue: 'Albums, names and small pictures are under the new keys.',
  result: (photos: number) => `${counted(photos, 'photo is', 'photos are')} under the new keys.`,
  left: (photos: number) =>
    photos === 1
      ? 'The file of 1 photo could not be read and was left as it is.'
      : `The files of ${formatNumber(photos)} photos could not be read and were left as they are.`,
  cancelledText: (photos: number) => `${counted(photos, 'photo', 'photos')} encrypted anew before that.`,
  stoppedText: 'It goes on when the vault is next opened. Nothing is lost.',
} as const;

/** Never finer than it can be known. */
function roughly(seconds: number): string {
  if (seconds < 90) return 'about a minute';
  if (seconds < 5400) return `about ${counted(Math.round(seconds / 60), 'minute', 'minutes')}`;
  return `about ${counted(Math.round(seconds / 3600), 'hour', 'hours')}`;
}
