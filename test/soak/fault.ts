/** @file Does a piece of work on a disk that fails at one operation, and answers what was told, and what is wrong with the vault afterwards. Needs no test runner. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '../../src/shared/errors.ts';
import { FaultyDisk, PowerCut, type Fault } from '../support/faulty-disk.ts';
import { LocalEngine } from './engine-like.ts';
import { EngineKilled, RemoteEngine, type RemoteOptions } from './remote-engine.ts';
import { wrongWith } from './told.ts';
import { workplaceFor, type Template, type Writer } from './workplace.ts';

export interface Failed {
  /** The code of what was told; null: it was done. */
  readonly code: string | null;
  readonly operations: number;
  readonly wrong: readonly string[];
}

/** What a person is told of each; null: nobody is left to be told. */
const codes: Readonly<Record<Fault, string | null>> = {
  crash: null,
  torn: null,
  EIO: 'disk-failed',
  fsync: 'disk-failed',
  ENOSPC: 'no-space',
  EDQUOT: 'no-space',
  short: 'no-space',
  EACCES: 'no-permission',
  EROFS: 'no-permission',
};

export const faults = Object.keys(codes) as Fault[]; // Object.keys forgets the literal types

let turns = 0;

export function placeIn(folder: string): string {
  turns += 1;
  const place = join(folder, `fault-${String(turns)}`);
  mkdirSync(place, { recursive: true });
  return place;
}

/** @param at operation, from 1; Infinity counts them @param losing everything that was not synced is lost then */
export async function failing(
  template: Template,
  writer: Writer,
  folder: string,
  { fault, at, losing = false }: { readonly fault: Fault; readonly at: number; readonly losing?: boolean },
): Promise<Failed> {
  const place = placeIn(folder);
  const { vault, told } = workplaceFor(template, place, writer);
  const disk = new FaultyDisk(at, fault);
  const wrong: string[] = [];
  const engine = new LocalEngine({
    disk,
    onBug: (error) => {
      if (!(error instanceof PowerCut)) wrong.push(text(error));
    },
  });
  told.now = () => engine.told;
  let code: string | null = null;
  try {
    await writer.work({ engine, vault, folder: place, told });
  } catch (error) {
    if (!(error instanceof CodedError)) {
      if (!(error instanceof PowerCut)) wrong.push(text(error));
    } else code = error.code;
  }
  await engine.close().catch((error: unknown) => {
    if (!(error instanceof CodedError) && !(error instanceof PowerCut)) wrong.push(`closing: ${text(error)}`);
  });
  const expected = codes[fault];
  const readOnly = expected === 'no-permission' && code === 'vault-read-only'; // not even the lock could be made
  if (expected !== null && code !== null && code !== expected && !readOnly) wrong.push(`told as ${code}`);
  if (losing) disk.losePower();
  wrong.push(...(await wrongWith(vault, told)));
  rmSync(place, { recursive: true, force: true });
  return { code, operations: disk.operations, wrong };
}

/** The same for system calls that are made to fail by strace, in a process of its own; `expected`: codes that may be told of it. */
export async function failingUnder(
  template: Template,
  writer: Writer,
  folder: string,
  options: (vault: string) => RemoteOptions,
  expected: readonly string[],
): Promise<Omit<Failed, 'operations'>> {
  const place = placeIn(folder);
  const { vault, told } = workplaceFor(template, place, writer);
  const wrong: string[] = [];
  const engine = await RemoteEngine.start(options(vault));
  told.now = () => engine.told;
  let code: string | null = null;
  try {
    await writer.work({ engine, vault, folder: place, told });
  } catch (error) {
    if (error instanceof CodedError) code = error.code;
    else wrong.push(error instanceof EngineKilled ? 'the engine has ended' : text(error));
  }
  if (engine.alive) await engine.close().catch(() => undefined);
  await engine.kill();
  wrong.push(...engine.bugs);
  if (code !== null && !expected.includes(code)) wrong.push(`told as ${code}`);
  wrong.push(...(await wrongWith(vault, told)));
  rmSync(place, { recursive: true, force: true });
  return { code, wrong };
}

export function text(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
