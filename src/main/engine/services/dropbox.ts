/** @file Answers `drop.…`: what is put into a locked vault, and how it is taken in. Runs in the engine. */
import { resolve } from 'node:path';
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { Ledger } from '../import/ledger.ts';
import { toDiskError } from '../disk/index.ts';
import {
  DropBox,
  type DropKey,
  encodeKeyFile,
  fingerprintOf,
  keyOfVault,
  mostEntries,
  put,
  putInto,
} from '../dropbox/index.ts';
import { adopt } from './adopting.ts';
import type { Home } from './home.ts';
import type { ServicesOf } from './service.ts';
import type { Session } from './session.ts';

export const dropServices: ServicesOf<'drop'> = {
  'drop.look': async (home, { vault }) => {
    const { disk } = home.options;
    const path = resolve(vault);
    const { name, ...key } = await keyOf(home, path);
    const { waiting } = await new DropBox(disk, path).look();
    return { vaultId: key.vault, name, fingerprint: fingerprintOf(key), waiting };
  },

  'drop.put': async (home, { vault, sources }, { signal, progress }) => {
    const { disk } = home.options;
    const path = resolve(vault);
    const key = await keyOf(home, path);
    const box = new DropBox(disk, path);
    await box.make();
    await box.tidy(Date.now());
    const { waiting } = await box.look();
    const room = mostEntries - waiting.entries - waiting.strays;
    const { folder } = box;
    return put({
      disk,
      key,
      folder,
      home: path,
      sources,
      room,
      most: mostEntries,
      signal,
      onProgress: progress,
    });
  },

  'drop.putInto': (home, request, { signal, progress }) =>
    putInto(home.options.disk, request, signal, progress),

  'drop.saveKey': async (home, { vault, saveTo: file }) => {
    const { disk } = home.options;
    const key = vault === undefined ? openKey(home.session) : await keyOf(home, resolve(vault));
    try {
      // Never in the place of another file, which may be somebody's key.
      const made = await disk.open(file, 'create', 0o644);
      try {
        await made.write(encodeKeyFile(key), 0);
        await made.sync();
      } finally {
        await made.close();
      }
    } catch (thrown) {
      throw toDiskError(thrown);
    }
    return { fingerprint: fingerprintOf(key) };
  },

  'drop.status': async (session) => {
    const { vault } = session;
    const { waiting } = await new DropBox(vault.disk, vault.path).look();
    const key = openKey(session);
    return { fingerprint: fingerprintOf(key), waiting };
  },

  'drop.adopt': (session, { again }) => adopt(session, again),
};

function openKey({ vault }: Session): DropKey {
  return { vault: vault.id, publicKey: vault.keys.sealingPublicKey };
}

/** The key of a vault that is locked, as far as this computer can vouch for it. */
function keyOf(home: Home, path: string): ReturnType<typeof keyOfVault> {
  const { disk } = home.options;
  return keyOfVault(disk, path, async (vault: Id) => (await home.memory?.recallKey(vault)) ?? null);
}

/** To be called once a vault is open: remembers its key, and takes in what waits where the engine does such things by itself. */
export function beginDropBox(session: Session): void {
  const { vault, catalog, memory } = session;
  if (catalog.frozen !== null) return;
  memory?.rememberKey(vault.id, vault.keys.sealingPublicKey).catch(() => undefined); // only a bug, and it must not end an open vault
  try {
    for (const [id, record] of catalog.objects('import'))
      if (record.dropped === true && (record.state === 'running' || record.state === 'paused'))
        new Ledger(catalog, id, record).change({ state: 'done' }); // the rest of it comes with the next
  } catch (error) {
    // A full disk: nothing can be taken in either, and everything stays where it is.
    if (!(error instanceof CodedError)) throw error;
    return;
  }
  if (session.watchTimes === null) return;
  void adopt(session, false).catch((error: unknown) => {
    // What cannot be looked at now waits for the next time; the page about the drop box tells why.
    if (!(error instanceof CodedError)) throw error;
  });
}
