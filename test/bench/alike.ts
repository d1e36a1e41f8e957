/** @file How long it takes to find the photos that look alike among many, and the towns they were taken near. */
import { closePairs } from '../../src/main/engine/alike/pairs.ts';
import { nearTown } from '../../src/main/engine/places/index.ts';
import type { Figure } from './report.ts';

/** The same numbers every time. */
function* numbers(): Generator<number, never> {
  for (let state = 1; ;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield Math.imul(state ^ (state >>> 15), 2246822519) >>> 0;
  }
}

/** A fifth of `count` looks are others with up to eight bits changed. */
export async function benchAlike(count = 100_000): Promise<Figure[]> {
  const random = numbers();
  const looks = Uint32Array.from({ length: count * 4 }, () => random.next().value);
  for (let at = 0; at < count / 5; at += 1) {
    const other = random.next().value % count;
    for (let word = 0; word < 4; word += 1) looks[at * 4 + word] = looks[other * 4 + word] ?? 0;
    for (let bit = 0; bit < 8; bit += 1) {
      const flipped = random.next().value % 128;
      const place = at * 4 + (flipped >> 5);
      looks[place] = ((looks[place] ?? 0) ^ (1 << (flipped & 31))) >>> 0;
    }
  }
  let found = 0;
  const alike = await timed(() => closePairs(looks, () => (found += 1)));
  const first = await timed(() => nearTown(0, 0));
  const towns = await timed(() => {
    for (let at = 0; at < count; at += 1)
      nearTown((random.next().value % 120_000) / 1000 - 60, (random.next().value % 360_000) / 1000 - 180);
  });
  const label = `${String(count)} photos`;
  return [
    { name: `look-alikes, ${label}, ${String(found)} pairs`, value: alike.ms, unit: 'ms' },
    { name: '  processor time', value: alike.cpu, unit: 'ms' },
    { name: 'towns of the world, read once', value: first.ms, unit: 'ms' },
    { name: `towns near ${label}`, value: towns.ms, unit: 'ms' },
  ];
}

async function timed(work: () => unknown): Promise<{ ms: number; cpu: number }> {
  const [started, before] = [performance.now(), process.cpuUsage()];
  await work();
  return { ms: performance.now() - started, cpu: process.cpuUsage(before).user / 1000 };
}
