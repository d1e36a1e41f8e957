/** @file The real file system; runs in the engine. */
import { constants, type BigIntStats, type Stats } from 'node:fs';
import * as fs from 'node:fs/promises';
import type { Disk, DiskFile, OpenMode } from './disk.ts';

// Windows has neither flag; Node then leaves the constants undefined although its types do not say so.
const flag = (value: number | undefined): number => value ?? 0;
const safely = flag(constants.O_NOFOLLOW) | flag(constants.O_NONBLOCK);
const flags: Record<OpenMode, number> = {
  read: constants.O_RDONLY | safely,
  write: constants.O_RDWR | safely,
  create: constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | safely,
};

class NodeFile implements DiskFile {
  readonly #handle: fs.FileHandle;

  constructor(handle: fs.FileHandle) {
    this.#handle = handle;
  }

  async read(buffer: Uint8Array, position: number): Promise<number> {
    let done = 0;
    while (done < buffer.byteLength) {
      const { bytesRead } = await this.#handle.read(buffer, done, buffer.byteLength - done, position + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return done;
  }

  async write(buffer: Uint8Array, position: number): Promise<void> {
    let done = 0;
    while (done < buffer.byteLength) {
      const { bytesWritten } = await this.#handle.write(
        buffer,
        done,
        buffer.byteLength - done,
        position + done,
      );
      done += bytesWritten;
    }
  }

  sync(): Promise<void> {
    return this.#handle.sync();
  }

  truncate(bytes: number): Promise<void> {
    return this.#handle.truncate(bytes);
  }

  stat(): Promise<Stats> {
    return this.#handle.stat();
  }

  bigStat(): Promise<BigIntStats> {
    return this.#handle.stat({ bigint: true });
  }

  utimes(accessed: number, modified: number): Promise<void> {
    return this.#handle.utimes(accessed / 1000, modified / 1000);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

export const nodeDisk: Disk = {
  async open(path, mode, permissions = 0o600) {
    return new NodeFile(await fs.open(path, flags[mode], permissions));
  },
  rename: (from, to) => fs.rename(from, to),
  link: (from, to) => fs.link(from, to),
  unlink: (path) => fs.unlink(path),
  mkdir: (path, permissions = 0o700) => fs.mkdir(path, permissions),
  rmdir: (path) => fs.rmdir(path),
  readdir: (path) => fs.readdir(path),
  stat: (path) => fs.stat(path),
  lstat: (path) => fs.lstat(path),
  async statfs(path) {
    const { bavail, bsize, type } = await fs.statfs(path);
    return { freeBytes: bavail * bsize, type };
  },
  async syncFolder(path) {
    // Windows cannot open a folder this way and keeps names durable by itself (NTFS journals them).
    if (process.platform === 'win32') return;
    const handle = await fs.open(path, constants.O_RDONLY | flag(constants.O_DIRECTORY));
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};
