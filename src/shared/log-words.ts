/** @file One sentence for every event of the audit log, for the window and the terminal. Pure TypeScript. */
import type { LogEvent } from './log.ts';

/** How numbers and instants are written in the reader's manner. */
export interface LogFormat {
  /** 1 → "1 photo", 3214 → "3,214 photos". */
  readonly counted: (count: number, one: string, many: string) => string;
  readonly instant: (instant: string) => string;
}

type Of<E extends LogEvent['event']> = Extract<LogEvent, { readonly event: E }>;
type Sentences = { readonly [E in LogEvent['event']]: (event: Of<E>) => string };

const kinds = {
  passphrase: 'a passphrase',
  'passphrase+keyfile': 'a passphrase and its key file',
  recovery: 'the words of the recovery kit',
} as const;
const ends = { done: '', cancelled: ' It was cancelled.', stopped: ' It was stopped by a failure.' } as const;

/** What happened, in one or two sentences. */
export function logSentence(event: LogEvent, { counted, instant }: LogFormat): string {
  const photos = (count: number): string => counted(count, 'photo', 'photos');
  const unless0 = (count: number, text: string): string[] => (count === 0 ? [] : [text]);
  const sentences: Sentences = {
    created: () => 'The vault was made.',
    unlocked: ({ kind }) => `Unlocked with ${kinds[kind]}.`,
    'unlock-failed': ({ count, first, last }) =>
      count === 1
        ? `Somebody tried to unlock and failed, on ${instant(first)}.`
        : `${counted(count, 'attempt', 'attempts')} to unlock failed, from ${instant(first)} to ${instant(last)}.`,
    imported: ({ imported, duplicate, skipped, failed, state }) =>
      `${[
        `Imported ${photos(imported)}`,
        ...unless0(duplicate, `${counted(duplicate, 'was', 'were')} in the vault already`),
        ...unless0(skipped, `${counted(skipped, 'file', 'files')} left out`),
        ...unless0(failed, `${counted(failed, 'file', 'files')} failed`),
      ].join(', ')}.${ends[state]}`,
    exported: ({ what, photos: count, failed, destination, state }) =>
      what === 'log'
        ? `Exported this log to ${destination}.`
        : what === 'dragged'
          ? `Dragged ${photos(count)} out of the window.`
          : `${[`Exported ${photos(count)}${manner(what)} to ${destination}`, ...unless0(failed, `${photos(failed)} failed`)].join(', ')}.${ends[state]}`,
    sent: ({ what, photos: count, failed, people, file, state }) =>
      `${[`Sent ${photos(count)}${manner(what)} to ${people === 0 ? 'whoever knows a passphrase' : counted(people, 'person', 'people')}, as ${file}`, ...unless0(failed, `${photos(failed)} failed`)].join(', ')}.${ends[state]}`,
    deleted: ({ photos: count }) => `Deleted ${photos(count)} for good.`,
    'slot-added': ({ label, kind }) => `Added “${label}” as a way in: ${kinds[kind]}.`,
    'slot-removed': ({ label }) => `Removed “${label}” from the ways in.`,
    'slot-renamed': ({ label }) => `Renamed a way in to “${label}”.`,
    'passphrase-changed': ({ label }) => `Changed the passphrase of “${label}”.`,
    'kit-reissued': () => 'Made a new recovery kit. Earlier ones no longer open the vault.',
    'keys-rotated': ({ dropped }) =>
      dropped === 0
        ? 'Changed the vault’s keys.'
        : `Changed the vault’s keys, and removed ${counted(dropped, 'way', 'ways')} in.`,
    're-encrypted': ({ blobs }) => `Encrypted ${counted(blobs, 'file', 'files')} anew under the newest keys.`,
    verified: ({ quick, problems }) =>
      `${quick ? 'Had a quick look at the vault' : 'Verified the whole vault'}: ${
        problems === 0 ? 'no problem found' : `${counted(problems, 'problem', 'problems')} found`
      }.`,
    repaired: ({ restored, adopted, missing, damaged, entriesLost = 0 }) => {
      const found = [
        ...unless0(restored, `${photos(restored)} restored`),
        ...unless0(adopted, `${photos(adopted)} found again`),
        ...unless0(missing, `${counted(missing, 'file', 'files')} missing`),
        ...unless0(damaged, `${counted(damaged, 'file', 'files')} damaged`),
        ...unless0(entriesLost, `${counted(entriesLost, 'entry', 'entries')} of this log lost`),
      ];
      return found.length === 0
        ? 'Repaired the vault: nothing was wrong.'
        : `Repaired the vault: ${found.join(', ')}.`;
    },
    restored: () => 'An older copy of the vault was taken back on purpose.',
  };
  // The function is the one of this event's name, which the compiler cannot follow through a table.
  return (sentences[event.event] as (event: LogEvent) => string)(event);
}

const formats = new Map([
  ['jpeg', ' as JPEG'],
  ['webp', ' as WebP'],
  ['png', ' as PNG'],
]);

/** `no-place` → " without place", `jpeg-no-metadata` → " as JPEG without metadata"; nothing for what is not known here. */
function manner(what: string): string {
  const [format = '', less] = what.replace(/^no-/u, '-no-').split('-no-');
  const without = less === 'place' || less === 'metadata' ? ` without ${less}` : '';
  return `${formats.get(format) ?? ''}${without}`;
}
