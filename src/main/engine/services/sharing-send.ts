/** @file Answers `send.…`: photos into a package for people, another for whoever knows a passphrase. Runs in the engine. */
import { dirname, resolve } from 'node:path';
import type { ExportItem } from '../../../shared/contract.ts';
import { passphraseFile } from '../../../shared/contract/sharing.ts';
import { CodedError, toErrorValue } from '../../../shared/errors.ts';
import type { PersonRecord } from '../catalog/index.ts';
import { randomId, zero } from '../crypto/index.ts';
import { inspectDestination } from '../export/destination.ts';
import { wayOf } from '../export/estimate.ts';
import { completed, whatOf } from '../export/options.ts';
import { ownKeys } from '../sharing/own-keys.ts';
import { packageLength, refuseExisting, runSend, type PackagePlan } from '../sharing/send.ts';
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
      const { packages, quantumSafe } = plansOf(resolve(file), people, passphrase, input.older ?? false);
      const photos = selected(session, selection);
      const options = completed(asked);
      await inspectDestination(vault, dirname(resolve(file)));
      for (const one of packages) await refuseExisting(vault, one.file);
      const sender = from === null ? null : { name: from.trim(), keys: await ownKeys(vault) };
      const failures: ExportItem[] = [];
      const counts = { written: 0, failed: 0 };
      const job = randomId();
      const files = packages.map((one) => ({
        file: one.file,
        people: 'recipients' in one.audience ? people.map(({ name }) => name) : [],
      }));
      jobs.start({
        id: job,
        lane,
        details: () => ({ kind: 'send', files, ...counts, failures: [...failures] }),
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
            for (const made of files)
              noteInLog(session, {
                event: 'sent',
                state,
                file: made.file,
                what: whatOf(options),
                photos: sent,
                failed,
                people: made.people.length,
              });
          };
          try {
            const request = { vault, blobs, pool: () => session.pool, photos, options, packages };
            await runSend({ ...request, from: sender, note, onItem }, control);
          } catch (error) {
            note_(toErrorValue(error).code === 'cancelled' ? 'cancelled' : 'stopped');
            throw error;
          } finally {
            for (const { audience } of packages) if ('passphrase' in audience) zero(audience.passphrase);
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

/** One file for the people, one for whoever knows the passphrase: age lets a passphrase stand with nobody else. */
function plansOf(
  file: string,
  people: readonly PersonRecord[],
  passphrase: Uint8Array | null,
  older: boolean,
): { packages: PackagePlan[]; quantumSafe: boolean } {
  if (passphrase?.byteLength === 0) throw new CodedError('passphrase-empty');
  if (people.length === 0 && passphrase === null) throw new CodedError('send-nobody');
  const packages: PackagePlan[] = [];
  const { recipients, quantumSafe } = recipientsOf(people, older);
  if (people.length > 0) packages.push({ file, audience: { recipients } });
  // A copy: the caller's is zeroed before the job has its turn. What scrypt makes of it no quantum computer shortens by much.
  if (passphrase !== null)
    packages.push({
      file: people.length > 0 ? passphraseFile(file) : file,
      audience: { passphrase: Uint8Array.from(passphrase) },
    });
  return { packages, quantumSafe };
}

/**
 * Everybody by the same kind of key: by the one that resists quantum computers where all of them have it. A file that somebody's older key opens is
 * no safer for the others' newer ones.
 */
function recipientsOf(
  people: readonly PersonRecord[],
  older: boolean,
): { recipients: string[]; quantumSafe: boolean } {
  const quantumSafe = people.length === 0 || (!older && people.every(({ keys }) => keys.hybrid !== null));
  const recipients = people.map(({ name, keys }) => {
    const key = quantumSafe ? keys.hybrid : (keys.x25519 ?? (older ? null : keys.hybrid));
    if (key === null) throw new CodedError('person-keyless', { name });
    return key;
  });
  return { recipients, quantumSafe };
}
