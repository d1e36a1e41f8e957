/**
 * @file One import in a process of its own, as the engine runs: prints how long it took, what it cost, how responsive the engine stayed and
 * how quickly it locked. Arguments: folder of photos, folder for warming up, folder for the vault, its name, number of decoders.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { cpuOfDescendants, cpuSince } from './cpu.ts';
import { timed } from './report.ts';
import { ask, finish, newEngine, passphrase } from './vault.ts';

export interface ImportOnce {
  readonly photos: number;
  readonly seconds: number;
  /** Processor time in seconds. */
  readonly engineCpu: number;
  readonly decoderCpu: number | null;
  /** Resident memory of the engine, in bytes: before the import, and the most while it ran. */
  readonly rssBefore: number;
  readonly rssPeak: number;
  /** How late timers were, in ms. */
  readonly delayP99: number;
  readonly delayMax: number;
  /** Locking right after the import, in seconds. */
  readonly close: number;
}

const [photos = '', warming = '', folder = '', name = '', decoders = ''] = process.argv.slice(2);
const engine = newEngine(Number(decoders));
await ask(engine, 'vault.create', { folder, name, passphrase: passphrase() });
await run(warming);
await new Promise((resolve) => setTimeout(resolve, 300)); // the key derivation's memory goes back to the system

const rssBefore = process.memoryUsage.rss();
let rssPeak = rssBefore;
const watch = setInterval(() => (rssPeak = Math.max(rssPeak, process.memoryUsage.rss())), 20);
const delay = monitorEventLoopDelay({ resolution: 5 });
const decodersBefore = await cpuOfDescendants(process.pid);
const engineBefore = process.cpuUsage();
delay.enable();
const done = await run(photos);
delay.disable();
const engineCpu = cpuSince(engineBefore);
const decodersAfter = await cpuOfDescendants(process.pid);
clearInterval(watch);
const close = await timed(() => engine.close());
console.log(
  JSON.stringify({
    ...done,
    engineCpu,
    decoderCpu: decodersBefore === null || decodersAfter === null ? null : decodersAfter - decodersBefore,
    rssBefore,
    rssPeak,
    delayP99: delay.percentile(99) / 1e6 - 5,
    delayMax: delay.max / 1e6 - 5,
    close,
  } satisfies ImportOnce),
);

async function run(source: string): Promise<Pick<ImportOnce, 'photos' | 'seconds'>> {
  const scanned = await ask(engine, 'import.scan', { sources: [source] });
  const job = await finish(engine, () => ask(engine, 'import.start', { scan: scanned.scan, album: null }));
  if (job.kind !== 'import' || job.counts.imported !== scanned.files)
    throw new Error('not everything was imported');
  return { photos: scanned.files, seconds: job.seconds };
}
