/** @file Answers `send.…`: photos into a package for people, or for whoever knows a passphrase. Runs in the engine. */
import { dirname, resolve } from 'node:path';
import type { ExportItem } from '../../../shared/contract.ts';
import { CodedError, toErrorValue } from '../../../shared/errors.ts';
import type { PersonRecord } from '../catalog/index.ts';
import { randomId, zero } from '../crypto/index.ts';
import { inspectDestination } from '../export/destination.ts';
import { wayOf } from '../export/estimate.ts';
import { completed, whatOf } from '../export/options.ts';
import type { Audience } from '../sharing/age-header.ts';
import { ownKeys } from '../sharing/own-keys.ts';
import { packageLength, refuseExisting, runSend } from '../sharing/send.ts';
import { selected } from './exports.ts';
import { noteInLog } from './note.ts';
import type { ServicesOf } from './service.ts';
import { personOf } from './sharing.ts';

const lane = 'export';
const failuresTold = 1000;

export const sendServices: ServicesOf<'send'> = {
  'send.check': (session, { selection, options: asked }) => {
    const photos = selected(session, selection);
    const options = completed(asked);
    const ways = photos.map(([, photo]) => wayOf(photo, options));
    return {
      photos: photos.length,
      bytes: packageLength(photos, options),
      estimated: ways.includes('converted'),
      uncleanable: ways.filter((way) => way === 'uncleanable').length,
      unconvertible: ways.filter((way) => way === 'unconvertible').length,
    };
  },

  'send.start': async (session, input) => {
    const { vault, blobs, catalog, jobs } = session;
    const { file, selection, options: asked, to, passphrase, from, note } = input;
    try {
      const people = to.map((id) => personOf(catalog, id));
      const { audience, quantumSafe } = audienceOf(people, passphrase, input.older ?? false);
      const photos = selected(session, selection);
      const options = completed(asked);
      const path = resolve(file);
      await inspectDestination(vault, dirname(path));
      await refuseExisting(vault, path);
      const sender = from === null ? null : { name: from.trim(), keys: await ownKeys(vault) };
      const failures: ExportItem[] = [];
      const counts = { written: 0, failed: 0 };
      const job = randomId();
      const names = people.map(({ name }) => name);
      jobs.start({
        id: job,
        lane,
        details: () => ({ kind: 'send', file: path, people: names, ...counts, failures: [...failures] }),
        run: async (control) => {
          const onItem = (item: ExportItem): void => {
            if (item.result === 'failed')
              failures.splice(failuresTold, 0, ...(failures.length < failuresTold ? [item] : []));
            counts[item.result === 'failed' ? 'failed' : 'written'] += 1;
          };
          const note_ = (state: 'done' | 'cancelled' | 'stopped'): void => {
            const { written: all, failed } = counts;
            // What was not finished has left nothing outside.
            const sent = state === 'done' ? all : 0;
            noteInLog(session, {
              event: 'sent',
              state,
              file: path,
              what: whatOf(options),
              photos: sent,
              failed,
              people: people.length,
            });
          };
          try {
            const request = { vault, blobs, pool: () => session.pool, photos, options, file: path };
            await runSend({ ...request, audience, from: sender, note, onItem }, control);
          } catch (error) {
            note_(toErrorValue(error).code === 'cancelled' ? 'cancelled' : 'stopped');
            throw error;
          } finally {
            if ('passphrase' in audience) zero(audience.passphrase);
          }
          note_('done');
        },
      });
      return { job, quantumSafe };
    } finally {
      if (passphrase !== null) zero(passphrase);
    }
  },
};

/**
 * Everybody by the same kind of key: by the one that resists quantum computers where all of them have it. A file that somebody's older key opens is
 * no safer for the others' newer ones.
 */
function audienceOf(
  people: readonly PersonRecord[],
  passphrase: Uint8Array | null,
  older: boolean,
): { audience: Audience; quantumSafe: boolean } {
  if (passphrase !== null) {
    if (people.length > 0) throw new CodedError('send-both');
    if (passphrase.byteLength === 0) throw new CodedError('passphrase-empty');
    // A copy: the caller's is zeroed before the job has its turn. What scrypt makes of it no quantum computer shortens by much.
    return { audience: { passphrase: Uint8Array.from(passphrase) }, quantumSafe: true };
  }
  if (people.length === 0) throw new CodedError('send-nobody');
  const quantumSafe = !older && people.every(({ keys }) => keys.hybrid !== null);
  const recipients = people.map(({ name, keys }) => {
    const key = quantumSafe ? keys.hybrid : (keys.x25519 ?? (older ? null : keys.hybrid));
    if (key === null) throw new CodedError('person-keyless', { name });
    return key;
  });
  return { audience: { recipients }, quantumSafe };
}
