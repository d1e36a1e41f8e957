/** @file What is wrong with the files of one photo that the window could not show. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { isMissing } from '../disk/index.ts';
import { openMedia } from './media.ts';
import type { Session } from './session.ts';

/**
 * Reads the original to the end, then the preview, if there is one.
 * @throws CodedError not-found, blob-missing, blob-damaged (the original); thumbnail-damaged (only the preview); vault-moved, disk-failed
 */
export async function checkFiles(session: Session, id: Id, signal: AbortSignal): Promise<void> {
  try {
    await readToEnd(session, 'original', id, signal);
  } catch (error) {
    if (error instanceof CodedError && error.code === 'blob-missing' && (await hasMoved(session)))
      throw new CodedError('vault-moved', {}, { cause: error });
    throw error;
  }
  if (session.hiding.photo(id)?.preview === undefined) return;
  try {
    await readToEnd(session, 'preview', id, signal);
  } catch (error) {
    if (error instanceof CodedError && (error.code === 'blob-missing' || error.code === 'blob-damaged'))
      throw new CodedError('thumbnail-damaged', {}, { cause: error });
    throw error;
  }
}

async function readToEnd(
  session: Session,
  kind: 'original' | 'preview',
  id: Id,
  signal: AbortSignal,
): Promise<void> {
  const media = await openMedia(session, kind, id);
  try {
    const pieces = media.read(0, media.size, signal)[Symbol.asyncIterator]();
    while ((await pieces.next()).done !== true);
  } finally {
    media.close();
  }
}

/** Whether all of the vault is gone, not one file of it. */
async function hasMoved({ vault }: Session): Promise<boolean> {
  try {
    await vault.disk.stat(vault.path);
    return false;
  } catch (error) {
    return isMissing(error);
  }
}
