/** @file Does a piece of work, writes down every operation on the disk, and looks at what a power cut would have left at each of them. Needs no test runner. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LocalEngine } from './engine-like.ts';
import { PowerDisk, type Luck, type Op } from './power.ts';
import { RecordingDisk } from './recording-disk.ts';
import { RemoteEngine } from './remote-engine.ts';
import { spread } from './spread.ts';
import { wrongWith, type Told } from './told.ts';
import { readTrace, traced } from './trace.ts';
import { vaultName, workplaceFor, type Template, type Writer } from './workplace.ts';

export interface Recorded {
  readonly ops: readonly Op[];
  readonly told: Told;
  /** As everything was before. */
  readonly disk: PowerDisk;
}

/** In `folder`, which is made. With strace SQLite's own operations are among them. */
export async function record(
  template: Template,
  writer: Writer,
  folder: string,
  withStrace: boolean,
): Promise<Recorded> {
  const place = join(folder, 'recorded');
  const { vault, told } = workplaceFor(template, place, writer);
  mkdirSync(join(place, 'out')); // an export goes there
  const disk = new PowerDisk(place);
  const trace = join(folder, 'trace');
  let ops: readonly Op[];
  if (withStrace) {
    const engine = await RemoteEngine.start({ marks: true, under: traced(trace) });
    told.now = () => engine.told;
    try {
      await writer.work({ engine, vault, folder: place, told });
    } finally {
      await engine.kill();
    }
    ops = readTrace(trace);
  } else {
    const recording = new RecordingDisk(vault);
    const engine = new LocalEngine({ disk: recording.disk });
    engine.onTold = (number) => recording.tell(number);
    told.now = () => engine.told;
    try {
      await writer.work({ engine, vault, folder: place, told });
    } finally {
      await engine.close();
    }
    ops = recording.ops;
  }
  return { ops, told, disk };
}

export interface PowerCuts {
  readonly operations: number;
  /** Different states of the disk that were opened. */
  readonly states: number;
  readonly wrong: readonly string[];
}

/** @param most states looked at, spread over all operations; Infinity for all @param each states tried by chance at every operation, beside the two extremes */
export async function cutPower(
  { ops, told, disk }: Recorded,
  folder: string,
  { most = Infinity, each = 1, seed = 1 }: { most?: number; each?: number; seed?: number } = {},
): Promise<PowerCuts> {
  const lucks: Luck[] = ['none', 'all', ...Array.from({ length: each }, () => ({ seed: 0 }))];
  const relevant = ops.flatMap((op, index) => (op.kind !== 'told' && disk.holds(op.path) ? [index] : []));
  const chosen = new Set(
    spread(relevant.length * lucks.length, Math.min(most, relevant.length * lucks.length), seed).map(
      (number) =>
        (relevant[Math.floor((number - 1) / lucks.length)] ?? 0) * lucks.length +
        ((number - 1) % lucks.length) +
        1,
    ),
  );
  const seen = new Set<string>();
  const wrong: string[] = [];
  for (const [index, op] of ops.entries()) {
    disk.do(op);
    for (const [at, luck] of lucks.entries()) {
      const number = index * lucks.length + at + 1;
      if (!chosen.has(number)) continue;
      const place = join(folder, `cut-${String(number)}`);
      const state = disk.write(place, typeof luck === 'object' ? { seed: seed * 7919 + number } : luck);
      if (!seen.has(`${state} ${String(disk.told)}`)) {
        seen.add(`${state} ${String(disk.told)}`);
        const found = await wrongWith(join(place, vaultName), told, disk.told);
        const what = typeof luck === 'string' ? luck : `by chance (${String(seed * 7919 + number)})`;
        if (found.length > 0)
          wrong.push(
            `after operation ${String(index + 1)}, ${nameOf(op)}, of what was not synced ${what}: ${found.join('; ')}`,
          );
      }
      rmSync(place, { recursive: true, force: true });
    }
  }
  return { operations: relevant.length, states: seen.size, wrong };
}

function nameOf(op: Op): string {
  return op.kind === 'told' ? 'told' : `${op.kind} ${op.path.split('/').slice(-2).join('/')}`;
}
