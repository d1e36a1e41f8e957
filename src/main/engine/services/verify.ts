/** @file Answers `verify.…`. Runs in the engine. */
import type { Problem } from '../../../shared/contract.ts';
import { CodedError, isAged, type ErrorValue } from '../../../shared/errors.ts';
import { randomId } from '../crypto/index.ts';
import { now } from '../import/instant.ts';
import { removeCatalogsAside } from '../integrity/set-aside.ts';
import { runVerify } from '../integrity/verify.ts';
import type { ServicesOf } from './service.ts';
import type { Session } from './session.ts';

const lane = 'verify';
const problemsTold = 1000;
const problemsKept = 100;
/** Told, but no problems. */
const harmless = new Set<Problem['kind']>(['blob-orphan', 'snapshot-old']);

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
      details: () => ({ kind: 'verify', quick, problems: session.hiding.told(problems), problemCount }),
      run: async (control) => {
        const onProblem = (problem: Problem): void => {
          if (!harmless.has(problem.kind)) problemCount += 1;
          if (problems.length < problemsTold) problems.push(problem);
        };
        if (catalog.frozen !== null && isAged(catalog.frozen)) onProblem(agedProblem(catalog.frozen));
        const snapshotFailure = await session.snapshots.settled();
        await runVerify({ vault, catalog, blobs, quick, snapshotFailure, onProblem }, control);
        remember(session, quick, problemCount, problems);
        if (!quick && problemCount === 0) await removeCatalogsAside(vault);
      },
    });
    return { job };
  },

  'verify.last': ({ catalog, hiding }) => {
    const verified = catalog.objects('settings')[0]?.[1].verified;
    if (verified === undefined) return null;
    return { at: verified.at, problemCount: verified.problems, problems: hiding.told(verified.list ?? []) };
  },
};

/** A vault can be whole and yet not the newest. */
function agedProblem({ code }: ErrorValue): Problem {
  const file = code === 'header-rolled-back' ? 'vault.hdr' : 'catalog.db';
  return { kind: code, id: null, file, name: null, detail: 'noticed when the vault was opened' };
}

/** So that `vault.info` can say when the vault was last verified. A quick look without a problem says less than a full check before it. */
function remember({ catalog }: Session, quick: boolean, problems: number, found: readonly Problem[]): void {
  const [id, settings] = catalog.objects('settings')[0] ?? [randomId(), { type: 'settings' as const }];
  try {
    const list = found.filter(({ kind }) => !harmless.has(kind)).slice(0, problemsKept);
    const verified = { at: now(), problems, ...(list.length > 0 && { list }) };
    catalog.change((tx) => {
      if (!quick || problems > 0) tx.putObject(id, { ...settings, verified });
      tx.log({ event: 'verified', quick, problems });
    });
  } catch (error) {
    // A damaged catalogue takes no changes, a full disk neither. What was found has been told; only the memory of it is missing.
    if (!(error instanceof CodedError)) throw error;
  }
}
