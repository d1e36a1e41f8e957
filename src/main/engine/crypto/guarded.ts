/** @file Guarded memory for secrets, used again and again; runs in the engine. */
import { sodium } from './sodium.ts';

/**
 * Freed guarded memory goes back to the system only when the event loop turns or garbage is collected, and a process may have no more
 * than some 65,000 mappings. Work that makes and drops many keys in one go would run out of them, so what was used is kept, zeroed and
 * unreadable, and handed out again. That also saves the 15 µs of making it.
 */
const spare = new Map<number, Buffer[]>();
const maxSpare = 256;

/** Zeroed, writable memory outside JavaScript's heap, between guard pages, locked into RAM where the system allows it. */
export function takeGuarded(bytes: number): Buffer {
  const memory = spare.get(bytes)?.pop();
  if (memory === undefined) return sodium.sodium_malloc(bytes);
  sodium.sodium_mprotect_readwrite(memory);
  return memory;
}

/** Zeroes memory taken above, whatever its protection is, and takes it back. Nothing may refer to it any more. */
export function giveBack(memory: Buffer): void {
  sodium.sodium_mprotect_readwrite(memory);
  sodium.sodium_memzero(memory);
  const kept = spare.get(memory.byteLength) ?? [];
  if (kept.length >= maxSpare) {
    sodium.sodium_free(memory);
    return;
  }
  sodium.sodium_mprotect_noaccess(memory);
  kept.push(memory);
  spare.set(memory.byteLength, kept);
}
