/**
 * @file An engine in a process of its own that ends itself by SIGKILL before its n-th operation of the file system, counted once the vault is
 * about to be changed: `node sigkill-process.ts <vault> <what> <n> <kit>`. What SQLite is asked for counts too: each row written, each
 * checkpoint. Exit status 0: it came to its end before that.
 */
import Sqlite from 'better-sqlite3';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EngineMethodName, Input, Output } from '../../src/shared/contract.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { nodeDisk, type Disk, type DiskFile } from '../../src/main/engine/disk/index.ts';
import { createEngine } from '../../src/main/engine/engine.ts';
import { standardCosts } from '../../src/main/engine/vault/index.ts';

const [vault = '', what = '', at = '', kit = ''] = process.argv.slice(2);
let counting = false;
let operations = 0;

function operation(): void {
  if (!counting) return;
  operations += 1;
  if (operations < Number(at)) return;
  process.kill(process.pid, 'SIGKILL');
  for (;;); // the signal is on its way: nothing of what comes next may happen
}

const counted = <T extends object>(
  target: T,
  changing: ReadonlySet<string>,
  wrap?: (value: unknown) => unknown,
): T =>
  new Proxy(target, {
    get(on, name) {
      const member: unknown = Reflect.get(on, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        if (changing.has(String(name)) && args[1] !== 'read') operation();
        const answer: unknown = Reflect.apply(member, on, args);
        return wrap !== undefined && answer instanceof Promise ? answer.then(wrap) : answer;
      };
    },
  });

const ofFiles = new Set(['write', 'sync', 'truncate']);
const ofDisk = new Set(['open', 'rename', 'link', 'unlink', 'mkdir', 'rmdir', 'syncFolder']);
const isFile = (value: unknown): value is DiskFile =>
  typeof value === 'object' && value !== null && 'sync' in value && 'truncate' in value;
const disk: Disk = counted(nodeDisk, ofDisk, (value) => (isFile(value) ? counted(value, ofFiles) : value));

// The catalogue's own file is SQLite's to write.
const before = (
  name: 'prepare' | 'pragma',
  look: (asked: string, answer: () => unknown) => unknown,
): void => {
  const original: unknown = Reflect.get(Sqlite.prototype, name);
  if (typeof original !== 'function') throw new Error(`better-sqlite3 has no ${name}`);
  Reflect.set(Sqlite.prototype, name, function (this: unknown, ...values: unknown[]): unknown {
    return look(String(values[0]), () => Reflect.apply(original, this, values) as unknown);
  });
};
before('prepare', (_, answer) => {
  const statement = answer() as Sqlite.Statement; // as better-sqlite3 says
  const run = statement.run.bind(statement);
  statement.run = (...values: unknown[]): Sqlite.RunResult => {
    operation();
    return run(...values);
  };
  return statement;
});
before('pragma', (asked, answer) => {
  if (asked.startsWith('wal_checkpoint')) operation();
  return answer();
});

const engine = createEngine({
  decoderEntry: fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url)),
  cost: { ...standardCosts, standard: { ops: 1, mem: 8192 }, minOps: 1, minMem: 8192 },
  disk,
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
  counting = true;
  await call('repair.start', { vault, secret: secret(), dryRun: false });
  await ended;
} else {
  await call('vault.unlock', { vault, secret: secret() });
  if (what === 'rotation' || what === 'encrypting anew')
    writeFileSync(kit, (await call('keys.draftRotation', { secret: secret() })).kit.words.join(' '));
  counting = true;
  await changes[what]?.();
}
await engine.close();
process.stdout.write(String(operations));
