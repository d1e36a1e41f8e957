/** @file A row of the catalogue as it stands in SQLite (docs/format.md §5.1), and as its statements fetch it. Runs in the engine. */

export const idBytes = 16;
/** No cell of ours comes near: a larger one was made to fill the memory, and is told as damage without being read. */
export const mostCell = 64 * 1024 * 1024;

export interface Row {
  readonly id: Buffer;
  readonly version: number;
  readonly epoch: number;
  readonly cell: Buffer;
}

/** What SQLite's own types do not promise, least of all in a damaged file: an id of 16 bytes, a version to count on, a cell. */
export function isWellFormed(row: Row): boolean {
  const { id, version, epoch, cell }: { [K in keyof Row]: unknown } = row;
  return (
    Buffer.isBuffer(id) &&
    id.byteLength === idBytes &&
    Number.isSafeInteger(version) &&
    Number(version) > 0 &&
    Number.isSafeInteger(epoch) &&
    Buffer.isBuffer(cell)
  );
}

/**
 * A row as it is fetched: every statement of the catalogue is `raw`, every pragma `simple`. For rows as objects better-sqlite3 makes a function out of
 * text, which the engine's process is started without (`--disallow-code-generation-from-strings`).
 */
export type RawRow = [id: Buffer, version: number, epoch: number, cell: Buffer];

export function rowOf([id, version, epoch, cell]: RawRow): Row {
  return { id, version, epoch, cell };
}
