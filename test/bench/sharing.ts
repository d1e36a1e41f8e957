/** @file Sending beside tar and age on the same bytes, and receiving beside age's decrypting them. */
import { execFile } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ageKey } from '../support/sharing.ts';
import type { Photos } from './photos.ts';
import { median, timed, type Figure } from './report.ts';
import { ask, finish, newEngine, passphrase } from './vault.ts';

const run = promisify(execFile);
const rounds = 3;

export async function benchSharing(folder: string, vault: string, photos: Photos): Promise<Figure[]> {
  const engine = newEngine();
  const key = await ageKey('x25519');
  const megabytes = photos.bytes / 1e6;
  const [first = ''] = photos.files;
  const whether = await run('age', ['--version']).then(
    () => true,
    () => false,
  );
  const [ours, theirs, checked, opened]: [number[], number[], number[], number[]] = [[], [], [], []];
  try {
    await ask(engine, 'vault.unlock', { vault, secret: { kind: 'passphrase', passphrase: passphrase() } });
    const mine = await ask(engine, 'sharing.mine', {});
    const { id } = await ask(engine, 'people.add', { name: 'Bench', text: mine.keys.x25519 ?? '' });
    for (let round = 0; round < rounds; round += 1) {
      const file = join(folder, `sent ${String(round)}.age`);
      const other = join(folder, 'by age.age');
      const how = {
        selection: { of: 'all' },
        to: [id],
        passphrase: null,
        older: true,
        from: 'Bench',
        note: '',
      } as const;
      ours.push(
        megabytes /
          (await timed(() => finish(engine, () => ask(engine, 'send.start', { file, ...how, to: [id] })))),
      );
      checked.push(
        megabytes /
          (await timed(async () => {
            const { receipt } = await ask(engine, 'receive.open', { file, passphrase: null });
            await ask(engine, 'receive.close', { receipt });
          })),
      );
      if (whether) {
        const line = `tar -C '${dirname(first)}' -c . | age -r ${key.recipient} -o '${other}'`;
        theirs.push(megabytes / (await timed(() => run('sh', ['-c', line]).then(() => durably(other)))));
        const identity = join(folder, 'bench key');
        await (await open(identity, 'w')).close();
        await run('sh', ['-c', `printf '%s\\n' '${key.identity}' > '${identity}'`]);
        const reading = `age -d -i '${identity}' '${other}' | sha256sum`;
        opened.push(megabytes / (await timed(() => run('sh', ['-c', reading]))));
        await rm(other);
      }
      await rm(file);
    }
  } finally {
    await engine.close();
  }
  const unit = 'MB/s';
  const beside = (name: string, values: number[]): Pick<Figure, 'yardstick'> =>
    values.length === 0 ? {} : { yardstick: { name, value: median(values) } };
  return [
    { name: 'sending, originals', value: median(ours), unit, ...beside('tar | age, and fsync', theirs) },
    {
      name: 'receiving: check, list, digests',
      value: median(checked),
      unit,
      ...beside('age -d | sha256sum', opened),
    },
  ];
}

async function durably(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
}
