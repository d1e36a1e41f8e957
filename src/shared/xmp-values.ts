/** @file Numbers as XMP writes them (XMP part 2 §1.2): fractions, and degrees with a letter. What is none is null. */

/**
 * `33,51.588S`, `33,51,35S` or, as some write, `-33.8598`.
 * @param letters positive first: `NS` or `EW`
 */
export function degrees(text: string, letters: string): number | null {
  const decimal = /^[+-]?\d{1,3}(?:\.\d{1,20})?$/u.test(text.trim()) ? Number(text) : null;
  if (decimal !== null) return decimal;
  const parts = /^(\d{1,3}),(\d{1,2}(?:\.\d{1,20})?)(?:,(\d{1,2}(?:\.\d{1,20})?))?([NSEW])$/u.exec(
    text.trim(),
  );
  if (parts === null) return null;
  const [, whole, minutes, seconds = '0', letter = ''] = parts;
  if (!letters.includes(letter)) return null;
  const sum = Number(whole) + Number(minutes) / 60 + Number(seconds) / 3600;
  // Eight decimals of a degree are a millimetre: what was written from a decimal comes back as that decimal.
  return Math.round((letter === letters[1] ? -sum : sum) * 1e8) / 1e8;
}

/** `585/10` or `58.5`. */
export function rational(text: string): number | null {
  const parts = /^([+-]?\d{1,15}(?:\.\d{1,15})?)(?:\/(\d{1,15}))?$/u.exec(text.trim());
  if (parts === null) return null;
  const number = Number(parts[1]) / Number(parts[2] ?? 1);
  return Number.isFinite(number) ? number : null;
}
