/** @file Answers `export.…`. Runs in the engine. */
import { photoFlags } from '../../../shared/columns.ts';
import type { Id, Selection } from '../../../shared/contract.ts';
import { CodedError, toErrorValue } from '../../../shared/errors.ts';
import type { LogEvent } from '../../../shared/log.ts';
import type { PhotoRecord, PhotoRow } from '../catalog/index.ts';
import { randomId } from '../crypto/index.ts';
import { inspectDestination } from '../export/destination.ts';
import { wayOf } from '../export/estimate.ts';
import { whatOf } from '../export/options.ts';
import { planOf, roomFor } from '../export/plan.ts';
import { runExport } from '../export/run-export.ts';
import { treeOf } from './albums.ts';
import { photosOf } from './photos-of.ts';
import { noteInLog } from './note.ts';
import type { ServicesOf } from './service.ts';
import type { ExportItem, Session } from './session.ts';

const lane = 'export';
const failuresTold = 1000;

export const exportServices: ServicesOf<'export'> = {
  'export.check': async (session, { destination, selection, options }) => {
    const { vault } = session;
    const photos = selected(session, selection);
    const plan = planOf({ photos, albums: session.catalog.objects('album'), selection, options });
    const { path, freeBytes, writable } = await inspectDestination(vault, destination);
    const room = await roomFor(vault, path, plan);
    const ways = photos.map(([, photo]) => wayOf(photo, plan.options));
    return {
      path,
      photos: photos.length,
      files: plan.copies.length,
      ...room,
      uncleanable: ways.filter((way) => way === 'uncleanable').length,
      unconvertible: ways.filter((way) => way === 'unconvertible').length,
      freeBytes,
      writable,
    };
  },

  'export.start': async (session, { destination, selection, options }) => {
    const { vault, blobs, jobs } = session;
    const photos = selected(session, selection);
    const plan = planOf({ photos, albums: session.catalog.objects('album'), selection, options });
    const { path } = await inspectDestination(vault, destination);
    const items: ExportItem[] = [];
    const failures: ExportItem[] = [];
    const counts = { written: 0, already: 0, failed: 0 };
    const job = randomId();
    session.exports.set(job, items);
    jobs.start({
      id: job,
      lane,
      details: () => ({ kind: 'export', destination: path, ...counts, failures: [...failures] }),
      run: (control) => {
        const request = {
          vault,
          blobs,
          pool: () => session.pool,
          plan,
          destination: path,
          madeBefore: session.madeBefore,
          onItem: (item: ExportItem) => {
            items.push(item);
            counts[item.result] += 1;
            if (item.result === 'failed' && failures.length < failuresTold) failures.push(item);
          },
        };
        return noted(
          session,
          () => runExport(request, control),
          () => ({
            destination: path,
            what: whatOf(plan.options),
            photos: counts.written + counts.already,
            failed: counts.failed,
          }),
        );
      },
    });
    return { job };
  },

  'export.dragged': (session, { id }) => {
    photosOf(session, [id]);
    const done = { state: 'done', destination: '', what: 'dragged', photos: 1, failed: 0 } as const;
    noteInLog(session, { event: 'exported', ...done });
    return {};
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

/** Errors: not-found, for an album or a photo that is not there; photos-hidden. */
export function selected(session: Session, selection: Selection): [Id, PhotoRecord][] {
  if (selection.of === 'ids') return photosOf(session, selection.ids);
  const withHidden = selection.of === 'all-and-hidden';
  if (withHidden && !session.hiding.revealed) throw new CodedError('photos-hidden');
  if (selection.of === 'album' && session.catalog.object(selection.album)?.type !== 'album')
    throw new CodedError('not-found');
  const { hiding } = session;
  const within = selection.of === 'album' ? treeOf(session.catalog).within(selection.album) : null;
  const isMeant = ({ flags, albums }: PhotoRow): boolean =>
    (flags & photoFlags.trashed) === 0 && (within === null || albums.some((album) => within.has(album)));
  return [...hiding.photos(isMeant), ...(withHidden ? hiding.hidden() : [])]; // none of these is in the trash
}
