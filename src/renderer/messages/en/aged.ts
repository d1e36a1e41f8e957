/** @file English messages about a vault that is older than it should be, or went another way: what was noticed, what can be done, what it means to take it. */
import type { ErrorCode, ErrorParams } from '../../../shared/errors.ts';
import { formatInstant } from '../../lib/format.ts';

const putBack = 'If there is a newer copy of this vault, lock this one and put the newer one in its place.';
const exportFirst = 'Until then everything can be looked at and exported, and nothing is changed.';

/** What can be done, most likely first. */
const advice: Readonly<Partial<Record<ErrorCode, readonly string[]>>> = {
  'vault-rolled-back': [
    putBack,
    'If you put this one back from a backup yourself, because the newer one is lost, say so below.',
    exportFirst,
  ],
  'header-rolled-back': [
    'If you have a newer “vault.hdr”, lock the vault and put it into its folder, twice: as “vault.hdr” and as “vault.hdr.bak”.',
    'If you put the old one back yourself, say so below. Then change the passphrases you no longer trust.',
    exportFirst,
  ],
  'catalogue-rolled-back': [
    'A repair brings back what can be found: photos that were added since, and what the last copy of the catalogue tells.',
    'If you put the whole vault back from a backup and want it as it is, say so below.',
    exportFirst,
  ],
  'vault-forked': [
    'This happens when a vault lies in a folder that is kept the same on several computers, and was changed on two of them at once; or when a backup was gone on with elsewhere.',
    'Decide which copy you go on with. What only the other one has can be exported from it and imported here.',
    'If this is the one, say so below.',
    exportFirst,
  ],
};

const missing = 'What came later is not in it: photos added, albums and marks changed since then.';
const waysIn =
  'Passphrases and recovery kits may be the ones of that time: what was changed or removed since may open it again.';
const newer = 'The newer copy, should it turn up, is called an older one then.';
const consequences: Readonly<Partial<Record<ErrorCode, readonly string[]>>> = {
  'header-rolled-back': [
    'Passphrases and recovery kits are the ones of that time: what was changed or removed since opens it again, what was added since does not.',
    'Photos, albums and marks are not touched by this.',
  ],
  'vault-forked': [
    'What was added or changed only in the other copy is not in this one.',
    'The other copy, should it turn up, is called an older or another one then.',
  ],
};

export const aged = {
  /** In the place of "Damaged". */
  card: (code: ErrorCode) => (code === 'vault-forked' ? 'Another copy' : 'Older copy'),
  what: 'What to do…',
  titles: {
    'vault-rolled-back': 'A newer copy was here before',
    'header-rolled-back': 'An older lock file',
    'catalogue-rolled-back': 'An older catalogue',
    'vault-forked': 'Two copies of one vault',
  } as Readonly<Partial<Record<ErrorCode, string>>>,
  /** When this copy and the newest one were changed, where that is known. */
  dates: ({ changed, seen }: ErrorParams): string[] => [
    ...(typeof changed === 'string' ? [`This copy was last changed on ${formatInstant(changed)}.`] : []),
    ...(typeof seen === 'string'
      ? [`The one this computer has seen was changed on ${formatInstant(seen)}.`]
      : []),
  ],
  adviceTitle: 'What you can do',
  advice: (code: ErrorCode): readonly string[] => advice[code] ?? [],
  unopened: [
    'Put the newest “vault.hdr” back from a backup, twice: as “vault.hdr” and as “vault.hdr.bak”. Then open the vault again.',
    'Do not delete anything in the vault’s folder: what cannot be opened now opens again with the right file.',
  ],
  accept: (code: ErrorCode) =>
    code === 'vault-forked' ? 'Go on with this copy…' : 'It was restored on purpose…',
  acceptTitle: 'Go on with this copy',
  acceptText: 'It becomes the newest, and can be changed again. The vault’s log tells of it.',
  consequences: (code: ErrorCode): readonly string[] => consequences[code] ?? [missing, waysIn, newer],
  go: 'Go on with this copy',
  done: 'This copy of the vault is the newest now',
} as const;
