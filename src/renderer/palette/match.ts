/** @file Which of many names fit what is typed, best first. Runs in the renderer; pure. */

const marks = /\p{M}/gu;

function plain(text: string): string {
  return text.normalize('NFD').replace(marks, '').toLowerCase();
}

/** How well one word fits a name: the name begins with it 3, a word of it does 2, it is somewhere 1, it is nowhere 0. */
function fit(name: string, word: string): number {
  const at = name.indexOf(word);
  if (at < 0) return 0;
  if (at === 0) return 3;
  return name.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word)) ? 2 : 1;
}

/**
 * Those of `all` whose name has every word of `text`, whatever the case and the accents; best fits first, else in the order they came. All of
 * them where nothing is typed.
 */
export function matching<T>(all: readonly T[], nameOf: (one: T) => string, text: string): readonly T[] {
  const words = plain(text).split(/\s+/u).filter(Boolean);
  if (words.length === 0) return all;
  return all
    .map((one) => {
      const name = plain(nameOf(one));
      const fits = words.map((word) => fit(name, word));
      return { one, score: fits.includes(0) ? 0 : fits.reduce((sum, each) => sum + each, 0) };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ one }) => one);
}
