/** @file Answers `export.…`. Runs in the engine. */
import type { Id, Selection } from '../../../shared/contract.ts';
import { CodedError, toErrorValue } from '../../../shared/errors.ts';
import type { LogEvent } from '../../../shared/log.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import { randomId } from '../crypto/index.ts';
import { inspectDestination } from '../export/destination.ts';
import { runExport } from '../export/run-export.ts';
import { photosOf } from './library.ts';
import { noteInLog } from './note.ts';
import type { ServicesOf } from './service.ts';
import type { ExportItem, Session } from './session.ts';

const lane = 'export';
const failuresTold = 1000;

export const exportServices: ServicesOf<'export'> = {
  'export.check': async (session, { destination, selection }) => {
    const photos = selected(session, selection);
    const { path, freeBytes, writable } = await inspectDestination(session.vault, destination);
    const bytes = photos.reduce((sum, [, photo]) => sum + photo.bytes, 0);
    return { path, photos: photos.length, bytes, freeBytes, writable };
  },

  'export.start': async (session, { destination, selection }) => {
    const { vault, blobs, jobs } = session;
    const photos = selected(session, selection);
    const { path } = await inspectDestination(vault, destination);
    const items: ExportItem[] = [];
    const failures: ExportItem[] = [];
    let failed = 0;
    const job = randomId();
    session.exports.set(job, items);
    jobs.start({
      id: job,
      lane,
      details: () => ({
        kind: 'export',
        destination: path,
        written: items.length - failed,
        failures: [...failures],
        failed,
      }),
      run: (control) => {
        const request = {
          vault,
          blobs,
          photos,
          destination: path,
          onItem: (item: ExportItem) => {
            items.push(item);
            if (item.result !== 'failed') return;
            failed += 1;
            if (failures.length < failuresTold) failures.push(item);
          },
        };
        return noted(
          session,
          () => runExport(request, control),
          () => ({ destination: path, what: 'originals', photos: items.length - failed, failed }),
        );
      },
    });
    return { job };
  },

  'export.items': ({ exports }, { job, offset, limit }) => {
    const items = exports.get(job);
    if (items === undefined) throw new CodedError('not-found');
    return { total: items.length, items: items.slice(offset, offset + limit) };
  },
};

/** Writes into the log how the export has ended, whatever has become of it: copies that were written are out of the vault. */
async function noted(
  session: Session,
  work: () => Promise<void>,
  facts: () => Omit<Extract<LogEvent, { event: 'exported' }>, 'event' | 'state'>,
): Promise<void> {
  const note = (state: 'done' | 'cancelled' | 'stopped'): void =>
    noteInLog(session, { event: 'exported', state, ...facts() });
  try {
    await work();
  } catch (error) {
    note(toErrorValue(error).code === 'cancelled' ? 'cancelled' : 'stopped');
    throw error;
  }
  note('done');
}

/** Error: not-found, for an album or a photo that is not there. */
function selected(session: Session, selection: Selection): [Id, PhotoRecord][] {
  if (selection.of === 'ids') return photosOf(session, selection.ids);
  if (selection.of === 'album' && session.catalog.object(selection.album)?.type !== 'album')
    throw new CodedError('not-found');
  return [...session.catalog.photos()].filter(([, { trashedAt, albums }]) => {
    if (trashedAt !== undefined) return false;
    return selection.of === 'all' || (albums ?? []).includes(selection.album);
  });
}
