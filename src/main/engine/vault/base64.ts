/** @file Strict base64 (docs/format.md §1.1): one text for one value; runs in the engine. */
import * as v from 'valibot';

/** The bytes of canonical base64, or null: no spaces, no missing padding, no loose bits at the end. */
export function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

/** Schema: canonical base64 text → bytes, of exactly `length` bytes if said. */
export const base64 = (length?: number): v.GenericSchema<string, Buffer> =>
  v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const bytes = decodeBase64(dataset.value);
      if (bytes !== null && (length === undefined || bytes.length === length)) return bytes;
      addIssue({ message: 'not base64 of this length' });
      return NEVER;
    }),
  );
