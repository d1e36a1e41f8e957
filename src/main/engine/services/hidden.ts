/** @file Answers `hidden.…`. Runs in the engine. */
import { CodedError } from '../../../shared/errors.ts';
import { editPhotos } from './edit-photos.ts';
import { photosOf } from './photos-of.ts';
import type { ServicesOf } from './service.ts';
import { countingFailures, secretOf } from './vault.ts';

export const hiddenServices: ServicesOf<'hidden'> = {
  'hidden.set': (session, { ids, on }) => {
    if (on && photosOf(session, ids).some(([, { trashedAt }]) => trashedAt !== undefined))
      throw new CodedError('input-invalid', { field: 'ids' });
    return editPhotos(session, ids, () => ({ hidden: on ? true : undefined }));
  },

  'hidden.reveal': async (session, { secret, keyFile }) => {
    const { vault, memory, hiding } = session;
    await countingFailures({ memory, disk: vault.disk }, vault.path, () =>
      vault.prove(secretOf(secret, keyFile)),
    );
    hiding.reveal();
    return {};
  },

  'hidden.state': ({ hiding: { revealed } }) => ({ revealed }),

  'hidden.conceal': ({ hiding }) => {
    hiding.conceal();
    return {};
  },
};
