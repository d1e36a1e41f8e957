/** @file What stands before the content of a blob (docs/format.md §4.4); runs in the engine. */
import * as v from 'valibot';
import { Id } from '../../../shared/contract.ts';

/** JSON of a capsule. Fields we do not know are ignored. */
export const Capsule = v.object({
  kind: v.picklist(['original', 'preview']),
  photo: Id,
  name: v.pipe(v.string(), v.maxLength(1024)),
  mime: v.pipe(v.string(), v.maxLength(255)),
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  capturedAt: v.exactOptional(v.pipe(v.string(), v.maxLength(64))),
  modifiedAt: v.exactOptional(v.pipe(v.string(), v.isoTimestamp())),
  importedAt: v.pipe(v.string(), v.isoTimestamp()),
});
export type Capsule = v.InferOutput<typeof Capsule>;
