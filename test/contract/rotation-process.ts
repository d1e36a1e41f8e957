/**
 * @file An engine in a process of its own that changes a vault's keys and encrypts everything anew, to be killed:
 * `node rotation-process.ts <vault> <rotate | go-on>`. Writes a line of JSON for each step: the words of the new kit, `rotated`, how far it is.
 */
import { fileURLToPath } from 'node:url';
import { createEngine } from '../../src/main/engine/engine.ts';
import { standardCosts } from '../../src/main/engine/vault/index.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';

const [vault = '', what = ''] = process.argv.slice(2);
const engine = createEngine({
  decoderEntry: fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url)),
  cost: { ...standardCosts, standard: { ops: 1, mem: 8192 }, minOps: 1, minMem: 8192 },
});
const tell = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
engine.on((...[event, payload]) => {
  if (event !== 'job') return;
  tell({ state: payload.state, bytesDone: payload.bytesDone, filesDone: payload.filesDone });
  if (payload.state === 'done') void engine.close();
});
const secret = () =>
  ({ kind: 'passphrase', passphrase: passphraseBytes('correct horse battery staple') }) as const;
tell({ unlocked: (await engine.call('vault.unlock', { vault, secret: secret() })).ok });
if (what === 'rotate') {
  const draft = await engine.call('keys.draftRotation', { secret: secret() });
  tell({ words: draft.ok ? draft.value.kit.words.join(' ') : null });
  tell({ rotated: await engine.call('keys.rotate', { scope: 'everything' }) });
} else if (what === 'passphrase') {
  const next = passphraseBytes('another passphrase');
  tell({ changing: true });
  tell({ changed: (await engine.call('vault.changePassphrase', { current: secret().passphrase, next })).ok });
  await engine.close();
}
