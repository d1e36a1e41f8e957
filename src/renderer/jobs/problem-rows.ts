/** @file What went wrong with single photos, as the rows of a list: in an export, or found by a check. Runs in the renderer. No DOM. */
import type { Id, Job, Problem } from '../../shared/contract.ts';
import { sentence, t } from '../messages/index.ts';

export interface ProblemRow {
  readonly photo: Id | null;
  readonly name: string;
  readonly why: string;
  /** In the vault's folder. */
  readonly file: string | null;
  /** For who wants to know exactly; often ''. */
  readonly detail: string;
}

/** What a check found; what it is about is the photo, else the file of the vault. */
export function problemRow({ kind, id, file, name, detail, hidden }: Problem): ProblemRow {
  return {
    photo: id,
    name:
      hidden === true
        ? t.jobs.hiddenPhoto
        : (name ?? file ?? (id === null ? t.jobs.verifying.vaultFile : t.jobs.verifying.unknownPhoto)),
    why: sentence({ code: kind, params: {} }),
    file,
    detail,
  };
}

/** What a job found or could not write. */
export function problemRows(job: Job): readonly ProblemRow[] {
  if (job.kind === 'export' || job.kind === 'send')
    return job.failures.map(({ photo, path, name, error }) => ({
      photo,
      name: path ?? name,
      why: error === null ? '' : sentence(error),
      file: null,
      detail: '',
    }));
  return job.kind === 'import' ? [] : job.problems.map(problemRow);
}
