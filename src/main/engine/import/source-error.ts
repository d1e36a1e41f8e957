/** @file Turns what the file system says about a file to be imported into the reason of its result line. Runs in the engine. */
import { CodedError, type ErrorCode } from '../../../shared/errors.ts';

const reasons: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'source-missing',
  ENOTDIR: 'source-missing',
  ESTALE: 'source-missing',
  ENODEV: 'source-missing',
  ELOOP: 'link-skipped', // the answer to opening a link without following it
  EMLINK: 'link-skipped',
  ENXIO: 'source-not-a-file', // a socket, or a FIFO without a writer
  EISDIR: 'source-not-a-file',
};

/** The code for an error met while a source was listed or read; whatever is not a system error is a bug and thrown on. */
export function sourceReason(thrown: unknown): ErrorCode {
  if (thrown instanceof CodedError) return thrown.code;
  const system = systemCode(thrown);
  if (system === null) throw thrown;
  return reasons[system] ?? 'source-unreadable';
}

/** `ENOENT`, `EIO` …; null when it is not an answer of the operating system. */
export function systemCode(thrown: unknown): string | null {
  const code: unknown = thrown instanceof Error && 'code' in thrown ? thrown.code : null;
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : null;
}
