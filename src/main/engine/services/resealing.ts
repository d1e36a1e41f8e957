/** @file The job that seals anew what is under older keys: begun by a change of keys, gone on with when a vault is opened. Runs in the engine. */
import type { Id, Job, Problem } from '../../../shared/contract.ts';
import type { ResealingRecord } from '../catalog/index.ts';
import { randomId } from '../crypto/index.ts';
import { runReencrypt } from '../integrity/reencrypt.ts';
import { resealingOf } from '../integrity/resealing.ts';
import type { Session } from './session.ts';

const lane = 'keys';
const problemsTold = 1000;

export function isResealing({ jobs }: Session): boolean {
  return jobs.isBusy(lane);
}

/** Goes on with what a lock, a quit or a crash has cut off. */
export function continueResealing(session: Session): void {
  const { vault, catalog } = session;
  const record = resealingOf(catalog);
  if (record !== null && catalog.frozen === null && vault.keys.epoch === vault.keys.newest)
    startResealing(session, record.scope);
}

export function startResealing(session: Session, scope: ResealingRecord['scope']): Id {
  const { vault, catalog, blobs, epochs, readers, snapshots, jobs } = session;
  const job = randomId();
  const problems: Problem[] = [];
  let problemCount = 0;
  let already = 0;
  jobs.start({
    id: job,
    lane,
    details: () => ({
      kind: 'reencrypt',
      scope,
      already,
      problems: session.hiding.told(problems),
      problemCount,
    }),
    run: async (control) => {
      await session.tidied;
      const request = {
        vault,
        catalog,
        blobs,
        epochs,
        scope,
        forget: (blob: Id) => readers.forget(blob),
        renewSnapshots: () => snapshots.renew(vault.keys.epoch),
        onAlready: (photos: number) => void (already = photos),
        onProblem: (problem: Problem) => {
          problemCount += 1;
          if (problems.length < problemsTold) problems.push(problem);
        },
      };
      await runReencrypt(request, control);
    },
  });
  return job;
}

/** The one that is under way or waits for its turn. */
export function runningJob({ jobs }: Session): Extract<Job, { kind: 'reencrypt' }> | null {
  const live = jobs
    .list()
    .filter(({ state }) => state === 'running' || state === 'pausing' || state === 'paused');
  return live.findLast((job) => job.kind === 'reencrypt') ?? null;
}
