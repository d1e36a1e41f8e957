/** @file Vaults that send and receive, for tests. */
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Id, Input, Job, Output } from '../../src/shared/contract.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { quarters } from '../support/pictures.ts';
import { folderWith, lineOf, TestEngine } from './open-engine.ts';

type SendJob = Extract<Job, { kind: 'send' }>;

export interface Sender {
  readonly engine: TestEngine;
  readonly ids: readonly Id[];
  readonly pictures: ReadonlyMap<string, Buffer>;
  readonly vault: string;
}

let seed = 0;

/** A vault with pictures of these names, each with a place in it. */
export async function senderWith(...names: readonly string[]): Promise<Sender> {
  const pictures = new Map<string, Buffer>();
  for (const name of names) {
    seed += 1;
    const exif = {
      IFD0: { ImageDescription: 'secret words' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '47/1 30/1 0/1' },
    };
    pictures.set(
      name,
      await quarters(40 + seed, 30)
        .withExif(exif)
        .jpeg()
        .toBuffer(),
    );
  }
  const source = await folderWith(Object.fromEntries(pictures));
  const engine = new TestEngine();
  const vault = await engine.create(await folderWith(), 'Sender');
  const { items } = names.length === 0 ? { items: [] } : await engine.import([source]);
  return { engine, vault, pictures, ids: names.map((name) => lineOf(items, name).photo ?? '') };
}

export async function send(
  { engine, ids }: Sender,
  how: Partial<Input<'send.start'>> = {},
): Promise<{ job: SendJob; file: string; quantumSafe: boolean }> {
  const file = how.file ?? join(await folderWith(), 'Holiday.age');
  const selection: Input<'send.start'>['selection'] = { of: 'ids', ids: [...ids] };
  const all = { selection, to: [], passphrase: null, from: 'Anna', note: 'For you', ...how, file };
  const { job, quantumSafe } = await engine.call('send.start', all);
  return { job: (await engine.end(job)) as SendJob, file, quantumSafe };
}

export async function received(
  engine: TestEngine,
  receipt: Id,
  accept: 'unknown' | 'unsigned' | null = null,
): Promise<Id> {
  const started = await engine.call('receive.start', { receipt, album: 'From Anna', accept });
  const job = await engine.end(started.job);
  expect(job).toMatchObject({ state: 'done', error: null });
  return started.import;
}

export function open(
  engine: TestEngine,
  file: string,
  passphrase: string | null = null,
): Promise<Output<'receive.open'>> {
  return engine.call('receive.open', {
    file,
    passphrase: passphrase === null ? null : passphraseBytes(passphrase),
  });
}

export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'fulfilled';
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
  }
}

export async function content(engine: TestEngine, id: Id): Promise<Buffer> {
  const opened = await engine.engine.openMedia('original', id);
  if (!opened.ok) throw new Error(opened.error.code);
  const parts: Uint8Array[] = [];
  for await (const part of opened.value.read(0, opened.value.size)) parts.push(part);
  opened.value.close();
  return Buffer.concat(parts);
}

/** A vault that knows the sender. */
export async function friendOf(sender: Sender): Promise<{ engine: TestEngine; vault: string }> {
  const engine = new TestEngine();
  const vault = await engine.create(await folderWith(), 'Friend');
  const { card } = await sender.engine.call('sharing.mine', {});
  await engine.call('people.add', { name: 'Anna Known', text: card });
  return { engine, vault };
}

export async function addFriend(
  sender: Sender,
  friend: { engine: TestEngine },
  name = 'Friend',
): Promise<Id> {
  const { code } = await friend.engine.call('sharing.mine', {});
  const { id } = await sender.engine.call('people.add', { name, text: code });
  return id;
}
