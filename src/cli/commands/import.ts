/** @file `import <vault> PATH…`: scans, imports, and tells the result of every file; goes on with an import, or tries its failures again. Plain Node. */
import { resolve } from 'node:path';
import type { Id, ImportReport } from '../../shared/contract.ts';
import { CodedError, errorCodes } from '../../shared/errors.ts';
import type { Output } from '../output.ts';
import type { CommonOptions } from '../options.ts';
import { withSession, type Session } from '../session.ts';
import { bytesText, reason, sentence } from '../words.ts';

interface ImportOptions extends CommonOptions {
  readonly album?: string;
  readonly resume?: true;
  readonly retry?: true;
  readonly import?: string;
}

type Started = () => Promise<{ job: Id; import: Id }>;

export async function importCommand(
  output: Output,
  options: ImportOptions,
  vault = '',
  ...paths: string[]
): Promise<number> {
  const again = options.resume === true || options.retry === true;
  if (again === paths.length > 0 || (options.resume === true && options.retry === true) || misplaced(options))
    throw new CodedError('input-invalid', {
      field: 'import',
      detail: 'either PATH…, or --resume, or --retry; --album goes with PATH…, --import with the others',
    });
  return withSession(output, async (session) => {
    await session.unlock(vault, options);
    const start = again
      ? await earlier(session, output, options)
      : await scanned(session, output, paths, options.album ?? null);
    return start === null ? 0 : runToEnd(session, output, start, options.retry === true ? 'retried' : 'new');
  });
}

function misplaced({ album, resume, retry, import: id }: ImportOptions): boolean {
  const again = resume === true || retry === true;
  return again ? album !== undefined : id !== undefined;
}

async function scanned(
  session: Session,
  output: Output,
  paths: readonly string[],
  album: string | null,
): Promise<Started> {
  const { scan } = await session.call(
    'import.scan',
    { sources: paths.map((path) => resolve(path)) },
    {
      onProgress: ({ files, bytes }) => {
        output.bar(0, `${String(files)} files found, ${bytesText(bytes)}`);
      },
    },
  );
  output.endBar();
  return () => session.call('import.start', { scan, album });
}

/** The import that was named, or the newest one there is something left of; null, and said, where there is none. */
async function earlier(session: Session, output: Output, options: ImportOptions): Promise<Started | null> {
  const reports = await session.call('import.list', {});
  const named = options.import;
  if (named !== undefined && !reports.some(({ id }) => id === named))
    throw new CodedError('not-found', { import: named });
  const hasLeft = ({ resumable, counts }: ImportReport): boolean =>
    options.retry === true ? counts.failed > 0 : resumable;
  const report = reports.find((one) => (named === undefined || one.id === named) && hasLeft(one));
  if (report === undefined) {
    output.object({ summary: null });
    output.say(options.retry === true ? 'No file has failed.' : 'There is no import to go on with.');
    return null;
  }
  const { id } = report;
  if (options.retry !== true) return () => session.call('import.resume', { import: id });
  return () => session.call('import.retry', { import: id, failure: null });
}

/** Runs an import, tells the result of every file, and what to do about what is left. `dropped`: out of the drop box. */
export async function runToEnd(
  session: Session,
  output: Output,
  start: Started,
  kind: 'new' | 'retried' | 'dropped',
): Promise<number> {
  let importId = '';
  const job = await session.finish('import', async () => {
    const started = await start();
    importId = started.import;
    return started;
  });
  await results(session, output, importId, kind === 'retried');
  const { counts } = job;
  output.object({ summary: { import: importId, ...counts, seconds: job.seconds } });
  output.say(
    `${String(counts.imported)} imported, ${String(counts.duplicate)} already in the vault, ${attachedText(counts.attached)}${String(counts.skipped)} skipped, ` +
      `${String(counts.failed)} failed (${bytesText(counts.bytes)}, ${job.seconds.toFixed(1)} s)`,
  );
  const unfinished = job.state === 'cancelled' || job.error !== null;
  if (job.error !== null) output.failure(job.error, sentence(job.error));
  if (unfinished && kind === 'new') output.say('`import --resume` goes on with it.');
  else if (counts.failed > 0 && kind !== 'dropped')
    output.say('`import --retry` tries what has failed again.');
  if (job.error !== null) return errorCodes[job.error.code].exitStatus;
  return counts.failed > 0 || job.state === 'cancelled' ? 1 : 0;
}

function attachedText(count: number): string {
  return count === 0 ? '' : `${String(count)} read with their photos, `;
}

/** @param retried only what was tried again, and what still fails */
async function results(session: Session, output: Output, id: string, retried: boolean): Promise<void> {
  const limit = 1000;
  for (let offset = 0; ; offset += limit) {
    const { total, items } = await session.call('import.items', { import: id, result: null, offset, limit });
    for (const item of items) {
      if (retried && item.again !== true && item.result !== 'failed') continue;
      output.object({
        path: item.exactPath ?? item.path,
        result: item.result,
        ...(item.partOf === undefined ? {} : { partOf: item.partOf }),
        ...(item.photo === null ? {} : { id: item.photo }),
        ...(item.hidden && { hidden: true }),
        ...(item.reason === null ? {} : { reason: item.reason }),
      });
      // What failed, and what is kept though there is something about it: no preview, or a sidecar that could not be read.
      if (item.result === 'failed' || (item.result === 'imported' && item.reason !== null))
        output.say(`${item.path}: ${reason(item.reason)}`);
    }
    if (offset + limit >= total) return;
  }
}
