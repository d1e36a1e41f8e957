/** @file Looks up the photos that a caller names. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import type { Session } from './session.ts';

/** The photos of these ids, each once. Error: not-found, if one of them is not there, or hidden and not revealed. */
export function photosOf({ hiding }: Session, ids: readonly Id[]): [Id, PhotoRecord][] {
  return [...new Set(ids)].map((id) => {
    const record = hiding.photo(id);
    if (record === undefined) throw new CodedError('not-found');
    return [id, record];
  });
}
