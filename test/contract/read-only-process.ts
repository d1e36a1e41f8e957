/**
 * @file An engine in a process of its own, which may be somebody else's, that does everything there is to do with a vault it cannot write to:
 * `node read-only-process.ts <vault> <destination> <picture>`. One line of JSON with what it was answered.
 */
import { fileURLToPath } from 'node:url';
import { createEngine } from '../../src/main/engine/engine.ts';
import { standardCosts } from '../../src/main/engine/vault/index.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import type { Id, Job } from '../../src/shared/contract.ts';
import type { Result } from '../../src/shared/errors.ts';

const [path = '', destination = '', picture = ''] = process.argv.slice(2);
const engine = createEngine({
  decoderEntry: fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url)),
  cost: { ...standardCosts, standard: { ops: 1, mem: 8192 }, minOps: 1, minMem: 8192 },
});
const text = 'correct horse battery staple';
const secret = () => ({ kind: 'passphrase', passphrase: passphraseBytes(text) }) as const;
const ended = new Map<Id, Job>();
const waiting = new Map<Id, (job: Job) => void>();
engine.on((...[event, payload]) => {
  if (event !== 'job' || !['done', 'stopped', 'cancelled'].includes(payload.state)) return;
  ended.set(payload.id, payload);
  waiting.get(payload.id)?.(payload);
});

const { vault, notices } = value(await engine.call('vault.unlock', { vault: path, secret: secret() }));
const ids = [...ofBytes(value(await engine.call('import.photos', { import: await lastImport() })).ids)];
const all = { of: 'all' } as const;
const exported = await end(value(await engine.call('export.start', { destination, selection: all })).job);
const verified = await end(value(await engine.call('verify.start', { quick: false })).job);
const [first = ''] = ids;
const thumb = await engine.openMedia('thumb', first);
const original = await engine.openMedia('original', first);
const scan = await engine.call('import.scan', { sources: [picture] });
const refused = {
  import: await engine.call('import.start', { scan: scan.ok ? scan.value.scan : '', album: null }),
  favourite: await engine.call('library.favourite', { ids, on: true }),
  caption: await engine.call('edit.caption', { ids, caption: 'no' }),
  album: await engine.call('album.create', { name: 'no' }),
  passphrase: await engine.call('vault.changePassphrase', {
    current: passphraseBytes(text),
    next: passphraseBytes('another'),
  }),
  slot: await engine.call('slot.add', { secret: secret(), label: 'no', passphrase: passphraseBytes('no') }),
};
await engine.close();
const code = (result: Result<unknown>): string => (result.ok ? 'done' : result.error.code);
process.stdout.write(
  JSON.stringify({
    notices: notices.map((notice) => notice.code),
    damage: vault.damage?.code,
    photos: vault.photos,
    exported: exported.kind === 'export' ? exported.written : exported.state,
    problems: verified.kind === 'verify' ? verified.problems : verified.state,
    media: [code(thumb), code(original)],
    refused: Object.fromEntries(Object.entries(refused).map(([name, result]) => [name, code(result)])),
  }),
);

async function lastImport(): Promise<Id> {
  return value(await engine.call('import.list', {}))[0]?.id ?? '';
}

function* ofBytes(packed: Uint8Array): Generator<Id> {
  for (let at = 0; at < packed.length; at += 16) yield Buffer.from(packed).toString('hex', at, at + 16);
}

function end(job: Id): Promise<Job> {
  const before = ended.get(job);
  if (before !== undefined) return Promise.resolve(before);
  return new Promise((resolve) => waiting.set(job, resolve));
}

function value<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.error.code);
}
