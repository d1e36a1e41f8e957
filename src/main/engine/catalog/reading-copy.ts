/**
 * @file A catalogue that lies where nothing can be written is read from a copy: SQLite needs to write beside a database with a write-ahead log,
 * if only to take its changes in. The copy is as encrypted as the catalogue. Runs in the engine.
 */
import { chmodSync, constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { toDiskError } from '../disk/index.ts';

export interface ReadingCopy {
  readonly file: string;
  /** Removes its name once it is open; where the system does not let go of open files (Windows) it goes when the process ends. */
  forget(): void;
}

/** In a new folder for its owner alone. Errors: no-space, no-permission, disk-failed. */
export function copyToRead(file: string): ReadingCopy {
  const folder = made();
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const copy = join(folder, basename(file));
  try {
    for (const end of ['', '-wal']) {
      if (end !== '' && !existsSync(file + end)) continue;
      copyFileSync(file + end, copy + end, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      chmodSync(copy + end, 0o600); // it has come with the permissions of the file
    }
  } catch (thrown) {
    remove();
    throw toDiskError(thrown);
  }
  return {
    file: copy,
    forget: () => {
      try {
        remove();
      } catch {
        process.once('exit', remove);
      }
    },
  };
}

function made(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'lightproof-reading-'));
  } catch (thrown) {
    throw toDiskError(thrown);
  }
}
