/**
 * @file An engine in a process of its own, to be killed, starved and traced: what it is asked, and what it answers, goes over the channel that Node
 * opens between a process and its child. Started by remote-engine.ts.
 */
import { mkdirSync } from 'node:fs';
import { createEngine } from '../../src/main/engine/engine.ts';
import { columnId, readColumns } from '../../src/shared/columns.ts';
import { toErrorValue } from '../../src/shared/errors.ts';
import { KillingDisk } from '../support/counted-disk.ts';
import { decoderEntry, digestOf, leastCost } from './engine-like.ts';
import { toldMark, type Answer, type Asked } from './remote-engine.ts';

const memory = process.env['LIGHTPROOF_SOAK_MEMORY'] ?? '';
/** SIGKILL before this operation of the disk or of SQLite. */
const killAt = Number(process.env['LIGHTPROOF_SOAK_KILL_AT'] ?? 'Infinity');
const marks = process.env['LIGHTPROOF_SOAK_MARKS'] === '1';
let told = 0;

const killing = new KillingDisk(killAt);
killing.begin();
const engine = createEngine({
  decoderEntry,
  decoders: { bwrap: null, size: 1 },
  cost: leastCost,
  disk: killing.disk,
  ...(memory !== '' && { memory }),
  onBug: (error) => tell({ bug: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
});
engine.on((...[event, payload]) => {
  if (event === 'job') {
    tell({ job: payload });
    return;
  }
  const columns = readColumns(payload.columns);
  tell({ came: Array.from({ length: columns.count }, (_, at) => columnId(columns, at)) });
});

process.on('message', (asked: Asked) => void serve(asked));
process.on('disconnect', () => process.exit(1)); // whoever started it has ended
tell({ ready: process.pid });

async function serve(asked: Asked): Promise<void> {
  if ('method' in asked) {
    tell({ to: asked.to, result: await engine.call(asked.method, asked.input) });
  } else if ('read' in asked) {
    const result = await digestOf(engine, asked.read).then(
      (value) => ({ ok: true as const, value }),
      (error: unknown) => ({ ok: false as const, error: toErrorValue(error) }),
    );
    tell({ to: asked.to, result });
  } else {
    await engine.close();
    tell({ to: asked.to, result: { ok: true, value: killing.operations } });
    process.disconnect();
  }
}

/** What is told, and when, stands in a trace of the system calls as well: as the attempt to make a folder where none can be. */
function tell(answer: Answer): void {
  told += 1;
  if (marks) {
    try {
      mkdirSync(`${toldMark}${String(told)}`);
    } catch {
      // that was the mark
    }
  }
  process.send?.({ ...answer, told });
}
