/** @file Texts as they are compared in a search: words without case and accents. Pure TypeScript. */

const unspaced = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}';
/** Scripts that write no spaces are one word a character; so are pictures. Letters and digits part: “1234” finds DSC1234. */
const wordPattern = new RegExp(
  `[${unspaced}]|\\p{Extended_Pictographic}|\\p{N}+|(?:(?![${unspaced}])[\\p{L}])+`,
  'gu',
);
/** Letters that are no base letter with a mark. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
};
const plainLetter = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'gu');

/**
 * The words of a text, each after a space: “Café_2019.JPG” → “ cafe 2019 jpg”. So a text holds a word that begins with x exactly where
 * `fold(text)` holds `fold(x)`, and several words one after the other likewise. Empty where there is no word.
 */
export function fold(text: string): string {
  const words = plain(text).match(wordPattern);
  // `join` makes one flat text; put together with `+`, it would be kept in pieces.
  return words === null ? '' : ['', ...words].join(' ');
}

function plain(text: string): string {
  const lower = text.toLowerCase();
  if (isAscii(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(plainLetter, (letter) => plainLetters[letter] ?? letter);
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}
