/** @file `export <vault> FOLDER`: writes decrypted copies, each compared with its digest. Plain Node. */
import { resolve } from 'node:path';
import { CodedError, errorCodes } from '../../shared/errors.ts';
import type { Selection } from '../../shared/contract.ts';
import type { Output } from '../output.ts';
import type { CommonOptions } from '../options.ts';
import { withSession, type Session } from '../session.ts';
import { sentence } from '../words.ts';

interface ExportOptions extends CommonOptions {
  readonly album?: string;
  readonly id?: readonly string[];
}

export function exportCommand(
  output: Output,
  options: ExportOptions,
  vault = '',
  folder = '',
): Promise<number> {
  return withSession(output, async (session) => {
    if (options.album !== undefined && options.id !== undefined) {
      throw new CodedError('input-invalid', { field: 'id', detail: 'give either --album or --id' });
    }
    await session.unlock(vault, options);
    const destination = resolve(folder);
    const selection = await selected(session, options);
    const job = await session.finish('export', () =>
      session.call('export.start', { destination, selection }),
    );
    await results(session, output, job.id);
    const failed = job.failed;
    output.object({ summary: { written: job.written, failed, bytes: job.bytesDone, seconds: job.seconds } });
    output.say(
      `${String(job.written)} written, ${String(job.written)} match${failed > 0 ? `, ${String(failed)} failed` : ''}`,
    );
    if (job.error !== null) {
      output.failure(job.error, sentence(job.error));
      return errorCodes[job.error.code].exitStatus;
    }
    return failed > 0 || job.state === 'cancelled' ? 1 : 0;
  });
}

async function selected(session: Session, options: ExportOptions): Promise<Selection> {
  if (options.album !== undefined) return { of: 'album', album: await session.album(options.album) };
  return options.id === undefined ? { of: 'all' } : { of: 'ids', ids: [...options.id] };
}

async function results(session: Session, output: Output, job: string): Promise<void> {
  const limit = 1000;
  for (let offset = 0; ; offset += limit) {
    const { total, items } = await session.call('export.items', { job, offset, limit });
    for (const { photo, path, result, digest, name, error } of items) {
      output.object({ id: photo, path, result, digest, ...(error === null ? {} : { reason: error.code }) });
      if (error !== null) output.say(`${name}: ${sentence(error)}`);
    }
    if (offset + limit >= total) return;
  }
}
