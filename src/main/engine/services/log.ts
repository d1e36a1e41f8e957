/** @file Answers `log.…`: the open vault's audit log, and exported ones. Runs in the engine. */
import { setImmediate as breathe } from 'node:timers/promises';
import * as v from 'valibot';
import type { Problem } from '../../../shared/contract.ts';
import { LogEntryHead, LogEvent, type LogItem } from '../../../shared/log.ts';
import type { LogRecord } from '../catalog/index.ts';
import { checkLogFile } from '../log/check-file.ts';
import { writeLog } from '../log/write-log.ts';
import { noteInLog } from './note.ts';
import type { ServicesOf } from './service.ts';

export const logServices: ServicesOf<'log'> = {
  'log.list': ({ catalog }, { before, limit }) => {
    const length = catalog.logLength;
    const end = Math.min(length, before === null ? length : before - 1);
    const from = Math.max(1, end - limit + 1);
    const records = catalog.logEntries(from, Math.max(0, end - from + 1));
    return { length, items: records.map((record, index) => itemOf(from + index, record)).reverse() };
  },

  'log.verify': async ({ catalog }, { against }, { signal }) => {
    const problems: Problem[] = [];
    for (const problem of catalog.verifyLog()) {
      signal.throwIfAborted();
      if (problem === null) await breathe();
      else problems.push(problem);
    }
    const holds = against === undefined ? null : catalog.logHolds(against.length, against.head);
    return { length: catalog.logLength, head: catalog.logHead, problems, holds };
  },

  'log.export': async (session, { destination }) => {
    const written = await writeLog(session.vault, session.catalog, destination);
    const { folder } = written;
    const done = { state: 'done', destination: folder, what: 'log', photos: 0, failed: 0 } as const;
    noteInLog(session, { event: 'exported', ...done });
    return { ...written, files: [...written.files] };
  },

  'log.verifyFile': ({ options }, { file, key }) => checkLogFile(options.disk, file, key ?? null),
};

function itemOf(seq: number, record: LogRecord | null): LogItem {
  if (record === null) return { seq, at: null, name: null, event: null, text: null };
  const text = record.entry;
  const value = parse(text);
  const head = v.safeParse(LogEntryHead, value);
  if (!head.success) return { seq, at: null, name: null, event: null, text };
  const event = v.safeParse(LogEvent, value);
  return {
    seq,
    at: head.output.at,
    name: head.output.event,
    event: event.success ? event.output : null,
    text,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
