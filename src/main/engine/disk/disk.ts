/**
 * @file The file system as one interface: the real one in node-disk.ts, a faulty one in the tests. Everything that writes into a vault
 * goes through it, so that a test can fail or cut off any single operation. Runs in the engine.
 *
 * Every method rejects with what the system said (an Error with a `code` such as 'ENOENT'); `toDiskError` makes it a CodedError.
 */
import type { BigIntStats, Stats } from 'node:fs';

/**
 * - `read`: for reading; must be there.
 * - `write`: for reading and writing; must be there.
 * - `create`: made anew for reading and writing; must not be there.
 *
 * None of them follows a symbolic link in the last part of the path, and none waits for the other end of a FIFO.
 */
export type OpenMode = 'read' | 'write' | 'create';

export interface Disk {
  /** `permissions` matter for `create` only; 0600 unless said. */
  open(path: string, mode: OpenMode, permissions?: number): Promise<DiskFile>;
  /** Replaces what is at `to`. */
  rename(from: string, to: string): Promise<void>;
  /** A second name for a file; EEXIST when `to` is there. Not every file system can do it (EPERM, ENOTSUP …). */
  link(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** One level; 0700 unless said. */
  mkdir(path: string, permissions?: number): Promise<void>;
  rmdir(path: string): Promise<void>;
  /** Names, in no order. */
  readdir(path: string): Promise<string[]>;
  stat(path: string): Promise<Stats>;
  lstat(path: string): Promise<Stats>;
  /** What a user without special rights may still write, and the magic number of the file system. */
  statfs(path: string): Promise<{ readonly freeBytes: number; readonly type: number }>;
  /** Makes names that came, went or changed in this folder durable. */
  syncFolder(path: string): Promise<void>;
}

export interface DiskFile {
  /** Reads until `buffer` is full or the file ends; the number of bytes read. */
  read(buffer: Uint8Array, position: number): Promise<number>;
  /** Writes all of `buffer`. */
  write(buffer: Uint8Array, position: number): Promise<void>;
  /** Makes what was written durable. */
  sync(): Promise<void>;
  truncate(bytes: number): Promise<void>;
  stat(): Promise<Stats>;
  /** Device, inode and times without loss. */
  bigStat(): Promise<BigIntStats>;
  /** Sets access and modification time, in milliseconds since 1970. */
  utimes(accessed: number, modified: number): Promise<void>;
  close(): Promise<void>;
}
