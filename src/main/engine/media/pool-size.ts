/** @file How many pictures are decoded at once; engine process. */
import { availableParallelism, totalmem } from 'node:os';

/** For each decoder, in bytes: what one may hold of a large picture, and the engine's copy of the file. */
const MEMORY_PER_DECODER = 1.5 * 1024 ** 3;
/** From so many cores on the engine has one to itself: it costs some 40 % of a decoder for each photo, and then a decoder less costs nothing. */
const CORES_FOR_ALL = 4;
const MOST = 8;

interface Machine {
  readonly cores: number;
  /** In bytes: all there is, or what this process may take of it. */
  readonly memory: number;
}

/** 1–8: as many as somebody wants, else as there are cores, or one less, but no more than there is memory for. */
export function poolSize(wanted?: number, machine: Machine = thisMachine()): number {
  const { cores, memory } = machine;
  const fits = Math.min(cores >= CORES_FOR_ALL ? cores - 1 : cores, memory / MEMORY_PER_DECODER);
  return Math.min(MOST, Math.max(1, Math.floor(wanted ?? fits)));
}

function thisMachine(): Machine {
  const limit = process.constrainedMemory();
  return { cores: availableParallelism(), memory: limit > 0 ? Math.min(limit, totalmem()) : totalmem() };
}
