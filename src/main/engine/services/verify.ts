/** @file Answers `verify.…`. Runs in the engine. */
import type { Problem } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { randomId } from '../crypto/index.ts';
import { now } from '../import/instant.ts';
import { runVerify } from '../integrity/verify.ts';
import type { ServicesOf } from './service.ts';
import type { Session } from './session.ts';

const lane = 'verify';
const problemsTold = 1000;

export const verifyServices: ServicesOf<'verify'> = {
  'verify.start': (session, { quick }) => {
    const { vault, catalog, blobs, jobs } = session;
    if (jobs.isBusy(lane)) throw new CodedError('busy');
    const problems: Problem[] = [];
    let problemCount = 0;
    const job = randomId();
    jobs.start({
      id: job,
      lane,
      details: () => ({ kind: 'verify', quick, problems: [...problems], problemCount }),
      run: async (control) => {
        const onProblem = (problem: Problem): void => {
          if (problem.kind !== 'blob-orphan') problemCount += 1; // told, but no harm
          if (problems.length < problemsTold) problems.push(problem);
        };
        await runVerify({ vault, catalog, blobs, quick, onProblem }, control);
        if (!quick) remember(session, problemCount);
      },
    });
    return { job };
  },
};

/** So that `vault.info` can say when the vault was last verified. */
function remember({ catalog }: Session, problems: number): void {
  const [id, settings] = catalog.objects('settings')[0] ?? [randomId(), { type: 'settings' as const }];
  try {
    catalog.change((tx) => tx.putObject(id, { ...settings, verified: { at: now(), problems } }));
  } catch (error) {
    // A damaged catalogue takes no changes, a full disk neither. What was found has been told; only the memory of it is missing.
    if (!(error instanceof CodedError)) throw error;
  }
}
