/** @file `import <vault> PATH…`: scans, imports, and tells the result of every file. Plain Node. */
import { resolve } from 'node:path';
import { errorCodes } from '../../shared/errors.ts';
import type { Output } from '../output.ts';
import type { CommonOptions } from '../options.ts';
import { withSession, type Session } from '../session.ts';
import { bytesText, reason, sentence } from '../words.ts';

interface ImportOptions extends CommonOptions {
  readonly album?: string;
}

export function importCommand(
  output: Output,
  options: ImportOptions,
  vault = '',
  ...paths: string[]
): Promise<number> {
  return withSession(output, async (session) => {
    await session.unlock(vault, options);
    const scan = await session.call(
      'import.scan',
      { sources: paths.map((path) => resolve(path)) },
      {
        onProgress: ({ files, bytes }) => {
          output.bar(0, `${String(files)} files found, ${bytesText(bytes)}`);
        },
      },
    );
    output.endBar();
    let importId = '';
    const job = await session.finish('import', async () => {
      const started = await session.call('import.start', { scan: scan.scan, album: options.album ?? null });
      importId = started.import;
      return started;
    });
    await results(session, output, importId);
    const { counts } = job;
    output.object({ summary: { ...counts, seconds: job.seconds } });
    output.say(
      `${String(counts.imported)} imported, ${String(counts.duplicate)} already in the vault, ${attachedText(counts.attached)}${String(counts.skipped)} skipped, ` +
        `${String(counts.failed)} failed (${bytesText(counts.bytes)}, ${job.seconds.toFixed(1)} s)`,
    );
    if (job.error !== null) {
      output.failure(job.error, sentence(job.error));
      return errorCodes[job.error.code].exitStatus;
    }
    return counts.failed > 0 || job.state === 'cancelled' ? 1 : 0;
  });
}

function attachedText(count: number): string {
  return count === 0 ? '' : `${String(count)} read with their photos, `;
}

async function results(session: Session, output: Output, id: string): Promise<void> {
  const limit = 1000;
  for (let offset = 0; ; offset += limit) {
    const { total, items } = await session.call('import.items', { import: id, result: null, offset, limit });
    for (const item of items) {
      output.object({
        path: item.exactPath ?? item.path,
        result: item.result,
        ...(item.partOf === undefined ? {} : { partOf: item.partOf }),
        ...(item.photo === null ? {} : { id: item.photo }),
        ...(item.reason === null ? {} : { reason: item.reason }),
      });
      if (item.result === 'failed') output.say(`${item.path}: ${reason(item.reason)}`);
    }
    if (offset + limit >= total) return;
  }
}
