/** @file The public face of the drop box: what is put into a locked vault, and taken in once it is open; runs in the engine. */
export { workOfEntries } from './adopt.ts';
export { DropBox, mostEntries } from './box.ts';
export { Clearing } from './clearing.ts';
export { type DropKey, encodeKeyFile, fingerprintOf, keyOfVault } from './key.ts';
export { putInto } from './put-into.ts';
export { put } from './put.ts';
