/** @file One set-up at a time in a checkout: a lock folder that names its owner; plain Node. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { say, workshop } from './common.mjs';

const lock = path.join(workshop, 'lock');
let held = 0;

/**
 * Runs `work` while no other process of this checkout does. A lock whose owner is gone is taken over.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(work) {
  if (held > 0) return work();
  await take();
  held += 1;
  process.on('exit', release);
  try {
    return await work();
  } finally {
    held -= 1;
    process.off('exit', release);
    release();
  }
}

/**
 * Says that a child process works for the lock's owner: should the owner be killed, the lock holds until the child
 * has ended too.
 * @param {number} pid
 */
export function shareLock(pid) {
  writeFileSync(path.join(lock, 'child'), `${identity(pid)}\n`);
}

async function take() {
  mkdirSync(workshop, { recursive: true });
  // The folder is complete before it has its name, and a folder cannot be renamed onto a filled one:
  // there is no moment in which the lock has no owner, or two.
  const mine = `${lock}.${process.pid}`;
  rmSync(mine, { recursive: true, force: true });
  mkdirSync(mine);
  writeFileSync(path.join(mine, 'owner'), `${identity(process.pid)}\n`);
  for (let attempt = 0; ; attempt += 1) {
    try {
      renameSync(mine, lock);
      return;
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(codeOf(error))) throw error;
    }
    const owner = readOwner(lock);
    const child = readOwner(lock, 'child');
    if (owner && !isAlive(owner) && !(child && isAlive(child))) takeOver(owner);
    else {
      if (attempt === 4) say(`waiting for another set-up in this folder (process ${pidOf(owner)})`);
      await delay(200);
    }
  }
}

/**
 * Moves a dead owner's lock aside. Two processes may find it dead at once; the slower one then holds the
 * lock of the faster one and puts it back.
 * @param {string} owner
 */
function takeOver(owner) {
  const aside = `${lock}.dead.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (readOwner(aside) === owner) rmSync(aside, { recursive: true, force: true });
  else renameSync(aside, lock);
}

function release() {
  if (readOwner(lock) === identity(process.pid)) rmSync(lock, { recursive: true, force: true });
}

/**
 * @param {string} folder
 * @param {'owner' | 'child'} [name]
 * @returns {string | undefined}
 */
function readOwner(folder, name = 'owner') {
  try {
    return readFileSync(path.join(folder, name), 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** @param {string} owner */
function isAlive(owner) {
  const pid = pidOf(owner);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  return identity(pid) === owner;
}

/**
 * A process id is used again; together with the time the process began it is not.
 * @param {number} pid
 */
function identity(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    // A process that ended and was never collected by its parent still has an entry.
    return fields[0] === 'Z' ? `${pid} ended` : `${pid} ${fields[19] ?? ''}`;
  } catch {
    return String(pid);
  }
}

/** @param {string | undefined} owner */
function pidOf(owner) {
  return Number(owner?.split(' ')[0] ?? 0);
}

/**
 * @param {unknown} error
 * @returns {string}
 */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
