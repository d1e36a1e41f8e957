/** @file English messages of the first run: create or open a vault, where, passphrase, recovery kit. */
import { formatBytes, formatNumber } from '../../lib/format.ts';

export const firstRun = {
  step: (step: number, of: number) => `Step ${formatNumber(step)} of ${formatNumber(of)}`,

  welcomeTitle: 'Your photos, for your eyes only',
  welcomeText:
    'Lightproof keeps photographs in an encrypted vault on your own disk. No account, no server, no network.',
  create: 'Create a vault',
  createText: 'A new, empty place for your photos',
  open: 'Open a vault',
  openText: 'One you made before, here or on another computer',
  dropHint: 'Or drop a vault on this window.',
  dropNow: 'Drop the vault to open it',
  toVaults: 'Back to your vaults',

  whereTitle: 'Where should the vault live?',
  whereText: 'A vault is one folder. Everything in it is encrypted; copy it whole to back it up.',
  name: 'Name',
  nameDefault: 'Photos',
  nameMissing: 'Give the vault a name.',
  folder: 'Folder',
  chooseFolder: 'Change…',
  willBe: (path: string) => `Will be made at ${path}`,
  free: (bytes: number) => `${formatBytes(bytes)} free on this disk`,
  looking: 'Looking at the folder…',
  exists: 'There is already something with this name in this folder. Choose another name or folder.',
  notWritable: 'Nothing can be written in this folder. Choose another one.',
  warnings: {
    synchronised:
      'This folder is synchronised with a cloud service. The vault would be uploaded, encrypted; and a vault that two computers change at once can be damaged.',
    temporary:
      'This is a folder for temporary files. The system may empty it at any time, and the vault with it.',
    network: 'This folder is on another computer. The vault will be slower, and may be cut off while in use.',
    removable: 'This disk can be unplugged. Lock the vault before you take it out.',
  },

  passphraseTitle: 'Choose a passphrase',
  passphraseText:
    'It is the only key to the vault. Six random words are easy to remember and hopeless to guess.',
  generated: 'Six words',
  own: 'My own',
  another: 'Another six',
  copyPassphrase: 'Copy',
  making: 'Drawing six words…',
  writeDown: 'Write it down or keep it in a password manager.',
  passphrase: 'Passphrase',
  repeat: 'Repeat the passphrase',
  differs: 'The two are not the same.',
  nobody: 'Nobody can reset this.',
  nobodyMore:
    'Not us, not anybody: without the passphrase or the recovery kit on the next page, the photos cannot be opened.',
  makeVault: 'Create the vault',

  keysTitle: 'Making the keys…',
  keysText:
    'Deriving a key from your passphrase takes about a second. It is made slow on purpose: for somebody guessing, every single try takes as long.',

  kitTitle: 'Your recovery kit',
  kitText: 'If the passphrase is ever forgotten, these 24 words open the vault. They are shown only now.',
  kitPrint: 'Print',
  kitSave: 'Save as PDF',
  kitPrinted: 'Sent to the printer.',
  kitSaved: (path: string) => `Saved as ${path}`,
  kitCare: 'Keep it on paper, away from this computer. Whoever holds it can open the vault.',
  kitPdf: 'The PDF is not encrypted. Move it to a safe place, then delete it here.',
  kitWords: 'Recovery words',
  kitNext: 'I have kept it',
  vaultId: 'Vault id',

  confirmTitle: 'Is it safely kept?',
  confirmText: 'Take your kit and enter these three words.',
  word: (position: number) => `Word ${formatNumber(position)}`,
  wordWrong: (position: number) => `Not quite. Look at number ${formatNumber(position)} on the kit.`,
  confirm: 'Finish',
  showAgain: 'Show the words again',
  skip: 'Go on without',
  skipTitle: 'Go on without the recovery kit?',
  skipText:
    'These words are not shown again; a new kit can be made later in Settings. Until then, a forgotten passphrase means that nobody can ever open this vault.',
  skipStay: 'Back to the words',
  skipGo: 'Go on without a kit',

  renewTitle: 'Your new recovery kit',
  renewText:
    'These 24 words open the vault when no passphrase is at hand. They are shown only now. The old kit goes on working until you have entered three of the new words.',
  renewConfirmText: 'Take your new kit and enter these three words. Then the old one stops working.',
  renewConfirm: 'Replace the old kit',
  renewing: 'Replacing…',
  dropTitle: 'Keep the old kit?',
  dropText: 'The new words are thrown away and will open nothing. The kit you have goes on working.',
  dropGo: 'Keep the old kit',

  sheetTitle: 'Lightproof recovery kit',
  sheetVault: 'Vault',
  sheetMade: 'Made on',
  sheetUse:
    'To open the vault without its passphrase: start Lightproof, choose the vault, choose “Use recovery words instead” and enter the 24 words in order.',
  sheetCare:
    'Whoever holds this page can open the vault. Keep it where you keep passports and deeds, not beside the computer.',
  sheetQr: 'The code holds the vault id and the words.',
} as const;
