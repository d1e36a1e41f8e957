/**
 * @file The file `lock`: who has the vault open (docs/format.md §2); runs in the engine.
 *
 * It tells a person who holds the vault and keeps two engines apart. It is advice, made by those who could also delete it; the second
 * barrier, which the system itself keeps, is SQLite's exclusive lock on the catalogue.
 */
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import { CodedError } from '../../../shared/errors.ts';
import {
  type Disk,
  isMissing,
  readSmallFile,
  removeQuietly,
  systemCode,
  toDiskError,
  unfinished,
} from '../disk/index.ts';
import { type Machine, sameBoot, thisMachine } from './machine.ts';

export const lockName = 'lock';
const maxBytes = 4096;
/** A lock without readable content is being written this very moment, or was cut off. After this time it was cut off. */
const writingMs = 10_000;
const attempts = 8;

const Holder = v.object({
  pid: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  host: v.pipe(v.string(), v.maxLength(255)),
  boot: v.pipe(v.string(), v.maxLength(100)),
  started: v.pipe(v.string(), v.maxLength(100)),
});

export interface LockFile {
  /** False: nothing can be written there, so there is none. */
  readonly held: boolean;
  /** Removes the lock if it is still this one. Doing it twice is harmless. */
  release(): Promise<void>;
}

/** Where nothing can be written there is no lock: nothing of ours is written there either. */
const none: LockFile = { held: false, release: () => Promise.resolve() };

/**
 * Takes the lock of a vault's folder. Throws `vault-in-use` with `host` and `pid` of the holder, `no-permission` (a lock that cannot be read),
 * `no-space`, …. In a folder that cannot be written to, a lock that others hold is heeded, and none is taken (docs/format.md §2).
 */
export async function takeLock(
  disk: Disk,
  vaultPath: string,
  machine: Machine = thisMachine,
): Promise<LockFile> {
  const path = join(vaultPath, lockName);
  const { pid, host, boot, started } = machine;
  const mine = Buffer.from(`${JSON.stringify({ pid, host, boot, started })}\n`);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      const written = await create(disk, path, mine);
      return { held: true, release: () => release(disk, path, written) };
    } catch (thrown) {
      if (isRefused(thrown) && (await look(disk, path)) === null) return none;
      if (systemCode(thrown) !== 'EEXIST') throw toDiskError(thrown);
    }
    const found = await look(disk, path);
    if (found === null) continue; // gone meanwhile
    refuseIfHeld(found, machine);
    try {
      await clear(disk, path, found.bytes);
    } catch (thrown) {
      if (isRefused(thrown)) return none; // stale, and there to stay
      throw thrown;
    }
  }
  throw new CodedError('vault-in-use', { host, pid: 0 }); // others keep taking it from under us
}

/** Whether nobody may write there. */
function isRefused(thrown: unknown): boolean {
  const error = toDiskError(thrown);
  return error instanceof CodedError && error.code === 'no-permission';
}

function isFull(thrown: unknown): boolean {
  const error = toDiskError(thrown);
  return error instanceof CodedError && error.code === 'no-space';
}

interface Found {
  readonly bytes: Buffer;
  readonly ageMs: number;
}

/** What the lock holds then. On a full disk nothing: photos must still be looked at and exported, and SQLite's lock stands all the same. */
async function create(disk: Disk, path: string, mine: Buffer): Promise<Buffer> {
  const file = await disk.open(path, 'create');
  try {
    await file.write(mine, 0);
    return mine;
  } catch (thrown) {
    if (isFull(thrown)) {
      await file.truncate(0);
      return Buffer.alloc(0);
    }
    await removeQuietly(disk, path); // half a lock would be in everybody's way
    throw thrown;
  } finally {
    await file.close();
  }
}

async function look(disk: Disk, path: string): Promise<Found | null> {
  try {
    const bytes = (await readSmallFile(disk, path, maxBytes)) ?? Buffer.alloc(0);
    return { bytes, ageMs: Date.now() - (await disk.lstat(path)).mtimeMs };
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw toDiskError(thrown);
  }
}

function refuseIfHeld({ bytes, ageMs }: Found, machine: Machine): void {
  const holder = readHolder(bytes);
  if (holder === null) {
    if (Math.abs(ageMs) < writingMs) throw new CodedError('vault-in-use', { host: machine.host, pid: 0 });
    return;
  }
  const { host, pid, boot, started } = holder;
  const inUse = new CodedError('vault-in-use', { host, pid });
  const booted = sameBoot(boot, machine.boot);
  // A machine may change its name while it runs; then it is still the same run of the system.
  if (!booted && host !== machine.host) throw inUse; // another machine: whether it still runs cannot be known from here
  if (!booted) return;
  const now = machine.startedOf(pid);
  if (now !== null && (now === '' || started === '' || now === started)) throw inUse;
}

/** null for anything else than what this program writes. */
export function readHolder(bytes: Buffer): v.InferOutput<typeof Holder> | null {
  try {
    const parsed = v.safeParse(Holder, JSON.parse(bytes.toString('utf8')));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/**
 * Removes a lock that was judged stale, and only that one. Several engines may judge the same lock at the same time: whoever makes the
 * folder `lock.stale.tmp` may remove it, after another look, and nobody else does. The others find a fresh lock, or none, when they try again.
 */
async function clear(disk: Disk, path: string, judged: Buffer): Promise<void> {
  const turn = `${path}.stale${unfinished}`;
  try {
    await disk.mkdir(turn);
  } catch (thrown) {
    if (systemCode(thrown) !== 'EEXIST') throw toDiskError(thrown);
    await waitForTurn(disk, turn);
    return;
  }
  try {
    const found = await readSmallFile(disk, path, maxBytes);
    if (found === null || found.equals(judged)) await disk.unlink(path);
  } catch (thrown) {
    if (!isMissing(thrown)) throw toDiskError(thrown);
  } finally {
    await disk.rmdir(turn);
  }
}

/** Somebody else is removing the lock; if they were cut off at it, their mark is removed. */
async function waitForTurn(disk: Disk, turn: string): Promise<void> {
  try {
    const age = Date.now() - (await disk.lstat(turn)).mtimeMs;
    if (Math.abs(age) > writingMs) await disk.rmdir(turn);
    else await setTimeout(20);
  } catch (thrown) {
    if (!isMissing(thrown)) throw toDiskError(thrown);
  }
}

async function release(disk: Disk, path: string, mine: Buffer): Promise<void> {
  // One failure of the disk is not told: a lock that stays would keep out whoever opens the vault again in this very process.
  try {
    await remove(disk, path, mine);
  } catch (thrown) {
    if (!(thrown instanceof CodedError)) throw thrown;
    await remove(disk, path, mine);
  }
}

async function remove(disk: Disk, path: string, mine: Buffer): Promise<void> {
  try {
    const found = await readSmallFile(disk, path, maxBytes);
    if (found?.equals(mine) === true) await disk.unlink(path);
  } catch (thrown) {
    if (!isMissing(thrown)) throw toDiskError(thrown);
  }
}
