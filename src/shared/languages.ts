/** @file The languages the window and its menu speak. The command line speaks English. Pure TypeScript. */

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** What is spoken: the language that was chosen, or the system's; English when that is none of ours. `system`: a BCP 47 tag, as “de-AT”. */
export function spoken(chosen: Language | 'system', system: string): Language {
  if (chosen !== 'system') return chosen;
  return languages.find((one) => isOf(one, system)) ?? 'en';
}

/** How numbers and dates look: as in the system's country when it speaks the same language. */
export function localeOf(language: Language, system: string): string {
  return isOf(language, system) ? system : language;
}

function isOf(language: Language, tag: string): boolean {
  return tag.toLowerCase().split('-', 1)[0] === language;
}
