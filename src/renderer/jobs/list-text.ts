/** @file Lists of a report as text to be pasted elsewhere: a line an item, columns parted by tabs. Runs in the renderer. No DOM. */
import type { ImportItem, ImportReport, Job, Problem } from '../../shared/contract.ts';
import { formatInstant, formatList } from '../lib/format.ts';
import { sentence, t } from '../messages/index.ts';
import { onOneLine } from './file-name.ts';
import { importCounts, problemName, reason } from './words.ts';

type Failures = Extract<Job, { kind: 'export' }>['failures'];

/** Columns: path, reason. Above them, which import it was and what came of it. */
export function importText(report: ImportReport, items: readonly ImportItem[]): string {
  const { header, sources } = t.jobs.report;
  const head = [
    header(formatInstant(report.started)),
    sources(formatList(report.sources.map(onOneLine))),
    importCounts(report.counts),
    '',
  ];
  return lines([...head, ...items.map((item) => columns([item.path, reason(item)]))]);
}

/** Columns: name, reason. */
export function failuresText(failures: Failures): string {
  return lines(
    failures.map((item) =>
      columns([item.path ?? item.name, item.error === null ? '' : sentence(item.error)]),
    ),
  );
}

/** Columns: name, what is wrong, the file in the vault's folder. */
export function problemsText(problems: readonly Problem[]): string {
  return lines(
    problems.map((one) =>
      columns([problemName(one), sentence({ code: one.kind, params: {} }), one.file ?? '']),
    ),
  );
}

function columns(texts: readonly string[]): string {
  return texts.map(onOneLine).join('\t').trimEnd();
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
