/** @file The command line's words: sentences for codes, lines for jobs and problems. Plain Node. */
import type { Job, Problem } from '../shared/contract.ts';
import type { ErrorCode, ErrorValue } from '../shared/errors.ts';
import { sentencesWith } from '../shared/sentences.ts';

const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** 18214000000 → "18.2 GB" (decimal units). */
export function bytesText(bytes: number): string {
  let unit = 0;
  let value = bytes;
  for (; value >= 999.5 && unit < units.length - 1; unit += 1) value /= 1000;
  return `${unit === 0 ? String(value) : value.toPrecision(3)} ${units[unit] ?? ''}`;
}

/** 1 → "1 photo", 2 → "2 photos". */
export function counted(number: number, one: string, many: string): string {
  return `${String(number)} ${number === 1 ? one : many}`;
}

const sentences = sentencesWith(bytesText);

const repair = 'The command `repair` rebuilds it.';
/** What a terminal can do about it where the window has a button. */
const remedies: Partial<Record<ErrorCode, string>> = {
  'catalogue-damaged': repair,
  'catalogue-missing': repair,
  'catalogue-altered': repair,
  'catalogue-rolled-back': repair,
};

/** Can be taken as it is. */
const onPurpose =
  'If you have put it back from a backup on purpose, `restored --on-purpose` takes it as it is: what came later is not in it, and passphrases that were changed since may be the old ones again.';

/** What can be done about a vault that is older than it should be, and when it was last changed. */
export function agedLines({ code, params }: ErrorValue): string[] {
  const { changed, seen } = params;
  const day = (instant: string | number): string => `${String(instant).slice(0, 16).replace('T', ' ')} UTC`;
  return [
    ...(changed === undefined ? [] : [`This copy was last changed on ${day(changed)}.`]),
    ...(seen === undefined ? [] : [`The newest one this computer has seen was changed on ${day(seen)}.`]),
    code === 'vault-forked'
      ? 'Use the copy that has what you want to keep; photos of the other one can be exported from it and imported here.'
      : 'If there is a newer copy, put it back in the place of this one.',
    onPurpose,
  ];
}

/** A failure in one sentence, with what it was about where that helps in a terminal. */
export function sentence({ code, params }: ErrorValue): string {
  const words =
    remedies[code] === undefined ? sentences[code](params) : `${sentences[code](params)} ${remedies[code]}`;
  const about = [params['field'], params['detail']].filter((part) => part !== undefined).map(String);
  return about.length > 0 && code !== 'internal' ? `${words} (${about.join(': ')})` : words;
}

/** Why a file was not imported. */
export function reason(code: ErrorCode | null): string {
  return code === null ? '' : sentences[code]({});
}

/** "412 of 3214 · 38 photos/s · 2 min left" */
export function jobLine(job: Job): string {
  const left = job.secondsLeft === null ? '' : ` · ${duration(job.secondsLeft)} left`;
  const rate =
    job.filesPerSecond > 0
      ? ` · ${job.filesPerSecond.toFixed(1)} photos/s · ${bytesText(job.bytesPerSecond)}/s`
      : '';
  return `${String(job.filesDone)} of ${String(job.filesTotal)}${rate}${left}`;
}

export function problemLine({ kind, name, file, detail, hidden }: Problem): string {
  const what = hidden === true ? 'a hidden photo' : (name ?? file);
  return `${what === null ? '' : `${what}: `}${sentences[kind]({})} (${detail})`;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${String(Math.ceil(seconds))} s`;
  return seconds < 3600 ? `${String(Math.ceil(seconds / 60))} min` : `${(seconds / 3600).toFixed(1)} h`;
}
