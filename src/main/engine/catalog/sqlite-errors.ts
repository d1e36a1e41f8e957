/** @file What SQLite's errors mean. Runs in the engine. */
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { CodedError } from '../../../shared/errors.ts';
import { toDiskError, unfinished } from '../disk/index.ts';

/**
 * Turns SQLite's errors into ours; everything else passes. `file`: the database where the work writes into it: of a disk that takes nothing any more
 * SQLite tells that it is full at best, and that something failed for the rest, so the disk is asked for its reason.
 */
export function coded<T>(work: () => T, file?: string): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error;
    const { code } = error;
    if (/^SQLITE_(BUSY|LOCKED)/.test(code)) throw new CodedError('vault-in-use', {}, { cause: error });
    if (code.startsWith('SQLITE_FULL')) throw new CodedError('no-space', {}, { cause: error });
    if (file !== undefined && /^SQLITE_(IOERR|READONLY|CANTOPEN)/.test(code)) refuseWhatTheDiskRefuses(file);
    if (/^SQLITE_(READONLY|PERM|AUTH|CANTOPEN)/.test(code))
      throw new CodedError('no-permission', {}, { cause: error });
    if (/^SQLITE_(CORRUPT|NOTADB|SCHEMA|ERROR)/.test(code)) {
      throw new CodedError('catalogue-damaged', { detail: code }, { cause: error });
    }
    throw new CodedError('disk-failed', { system: code }, { cause: error });
  }
}

/** More than SQLite writes at once: where a little is left, it does not fit either. */
const attempted = 64 * 1024;

/** Writes a little beside the database, and throws what the system says to that: no-space, no-permission. Of other failures SQLite's word counts. */
function refuseWhatTheDiskRefuses(file: string): void {
  const attempt = `${file}.attempt${unfinished}`;
  try {
    rmSync(attempt, { force: true });
    const opened = openSync(attempt, 'wx', 0o600);
    try {
      writeSync(opened, Buffer.alloc(attempted), 0, attempted, 0);
      fsyncSync(opened);
    } finally {
      closeSync(opened);
    }
  } catch (thrown) {
    const reason = toDiskError(thrown);
    if (reason instanceof CodedError && reason.code !== 'disk-failed') throw reason;
  } finally {
    try {
      rmSync(attempt, { force: true });
    } catch {
      // its name marks it as unfinished: whoever opens the vault next removes it
    }
  }
}
