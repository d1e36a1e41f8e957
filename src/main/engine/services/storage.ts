/** @file Answers `storage.…`: what the files of the open vault take (docs/format.md §2). Runs in the engine. */
import { join } from 'node:path';
import { isMissing, toDiskError, type Disk } from '../disk/index.ts';
import type { ServicesOf } from './service.ts';

interface Room {
  files: number;
  bytes: number;
}

/** How many files are looked at together: enough to keep a disk busy, few enough to leave it to others. */
const atOnce = 32;

export const storageServices: ServicesOf<'storage'> = {
  'storage.info': async ({ vault }) => {
    const { disk, path } = vault;
    try {
      const parts: Record<'photos' | 'catalogue' | 'snapshots' | 'aside' | 'other', Room> = {
        photos: { files: 0, bytes: 0 },
        catalogue: { files: 0, bytes: 0 },
        snapshots: { files: 0, bytes: 0 },
        aside: { files: 0, bytes: 0 },
        other: { files: 0, bytes: 0 },
      };
      for (const name of await disk.readdir(path)) await measure(disk, join(path, name), parts[partOf(name)]);
      const { photos, catalogue, snapshots, aside, other } = parts;
      const { freeBytes } = await disk.statfs(path);
      return {
        path,
        photos,
        catalogue: catalogue.bytes,
        snapshots: snapshots.bytes,
        aside: aside.bytes,
        other: other.bytes,
        free: freeBytes,
      };
    } catch (thrown) {
      throw toDiskError(thrown);
    }
  },
};

function partOf(name: string): 'photos' | 'catalogue' | 'snapshots' | 'aside' | 'other' {
  if (name === 'blobs') return 'photos';
  if (name === 'snapshots') return 'snapshots';
  if (name === 'damaged' || name.startsWith('catalog.db.damaged')) return 'aside';
  return name.startsWith('catalog.db') ? 'catalogue' : 'other';
}

/** Adds a file, or everything in a folder, to `room`. What goes meanwhile takes no room. */
async function measure(disk: Disk, path: string, room: Room): Promise<void> {
  const facts = await disk.lstat(path).catch(whenMissing);
  if (facts === null) return;
  if (!facts.isDirectory()) {
    room.files += 1;
    room.bytes += facts.size;
    return;
  }
  const names = (await disk.readdir(path).catch(whenMissing)) ?? [];
  for (let at = 0; at < names.length; at += atOnce)
    await Promise.all(names.slice(at, at + atOnce).map((name) => measure(disk, join(path, name), room)));
}

function whenMissing(thrown: unknown): null {
  if (!isMissing(thrown)) throw thrown;
  return null;
}
