/** @file What SQLite's errors mean. Runs in the engine. */
import Sqlite from 'better-sqlite3';
import { CodedError } from '../../../shared/errors.ts';

/** Turns SQLite's errors into ours; everything else passes. */
export function coded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error;
    const { code } = error;
    if (/^SQLITE_(BUSY|LOCKED)/.test(code)) throw new CodedError('vault-in-use', {}, { cause: error });
    if (code.startsWith('SQLITE_FULL')) throw new CodedError('no-space', {}, { cause: error });
    if (/^SQLITE_(READONLY|PERM|AUTH|CANTOPEN)/.test(code))
      throw new CodedError('no-permission', {}, { cause: error });
    if (/^SQLITE_(CORRUPT|NOTADB|SCHEMA|ERROR)/.test(code)) {
      throw new CodedError('catalogue-damaged', { detail: code }, { cause: error });
    }
    throw new CodedError('disk-failed', { system: code }, { cause: error });
  }
}
