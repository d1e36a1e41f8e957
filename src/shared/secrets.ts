/**
 * @file The schemas of what opens a vault, and which fields of a method hold such a thing: between page and engine these go sealed
 * (`sealing.ts`), so that no process between them ever holds one. Pure TypeScript.
 */
import * as v from 'valibot';

const Binary = v.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** Stands behind a schema: whatever fits it is a secret. */
const mark = { secret: true } as const;

/** A passphrase as NFC-normalised UTF-8 bytes; the receiver zeroes them after use. */
export const Passphrase = v.pipe(
  Binary,
  v.check((bytes) => bytes.byteLength <= 4096),
  v.metadata(mark),
);
/** A passphrase or words as text, which cannot be wiped: only where they have to be read by a person. Sixteen shares of a recovery kit fit. */
export const SecretText = v.pipe(v.string(), v.maxLength(8000), v.metadata(mark));
/** What opens a vault; beside a passphrase, the field `keyFile` of the same input may name a key file. */
export const Secret = v.pipe(
  v.variant('kind', [
    v.strictObject({ kind: v.literal('passphrase'), passphrase: Passphrase }),
    v.strictObject({ kind: v.literal('recovery'), words: SecretText }),
  ]),
  v.metadata(mark),
);
/** The 24 words of a recovery kit. */
export const KitWords = v.pipe(v.array(v.pipe(v.string(), v.maxLength(8))), v.length(24), v.metadata(mark));

/** A place in a value: the names that lead to it. */
export type Where = readonly string[];

/**
 * Where the secrets stand in what fits this schema, the outermost name of each: `secret`, not `secret.passphrase`. Looks into objects and
 * through `nullable` and `optional`; a secret inside of a list is found only if the whole list is one.
 */
export function secretsIn(schema: v.GenericSchema): readonly Where[] {
  const inner = unwrapped(schema);
  if (v.getMetadata(inner)['secret'] === true) return [[]];
  return Object.entries(entriesOf(inner)).flatMap(([name, entry]) =>
    secretsIn(entry).map((where) => [name, ...where]),
  );
}

function unwrapped(schema: v.GenericSchema): v.GenericSchema {
  // What `v.nullable` and its like make has what they wrap as a field, which the general type does not tell.
  return 'wrapped' in schema ? unwrapped(schema.wrapped as v.GenericSchema) : schema;
}

function entriesOf(schema: v.GenericSchema): Readonly<Record<string, v.GenericSchema>> {
  // So it is with the fields of an object.
  return 'entries' in schema ? (schema.entries as Record<string, v.GenericSchema>) : {};
}
