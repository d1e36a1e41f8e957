/** @file Lists of a report as text to be pasted elsewhere: a line an item, columns parted by tabs. Runs in the renderer. No DOM. */
import type { ImportItem, ImportReport } from '../../shared/contract.ts';
import { formatInstant, formatList } from '../lib/format.ts';
import { t } from '../messages/index.ts';
import { onOneLine } from './file-name.ts';
import type { ProblemRow } from './problem-rows.ts';
import { importCounts, reason } from './words.ts';

/** Columns: path, reason. Above them, which import it was and what came of it. */
export function importText(report: ImportReport, items: readonly ImportItem[]): string {
  const { header, sources } = t.jobs.report;
  const head = [
    header(formatInstant(report.started)),
    sources(formatList(report.sources.map(onOneLine))),
    importCounts(report.counts),
    '',
  ];
  return lines([
    ...head,
    ...items.map((item) => columns([item.hidden === true ? t.jobs.hiddenPhoto : item.path, reason(item)])),
  ]);
}

/** Columns: name, what is wrong, the file in the vault's folder. */
export function problemsText(rows: readonly ProblemRow[]): string {
  return lines(rows.map(({ name, why, file }) => columns([name, why, file ?? ''])));
}

function columns(texts: readonly string[]): string {
  return texts.map(onOneLine).join('\t').trimEnd();
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
