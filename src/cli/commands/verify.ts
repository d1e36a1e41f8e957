/** @file `verify <vault>`: checks the whole vault; exit status 4 when something is damaged. Plain Node. */
import { errorCodes } from '../../shared/errors.ts';
import type { Output } from '../output.ts';
import type { CommonOptions, HiddenOption } from '../options.ts';
import { withSession } from '../session.ts';
import { counted, problemLine, sentence } from '../words.ts';

interface VerifyOptions extends CommonOptions, HiddenOption {
  readonly quick?: boolean;
}

const damaged = 4;

export function verifyCommand(output: Output, options: VerifyOptions, vault = ''): Promise<number> {
  return withSession(output, async (session) => {
    await session.unlock(vault, options);
    const job = await session.finish('verify', () =>
      session.call('verify.start', { quick: options.quick === true }),
    );
    const ok = job.state === 'done' && job.problemCount === 0;
    output.object({
      ok,
      checked: job.filesDone,
      problems: job.problems.map(({ kind, id, file, detail, hidden }) => ({
        kind,
        ...(id === null ? {} : { id }),
        ...(file === null ? {} : { file }),
        ...(hidden && { hidden }),
        detail,
      })),
    });
    for (const problem of job.problems) output.say(problemLine(problem));
    if (job.error !== null) {
      output.failure(job.error, sentence(job.error));
      return errorCodes[job.error.code].exitStatus;
    }
    if (job.state === 'cancelled') {
      output.say(`Cancelled after ${String(job.filesDone)} of ${String(job.filesTotal)} photos.`);
      return 1;
    }
    output.say(
      ok
        ? `${counted(job.filesDone, 'photo', 'photos')} verified, no problem found.`
        : `${counted(job.problemCount, 'problem', 'problems')} found.`,
    );
    return ok ? 0 : damaged;
  });
}
