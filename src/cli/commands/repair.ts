/** @file `repair <vault>`: rebuilds what can be rebuilt; exit status 4 when photos are missing or files stay damaged. Plain Node. */
import { basename, resolve } from 'node:path';
import { errorCodes } from '../../shared/errors.ts';
import type { Output } from '../output.ts';
import type { CommonOptions } from '../options.ts';
import { readSecret } from '../passphrase.ts';
import { withSession, type JobOf } from '../session.ts';
import { problemLine, sentence } from '../words.ts';

interface RepairOptions extends CommonOptions {
  readonly dryRun?: boolean;
}

const damaged = 4;

export function repairCommand(output: Output, options: RepairOptions, vault = ''): Promise<number> {
  return withSession(output, async (session) => {
    const path = resolve(vault);
    const dryRun = options.dryRun === true;
    await session.call('vault.inspect', { vault: path });
    const secret = await readSecret(options, `Passphrase of ${basename(path)}: `);
    const job = await session.finish('repair', () =>
      session.call('repair.start', { vault: path, ...secret, dryRun }),
    );
    const { catalogue, restored, adopted, thumbnails, missing, problems, moved } = job;
    const ok = job.state === 'done' && missing === 0 && job.damaged === 0;
    output.object({
      ok,
      dryRun,
      catalogue,
      restored,
      adopted,
      thumbnails,
      missing,
      damaged: job.damaged,
      moved,
      problems: problems.map(({ kind, id, file, name, detail }) => ({
        kind,
        ...(id === null ? {} : { id }),
        ...(name === null ? {} : { name }),
        ...(file === null ? {} : { file }),
        detail,
      })),
    });
    for (const problem of problems) output.say(problemLine(problem));
    if (job.error !== null) {
      output.failure(job.error, sentence(job.error));
      return errorCodes[job.error.code].exitStatus;
    }
    if (job.state === 'cancelled') {
      output.say('Cancelled. The repair can be started again at any time.');
      return 1;
    }
    for (const line of summary(job)) output.say(line);
    return ok ? 0 : damaged;
  });
}

function summary(job: JobOf<'repair'>): string[] {
  const { dryRun, catalogue, restored, adopted, thumbnails, missing, moved } = job;
  const nothing =
    catalogue === 'good' && adopted + thumbnails + missing + job.damaged + moved.length === 0
      ? ['Nothing needs repair.']
      : [];
  const count = (number: number, text: string): string[] =>
    number === 0 ? [] : [`${String(number)} ${text}`];
  const would = dryRun ? 'would be ' : '';
  return [
    ...nothing,
    ...(catalogue === 'good'
      ? []
      : [`The catalogue is ${catalogue}${dryRun ? '' : ' no more: it was rebuilt'}.`]),
    ...count(restored, `photos ${would}restored as they were`),
    ...count(adopted, `photos ${would}adopted from their files, without albums and marks`),
    ...count(thumbnails, `small pictures ${would}made again`),
    ...count(missing, 'photos have no file any more'),
    ...count(job.damaged, 'files are damaged'),
    ...count(moved.length, `files ${would}moved into the folder “damaged” of the vault`),
  ];
}
