/** @file Takes in what was dropped into the vault while it was locked, by an import of its own. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { ImportRecord } from '../catalog/index.ts';
import { randomId } from '../crypto/index.ts';
import { Clearing, DropBox, workOfEntries } from '../dropbox/index.ts';
import { now } from '../import/instant.ts';
import { Ledger } from '../import/ledger.ts';
import { runImport } from '../import/pipeline.ts';
import type { Session } from './session.ts';
import { startImport } from './start-import.ts';

/** Vaults whose drop box is being emptied. */
const adopting = new WeakSet<Session>();

/** null where nothing waits. Errors: `busy`, what the disk says, and why the vault cannot be changed. */
export async function adopt(session: Session, again: boolean): Promise<{ job: Id; import: Id } | null> {
  const { vault, catalog, blobs } = session;
  if (catalog.frozen !== null) throw new CodedError(catalog.frozen.code, catalog.frozen.params);
  if (adopting.has(session)) throw new CodedError('busy');
  adopting.add(session);
  let begun = false;
  try {
    const box = new DropBox(vault.disk, vault.path);
    await box.tidy(Date.now());
    if (again) await box.putBack();
    const { entries, waiting } = await box.look();
    if (entries.length === 0) return null;
    const ledger = new Ledger(catalog, randomId(), recordOf(box.folder, waiting.entries, waiting.bytes));
    catalog.change((tx) => tx.putObject(ledger.id, ledger.record));
    const started = startImport(session, ledger, async (request, control) => {
      const clearing = new Clearing({ vault, catalog, blobs, box, signal: control.signal });
      const work = (signal: AbortSignal) => workOfEntries(vault, entries, clearing, signal);
      const onLines = clearing.take.bind(clearing);
      try {
        await runImport({ ...request, sources: [], resumed: false, work, onLines }, control);
      } finally {
        await clearing.end();
        adopting.delete(session);
      }
    });
    begun = true;
    return started;
  } finally {
    if (!begun) adopting.delete(session);
  }
}

function recordOf(folder: string, files: number, bytes: number): ImportRecord {
  const counts = { imported: 0, duplicate: 0, skipped: 0, failed: 0, attached: 0, bytes: 0 };
  return {
    type: 'import',
    started: now(),
    state: 'running',
    sources: [folder],
    total: { files, bytes },
    counts,
    seconds: 0,
    dropped: true,
    pages: [],
  };
}
