/** @file The system's answers as coded errors; runs in the engine. */
import { constants } from 'node:os';
import { CodedError, type ErrorParams } from '../../../shared/errors.ts';

/** The system's name of a failure ('ENOENT'), or null for anything that is not one. */
export function systemCode(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !('code' in thrown)) return null;
  if (thrown.code === 'UNKNOWN' && 'errno' in thrown) return nameOf(thrown.errno) ?? thrown.code;
  return typeof thrown.code === 'string' ? thrown.code : null;
}

/** Node calls by name what libuv knows, and EDQUOT is not among that. `errno` is negative. */
function nameOf(errno: unknown): string | null {
  return Object.entries(constants.errno).find(([, number]) => -number === errno)?.[0] ?? null;
}

/** Whether a path was not there (also: a part of it is not a folder). */
export function isMissing(thrown: unknown): boolean {
  const code = systemCode(thrown);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/**
 * Turns what the file system threw into a CodedError to throw. Coded errors and bugs (anything without a system code) pass unchanged.
 * What a missing path means is known to the caller only: here it is `disk-failed`.
 *
 * @param params what else fills the sentence, for instance `{ freeBytes }`; never a photo's name
 */
export function toDiskError(thrown: unknown, params: ErrorParams = {}): Error {
  if (thrown instanceof CodedError) return thrown;
  const system = systemCode(thrown);
  if (system === null) return thrown instanceof Error ? thrown : new Error('not an error', { cause: thrown });
  switch (system) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new CodedError('no-space', params, { cause: thrown });
    case 'EACCES':
    case 'EPERM':
      return new CodedError('no-permission', params, { cause: thrown });
    case 'EROFS':
      return new CodedError('no-permission', { ...params, system }, { cause: thrown });
    default:
      return new CodedError('disk-failed', { ...params, system }, { cause: thrown });
  }
}
