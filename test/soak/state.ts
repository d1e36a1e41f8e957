/** @file What a person sees in a vault, as plain values: for holding it against what was told, or against a model. Needs no test runner. */
import type { Id } from '../../src/shared/contract.ts';
import { columnId, readColumns } from '../../src/shared/columns.ts';
import { CodedError } from '../../src/shared/errors.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import type { EngineLike } from './engine-like.ts';

export interface PhotoState {
  /** Of its content, under the vault's key. */
  readonly digest: string;
  readonly name: string;
  readonly favourite: boolean;
  readonly trashed: boolean;
  readonly archived: boolean;
  readonly caption: string;
  readonly rating: number;
  /** Names, in order. */
  readonly albums: readonly string[];
  readonly tags: readonly string[];
}

export interface VaultState {
  readonly photos: ReadonlyMap<Id, PhotoState>;
  readonly albums: readonly string[];
}

export async function stateOf(engine: Pick<EngineLike, 'call'>): Promise<VaultState> {
  const columns = readColumns((await engine.call('library.index', {})).columns);
  const photos = new Map<Id, PhotoState>();
  for (let at = 0; at < columns.count; at += 1) {
    const id = columnId(columns, at);
    const details = await engine.call('library.details', { id });
    photos.set(id, {
      digest: details.digest,
      name: details.name,
      favourite: details.favourite,
      trashed: details.trashed !== null,
      archived: details.archived,
      caption: details.caption ?? '',
      rating: details.rating ?? 0,
      albums: details.albums.map(({ name }) => name).sort(),
      tags: [...details.tags].sort(),
    });
  }
  const albums = (await engine.call('album.list', {})).map(({ name }) => name).sort();
  return { photos, albums };
}

/** Throws what the engine answers. */
export async function unlock(engine: EngineLike, vault: string, passphrase: string): Promise<void> {
  const secret = { kind: 'passphrase', passphrase: passphraseBytes(passphrase) } as const;
  await engine.call('vault.unlock', { vault, secret });
}

export async function unlockWithWords(engine: EngineLike, vault: string, words: string): Promise<void> {
  await engine.call('vault.unlock', { vault, secret: { kind: 'recovery', words } });
}

/** The code of what was thrown; whatever is no coded failure goes on. */
export function codeOf(error: unknown): string {
  if (error instanceof CodedError) return error.code;
  throw error;
}

/** What is wrong with the open vault, in words; files that no photo mentions are left by what was cut off, and are no loss. */
export async function problemsOf(engine: EngineLike): Promise<string[]> {
  const { job } = await engine.call('verify.start', { quick: false });
  const verified = await engine.end(job);
  if (verified.kind !== 'verify' || verified.state !== 'done')
    return [`the verify ended as ${verified.state} ${verified.error?.code ?? ''}`];
  const found = verified.problems
    .filter(({ kind }) => kind !== 'blob-orphan')
    .map((one) => JSON.stringify(one));
  const { problems } = await engine.call('log.verify', {});
  return [...found, ...problems.map((one) => `log: ${JSON.stringify(one)}`)];
}
