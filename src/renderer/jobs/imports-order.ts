/** @file In which order imports are listed, and which list of a report is shown first; runs in the renderer. No words, no DOM. */
import { resultKinds, type ImportReport, type ResultKind } from '../../shared/contract.ts';

/** Whether an import is not at its end: it runs, is paused, or waits to be gone on with. One that was cancelled may be, but does not wait. */
export function isUnfinished({ state }: ImportReport): boolean {
  return state !== 'done' && state !== 'cancelled';
}

/** Unfinished ones first, each group newest first. */
export function inOrder(reports: readonly ImportReport[]): readonly ImportReport[] {
  return reports.toSorted(
    (one, other) =>
      Number(isUnfinished(other)) - Number(isUnfinished(one)) || other.started.localeCompare(one.started),
  );
}

/** What one wants to see first: what failed, else the first list with something in it. */
export function firstKind(counts: Readonly<Record<ResultKind, number>>): ResultKind {
  if (counts.failed > 0) return 'failed';
  return resultKinds.find((kind) => counts[kind] > 0) ?? 'imported';
}

/** Files of an unfinished import that have no result yet. */
export function filesLeft(report: ImportReport): number {
  const { imported, duplicate, failed, attached } = report.counts;
  return Math.max(0, report.total.files - imported - duplicate - failed - attached);
}
