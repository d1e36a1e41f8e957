/** @file English messages of the repair: its page, its notices, what it found. */
import { counted, formatNumber } from '../../lib/format.ts';

const photos = (count: number): string => counted(count, 'photo', 'photos');

export const repair = {
  action: 'Repair…',
  title: 'Repair the vault',
  text: 'Lightproof makes the catalogue again from its last copy and from the encrypted files of the photos.',
  steps: [
    'Every file is read and checked. Photos the catalogue does not know are added to it.',
    'Small pictures are drawn again where they are missing.',
    'Damaged files are moved into the folder “damaged” inside the vault. Nothing is deleted.',
  ],
  passphrase: 'Passphrase',
  start: 'Repair',
  starting: 'Checking…',
  running: 'Repairing the vault',
  runningText: 'It can be stopped at any time and started again later.',
  pause: 'Pause',
  resume: 'Resume',
  stop: 'Stop',
  stopped: 'The repair was stopped',
  stoppedText: 'Nothing is worse than before. It can be started again at any time.',
  failed: 'The repair could not go on',
  again: 'Try again',
  done: 'The vault is repaired',
  donePartly: 'The vault is repaired, not every photo could be saved',
  nothing: 'Nothing needed repair',
  nothingText: 'Every file of the vault was read. All are as they should be.',
  restored: (count: number) => `${photos(count)} back as ${count === 1 ? 'it was' : 'they were'}`,
  adopted: (count: number) =>
    `${photos(count)} found by ${count === 1 ? 'its file' : 'their files'} alone, without albums and favourites`,
  thumbnails: (count: number) => `${counted(count, 'small picture', 'small pictures')} drawn again`,
  missing: (count: number) => `${photos(count)} without a file`,
  damaged: (count: number) => counted(count, 'damaged file', 'damaged files'),
  moved: (count: number) =>
    `${counted(count, 'file', 'files')} moved into the folder “damaged” inside the vault`,
  backup: 'A backup may still have them. Put their files back where they were and repair again.',
  lost: 'What could not be saved',
  firstOnly: (shown: number, all: number) =>
    `The first ${formatNumber(shown)} of ${formatNumber(all)} are listed.`,
  kept: 'The damaged catalogue is kept beside the new one until the vault has been verified in full.',
  keptOlder: 'The older catalogue is kept beside the new one until the vault has been verified in full.',
  open: 'Open the vault',
  titles: {
    running: 'Repairing the vault',
    ended: { done: 'Repair finished', cancelled: 'Repair stopped', stopped: 'Repair could not go on' },
  },
  confirm: {
    question: 'Stop repairing?',
    explanation: () => 'Nothing is worse than before. The next repair begins again.',
    stop: 'Stop repair',
  },

  integrityTitle: 'Integrity of the vault',
  damage: 'Damaged',
  damageText:
    'Everything that can still be read can be looked at and exported. Nothing can be changed until the catalogue is repaired.',
  found: (day: string, count: number) =>
    `Verified on ${day}: ${counted(count, 'problem', 'problems')} found.`,
  noList: 'Verify the vault again to see what is wrong.',
  verify: 'Verify again…',
} as const;
