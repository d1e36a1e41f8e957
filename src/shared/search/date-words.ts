/**
 * @file Words that dates are said in, English and German side by side: what was searched for stays the same date when the language of the
 * window changes, and in a search that was kept. In lower case. Pure TypeScript.
 */

export type Unit = 'day' | 'week' | 'month' | 'year';

/** All names of each month, the short ones after `|`: alone, those may be anything. */
const monthNames = [
  'january januar jänner | jan jän',
  'february februar feber | feb',
  'march märz maerz | mar mär mrz',
  'april | apr',
  'may mai',
  'june juni | jun',
  'july juli | jul',
  'august | aug',
  'september | sep sept',
  'october oktober | oct okt',
  'november | nov',
  'december dezember | dec dez',
];
const months = new Map<string, { readonly month: number; readonly short: boolean }>(
  monthNames.flatMap((names, at) => {
    const [full = '', short = ''] = names.split(' | ');
    const each = (text: string, isShort: boolean) =>
      text
        .split(' ')
        .filter(Boolean)
        .map((name) => [name, { month: at + 1, short: isShort }] as const);
    return [...each(full, false), ...each(short, true)];
  }),
);

/** Month each season begins with; winter goes on into the next year. */
const seasons = new Map<string, number>([
  ['spring', 3],
  ['frühling', 3],
  ['fruehling', 3],
  ['frühjahr', 3],
  ['summer', 6],
  ['sommer', 6],
  ['autumn', 9],
  ['fall', 9],
  ['herbst', 9],
  ['winter', 12],
]);

const units = new Map<string, Unit>([
  ...named('day', 'day days tag tage tagen'),
  ...named('week', 'week weeks woche wochen'),
  ...named('month', 'month months monat monate monaten'),
  ...named('year', 'year years jahr jahre jahren'),
]);
const whiches = new Map<string, 'this' | 'last'>([
  ...named('this', 'this dieser diese dieses diesen diesem'),
  ...named('last', 'last letzter letzte letztes letzten letztem'),
  ...named('last', 'voriger vorige voriges vorigen vergangener vergangene vergangenes vergangenen'),
]);
const agos = new Map<string, number>([
  ...named(0, 'today heute'),
  ...named(1, 'yesterday gestern'),
  ...named(2, 'vorgestern'),
]);

/** 1–12. */
export function monthOf(name: string): { readonly month: number; readonly short: boolean } | undefined {
  return months.get(name);
}

/** The month a season begins with. */
export function seasonOf(name: string): number | undefined {
  return seasons.get(name);
}

export function unitOf(name: string): Unit | undefined {
  return units.get(name);
}

/** “this”, or “last”; “past” only where a number follows. */
export function whichOf(name: string, counted = false): 'this' | 'last' | undefined {
  return counted && name === 'past' ? 'last' : whiches.get(name);
}

/** How many days ago a day is that has a name of its own. */
export function daysAgo(name: string): number | undefined {
  return agos.get(name);
}

/** Without what German puts before a date: “im Juli 2024”, “am 14. Juli”, “in den letzten 30 Tagen”. */
export function withoutPreposition(text: string): string {
  return text.replace(/^(?:im|am|(?:in )?den|die) (?=\S)/u, '');
}

function named<const T>(value: T, names: string): [string, T][] {
  return names.split(' ').map((name) => [name, value]);
}
