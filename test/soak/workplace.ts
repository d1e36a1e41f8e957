/** @file Where a piece of work is done on a vault: a copy of one that was made beforehand, an engine, and what is known. Needs no test runner. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { EngineMethodName, Id, Input, Output } from '../../src/shared/contract.ts';
import { CodedError } from '../../src/shared/errors.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { LocalEngine, type EngineLike } from './engine-like.ts';
import { stateOf, unlock, type VaultState } from './state.ts';
import { Told } from './told.ts';

export const passphrase = 'correct horse battery staple';

/** A closed vault to begin with, and what is around it. */
export interface Template {
  /**
   * Holds the vault; the folder `more`, whose files an import takes; `dropped`, entries of its drop box with the files of `dropping`; `older`, its catalogue
   * as it was before the newest change; and `person.json` (`Person`).
   */
  readonly folder: string;
  readonly words: string;
  readonly state: VaultState;
}

export interface Workplace {
  readonly engine: EngineLike;
  readonly vault: string;
  /** Of the copy of the template. */
  readonly folder: string;
  readonly told: Told;
}

export interface Writer {
  readonly name: string;
  /** Before the engine starts. */
  readonly prepare?: (vault: string, told: Told) => void;
  readonly work: (place: Workplace) => Promise<void>;
}

export const vaultName = 'Family.lightproof';

/** A kind of picture that nobody decodes: its file is kept as it is. */
export function contentOf(text: string, bytes = 0): Buffer {
  return Buffer.concat([Buffer.of(0xff, 0x0a), Buffer.from(text), Buffer.alloc(bytes, text)]);
}

/** Somebody whom photos can be sent to, and what opens it. */
export interface Person {
  readonly id: Id;
  readonly identity: string;
}

export function personIn(folder: string): Person {
  return JSON.parse(fs.readFileSync(join(folder, 'person.json'), 'utf8')) as Person; // as makeTemplate wrote it
}

/** Six photos: one in an album, two in the trash, one with a tag. */
export async function makeTemplate(folder: string): Promise<Template> {
  const [first, more, dropping, dropped, older] = ['first', 'more', 'dropping', 'dropped', 'older'].map(
    (name) => join(folder, name),
  ) as [string, string, string, string, string]; // as many as there are names
  for (const one of [first, more, dropping, older]) fs.mkdirSync(one);
  for (let at = 0; at < 6; at += 1)
    fs.writeFileSync(join(first, `photo ${String(at)}.jxl`), contentOf(`photo ${String(at)}`, at * 700));
  for (let at = 0; at < 5; at += 1)
    fs.writeFileSync(join(more, `more ${String(at)}.jxl`), contentOf(`more ${String(at)}`, at * 900));
  fs.writeFileSync(join(more, 'again.jxl'), contentOf('photo 0'));
  for (let at = 0; at < 2; at += 1)
    fs.writeFileSync(join(dropping, `dropped ${String(at)}.jxl`), contentOf(`dropped ${String(at)}`, 800));
  const engine = new LocalEngine();
  try {
    const made = await engine.call('vault.create', {
      folder,
      name: 'Family',
      passphrase: passphraseBytes(passphrase),
    });
    const { scan } = await engine.call('import.scan', { sources: [first] });
    await engine.end((await engine.call('import.start', { scan, album: 'Trip' })).job);
    const ids = [...(await stateOf(engine)).photos.keys()].sort();
    await engine.call('library.trash', { ids: ids.slice(4, 6) });
    await engine.call('edit.tags', { ids: ids.slice(0, 1), add: ['sea'], remove: [] });
    const identity = await generateX25519Identity();
    const text = await identityToRecipient(identity);
    const { id } = await engine.call('people.add', { name: 'Ada', text });
    fs.writeFileSync(join(folder, 'person.json'), JSON.stringify({ id, identity } satisfies Person));
    await engine.call('vault.close', {});
    const vault = made.vault.path;
    fs.cpSync(join(vault, 'catalog.db'), join(older, 'catalog.db'));
    await engine.call('drop.put', { vault, sources: [dropping] });
    fs.renameSync(join(vault, 'inbox'), dropped);
    await unlock(engine, vault, passphrase);
    await engine.call('album.create', { name: 'Later' });
    return { folder, words: made.kit.words.join(' '), state: await stateOf(engine) };
  } finally {
    await engine.close();
  }
}

/** A copy of the template to work in, and what is known of it. */
export function workplaceFor(
  template: Template,
  folder: string,
  writer: Writer,
): { vault: string; told: Told } {
  fs.cpSync(template.folder, folder, { recursive: true });
  const vault = join(folder, vaultName);
  const told = new Told(template.state, passphrase, template.words);
  writer.prepare?.(vault, told);
  return { vault, told };
}

export const secret = () => ({ kind: 'passphrase', passphrase: passphraseBytes(passphrase) }) as const;

/** The vault is unlocked, work is done, the vault is locked, which writes as well. */
export const unlocked =
  (work: (place: Workplace, ids: readonly Id[]) => Promise<void>): Writer['work'] =>
  async (place) => {
    await unlock(place.engine, place.vault, passphrase);
    await work(place, [...place.told.before.photos.keys()].sort());
    await place.engine.close();
  };

export async function done<M extends EngineMethodName>(
  { engine }: Workplace,
  method: M,
  input: Input<M>,
): Promise<Output<M>> {
  const answer = await engine.call(method, input);
  const { job } = answer as { job?: Id | null }; // methods that begin a job answer its id
  if (job === undefined || job === null) return answer;
  await ended(engine, job);
  return answer;
}

/** Throws what a job was stopped by. */
export async function ended(engine: EngineLike, job: Id | null): Promise<void> {
  if (job === null) return;
  const { state, error } = await engine.end(job);
  if (error !== null) throw new CodedError(error.code, error.params);
  if (state !== 'done') throw new Error(`a job ended as ${state}`);
}
