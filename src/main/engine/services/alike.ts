/** @file Answers `alike.…`. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { AlikePhoto } from '../../../shared/contract/discovering.ts';
import { CodedError } from '../../../shared/errors.ts';
import { groupsOf, toldApart } from '../alike/index.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import { randomId } from '../crypto/index.ts';
import { now } from '../import/instant.ts';
import { editObjects } from './edit-photos.ts';
import { photosOf } from './photos-of.ts';
import type { ServicesOf } from './service.ts';

export const alikeServices: ServicesOf<'alike'> = {
  'alike.groups': async ({ catalog, hiding, looks }, { limit }, { signal, progress }) => {
    await untilAborted(looks.run(progress), signal);
    const groups = await groupsOf(hiding.photos(), { areDifferent: toldApart(catalog), signal });
    return {
      total: groups.length,
      groups: groups.slice(0, limit).map((group) => group.map(([id, photo]) => shown(id, photo))),
    };
  },

  'alike.dismiss': (session, { ids }) => {
    const photos = [...new Set(photosOf(session, ids).map(([id]) => id))];
    const id = randomId();
    return { id, ...editObjects(session, [[id, { type: 'different', photos, created: now() }]]) };
  },

  'alike.restore': ({ catalog }, { id }) => {
    if (catalog.object(id)?.type !== 'different') throw new CodedError('not-found');
    catalog.change((tx) => tx.removeObject(id));
    return {};
  },
};

/** Settles as `work` does, or rejects when the caller gives up; the work goes on. */
async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(new CodedError('cancelled'));
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function shown(id: Id, photo: PhotoRecord): AlikePhoto {
  const { name, bytes, mime, width = null, height = null, capturedAt = null } = photo;
  return {
    id,
    name,
    bytes,
    type: mime,
    width,
    height,
    capturedAt,
    placed: photo.latitude !== undefined,
    favourite: photo.favourite ?? false,
  };
}
