/** @file Answers `import.…`: scan, start, resume, and the lasting reports. Runs in the engine. */
import type { Id, ImportItem, ImportReport, Job } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { ImportRecord, ResultLine } from '../catalog/index.ts';
import { idBytes, randomId } from '../crypto/index.ts';
import { now } from '../import/instant.ts';
import { Ledger } from '../import/ledger.ts';
import { runImport, runRetry } from '../import/pipeline.ts';
import { scan } from '../import/scan.ts';
import { shownText } from '../import/source-path.ts';
import { linesOf } from '../integrity/originals.ts';
import { adopt } from './adopting.ts';
import { albumNamed } from './albums.ts';
import { originalServices } from './originals.ts';
import type { ServicesOf } from './service.ts';
import type { Session } from './session.ts';
import { sourceText, startImport, type Pass } from './start-import.ts';

export const importServices: ServicesOf<'import'> = {
  'import.scan': async (session, { sources }, { signal, progress }) => {
    const { vault, catalog, scans } = session;
    session.pool.warm(); // an import most often follows
    const result = await scan({ sources, vault, catalog, signal, onProgress: progress });
    const { files, bytes } = result;
    return { scan: scans.add({ sources, total: { files, bytes } }), ...result };
  },

  'import.start': (session, { scan: scanned, album: albumName }) => {
    const { catalog, scans } = session;
    const album = albumName === null ? null : albumNamed(catalog, albumName);
    const { sources, total } = scans.take(scanned);
    const id = randomId();
    const record: ImportRecord = {
      type: 'import',
      started: now(),
      state: 'running',
      sources,
      total,
      counts: { imported: 0, duplicate: 0, skipped: 0, failed: 0, attached: 0, bytes: 0 },
      seconds: 0,
      ...(album !== null && { album: album.id }),
      pages: [],
    };
    catalog.change((tx) => {
      album?.put(tx);
      tx.putObject(id, record);
    });
    return startImport(session, new Ledger(catalog, id, record), runNew);
  },

  'import.resume': (session, { import: id }) => {
    const record = recordOf(session, id);
    const job = jobOf(session, id);
    if (job !== null && !isEnded(job)) throw new CodedError('busy');
    if (!isResumable(record)) throw new CodedError('input-invalid', { field: 'import' });
    const ledger = new Ledger(session.catalog, id, record);
    ledger.reopen();
    return startImport(session, ledger, (request, control) =>
      runImport({ ...request, resumed: true }, control),
    );
  },

  'import.retry': async (session, { import: id, failure }) => {
    const record = recordOf(session, id);
    const job = jobOf(session, id);
    if (job !== null && !isEnded(job)) throw new CodedError('busy');
    if ((failure ?? 0) >= record.counts.failed) throw new CodedError('not-found');
    if (record.package !== undefined) throw new CodedError('package-again');
    if (record.dropped === true) {
      // What has failed was set aside, or waits still: it is another import then.
      const adopted = await adopt(session, true);
      if (adopted === null) throw new CodedError('not-found');
      return adopted;
    }
    return startImport(session, new Ledger(session.catalog, id, record), async (request, control) => {
      try {
        await runRetry(request, failure, control);
      } finally {
        session.importJobs.delete(id); // how the import itself stands is what its record says
      }
    });
  },

  ...originalServices,

  'import.photos': ({ catalog, hiding }, { import: id }) => {
    const record = catalog.object(id);
    if (record?.type !== 'import') throw new CodedError('not-found');
    const ids = new Set<Id>();
    for (const { photo } of linesOf({ catalog, pages: record.pages }))
      if (photo !== undefined && hiding.photo(photo) !== undefined) ids.add(photo);
    return { ids: Buffer.concat([...ids].map(idBytes)) };
  },

  'import.list': (session) =>
    session.catalog
      .objects('import')
      .map(([id, record]) => reportOf(session, id, record))
      .sort((a, b) => (a.started < b.started ? 1 : -1)),

  'import.items': (session, { import: id, result, offset, limit }) => {
    const { pages, counts, incomplete } = recordOf(session, id);
    const { catalog, hiding } = session;
    const items: ImportItem[] = [];
    let at = 0;
    for (const page of pages) {
      if (items.length >= limit && incomplete === undefined) break;
      for (const line of catalog.page(page).items) {
        if (line.retried === true || (result !== null && line.result !== result)) continue;
        if (at >= offset && items.length < limit) items.push(itemOf(line, hiding));
        at += 1;
      }
    }
    // A repair brought back fewer lines than were counted.
    if (incomplete) return { total: at, items };
    const { imported, duplicate, skipped, failed, attached = 0 } = counts;
    const all = imported + duplicate + skipped + failed + attached;
    return { total: result === null ? all : (counts[result] ?? 0), items };
  },
};

const runNew: Pass = (request, control) => runImport({ ...request, resumed: false }, control);

/** The newest import that the engine's end has interrupted, if there is one. */
export function unfinishedImport(session: Session): Id | null {
  const reports = session.catalog.objects('import').map(([id, record]) => reportOf(session, id, record));
  const interrupted = reports.filter(({ state, resumable }) => state === 'interrupted' && resumable);
  return interrupted.sort((a, b) => (a.started < b.started ? 1 : -1))[0]?.id ?? null;
}

function recordOf({ catalog }: Session, id: Id): ImportRecord {
  const record = catalog.object(id);
  if (record?.type !== 'import') throw new CodedError('not-found');
  return record;
}

function jobOf({ jobs, importJobs }: Session, id: Id): Job | null {
  const job = importJobs.get(id);
  return jobs.list().find((candidate) => candidate.id === job) ?? null;
}

function reportOf(session: Session, id: Id, record: ImportRecord): ImportReport {
  const job = jobOf(session, id);
  const unfinished = record.state === 'running' || record.state === 'paused';
  const ended = job === null || isEnded(job);
  return {
    id,
    started: record.started,
    finished: record.finished ?? null,
    state: job?.state ?? (unfinished ? 'interrupted' : record.state),
    sources: record.sources.map((source) => shownText(sourceText(source))),
    total: record.total,
    counts: { attached: 0, ...record.counts },
    seconds: record.seconds,
    error: job?.error ?? record.error ?? null,
    resumable: ended && isResumable(record),
    stoppedAfter: ended && isResumable(record) ? lastPath(session, record) : null,
    retried: record.retried ?? null,
    ...(record.dropped === true && { dropped: true as const }),
    ...(record.package !== undefined && {
      received: { left: ended && (record.state !== 'done' || record.counts.failed > 0) },
    }),
  };
}

/** What was cancelled may still be wanted another day. */
function isResumable({ state, watched, dropped, package: received }: ImportRecord): boolean {
  // What is left of a watched folder, or of the drop box, comes with its next import; of a package when it is opened again.
  return state !== 'done' && [watched, dropped, received].every((origin) => origin === undefined);
}

/** The last file that has its result; null when there is none, or its page cannot be read. */
function lastPath({ catalog }: Session, { pages }: ImportRecord): string | null {
  const page = pages.at(-1);
  if (page === undefined) return null;
  try {
    const line = catalog.page(page).items.at(-1);
    return line === undefined ? null : shownText(line.path);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return null;
  }
}

function isEnded({ state }: Job): boolean {
  return state === 'done' || state === 'cancelled' || state === 'stopped';
}

/** What the report says of a file stays, whatever becomes of the photo; of a hidden one it tells that there is one, and what became of it. */
function itemOf(
  { path, bytes, result, reason, photo, partOf, again }: ResultLine,
  hiding: Session['hiding'],
): ImportItem {
  const hidden = photo !== undefined && hiding.conceals(photo);
  const shown = hidden ? '' : shownText(path);
  return {
    path: shown,
    ...(!hidden && shown !== path && { exactPath: path }),
    bytes: bytes ?? null,
    result,
    reason: reason ?? null,
    photo: hidden ? null : (photo ?? null),
    ...(photo !== undefined &&
      !hidden &&
      hiding.photo(photo)?.thumb !== undefined && { thumb: true as const }),
    ...(!hidden && partOf !== undefined && { partOf }),
    ...(again === true && { again: true as const }),
    ...(hidden && { hidden: true as const }),
  };
}
