/** @file Seals pictures into any folder, with nothing but the file of a vault's public key (docs/format.md §4.5). Runs in the engine, and in the drop box's small form. */
import type { Dropped } from '../../../shared/contract/dropbox.ts';
import { CodedError } from '../../../shared/errors.ts';
import { isMissing, toDiskError, type Disk } from '../disk/index.ts';
import { mostEntries } from './box.ts';
import { fingerprintOf, readKeyFile } from './key.ts';
import { put, type PutRequest } from './put.ts';

export interface PutIntoRequest {
  /** The key's file. */
  readonly key: string;
  readonly folder: string;
  readonly sources: readonly string[];
}

/** Throws as `put`, drop-key-unreadable, destination-unfit (no folder). */
export async function putInto(
  disk: Disk,
  { key: file, folder, sources }: PutIntoRequest,
  signal: AbortSignal,
  onProgress: PutRequest['onProgress'],
): Promise<Dropped & { readonly fingerprint: string[] }> {
  const key = await readKeyFile(disk, file);
  const found = await disk.stat(folder).catch((thrown: unknown) => {
    throw isMissing(thrown) ? new CodedError('destination-unfit') : toDiskError(thrown);
  });
  if (!found.isDirectory()) throw new CodedError('destination-unfit');
  const most = mostEntries;
  const done = await put({
    disk,
    key,
    folder,
    home: folder,
    sources,
    room: most,
    most,
    signal,
    onProgress,
  });
  return { ...done, fingerprint: fingerprintOf(key) };
}
