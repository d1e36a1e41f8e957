/** @file The public face of the disk room; runs in the engine. */
export { type Disk, type DiskFile } from './disk.ts';
export { isMissing, systemCode, toDiskError } from './disk-error.ts';
export { readSmallFile, removeQuietly, unfinished, writeFileDurably } from './durable.ts';
export { nodeDisk } from './node-disk.ts';
