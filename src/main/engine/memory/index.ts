/** @file What is remembered of vaults outside their folders (docs/format.md §8). Runs in the engine. */
export { VaultMemory } from './memory.ts';
export { waitAfter } from './waiting.ts';
export type { Seen } from './memory-file.ts';
