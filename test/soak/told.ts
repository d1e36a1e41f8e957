/** @file What an engine has said is done, and whether a vault keeps to it. Needs no test runner. */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Id } from '../../src/shared/contract.ts';
import { isAged } from '../../src/shared/errors.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { LocalEngine } from './engine-like.ts';
import { codeOf, problemsOf, stateOf, unlock, unlockWithWords, type VaultState } from './state.ts';

interface Fact {
  /** Number of what the engine had told last when it was known. */
  readonly since: number;
  readonly what: string;
  readonly holds: (state: VaultState, vault: string) => boolean;
}

/** Something that opens the vault from one moment on, up to another. */
interface Key {
  readonly what: 'passphrase' | 'words';
  readonly text: string;
  /** Told that it opens: from then on it must. */
  from: number;
  /** It may open as soon as that has begun. */
  readonly mayFrom: number;
  /** It is being replaced: it need not open any more. */
  mayUntil: number;
  /** Told that it opens nothing any more. */
  until: number;
}

export class Told {
  readonly before: VaultState;
  readonly facts: Fact[] = [];
  readonly keys: Key[] = [];
  /** What the newest thing told is called. */
  now: () => number = () => 0;
  /** Photos that may be gone: they are being deleted for ever. */
  readonly mayGo = new Set<Id>();
  /** The catalogue may be in need of a repair: it was before. */
  needsRepair = false;
  /** An older catalogue stands in the newest's place; `acceptedFrom`: from this moment on it is taken as it is. */
  aged = false;
  acceptedFrom = Infinity;
  /** A photo's file is damaged from before; `wholeFrom`: from this moment on nothing is. */
  damaged = false;
  wholeFrom = Infinity;
  /** Looks at what lies outside the vault, when `at` was the number of the newest thing told: throws what is wrong. */
  outside: (vault: string, at: number) => void | Promise<void> = () => undefined;

  constructor(before: VaultState, passphrase: string, words: string) {
    this.before = before;
    for (const [what, text] of [
      ['passphrase', passphrase],
      ['words', words],
    ] as const)
      this.keys.push({ what, text, from: 0, mayFrom: 0, mayUntil: Infinity, until: Infinity });
  }

  /** From now on this holds. */
  fact(what: string, holds: Fact['holds']): void {
    this.facts.push({ since: this.now(), what, holds });
  }

  /** About to take the place of the key of its kind; what is answered says that it has. */
  replacing(what: Key['what'], text: string): () => void {
    const old = this.keys.find((key) => key.what === what && key.until === Infinity && key.from < Infinity);
    const at = this.now();
    const made: Key = { what, text, from: Infinity, mayFrom: at, mayUntil: Infinity, until: Infinity };
    this.keys.push(made);
    if (old !== undefined) old.mayUntil = at;
    return () => {
      made.from = this.now();
      if (old !== undefined) old.until = this.now();
    };
  }

  /** About to be added beside the others; what is answered says that it has been. */
  adding(what: Key['what'], text: string): () => void {
    const made: Key = {
      what,
      text,
      from: Infinity,
      mayFrom: this.now(),
      mayUntil: Infinity,
      until: Infinity,
    };
    this.keys.push(made);
    return () => void (made.from = this.now());
  }
}

/**
 * What is wrong with a vault at the moment when `at` was the number of the last thing told (default: everything was). Opens it, brings what was cut
 * off to its end, and looks at everything.
 */
export async function wrongWith(vault: string, told: Told, at = Number.MAX_SAFE_INTEGER): Promise<string[]> {
  rmSync(join(vault, 'lock'), { force: true }); // one that was being written keeps others out for ten seconds
  const wrong: string[] = [];
  const opening: string[] = [];
  for (const key of told.keys) {
    const code = await tried(vault, key);
    const opens = code === 'opens' || (told.needsRepair && code.startsWith('catalogue-'));
    if (opens) opening.push(key.text);
    const must = key.from <= at && at < key.mayUntil;
    const mustNot = key.until <= at || at < key.mayFrom;
    if (must && !opens) wrong.push(`${key.what} “${key.text.slice(0, 20)}” must open: ${code}`);
    if (mustNot && opens) wrong.push(`${key.what} “${key.text.slice(0, 20)}” opens, and must not`);
    if (!opens && code !== 'secret-wrong') wrong.push(`${key.what}: ${code}`);
  }
  const passphrase = told.keys.find(({ what, text }) => what === 'passphrase' && opening.includes(text));
  if (passphrase === undefined) return [...wrong, 'no passphrase opens it'];
  const engine = new LocalEngine();
  try {
    await openOrRepair(engine, vault, passphrase.text, told);
    const { damage } = await engine.call('vault.info', {});
    if (damage !== null && told.aged && at < told.acceptedFrom && isAged(damage))
      await engine.call('vault.acceptRestored', { secret: secretOf(passphrase.text) });
    else if (damage !== null) wrong.push(`it is frozen: ${damage.code}`);
    const adopting = await engine.call('drop.adopt', { again: false });
    if (adopting !== null) {
      const { state } = await engine.end(adopting.job);
      if (state !== 'done') wrong.push(`taking in what was dropped ended as ${state}`);
    }
    const { resealing } = await engine.call('keys.info', {});
    if (resealing?.job) {
      const job = await engine.end(resealing.job);
      if (job.state !== 'done') wrong.push(`what was being encrypted anew ended as ${job.state}`);
    }
    const state = await stateOf(engine);
    for (const [id, photo] of told.before.photos) {
      if (told.mayGo.has(id)) continue;
      if (state.photos.get(id)?.digest !== photo.digest) wrong.push(`photo ${photo.name} is gone`);
    }
    for (const { since, what, holds } of told.facts)
      if (since <= at && !holds(state, vault)) wrong.push(`told, and not so: ${what}`);
    const problems = await problemsOf(engine);
    if (!told.damaged || at >= told.wholeFrom) wrong.push(...problems);
    else if (problems.length > 1) wrong.push(...problems);
    await told.outside(vault, at);
  } catch (error) {
    wrong.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    await engine.close();
  }
  return wrong;
}

/** On a copy: opening puts an unfinished change right. */
async function tried(vault: string, key: Key): Promise<string> {
  const engine = new LocalEngine();
  const copy = `${vault}.copy`;
  cpSync(vault, copy, { recursive: true });
  try {
    await (key.what === 'words' ? unlockWithWords : unlock)(engine, copy, key.text);
    return 'opens';
  } catch (error) {
    return codeOf(error);
  } finally {
    await engine.close();
    rmSync(copy, { recursive: true });
  }
}

async function openOrRepair(
  engine: LocalEngine,
  vault: string,
  passphrase: string,
  told: Told,
): Promise<void> {
  try {
    await unlock(engine, vault, passphrase);
    return;
  } catch (error) {
    if (!told.needsRepair || !codeOf(error).startsWith('catalogue-')) throw error;
  }
  const { job } = await engine.call('repair.start', { vault, secret: secretOf(passphrase), dryRun: false });
  const repaired = await engine.end(job);
  if (repaired.state !== 'done') throw new Error(`the repair ended as ${repaired.state}`);
}

const secretOf = (passphrase: string) =>
  ({ kind: 'passphrase', passphrase: passphraseBytes(passphrase) }) as const;
