/** @file Feeds mutated examples to every reader, and says which one crashed, hung or answered with what it may not. */
import { Chance, mutated } from './mutate.ts';
import type { Target } from './target.ts';

export interface Finding {
  readonly target: string;
  readonly why: string;
  /** To be made a test of. */
  readonly input: Buffer;
}

export interface Fuzzed {
  readonly inputs: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
  /** Longest that any input took, in milliseconds, and where. */
  readonly slowest: { readonly target: string; readonly ms: number };
}

/** Nothing that a stranger wrote may hold a reader for longer, in milliseconds. */
const patience = 2000;
const mostFindings = 10;

/** About `count` inputs, spread by the targets' shares. The same seed gives the same inputs. */
export async function fuzz(
  targets: readonly Target[],
  {
    count,
    seed,
    until = Infinity,
  }: { readonly count: number; readonly seed: number; readonly until?: number },
): Promise<Fuzzed> {
  const shares = targets.reduce((sum, { share }) => sum + share, 0);
  const inputs = new Map<string, number>();
  const findings: Finding[] = [];
  let slowest = { target: '', ms: 0 };
  // A library that reads EXIF says on the console what it cannot read.
  const { warn } = console;
  console.warn = () => undefined;
  for (const [index, target] of targets.entries()) {
    const { name, seeds, share } = target;
    const chance = new Chance(seed + index * 7919);
    const turns = Math.ceil((count * share) / shares);
    let done = 0;
    // Sound examples are read however late it is: each target has its turn.
    const isTime = (): boolean => done < seeds.length || Date.now() < until;
    for (; done < turns && findings.length < mostFindings && isTime(); done += 1) {
      const input =
        done < seeds.length
          ? Buffer.from(seeds[done] ?? seeds[0])
          : mutated(chance, chance.of(seeds), chance.of(seeds));
      const kept = Buffer.from(input); // a reader may overwrite what it is given
      let ms = await timed(target, input, findings, kept);
      // On a busy machine anything may take long once: what is slow is slow again.
      for (let again = 0; again < 2 && ms > patience; again += 1)
        ms = Math.min(ms, await timed(target, Buffer.from(kept), [], kept));
      if (ms > slowest.ms) slowest = { target: name, ms };
      if (ms > patience) findings.push({ target: name, why: `took ${ms.toFixed(0)} ms`, input: kept });
    }
    inputs.set(name, done);
  }
  console.warn = warn;
  return { inputs, findings, slowest };
}

/** Milliseconds it took; what it threw and may not is put to the findings. */
async function timed(
  { name, run, may = () => false }: Target,
  input: Buffer,
  findings: Finding[],
  kept: Buffer,
): Promise<number> {
  const began = performance.now();
  try {
    const result = run(input);
    if (result instanceof Promise) await result;
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (!may(error)) findings.push({ target: name, why, input: kept });
  }
  return performance.now() - began;
}
