/**
 * @file An engine in a process of its own that ends itself by SIGKILL before its n-th operation of the file system, counted once the vault is
 * about to be changed: `node sigkill-process.ts <vault> <what> <n> <kit>`. What SQLite is asked for counts too: each row written, each
 * checkpoint. Exit status 0: it came to its end before that.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EngineMethodName, Input, Output } from '../../src/shared/contract.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { createEngine } from '../../src/main/engine/engine.ts';
import { standardCosts } from '../../src/main/engine/vault/index.ts';
import { KillingDisk } from '../support/counted-disk.ts';

const [vault = '', what = '', at = '', kit = ''] = process.argv.slice(2);
const killing = new KillingDisk(Number(at));
const engine = createEngine({
  decoderEntry: fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url)),
  cost: { ...standardCosts, standard: { ops: 1, mem: 8192 }, minOps: 1, minMem: 8192 },
  disk: killing.disk,
});
async function call<M extends EngineMethodName>(method: M, input: Input<M>): Promise<Output<M>> {
  const answer = await engine.call(method, input);
  if (!answer.ok) throw new Error(`${method}: ${answer.error.code}`);
  return answer.value;
}
const ended = new Promise<void>((resolve) =>
  engine.on((...[event, payload]) => {
    if (event === 'job' && (payload.state === 'done' || payload.state === 'stopped')) resolve();
  }),
);
const secret = () =>
  ({ kind: 'passphrase', passphrase: passphraseBytes('correct horse battery staple') }) as const;

const changes: Readonly<Record<string, () => Promise<void>>> = {
  passphrase: async () => {
    const next = passphraseBytes('another passphrase');
    await call('vault.changePassphrase', { current: secret().passphrase, next });
  },
  rotation: async () => {
    await call('keys.rotate', { scope: 'catalogue' });
    await ended;
  },
  'encrypting anew': async () => {
    await call('keys.rotate', { scope: 'everything' });
    await ended;
  },
  // Closing writes it.
  snapshot: async () => {
    await call('album.create', { name: 'New' });
  },
};

if (what === 'repair') {
  killing.begin();
  await call('repair.start', { vault, secret: secret(), dryRun: false });
  await ended;
} else {
  await call('vault.unlock', { vault, secret: secret() });
  if (what === 'rotation' || what === 'encrypting anew')
    writeFileSync(kit, (await call('keys.draftRotation', { secret: secret() })).kit.words.join(' '));
  killing.begin();
  await changes[what]?.();
}
await engine.close();
process.stdout.write(String(killing.operations));
