/**
 * @file An import from beginning to end: walk → read, recognise, decode, encrypt, a few files at once → commit in groups. Memory is bounded
 * by what is under way, whatever the size of the folder. Runs in the engine.
 */
import type { Id } from '../../../shared/contract.ts';
import { CodedError, toErrorValue } from '../../../shared/errors.ts';
import type { ResultLine } from '../catalog/index.ts';
import { Slots, type JobControl } from '../jobs/index.ts';
import { Buffers } from './buffers.ts';
import { Claims } from './claims.ts';
import { neededFor, noSpace } from './estimate.ts';
import { GroupCommit } from './group-commit.ts';
import { now } from './instant.ts';
import { keepFile } from './keep.ts';
import { lineKey, type Ledger } from './ledger.ts';
import { lineOf, linesOf, longestInMemory, type KeepContext, type LineRef, type Outcome } from './outcome.ts';
import { joinPairs } from './pairs.ts';
import { Roots } from './roots.ts';
import { FolderAlbums } from './sidecars/read.ts';
import { pathFields, shownName } from './source-path.ts';
import { halvesOf, walk, type Found, type FoundFile } from './walk.ts';
import { chosen, keyOf, workAgain, workOf, type Work } from './work.ts';

/** Bytes of files held in memory at the same time, for each decoder; two of them at least. More, and large files would be little quicker. */
const bytesUnderWay = 64 * 1024 * 1024;
/** What a file that is read in pieces weighs: not for its memory, but since more than two of them only wait for the digests and the disk. */
const streamedWeight = bytesUnderWay;

export interface ImportRequest extends Omit<
  KeepContext,
  'claims' | 'buffers' | 'import' | 'roots' | 'folderAlbums'
> {
  readonly ledger: Ledger;
  readonly sources: readonly string[];
  readonly album: Id | undefined;
  /** Files that have their result line already are passed over. */
  readonly resumed: boolean;
  /** Of a watched folder only what is new and complete. */
  readonly accepts?: (found: Found) => boolean;
  /** What there is to do, where it is not what stands in `sources`: entries of the drop box. */
  readonly work?: (signal: AbortSignal) => AsyncIterable<Work>;
  /** Told of result lines once they are durable. */
  readonly onLines?: (lines: readonly ResultLine[]) => void;
}

/**
 * @throws CodedError `cancelled`, or what has stopped it: no-space (needed, free, missing), no-permission, disk-failed … What was
 * committed before stays, and the import's record says the same.
 */
export async function runImport(request: ImportRequest, control: JobControl): Promise<void> {
  const { ledger, vault } = request;
  const seconds = clockOf(ledger, control);
  try {
    await control.point();
    const roots = await Roots.of(request.sources);
    const known = request.resumed ? ledger.known() : null;
    if (known !== null && roots.missing.some((path) => !known.has(lineKey(pathFields(path)))))
      throw new CodedError('source-gone');
    await tellTotals(request, control, known);
    await importAll(
      { ...request, roots, seconds },
      control,
      request.work ?? ((signal) => workOf(request.sources, vault.path, known, signal, request.accepts)),
    );
    // Files that came or went since the scan: what was done is the whole.
    const { filesDone, bytesDone } = control.progress;
    control.update({ filesTotal: filesDone, bytesTotal: bytesDone });
    ledger.end('done', seconds(), null);
  } catch (thrown) {
    if (control.leaving) throw thrown; // stays `running` on disk: interrupted, to be resumed
    const error = await told(thrown, request, control);
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

/**
 * Tries the failures of a report again, exactly those. Their lines count no more as soon as new ones tell what became of the files; whether
 * the import itself came to its end is another matter and stays as it is.
 * @param only place in the list of failures, counted from 0; null = all
 * @throws as `runImport`
 */
export async function runRetry(
  request: Omit<ImportRequest, 'resumed'>,
  only: number | null,
  control: JobControl,
): Promise<void> {
  const { ledger, vault, catalog } = request;
  const seconds = clockOf(ledger, control);
  const settled: LineRef[] = [];
  try {
    await control.point();
    for (const { bytes } of chosen(ledger, only)) {
      const { filesTotal, bytesTotal } = control.progress;
      control.update({ filesTotal: filesTotal + 1, bytesTotal: bytesTotal + bytes });
    }
    const roots = await Roots.of(request.sources);
    await importAll({ ...request, roots, seconds }, control, (signal) =>
      workAgain(ledger, only, vault.path, (line) => settled.push(line), signal),
    );
    if (settled.length > 0) {
      let staged: () => void = () => undefined;
      catalog.change((tx) => (staged = ledger.stage(tx, [], seconds(), settled)));
      staged();
    }
    ledger.change({ retried: now(), seconds: seconds() });
  } catch (thrown) {
    throw control.leaving ? thrown : await told(thrown, request, control);
  }
}

/** Working time of an import so far, in seconds, that of earlier passes included. */
function clockOf(ledger: Ledger, control: JobControl): () => number {
  const before = ledger.record.seconds;
  return () => before + control.workedMs / 1000;
}

/** What stopped it; of a full disk, with what is missing. */
function told(
  thrown: unknown,
  { vault }: Pick<ImportRequest, 'vault'>,
  control: JobControl,
): Promise<unknown> {
  return isFull(thrown) ? noSpace(vault.disk, vault.path, stillNeeded(control)) : Promise.resolve(thrown);
}

async function importAll(
  request: Omit<ImportRequest, 'resumed'> & { readonly roots: Roots; readonly seconds: () => number },
  control: JobControl,
  workOn: (signal: AbortSignal) => AsyncIterable<Work>,
): Promise<void> {
  const { ledger, roots } = request;
  const stop = new AbortController();
  const signal = AbortSignal.any([control.signal, stop.signal]);
  const claims = new Claims();
  const atOnce = request.pool.size + 2;
  const buffers = new Buffers(atOnce);
  const context: KeepContext = {
    ...request,
    claims,
    buffers,
    import: ledger.id,
    folderAlbums: new FolderAlbums(),
  };
  const commit = new GroupCommit({
    ...request,
    claims,
    onCommitted: (outcomes) => {
      // What the walk passed over was never counted as a file; it has no size.
      const lines = outcomes.flatMap(linesOf);
      const seen = lines.filter(({ result, bytes }) => result !== 'skipped' || bytes !== undefined);
      control.update({
        filesDone: control.progress.filesDone + seen.length,
        bytesDone: control.progress.bytesDone + seen.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
      });
      request.onLines?.(lines);
    },
  });
  const slots = new Slots(atOnce, Math.max(2, request.pool.size) * bytesUnderWay);
  const settle = async (): Promise<void> => {
    await slots.drain();
    await commit.flush();
  };
  try {
    for await (const { found, retryOf } of workOn(signal)) {
      await control.point(settle);
      let superseded = retryOf; // by the first outcome: a picture may have its film with it
      const add = (outcome: Outcome): Promise<void> => {
        const own = superseded === undefined ? {} : { retryOf: superseded };
        superseded = undefined;
        return commit.add(
          retryOf === undefined ? outcome : { ...outcome, line: { ...outcome.line, again: true }, ...own },
        );
      };
      if (found.kind === 'attached') {
        const partOf = shownName(found.partOf);
        await add({ line: { ...lineOf(found.path, found), result: 'attached', partOf } });
      } else if (found.kind !== 'file') {
        const { path, kind, reason } = found;
        await roots.check(path, reason);
        await add({ line: { ...pathFields(path), result: kind, reason } });
      } else {
        await slots.start(weightOf(found), async (lighten) => {
          const withFilm = await keepFile(found, context, signal, add, (stage) => {
            // Once all of it was read the next may begin, while the disk takes this one.
            lighten(weightOf(found, stage === 'begun' ? streamedWeight : 0));
          });
          if (found.movie !== undefined && !withFilm) await keepFile(found.movie, context, signal, add);
        });
      }
    }
    await settle();
    await joinPairs(context, signal);
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
    for (const half of halvesOf(found)) {
      for (const sum of known.has(keyOf(half)) ? [all, done] : [all]) {
        sum.files += 1;
        sum.bytes += 'bytes' in half ? half.bytes : 0;
      }
    }
  }
  // An empty mount point where a disk was.
  if (all.files === 0 && total.files > 0) throw new CodedError('source-gone');
  control.update({
    filesTotal: all.files,
    bytesTotal: all.bytes,
    filesDone: done.files,
    bytesDone: done.bytes,
  });
  ledger.change({ total: all });
}

function weightOf(
  { bytes, movie }: FoundFile,
  own = bytes <= longestInMemory ? bytes : streamedWeight,
): number {
  return movie === undefined ? own : Math.max(own, weightOf(movie));
}

function isFull(thrown: unknown): boolean {
  return thrown instanceof CodedError && thrown.code === 'no-space';
}

function stillNeeded({ progress }: JobControl): number {
  const files = Math.max(1, progress.filesTotal - progress.filesDone);
  const bytes = Math.max(0, progress.bytesTotal - progress.bytesDone);
  return files * neededFor(bytes / files);
}
