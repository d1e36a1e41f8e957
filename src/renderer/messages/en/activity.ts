/** @file English messages of the vault's activity. What its entries say stands in src/shared/log-words.ts. */
import { logSentence } from '../../../shared/log-words.ts';
import type { LogEvent } from '../../../shared/log.ts';
import { counted, formatInstant, formatNumber } from '../../lib/format.ts';

export const activity = {
  title: 'Activity',
  text: 'What was done with this vault, newest first. No entry can be changed or taken out unnoticed.',
  list: 'Entries of the log',
  loading: 'Reading…',
  failed: 'The activity cannot be read.',
  empty: 'Nothing yet',
  emptyText: 'From now on, what is done with this vault is written down here.',
  lost: 'This entry is missing or damaged.',
  unknown: (name: string) => `Something this version of Lightproof does not know: ${name}`,
  event: (event: LogEvent) => logSentence(event, { counted, instant: formatInstant }),
  number: (seq: number) => `no. ${formatNumber(seq)}`,
  check: 'Check',
  checking: 'Checking…',
  checkedGood: (count: number) =>
    `${counted(count, 'entry', 'entries')} checked: nothing is missing, and everything is as it was written.`,
  checkedBad:
    'Entries are missing, swapped or altered. Repair the vault to keep what is whole; the photos are not touched by this.',
  export: 'Export…',
  exporting: 'Exporting…',
  written: (file: string, folder: string, key: string) =>
    `Written to ${folder} as “${file}”, with its signature and the key to check it with (${key}).`,
} as const;
