/**
 * @file Sends everything in a vault, checks the package and imports it into another vault, in a process of its own, as the engine runs: prints how
 * long each took and what the process held in memory. Arguments: folder for package and vault, the sending vault.
 */
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../../src/main/engine/engine.ts';
import { timed } from './report.ts';
import { ask, finish, newEngine, passphrase } from './vault.ts';

interface Part {
  readonly seconds: number;
  /** Resident memory, in bytes: before, and the most that was seen. */
  readonly before: number;
  readonly peak: number;
}

export interface SharingOnce {
  /** Of the package. */
  readonly bytes: number;
  readonly sending: Part;
  readonly checking: Part;
  readonly importing: Part;
}

const [folder = '', vault = ''] = process.argv.slice(2);
const file = join(folder, 'large.age');
const receiver = newEngine();
await ask(receiver, 'vault.create', { folder, name: 'Receives', passphrase: passphrase() });
const { card } = await ask(receiver, 'sharing.mine', {});

const sending = await withSender(async (engine) => {
  const { id } = await ask(engine, 'people.add', { name: 'Receives', text: card });
  const how = { to: [id], passphrase: null, from: 'Sends', note: '', selection: { of: 'all' } } as const;
  return measured(() => finish(engine, () => ask(engine, 'send.start', { ...how, file, to: [id] })));
});
await rm(vault, { recursive: true }); // the disk has room for three of it, not for four
const { size: bytes } = await stat(file);
let receipt = '';
const checking = await measured(async () => {
  ({ receipt } = await ask(receiver, 'receive.open', { file, passphrase: null }));
});
const importing = await measured(() =>
  finish(receiver, () => ask(receiver, 'receive.start', { receipt, album: null, accept: 'unknown' })),
);
await receiver.close();
console.log(JSON.stringify({ bytes, sending, checking, importing } satisfies SharingOnce));

async function withSender<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = newEngine();
  try {
    await ask(engine, 'vault.unlock', { vault, secret: { kind: 'passphrase', passphrase: passphrase() } });
    return await work(engine);
  } finally {
    await engine.close();
  }
}

async function measured(work: () => Promise<unknown>): Promise<Part> {
  await new Promise((resolve) => setTimeout(resolve, 500)); // memory of the key derivation goes back to the system
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 10);
  try {
    const seconds = await timed(work);
    return { seconds, before, peak };
  } finally {
    clearInterval(watch);
  }
}
