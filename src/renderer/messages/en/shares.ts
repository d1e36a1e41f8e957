/** @file English messages of the recovery kit in shares: splitting it, and unlocking with them. */
import { formatNumber } from '../../lib/format.ts';

export const shares = {
  use: 'Use shares of the recovery kit',
  useWords: 'Use all 24 recovery words',
  share: (number: number) => `Share ${formatNumber(number)}`,
  hint: 'The 36 words of one share, in order. They can be pasted.',
  add: 'Add another share',
  remove: (number: number) => `Remove share ${formatNumber(number)}`,
  count: (words: number) => `${formatNumber(words)} of 36 words`,
  is: (number: number, count: number, needed: number) =>
    `Share ${formatNumber(number)} of ${formatNumber(count)}; ${formatNumber(needed)} are needed`,
  unknown: (place: number) => `Word ${formatNumber(place)} is not in the list of words.`,
  wrong: 'A word is wrong, or two were swapped. Compare it with the paper.',
  few: (have: number, needed: number) =>
    `${formatNumber(have)} of ${formatNumber(needed)} shares that are needed`,
  enough: 'Enough shares to open the vault',

  split: 'Split into shares…',
  title: 'Split the recovery kit',
  text: 'Each share goes to somebody else. Enough of them together open the vault; fewer tell nothing at all. The kit itself stays valid: destroy it if the shares are to be the only way.',
  words: 'The 24 words of the recovery kit',
  total: 'How many shares',
  needed: 'How many of them are needed',
  go: 'Make the shares',
  overTitle: (number: number, count: number) => `Share ${formatNumber(number)} of ${formatNumber(count)}`,
  overText: (needed: number) =>
    `Print or save this share and give it to somebody you trust. ${formatNumber(needed)} shares are needed to open the vault.`,
  list: (number: number) => `The words of share ${formatNumber(number)}`,
  print: 'Print this share',
  save: 'Save this share as PDF',
  printed: 'Sent to the printer.',
  saved: (path: string) => `Saved to ${path}`,
  care: 'Keep each share apart from the others: on paper, or on a disk of its own.',
  next: 'Next share',
  previous: 'Previous share',
  done: 'Done',
  doneText: 'The shares were tried: they open this vault.',
  endTitle: 'Have all shares been kept?',
  endText: (kept: number, count: number) =>
    `${formatNumber(kept)} of ${formatNumber(count)} were printed or saved. They are shown only now.`,
  endGo: 'Close',
  endStay: 'Back to the shares',
  sheetTitle: 'Share of a recovery kit',
  sheetUse: (needed: number) =>
    `This share alone opens nothing and tells nothing. ${formatNumber(needed)} shares of this kit open the vault: on its unlock screen choose “Use recovery words instead”, then “Use shares of the recovery kit”.`,
  sheetCare: 'Keep it apart from the other shares.',
  sheetQr: 'The share as a QR code',
} as const;
