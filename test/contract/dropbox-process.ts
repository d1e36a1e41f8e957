/**
 * @file An engine in a process of its own that drops, or takes in what was dropped, and ends itself by SIGKILL before its n-th operation of the file system, SQLite's
 * included: `node dropbox-process.ts drop|adopt <vault> <n> <source…>`. Tells how many files are safe, as soon as it knows. Exit status 0: it came to its end.
 */
import { writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createEngine } from '../../src/main/engine/engine.ts';
import type { Result } from '../../src/shared/errors.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { KillingDisk } from '../support/counted-disk.ts';
import { quickDecoders, quickestCosts } from './dropbox-kill.ts';

const [what = '', vault = '', at = '', ...sources] = process.argv.slice(2);
const killing = new KillingDisk(Number(at));
const engine = createEngine({
  decoderEntry: fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url)),
  decoders: quickDecoders,
  cost: quickestCosts,
  disk: killing.disk,
});

if (what === 'drop') {
  killing.begin();
  const onProgress = ({ files }: { files: number }): void => void writeSync(1, `${String(files)}\n`);
  value(await engine.call('drop.put', { vault, sources }, { onProgress }));
  process.exit(0);
}
const ended = new Promise<void>((resolve) =>
  engine.on((...[event, payload]) => {
    if (event === 'job' && (payload.state === 'done' || payload.state === 'stopped')) resolve();
  }),
);
const secret = { kind: 'passphrase', passphrase: passphraseBytes('correct horse battery staple') } as const;
value(await engine.call('vault.unlock', { vault, secret }));
killing.begin();
value(await engine.call('drop.adopt', { again: false }));
await ended;
process.exit(0); // what closing writes is told of elsewhere

function value<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.error.code);
}
