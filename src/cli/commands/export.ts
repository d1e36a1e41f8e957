/** @file `export <vault> FOLDER`: writes decrypted copies, each compared with its digest. Plain Node. */
import { resolve } from 'node:path';
import { CodedError, errorCodes } from '../../shared/errors.ts';
import type { ExportOptions as Wishes, Selection } from '../../shared/contract.ts';
import type { Output } from '../output.ts';
import type { CommonOptions, HiddenOption } from '../options.ts';
import { withSession, type Session } from '../session.ts';
import { sentence } from '../words.ts';

export const exportKinds = ['originals', 'no-place', 'no-metadata', 'jpeg', 'webp', 'png'] as const;
export const layouts = ['flat', 'date', 'albums'] as const;
export const dates = ['modified', 'captured', 'now'] as const;

interface ExportOptions extends CommonOptions, HiddenOption {
  readonly album?: string;
  readonly id?: readonly string[];
  readonly what?: (typeof exportKinds)[number];
  readonly without?: 'place' | 'metadata';
  readonly otherwiseJpeg?: boolean;
  readonly maxEdge?: number;
  readonly quality?: number;
  readonly layout?: (typeof layouts)[number];
  readonly sidecars?: boolean;
  readonly checksums?: boolean;
  readonly times?: (typeof dates)[number];
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
    if (options.album !== undefined && options.hidden === true)
      throw new CodedError('input-invalid', { field: 'hidden', detail: 'with --id, or with everything' });
    await session.unlock(vault, options);
    const destination = resolve(folder);
    const wishes = wishesOf(options);
    const selection = await selected(session, options);
    const job = await session.finish('export', () =>
      session.call('export.start', { destination, selection, options: wishes }),
    );
    await results(session, output, job.id);
    const { written, already, failed, bytesDone: bytes, seconds } = job;
    output.object({ summary: { written, already, failed, bytes, seconds } });
    const there = already > 0 ? `, ${String(already)} already there` : '';
    output.say(
      `${String(written)} written${there}, ${String(written + already)} match${failed > 0 ? `, ${String(failed)} failed` : ''}`,
    );
    if (job.error !== null) {
      output.failure(job.error, sentence(job.error));
      return errorCodes[job.error.code].exitStatus;
    }
    return failed > 0 || job.state === 'cancelled' ? 1 : 0;
  });
}

function wishesOf(options: ExportOptions): Wishes {
  const { what = 'originals', without, otherwiseJpeg, maxEdge, quality, layout, times } = options;
  const converted = what === 'jpeg' || what === 'webp' || what === 'png';
  if (without !== undefined && !converted)
    throw new CodedError('input-invalid', { field: 'without', detail: 'say it with --what' });
  if (!converted && otherwiseJpeg !== true && (maxEdge !== undefined || quality !== undefined))
    throw new CodedError('input-invalid', {
      field: maxEdge === undefined ? 'quality' : 'max-edge',
      detail: 'only of converted pictures',
    });
  const less = what === 'no-place' ? 'place' : what === 'no-metadata' ? 'metadata' : (without ?? 'nothing');
  if (less === 'metadata' && options.sidecars === true)
    throw new CodedError('input-invalid', {
      field: 'sidecars',
      detail: 'they are metadata: not with no-metadata',
    });
  return {
    format: converted ? what : 'original',
    without: less,
    otherwise: otherwiseJpeg === true ? 'jpeg' : 'refuse',
    sidecars: options.sidecars === true,
    checksums: options.checksums === true,
    ...(maxEdge !== undefined && { maxEdge }),
    ...(quality !== undefined && { quality }),
    ...(layout !== undefined && { layout }),
    ...(times !== undefined && { times }),
  };
}

/** Error: not-found, for an album that is not there. */
export async function selected(
  session: Session,
  options: Pick<ExportOptions, 'album' | 'id' | 'hidden'>,
): Promise<Selection> {
  if (options.album !== undefined) return { of: 'album', album: await session.album(options.album) };
  if (options.id !== undefined) return { of: 'ids', ids: [...options.id] };
  return { of: options.hidden === true ? 'all-and-hidden' : 'all' };
}

async function results(session: Session, output: Output, job: string): Promise<void> {
  const limit = 1000;
  for (let offset = 0; ; offset += limit) {
    const { total, items } = await session.call('export.items', { job, offset, limit });
    for (const { photo, path, result, content, digest, name, error } of items) {
      output.object({
        id: photo,
        path,
        result,
        content,
        digest,
        ...(error === null ? {} : { reason: error.code }),
      });
      if (error !== null) output.say(`${name}: ${sentence(error)}`);
    }
    if (offset + limit >= total) return;
  }
}
