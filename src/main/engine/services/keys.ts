/** @file Answers `keys.…`: new keys for the vault, and what is sealed anew under them. Runs in the engine. */
import { setImmediate as immediate } from 'node:timers/promises';
import { CodedError } from '../../../shared/errors.ts';
import type { LogEvent } from '../../../shared/log.ts';
import type { Catalog, ResealingRecord } from '../catalog/index.ts';
import { bytesOf } from '../integrity/reencrypt-blobs.ts';
import { putResealing, resealingOf } from '../integrity/resealing.ts';
import { isResealing, runningJob, startResealing } from './resealing.ts';
import { noteInLog } from './note.ts';
import type { ServicesOf } from './service.ts';
import type { Session } from './session.ts';
import { secretOf } from './vault.ts';

const logPage = 200;

export const keyServices: ServicesOf<'keys'> = {
  'keys.info': async (session, _, { signal }) => {
    const { vault, catalog, epochs } = session;
    const { epoch } = vault.keys;
    let rows = { rows: 0, bytes: 0 };
    for (const count of catalog.countOlder()) {
      rows = count;
      await immediate();
      signal.throwIfAborted();
    }
    const { older } = await epochs.older(catalog, epoch, () => signal.throwIfAborted());
    const record = resealingOf(catalog);
    return {
      epoch: vault.keys.newest,
      created: await madeAt(session, signal),
      photos: catalog.photoCount,
      older: {
        photos: older.length,
        blobs: older.reduce((sum, { blobs }) => sum + blobs.length, 0),
        bytes: older.reduce((sum, photo) => sum + bytesOf(photo), 0),
        rows: rows.rows,
        rowBytes: rows.bytes,
      },
      resealing: record && { scope: record.scope, job: runningJob(session)?.id ?? null },
    };
  },

  'keys.draftRotation': async ({ vault }, { secret, keyFile }) => {
    const { words, kept, dropped } = await vault.draftRotation(secretOf(secret, keyFile));
    return { kit: { vaultId: vault.id, words }, kept, dropped: [...dropped] };
  },

  'keys.rotate': async (session, { scope }) => {
    const { vault, catalog } = session;
    if (isResealing(session)) throw new CodedError('busy');
    const before = resealingOf(catalog);
    // Before the keys: cut off right after they are changed, the vault knows when it is next opened that its cells are to be sealed anew.
    remember(catalog, widened(before, scope));
    let rotation;
    try {
      rotation = await vault.rotateKeys();
    } catch (error) {
      remember(catalog, before);
      throw error;
    }
    const { epoch, dropped, durable } = rotation;
    noteInLog(session, { event: 'keys-rotated', epoch, dropped });
    return { epoch, job: durable ? startResealing(session, widened(before, scope).scope) : null };
  },

  'keys.dropRotation': ({ vault }) => {
    vault.dropRotation();
    return {};
  },

  'keys.reencrypt': (session, { scope }) => {
    const { vault, catalog } = session;
    const running = runningJob(session);
    if (running !== null && (running.scope === 'everything' || scope === 'catalogue'))
      return { job: running.id };
    // One copy of the header may not know the newest keys: nothing is sealed under them before the next opening has mended it.
    if (vault.keys.epoch !== vault.keys.newest) throw new CodedError('header-copy-damaged');
    remember(catalog, widened(resealingOf(catalog), scope));
    return { job: startResealing(session, scope) };
  },
};

/** What is begun already is not made less by what is begun now. */
function widened(before: ResealingRecord | null, scope: ResealingRecord['scope']): ResealingRecord {
  return { ...before, scope: before?.scope === 'everything' ? 'everything' : scope };
}

function remember(catalog: Catalog, record: ResealingRecord | null): void {
  catalog.change((tx) => putResealing(tx, catalog, record));
}

/** When the newest keys were made: the vault itself, or its last change of keys that the log tells of. */
async function madeAt({ vault, catalog }: Session, signal: AbortSignal): Promise<string | null> {
  if (vault.keys.newest === 1) return vault.created;
  for (let to = catalog.logLength; to > 0; to -= logPage) {
    const from = Math.max(1, to - logPage + 1);
    for (const record of catalog.logEntries(from, to - from + 1).reverse()) {
      const entry: unknown = record === null ? null : JSON.parse(record.entry);
      if (isRotation(entry) && entry.epoch === vault.keys.newest) return entry.at;
    }
    await immediate();
    signal.throwIfAborted();
  }
  return null;
}

type RotationEntry = Extract<LogEvent, { event: 'keys-rotated' }> & { readonly at: string };

function isRotation(entry: unknown): entry is RotationEntry {
  if (typeof entry !== 'object' || entry === null || !('event' in entry) || entry.event !== 'keys-rotated')
    return false;
  return 'epoch' in entry && typeof entry.epoch === 'number' && 'at' in entry && typeof entry.at === 'string';
}
