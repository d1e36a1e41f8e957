/**
 * @file Puts a rebuilt catalogue in the place of a damaged one, and files that are damaged out of the way. Nothing is deleted by it, and
 * wherever it is cut off it can be done again (docs/format.md §6.3). Runs in the engine.
 */
import { join } from 'node:path';
import { isMissing, removeQuietly, systemCode, toDiskError } from '../disk/index.ts';
import type { OpenVault } from '../vault/index.ts';

export const catalogName = 'catalog.db';
/** The catalogue a repair is building. */
export const rebuiltName = 'catalog.db.tmp';
const damagedFolder = 'damaged';
const asidePattern = /^catalog\.db\.damaged-[1-9]\d{0,5}$/;
/** What SQLite keeps beside a database. */
const companions = ['-wal', '-shm', '-journal'];

/** Catalogues set aside by earlier repairs, by name; two names of one file (a repair cut off) count once, and not at all if the catalogue is it. */
export async function catalogsAside({ disk, path }: OpenVault): Promise<string[]> {
  try {
    const seen = new Set<string>();
    const found: string[] = [];
    for (const name of [catalogName, ...(await disk.readdir(path)).filter((one) => asidePattern.test(one))]) {
      const stat = await disk.lstat(join(path, name)).catch((thrown: unknown) => {
        if (isMissing(thrown)) return null;
        throw thrown;
      });
      if (stat?.isFile() !== true) continue;
      const inode = `${String(stat.dev)} ${String(stat.ino)}`;
      if (!seen.has(inode) && name !== catalogName) found.push(name);
      seen.add(inode);
    }
    return found;
  } catch (thrown) {
    throw toDiskError(thrown);
  }
}

/** Durably: the catalogue there was is called `catalog.db.damaged-<n>`, the rebuilt one `catalog.db`. Both are closed. */
export async function replaceCatalog(vault: OpenVault): Promise<void> {
  const { disk, path } = vault;
  try {
    const file = await disk.open(join(path, rebuiltName), 'write');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    const names = new Set(await disk.readdir(path));
    let number = 1;
    while (names.has(`${catalogName}.damaged-${String(number)}`)) number += 1;
    const aside = `${catalogName}.damaged-${String(number)}`;
    if (names.has(catalogName)) await setCatalogAside(vault, aside);
    // SQLite would read an old log into the new file: it goes with the catalogue it belongs to.
    for (const companion of companions) {
      if (names.has(catalogName + companion))
        await disk.rename(join(path, catalogName + companion), join(path, aside + companion));
    }
    await disk.syncFolder(path);
    await disk.rename(join(path, rebuiltName), join(path, catalogName));
    await disk.syncFolder(path);
  } catch (thrown) {
    throw toDiskError(thrown);
  }
}

/** By a second name, so that there is a catalogue at every moment; by renaming where the file system knows no second names. */
async function setCatalogAside({ disk, path }: OpenVault, aside: string): Promise<void> {
  try {
    await disk.link(join(path, catalogName), join(path, aside));
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === null || !['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) throw thrown;
    await disk.rename(join(path, catalogName), join(path, aside));
  }
}

/** Moves a file of the vault into its folder `damaged/`; answers its new name. `file` and the answer are relative to the vault's folder. */
export async function moveAside({ disk, path }: OpenVault, file: string, as: string): Promise<string> {
  const folder = join(path, damagedFolder);
  try {
    await disk.mkdir(folder).then(
      () => disk.syncFolder(path),
      (thrown: unknown) => {
        if (systemCode(thrown) !== 'EEXIST') throw thrown;
      },
    );
    const taken = new Set(await disk.readdir(folder));
    let name = as;
    for (let number = 2; taken.has(name); number += 1) name = `${as}-${String(number)}`;
    await disk.rename(join(path, file), join(folder, name));
    await disk.syncFolder(folder);
    await disk.syncFolder(join(path, file, '..'));
    return `${damagedFolder}/${name}`;
  } catch (thrown) {
    throw toDiskError(thrown);
  }
}

/** The vault is whole without them: removes the catalogues earlier repairs have set aside. */
export async function removeCatalogsAside({ disk, path }: OpenVault): Promise<void> {
  await removeNamed({ disk, path }, (name) => asidePattern.test(withoutCompanion(name)));
}

/** Removes what a repair that was cut off has been building. Only while none is running. */
export async function removeRebuilt({ disk, path }: Pick<OpenVault, 'disk' | 'path'>): Promise<void> {
  await removeNamed({ disk, path }, (name) => withoutCompanion(name) === rebuiltName);
}

function withoutCompanion(name: string): string {
  const companion = companions.find((ending) => name.endsWith(ending));
  return companion === undefined ? name : name.slice(0, -companion.length);
}

async function removeNamed(
  { disk, path }: Pick<OpenVault, 'disk' | 'path'>,
  isMeant: (name: string) => boolean,
): Promise<void> {
  let names: string[];
  try {
    names = await disk.readdir(path);
  } catch (thrown) {
    throw toDiskError(thrown);
  }
  for (const name of names) if (isMeant(name)) await removeQuietly(disk, join(path, name));
}
