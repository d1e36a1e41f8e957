/** @file The public face of the blobs room: one encrypted file per original or preview; runs in the engine. */
export { Capsule, type UndigestedCapsule } from './capsule.ts';
export { openBlob, readEpoch } from './reader.ts';
export { BlobStore } from './store.ts';
export type { BlobEntry, BlobReader } from './types.ts';
export { writeBlob } from './writer.ts';
