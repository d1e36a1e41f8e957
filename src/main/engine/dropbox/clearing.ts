/**
 * @file Takes entries out of the drop box, one after the other, once an import has told what became of them: an entry goes when its photo was read back from the
 * vault and holds the same content; one that cannot be taken in is set aside. Whatever else happens, it stays. Runs in the engine.
 */
import type { Id } from '../../../shared/contract.ts';
import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import type { BlobStore } from '../blobs/index.ts';
import { blobsOf, type Catalog, type ResultLine } from '../catalog/index.ts';
import { digestOf } from '../import/digest.ts';
import { pathOf } from '../import/source-path.ts';
import { readBack } from '../integrity/originals.ts';
import type { OpenVault } from '../vault/index.ts';
import type { BoxEntry, DropBox } from './box.ts';
import { openEntry, sourceOf } from './source.ts';

/** What another attempt would say again. */
const forGood = new Set<ErrorCode>(['drop-damaged', 'drop-foreign', 'not-a-picture', 'file-empty']);

export interface ClearingParts {
  readonly vault: OpenVault;
  readonly catalog: Catalog;
  readonly blobs: BlobStore;
  readonly box: DropBox;
  readonly signal: AbortSignal;
}

export class Clearing {
  readonly #parts: ClearingParts;
  readonly #entries = new Map<string, BoxEntry>();
  #work: Promise<void> = Promise.resolve();
  #removed = false;

  constructor(parts: ClearingParts) {
    this.#parts = parts;
  }

  /** What an entry is called in the report. */
  knows(path: Buffer, entry: BoxEntry): void {
    this.#entries.set(path.toString('latin1'), entry);
  }

  /** To be told of lines that are durable. */
  take(lines: readonly ResultLine[]): void {
    for (const line of lines) {
      const entry = this.#entries.get(pathOf(line).toString('latin1'));
      if (entry === undefined) continue;
      this.#work = this.#work.then(() => this.#one(entry, line));
    }
  }

  /** Resolves when everything that was told is done. Entries that could not be removed are met again at the next adoption. */
  async end(): Promise<void> {
    await this.#work;
    if (this.#removed) await this.#parts.box.sync().catch(leaveIt);
  }

  async #one(entry: BoxEntry, { photo, reason }: ResultLine): Promise<void> {
    const { box, signal } = this.#parts;
    if (signal.aborted) return;
    try {
      if (photo !== undefined) {
        if (!(await this.#isKept(entry, photo))) return;
        await box.remove(entry);
        this.#removed = true;
      } else if (reason !== undefined && forGood.has(reason)) await box.setAside(entry);
    } catch (thrown) {
      leaveIt(thrown);
    }
  }

  /** Whether the photo's file holds what the entry does, to the last byte. */
  async #isKept(entry: BoxEntry, photo: Id): Promise<boolean> {
    const { vault, catalog, blobs, signal } = this.#parts;
    const reader = await openEntry(vault, vault.disk, entry);
    let digest: string;
    try {
      digest = await digestOf(sourceOf(reader), vault.keys.digest, signal);
    } finally {
      await reader.close();
    }
    const record = catalog.photo(photo);
    const copy = record && blobsOf(record).find((one) => one.digest === digest);
    if (copy === undefined) return false;
    return (await readBack({ blobs, signal }, photo, copy)) === null;
  }
}

/** The entry stays where it is, and nothing is lost; anything that is no answer of the disk or the vault is a bug. */
function leaveIt(thrown: unknown): void {
  const cut = thrown instanceof Error && thrown.name === 'AbortError';
  if (!cut && !(thrown instanceof CodedError)) throw thrown;
}
