/** @file An entry of the drop box as a file to be imported. Runs in the engine. */
import { join } from 'node:path';
import { CodedError } from '../../../shared/errors.ts';
import { type Disk, systemCode } from '../disk/index.ts';
import { sourceReason } from '../import/source-error.ts';
import type { Source } from '../import/source-file.ts';
import { shownName, type SourcePath } from '../import/source-path.ts';
import type { OpenVault } from '../vault/index.ts';
import type { BoxEntry } from './box.ts';
import { DropReader } from './entry.ts';

class EntrySource implements Source {
  readonly bytes: number;
  readonly modified: number;
  readonly #reader: DropReader;

  constructor(reader: DropReader) {
    this.#reader = reader;
    this.bytes = reader.capsule.bytes;
    this.modified = reader.capsule.modified;
  }

  head(count: number): Promise<Buffer> {
    return this.#reader.read(0, count);
  }

  read(start: number, count: number): Promise<Buffer> {
    return this.#reader.read(start, count);
  }

  async readInto(buffer: Buffer): Promise<Buffer> {
    let at = 0;
    for await (const piece of this.#reader.pieces()) at += piece.copy(buffer, at);
    return buffer.subarray(0, at);
  }

  pieces(signal: AbortSignal): AsyncGenerator<Buffer> {
    return this.#reader.pieces(signal);
  }

  close(): Promise<void> {
    return this.#reader.close();
  }
}

/** Opens an entry. Throws `drop-damaged`, `drop-foreign`, and what a source throws. */
export async function openEntry(vault: OpenVault, disk: Disk, { id, path }: BoxEntry): Promise<DropReader> {
  try {
    return await DropReader.open(vault, id, await disk.open(path, 'read'));
  } catch (thrown) {
    if (thrown instanceof CodedError || systemCode(thrown) === null) throw thrown;
    throw new CodedError(sourceReason(thrown), {}, { cause: thrown });
  }
}

/** What the report of an import calls an entry: where it lies, then the name that was sealed into it, which says nothing about any file here. */
export function pathOfEntry({ path }: BoxEntry, reader: DropReader): SourcePath {
  const name = shownName(Buffer.from(reader.capsule.name)).replaceAll(/[/\\]/gu, '_');
  return Buffer.from(join(path, name === '.' || name === '..' ? '_' : name));
}

export function sourceOf(reader: DropReader): Source {
  return new EntrySource(reader);
}
