/**
 * @file The schemas that the parts of the contract (`contract.ts`) are made of: ids, counts, texts, paths, moments, coded errors. Pure TypeScript.
 */
import * as v from 'valibot';
import { errorCodes, type ErrorCode, type ErrorValue } from '../errors.ts';

/** 16 random bytes as 32 lowercase hex digits: the id of a photo, album, import, blob or vault. */
export const Id = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
export type Id = v.InferOutput<typeof Id>;

export const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const Bytes = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** @param max longest, in UTF-16 units */
export const Text = (max: number): v.GenericSchema<string> => v.pipe(v.string(), v.maxLength(max));
/** Absolute path (engine) or place (renderer). */
export const Path = v.pipe(v.string(), v.minLength(1), v.maxLength(32_768));
export const Binary = v.custom<Uint8Array>((value) => value instanceof Uint8Array);
export const Instant = v.pipe(v.string(), v.isoTimestamp());
export const Empty = v.strictObject({});
/** What `edit.undo` takes the change back by; null: nothing has changed. */
export const Undoable = v.strictObject({ undo: v.nullable(Id) });
/** The same, and how many photos have changed. */
export const Edited = v.strictObject({ changed: Count, ...Undoable.entries });
export type Edited = v.InferOutput<typeof Edited>;

/** Every code of `errors.ts`. */
export const codes = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]; // Object.keys forgets the literal types
export const ErrorSchema: v.GenericSchema<ErrorValue> = v.strictObject({
  code: v.picklist(codes),
  params: v.record(v.string(), v.union([v.string(), v.number()])),
});
