/**
 * @file An import from beginning to end: walk → read, recognise, decode, encrypt, a few files at once → commit in groups. Memory is bounded
 * by what is under way, whatever the size of the folder. Runs in the engine.
 */
import { CodedError, toErrorValue } from '../../../shared/errors.ts';
import { Slots, type JobControl } from '../jobs/index.ts';
import { Buffers } from './buffers.ts';
import { Claims } from './claims.ts';
import { neededFor, noSpace } from './estimate.ts';
import { GroupCommit } from './group-commit.ts';
import { keepFile, longestInMemory, type KeepContext } from './keep.ts';
import { lineKey, type Ledger } from './ledger.ts';
import { pathFields } from './source-path.ts';
import { walk, type Found } from './walk.ts';

/** Bytes of files held in memory at the same time. */
const bytesUnderWay = 512 * 1024 * 1024;
/** What a file that is read in pieces weighs. */
const streamedWeight = 4 * 1024 * 1024;

export interface ImportRequest extends Omit<KeepContext, 'claims' | 'buffers' | 'import'> {
  readonly ledger: Ledger;
  readonly sources: readonly string[];
  /** Files that have their result line already are passed over. */
  readonly resumed: boolean;
}

/**
 * @throws CodedError `cancelled`, or what has stopped it: no-space (needed, free, missing), no-permission, disk-failed … What was
 * committed before stays, and the import's record says the same.
 */
export async function runImport(request: ImportRequest, control: JobControl): Promise<void> {
  const { ledger, vault } = request;
  const secondsBefore = ledger.record.seconds;
  const seconds = (): number => secondsBefore + control.workedMs / 1000;
  try {
    await importAll(request, control, seconds);
    ledger.end('done', seconds(), null);
  } catch (thrown) {
    if (control.leaving) throw thrown; // stays `running` on disk: interrupted, to be resumed
    const error = isFull(thrown) ? await noSpace(vault.disk, vault.path, stillNeeded(control)) : thrown;
    const value = toErrorValue(error);
    const cancelled = value.code === 'cancelled';
    try {
      ledger.end(cancelled ? 'cancelled' : 'stopped', seconds(), cancelled ? null : value);
    } catch {
      // A full disk may refuse even this. On disk the import then stays `running`, which after the next unlock reads as interrupted.
    }
    throw error;
  }
}

async function importAll(request: ImportRequest, control: JobControl, seconds: () => number): Promise<void> {
  const { ledger, vault, sources } = request;
  await control.point();
  const stop = new AbortController();
  const signal = AbortSignal.any([control.signal, stop.signal]);
  const claims = new Claims();
  const atOnce = request.pool.size + 2;
  const buffers = new Buffers(atOnce);
  const context: KeepContext = { ...request, claims, buffers, import: ledger.id };
  const commit = new GroupCommit({
    ...request,
    claims,
    seconds,
    onCommitted: (outcomes) => {
      // What the walk passed over was never counted as a file; it has no size.
      const seen = outcomes.filter(({ line }) => line.result !== 'skipped' || line.bytes !== undefined);
      control.update({
        filesDone: control.progress.filesDone + seen.length,
        bytesDone: control.progress.bytesDone + seen.reduce((sum, { line }) => sum + (line.bytes ?? 0), 0),
      });
    },
  });
  const slots = new Slots(atOnce, bytesUnderWay);
  const settle = async (): Promise<void> => {
    await slots.drain();
    await commit.flush();
  };
  try {
    const known = request.resumed ? ledger.known() : null;
    await tellTotals(request, control, known);
    for await (const found of walk(sources, vault.path, signal)) {
      await control.point(settle);
      if (known?.has(keyOf(found))) continue;
      if (found.kind !== 'file') {
        const { path, kind, reason } = found;
        await commit.add({ line: { ...pathFields(path), result: kind, reason } });
      } else {
        const weight = found.bytes <= longestInMemory ? found.bytes : streamedWeight;
        await slots.start(weight, () => keepFile(found, context, signal, (outcome) => commit.add(outcome)));
      }
    }
    await settle();
    // Files that came or went since the scan: what was done is the whole.
    const { filesDone, bytesDone } = control.progress;
    control.update({ filesTotal: filesDone, bytesTotal: bytesDone });
  } catch (error) {
    stop.abort();
    await slots.drain().catch(() => undefined); // the first failure is the one that is told
    await commit.flush().catch(() => undefined); // what is complete is kept, if the disk still takes it
    throw error;
  } finally {
    await commit.close();
    buffers.clear();
  }
}

/** What there is to do: from the scan, or, when it goes on after an interruption, counted again. */
async function tellTotals(
  { ledger, sources, vault }: ImportRequest,
  control: JobControl,
  known: Set<string> | null,
): Promise<void> {
  const { total } = ledger.record;
  if (known === null) {
    control.update({ filesTotal: total.files, bytesTotal: total.bytes });
    return;
  }
  const all = { files: 0, bytes: 0 };
  const done = { files: 0, bytes: 0 };
  for await (const found of walk(sources, vault.path, control.signal)) {
    await control.point();
    if (found.kind === 'skipped') continue;
    const bytes = found.kind === 'file' ? found.bytes : 0;
    for (const sum of known.has(keyOf(found)) ? [all, done] : [all]) {
      sum.files += 1;
      sum.bytes += bytes;
    }
  }
  control.update({
    filesTotal: all.files,
    bytesTotal: all.bytes,
    filesDone: done.files,
    bytesDone: done.bytes,
  });
  ledger.change({ total: all });
}

function keyOf(found: Found): string {
  const file = found.kind === 'file' ? { bytes: found.bytes, modified: found.modified } : {};
  return lineKey({ ...pathFields(found.path), ...file });
}

function isFull(thrown: unknown): boolean {
  return thrown instanceof CodedError && thrown.code === 'no-space';
}

function stillNeeded({ progress }: JobControl): number {
  const files = Math.max(1, progress.filesTotal - progress.filesDone);
  const bytes = Math.max(0, progress.bytesTotal - progress.bytesDone);
  return files * neededFor(bytes / files);
}
