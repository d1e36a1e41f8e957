/** @file What a test looks at in a cleaned picture: that it shows the same, and what is found in it. */
import sharp from 'sharp';
import { expect } from 'vitest';
import { readHeif } from '../../src/main/decoder/heif.ts';
import { cleaned, type Without } from '../../src/main/engine/export/clean/index.ts';

async function pixels(picture: Buffer): Promise<{ data: Buffer; size: string }> {
  const { data, info } = await sharp(picture, { pages: -1, failOn: 'none' })
    .autoOrient()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, size: `${String(info.width)}×${String(info.height)}` };
}

/** Cleaned: the same pixels, and nothing more to be done. */
export async function clean(dirty: Buffer, mime: string, without: Without): Promise<Buffer> {
  const result = cleaned(dirty, mime, without);
  if (result === null) throw new Error('refused');
  const [before, after] = await Promise.all([pixels(dirty), pixels(result)]);
  expect(after.size).toBe(before.size);
  expect(after.data.equals(before.data)).toBe(true);
  expect(cleaned(result, mime, without)?.equals(result)).toBe(true);
  return result;
}

/** Which of these words are in it. */
export function found(picture: Buffer, words: Readonly<Record<string, string>>): string[] {
  return Object.values(words).filter((word) => picture.includes(word));
}

/** What a decoder makes of it, profile and turns included. */
export function shownHeic(file: Buffer): Buffer {
  const { tiff } = readHeif(file, () => null);
  if (tiff === null) throw new Error('no pixels');
  return tiff;
}
