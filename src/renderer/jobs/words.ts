/** @file What is said about a job and about an item of a report, in words; runs in the renderer. No DOM. */
import type { ImportItem, ImportReport, Job } from '../../shared/contract.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { formatPercent } from '../lib/format.ts';
import { sentence, t } from '../messages/index.ts';
import { onOneLine, splitPath } from './file-name.ts';
import { hasEnded, type Milestone } from './state.ts';

/** What a job is doing, or how it ended. */
export function title(job: Job): string {
  const { titles } = t.jobs;
  const ended =
    job.state === 'done' || job.state === 'cancelled' || job.state === 'stopped' ? job.state : null;
  switch (job.kind) {
    case 'import':
      return ended === null ? titles.import : titles.importEnded[ended];
    case 'export':
      return ended === null ? titles.export(job.filesTotal) : titles.exportEnded[ended];
    case 'send':
      return ended === null ? t.sharing.job.running(job.filesTotal) : t.sharing.job.ended[ended];
    case 'verify':
      if (ended !== null) return titles.verifyEnded[ended];
      return job.quick ? titles.verifyQuick : titles.verify(job.filesTotal);
    case 'repair':
      return ended === null ? t.repair.titles.running : t.repair.titles.ended[ended];
    case 'reencrypt':
      return ended === null ? t.rotation.titles[job.scope] : t.rotation.titles.ended[job.scope][ended];
  }
}

/** What came of a job, in a sentence; '' while it has not ended. What stopped it is said by `sentence(job.error)`. */
export function result(job: Job): string {
  if (!hasEnded(job)) return '';
  const { results } = t.jobs;
  switch (job.kind) {
    case 'import':
      return job.state === 'done'
        ? importCounts(job.counts)
        : results.importedBeforeStop(job.counts.imported);
    case 'export': {
      const failed = job.failed === 0 ? '' : results.notWritten(job.failed);
      if (job.state !== 'done') return `${results.writtenBeforeStop(job.written)} ${failed}`.trimEnd();
      const there = job.written + job.already;
      const parts = [there === 0 ? '' : results.written(job.written, job.already), failed];
      return parts.filter((text) => text !== '').join(' · ') || results.nothingWritten;
    }
    case 'send': {
      const words = t.sharing.job;
      if (job.state !== 'done') return words.nothing;
      const [first, second] = job.files;
      const one = words.result(job.written, first?.people ?? []);
      const made =
        second === undefined ? one : `${one} · ${words.second(onOneLine(splitPath(second.file).name))}`;
      return job.failed === 0 ? made : `${made} · ${words.failed(job.failed)}`;
    }
    case 'repair':
      if (job.state !== 'done') return t.repair.stoppedText;
      return repairLines(job).join(' · ') || t.repair.nothing;
    case 'reencrypt':
      return reencryptWords(job);
    case 'verify':
      if (job.state !== 'done') return results.problemsSoFar(job.problemCount);
      if (job.problemCount > 0) return results.problems(job.problemCount);
      return [
        job.quick ? results.verifiedQuick(job.filesTotal) : results.verified(job.filesTotal),
        // What no photo needs is told, but it is no problem and not counted as one.
        job.problems.length > 0 ? results.leftovers(job.problems.length) : '',
      ]
        .join(' ')
        .trimEnd();
  }
}

/** What a repair has done, a line each, only what there is. */
export function repairLines(job: Extract<Job, { kind: 'repair' }>): readonly string[] {
  const { repair } = t;
  const { moved } = job;
  const facts = [
    [job.restored, repair.restored],
    [job.adopted, repair.adopted],
    [job.thumbnails, repair.thumbnails],
    [job.missing, repair.missing],
    [job.damaged, repair.damaged],
    [moved.length, repair.moved],
  ] as const;
  return facts.flatMap(([count, words]) => (count === 0 ? [] : [words(count)]));
}

function reencryptWords(job: Extract<Job, { kind: 'reencrypt' }>): string {
  const { rotation } = t;
  if (job.state === 'stopped') return rotation.stoppedText;
  const renewed = job.filesDone - job.problemCount;
  if (job.scope === 'catalogue') return job.state === 'done' ? rotation.resultCatalogue : '';
  if (job.state === 'cancelled') return rotation.cancelledText(renewed);
  const left = job.problemCount === 0 ? '' : rotation.left(job.problemCount);
  return `${rotation.result(job.already + renewed)} ${left}`.trimEnd();
}

/** "3,102 photos imported · 112 already here", only what there is. */
export function importCounts(
  counts: Pick<ImportReport['counts'], 'imported' | 'duplicate' | 'skipped' | 'failed'>,
): string {
  const { results } = t.jobs;
  const parts = [counts.imported > 0 ? results.imported(counts.imported) : results.nothingImported];
  if (counts.duplicate > 0) parts.push(results.duplicate(counts.duplicate));
  if (counts.skipped > 0) parts.push(results.skipped(counts.skipped));
  if (counts.failed > 0) parts.push(results.failed(counts.failed));
  return parts.join(' · ');
}

/** What a screen reader is told when a job passes a milestone. */
export function announcement(job: Job, passed: Milestone): string {
  if (passed === 'start') return title(job);
  if (passed !== 'end') return t.jobs.announce.percent(title(job), formatPercent(passed / 100));
  const stopped = job.error === null ? '' : ` ${sentence(job.error)}`;
  return `${title(job)}.${stopped} ${result(job)}`;
}

/** Why a file of an import was left out or has a problem; '' when there is nothing to say. */
export function reason(item: Pick<ImportItem, 'reason' | 'result' | 'again' | 'partOf'>): string {
  if (item.reason === null) {
    if (item.result === 'duplicate') return t.jobs.report.alreadyThere;
    if (item.partOf !== undefined) return t.jobs.report.partOf(onOneLine(item.partOf));
    return item.again === true && item.result === 'imported' ? t.jobs.report.again : '';
  }
  const reasons: Partial<Record<ErrorCode, string>> = t.jobs.report.reasons;
  return reasons[item.reason] ?? sentence({ code: item.reason, params: {} });
}

/** The two lines under a running job's bar: how much of it is done, and how fast it goes or why it does not. */
export function progressWords(job: Job, waiting: boolean): { amount: string; pace: string } {
  const { activity } = t.jobs;
  if (waiting) return { amount: activity.waiting, pace: '' };
  const amount =
    job.filesTotal === 0 && job.bytesTotal === 0
      ? activity.preparing
      : [
          job.filesTotal > 0 ? activity.ofFiles(job.filesDone, job.filesTotal) : '',
          job.bytesTotal > 0 ? activity.ofBytes(job.bytesDone, job.bytesTotal) : '',
        ]
          .filter((text) => text !== '')
          .join(' · ');
  if (job.state === 'pausing') return { amount, pace: activity.pausing };
  if (job.state === 'paused') return { amount, pace: activity.paused };
  const pace = [
    job.filesPerSecond > 0 ? activity.perSecond(job.filesPerSecond) : '',
    job.secondsLeft === null ? '' : activity.left(job.secondsLeft),
  ];
  return { amount, pace: pace.filter((text) => text !== '').join(' · ') };
}
