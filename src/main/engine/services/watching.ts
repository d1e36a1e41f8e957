/** @file Answers `watch.…`: folders whose new files are imported while the vault is open. Their paths stand in the vault's settings. Runs in the engine. */
import { stat } from 'node:fs/promises';
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { Catalog, ImportRecord, WatchedRecord } from '../catalog/index.ts';
import { randomId } from '../crypto/index.ts';
import { now } from '../import/instant.ts';
import { Ledger } from '../import/ledger.ts';
import { sourceReason } from '../import/source-error.ts';
import { shownText } from '../import/source-path.ts';
import { WatchedFolder, type WatchRequest, type WatchTimes } from '../import/watched-folder.ts';
import { runImport } from '../import/pipeline.ts';
import type { ServicesOf } from './service.ts';
import type { Session } from './session.ts';
import { startImport } from './start-import.ts';

const mostFolders = 20;

/** The folders an open vault watches; none where the engine was not told to (a terminal). */
const watching = new WeakMap<Session, Map<Id, WatchedFolder>>();

export const watchServices: ServicesOf<'watch'> = {
  'watch.list': (session) =>
    watchedIn(session.catalog).map(({ id, path }) => ({
      id,
      path: shownText(path),
      error: watching.get(session)?.get(id)?.error ?? null,
    })),

  'watch.add': async (session, { folder }) => {
    await mustBeFolder(folder);
    const all = watchedIn(session.catalog);
    const known = all.find(({ path }) => path === folder);
    if (known !== undefined) return { id: known.id };
    if (all.length >= mostFolders) throw new CodedError('input-invalid', { field: 'folder' });
    const added: WatchedRecord = { id: randomId(), path: folder };
    putWatched(session.catalog, [...all, added]);
    begin(session, added);
    return { id: added.id };
  },

  'watch.remove': async (session, { id }) => {
    const all = watchedIn(session.catalog);
    if (!all.some((one) => one.id === id)) throw new CodedError('not-found');
    putWatched(
      session.catalog,
      all.filter((one) => one.id !== id),
    );
    const folders = watching.get(session);
    const folder = folders?.get(id);
    folders?.delete(id);
    await folder?.close();
    return {};
  },
};

/** To be called once a vault is open. */
export function beginWatching(session: Session): void {
  if (session.watchTimes === null || session.catalog.frozen !== null) return;
  watching.set(session, new Map());
  try {
    for (const [id, record] of session.catalog.objects('import'))
      if (record.watched !== undefined && (record.state === 'running' || record.state === 'paused'))
        new Ledger(session.catalog, id, record).change({ state: 'done' }); // the rest of it is new to the next look
  } catch (error) {
    // A full disk, or a vault that cannot be written to: nothing can be imported either.
    if (!(error instanceof CodedError)) throw error;
    return;
  }
  for (const folder of watchedIn(session.catalog)) begin(session, folder);
}

function begin(session: Session, { id, path }: WatchedRecord): void {
  const folders = watching.get(session);
  const times: WatchTimes | null = session.watchTimes;
  if (folders === undefined || times === null) return;
  const { vault, catalog, signal } = session;
  const known = (): Set<string> => {
    const keys = new Set<string>();
    for (const [ledger, record] of catalog.objects('import'))
      if (record.watched === id) for (const key of new Ledger(catalog, ledger, record).known()) keys.add(key);
    return keys;
  };
  const take: WatchRequest['take'] = (accepts, total) =>
    new Promise((resolve) => {
      const ledger = new Ledger(catalog, randomId(), recordOf(id, path, total));
      catalog.change((tx) => tx.putObject(ledger.id, ledger.record));
      startImport(session, ledger, async (request, control) => {
        try {
          await runImport({ ...request, resumed: false, accepts }, control);
        } finally {
          const { state, error = null } = ledger.record;
          resolve({
            known: ledger.known(),
            error: state === 'stopped' ? error : null,
            cancelled: state === 'cancelled',
          });
        }
      });
    });
  folders.set(id, new WatchedFolder({ folder: path, vault: vault.path, times, signal, known, take }));
}

function recordOf(watched: Id, path: string, total: ImportRecord['total']): ImportRecord {
  const counts = { imported: 0, duplicate: 0, skipped: 0, failed: 0, attached: 0, bytes: 0 };
  return {
    type: 'import',
    started: now(),
    state: 'running',
    sources: [path],
    total,
    counts,
    seconds: 0,
    watched,
    pages: [],
  };
}

async function mustBeFolder(path: string): Promise<void> {
  let found;
  try {
    found = await stat(path);
  } catch (thrown) {
    throw new CodedError(sourceReason(thrown), {}, { cause: thrown });
  }
  if (!found.isDirectory()) throw new CodedError('source-not-a-file');
}

function watchedIn(catalog: Catalog): readonly WatchedRecord[] {
  return catalog.objects('settings')[0]?.[1].watched ?? [];
}

function putWatched(catalog: Catalog, watched: readonly WatchedRecord[]): void {
  const [id, settings] = catalog.objects('settings')[0] ?? [randomId(), { type: 'settings' as const }];
  const { watched: _before, ...rest } = settings;
  catalog.change((tx) => tx.putObject(id, watched.length === 0 ? rest : { ...rest, watched }));
}
