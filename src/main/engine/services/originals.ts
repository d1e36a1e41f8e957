/** @file Answers what moving the originals of an import to the bin needs: which may go, and their paths for the shell alone. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { randomId } from '../crypto/index.ts';
import { shownText } from '../import/source-path.ts';
import { checkOriginals, stillTheSame, type CheckedOriginal } from '../integrity/originals.ts';
import type { ServicesOf } from './service.ts';
import type { Session } from './session.ts';

interface Check {
  readonly id: Id;
  readonly going: readonly CheckedOriginal[];
  readonly staying: readonly CheckedOriginal[];
}

/** The newest check of an open vault; a new one takes its place. */
const checks = new WeakMap<Session, Check>();

type OriginalServices = Pick<
  ServicesOf<'import'>,
  'import.checkOriginals' | 'import.originals' | 'import.originalPath'
>;

export const originalServices: OriginalServices = {
  'import.checkOriginals': async (session, { import: id }, { signal, progress }) => {
    const record = session.catalog.object(id);
    if (record?.type !== 'import') throw new CodedError('not-found');
    checks.delete(session);
    const { vault, catalog, blobs } = session;
    const { pages } = record;
    const all = AbortSignal.any([signal, session.signal]);
    const found = await checkOriginals({ vault, catalog, blobs, pages, signal: all, onProgress: progress });
    const check: Check = {
      id: randomId(),
      going: found.filter(({ reason }) => reason === null),
      staying: found.filter(({ reason }) => reason !== null),
    };
    checks.set(session, check);
    return {
      check: check.id,
      files: check.going.length,
      bytes: check.going.reduce((sum, { bytes }) => sum + bytes, 0),
      staying: check.staying.length,
    };
  },

  'import.originals': (session, { check: id, going, offset, limit }) => {
    const check = checkOf(session, id);
    const list = going ? check.going : check.staying;
    const items = list.slice(offset, offset + limit).map(({ path, bytes, reason }) => ({
      path: shownText(path.toString('utf8')),
      bytes,
      reason,
    }));
    return { total: list.length, items };
  },

  'import.originalPath': async (session, { check: id, index }) => {
    const original = checkOf(session, id).going[index];
    if (original === undefined) throw new CodedError('not-found');
    return { path: (await stillTheSame(original)).toString('utf8'), bytes: original.bytes };
  },
};

function checkOf(session: Session, id: Id): Check {
  const check = checks.get(session);
  if (check?.id !== id) throw new CodedError('not-found');
  return check;
}
