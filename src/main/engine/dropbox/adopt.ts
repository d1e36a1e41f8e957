/** @file What waits in the drop box, as work of an import (docs/format.md §4.5). Runs in the engine. */
import { CodedError } from '../../../shared/errors.ts';
import type { Work } from '../import/work.ts';
import type { OpenVault } from '../vault/index.ts';
import type { BoxEntry } from './box.ts';
import type { Clearing } from './clearing.ts';
import { openEntry, pathOfEntry, sourceOf } from './source.ts';

/** Each entry as a file to be imported; one that does not open is told as a failure. */
export async function* workOfEntries(
  vault: OpenVault,
  entries: readonly BoxEntry[],
  clearing: Clearing,
  signal: AbortSignal,
): AsyncGenerator<Work> {
  for (const entry of entries) {
    signal.throwIfAborted();
    const path = Buffer.from(entry.path);
    try {
      const reader = await openEntry(vault, vault.disk, entry);
      const named = pathOfEntry(entry, reader);
      const { bytes, modified } = reader.capsule;
      // Few are under way at a time: each is opened again when its turn comes.
      await reader.close();
      clearing.knows(named, entry);
      const open = async () => sourceOf(await openEntry(vault, vault.disk, entry));
      yield { found: { kind: 'file', path: named, bytes, modified, open } };
    } catch (thrown) {
      if (!(thrown instanceof CodedError) || thrown.code === 'cancelled') throw thrown;
      if (thrown.code === 'source-missing') continue; // somebody has taken it away
      clearing.knows(path, entry);
      yield { found: { kind: 'failed', path, reason: thrown.code } };
    }
  }
}
