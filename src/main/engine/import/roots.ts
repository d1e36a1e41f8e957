/**
 * @file Notices that what an import reads from has gone as a whole (a disk unplugged, a share disconnected), so that not every file of it
 * is reported as failed. Runs in the engine.
 */
import { realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import { partsInside, sourcePath, type SourcePath } from './source-path.ts';

interface Root {
  /** As it was named, and where that is. */
  readonly folder: string;
  readonly paths: readonly SourcePath[];
  readonly dev: bigint;
  readonly ino: bigint;
}

/** What a file's failure is called where its whole disk may be gone. */
const mayBeGone = new Set<ErrorCode>(['source-missing', 'source-unreadable']);

export class Roots {
  readonly #roots: readonly Root[];
  /** Sources that were not there to begin with. */
  readonly missing: readonly SourcePath[];

  private constructor(roots: readonly Root[], missing: readonly SourcePath[]) {
    this.#roots = roots;
    this.missing = missing;
  }

  /** @param sources as the import was given them; of a single file its folder counts */
  static async of(sources: readonly string[]): Promise<Roots> {
    const roots: Root[] = [];
    const missing: SourcePath[] = [];
    for (const source of sources) {
      try {
        const folder = (await stat(source)).isDirectory() ? source : dirname(source);
        const { dev, ino } = await stat(folder, { bigint: true });
        const paths = [sourcePath(folder), await realpath(folder, { encoding: 'buffer' })];
        roots.push({ folder, paths, dev, ino });
      } catch {
        missing.push(sourcePath(source)); // the walk says why
      }
    }
    return new Roots(roots, missing);
  }

  /**
   * To be asked before `reason` is reported of something at `path`.
   * @throws CodedError source-gone, when the source it is in is not there any more, or another one is in its place
   */
  async check(path: SourcePath, reason: ErrorCode): Promise<void> {
    if (!mayBeGone.has(reason)) return;
    for (const { folder, paths, dev, ino } of this.#roots) {
      if (!paths.some((root) => partsInside(root, path) !== null)) continue;
      const now = await stat(folder, { bigint: true }).catch(() => null);
      if (now?.dev !== dev || now.ino !== ino) throw new CodedError('source-gone');
    }
  }
}
