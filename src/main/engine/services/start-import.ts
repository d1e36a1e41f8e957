/** @file Runs an import as a job of the open vault. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { ImportRecord } from '../catalog/index.ts';
import { randomId } from '../crypto/index.ts';
import type { Ledger } from '../import/ledger.ts';
import type { ImportRequest } from '../import/pipeline.ts';
import type { JobControl } from '../jobs/index.ts';
import type { Session } from './session.ts';

const lane = 'import';

export type Pass = (request: Omit<ImportRequest, 'resumed'>, control: JobControl) => Promise<void>;

export function startImport(session: Session, ledger: Ledger, pass: Pass): { job: Id; import: Id } {
  const { vault, catalog, blobs, jobs } = session;
  const { sources, album } = ledger.record;
  const job = randomId();
  jobs.start({
    id: job,
    lane,
    details: () => ({ kind: 'import', import: ledger.id, counts: { attached: 0, ...ledger.record.counts } }),
    run: async (control) => {
      await session.tidied;
      const { pool } = session;
      const request = {
        vault,
        catalog,
        blobs,
        pool,
        ledger,
        album,
        sources: sources.map(sourceText),
      };
      await pass(request, control);
    },
  });
  session.importJobs.set(ledger.id, job);
  return { job, import: ledger.id };
}

/** A source of an import as text. */
export function sourceText(source: ImportRecord['sources'][number]): string {
  return typeof source === 'string' ? source : Buffer.from(source.raw, 'base64').toString('utf8');
}
