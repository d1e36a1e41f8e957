/** @file An engine in a process of its own that repairs a vault, to be killed: `node repair-process.ts <vault>`. Writes a line once it has begun. */
import { fileURLToPath } from 'node:url';
import { createEngine } from '../../src/main/engine/engine.ts';
import { standardCosts } from '../../src/main/engine/vault/index.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';

const [vault = ''] = process.argv.slice(2);
const engine = createEngine({
  decoderEntry: fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url)),
  cost: { ...standardCosts, standard: { ops: 1, mem: 8192 }, minOps: 1, minMem: 8192 },
});
engine.on((...[event, payload]) => {
  if (event === 'job' && payload.state !== 'running') void engine.close();
});
const secret = { kind: 'passphrase', passphrase: passphraseBytes('correct horse battery staple') } as const;
const started = await engine.call('repair.start', { vault, secret, dryRun: false });
process.stdout.write(`${JSON.stringify(started)}\n`);
