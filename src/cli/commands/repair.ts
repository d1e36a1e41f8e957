/** @file `repair <vault>`: rebuilds what can be rebuilt; exit status 4 when photos are missing or files stay damaged. Plain Node. */
import { basename, resolve } from 'node:path';
import { errorCodes } from '../../shared/errors.ts';
import type { Output } from '../output.ts';
import type { CommonOptions } from '../options.ts';
import { readSecret } from '../passphrase.ts';
import { withSession, type JobOf } from '../session.ts';
import { agedLines, counted, problemLine, sentence } from '../words.ts';

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
    // A dry run leaves a catalogue as it is.
    const stays = dryRun && catalogue !== 'good';
    const ok = job.state === 'done' && missing === 0 && job.damaged === 0 && !stays;
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
    // Whole again, and yet older than it should be: said as after unlocking.
    const noticed = dryRun ? null : (await session.call('vault.info', {})).damage;
    if (noticed === null) return ok ? 0 : damaged;
    output.say(sentence(noticed));
    for (const line of agedLines(noticed)) output.say(line);
    return damaged;
  });
}

function summary(job: JobOf<'repair'>): string[] {
  const { dryRun, catalogue, restored, adopted, thumbnails, missing, moved } = job;
  const nothing =
    catalogue === 'good' && restored + adopted + thumbnails + missing + job.damaged + moved.length === 0
      ? ['Nothing needs repair.']
      : [];
  const count = (number: number, one: string, many: string, text: string): string[] =>
    number === 0 ? [] : [`${counted(number, one, many)} ${text}`];
  const found = catalogue === 'older' ? 'older than the rest of the vault' : catalogue;
  const would = dryRun ? 'would be ' : '';
  return [
    ...nothing,
    ...(catalogue === 'good'
      ? []
      : [dryRun ? `The catalogue is ${found}.` : `The catalogue was ${found} and has been rebuilt.`]),
    ...count(restored, 'photo', 'photos', `${would}restored`),
    ...count(adopted, 'photo', 'photos', `${would}adopted from the files alone, without albums and marks`),
    ...count(thumbnails, 'small picture', 'small pictures', `${would}made again`),
    ...count(missing, 'photo', 'photos', 'without a file'),
    ...count(job.damaged, 'damaged file', 'damaged files', 'found'),
    ...count(moved.length, 'file', 'files', `${would}moved into the folder “damaged” of the vault`),
  ];
}
