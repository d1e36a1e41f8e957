/** @file Answers `slot.…`: the ways into the open vault. Runs in the engine. */
import { zero } from '../crypto/index.ts';
import { createKeyFile } from '../vault/index.ts';
import { noteSlot } from './note.ts';
import type { ServicesOf } from './service.ts';
import { secretOf } from './vault.ts';

export const slotServices: ServicesOf<'slot'> = {
  'slot.list': ({ vault }) => [...vault.slots],

  'slot.add': async (session, { secret, keyFile, label, passphrase, newKeyFile = null }) => {
    try {
      const slot = { label: label.trim(), passphrase, keyFile: newKeyFile };
      const id = await session.vault.addSlot(secretOf(secret, keyFile), slot);
      noteSlot(session, 'slot-added', id);
      return { slot: id };
    } finally {
      zero(passphrase);
    }
  },

  'slot.rename': async (session, { secret, keyFile, slot, label }) => {
    await session.vault.renameSlot(secretOf(secret, keyFile), slot, label.trim());
    noteSlot(session, 'slot-renamed', slot);
    return {};
  },

  'slot.remove': async (session, { secret, keyFile, slot }) => {
    const before = session.vault.slots;
    await session.vault.removeSlot(secretOf(secret, keyFile), slot);
    noteSlot(session, 'slot-removed', slot, before);
    return {};
  },

  'slot.draftKit': async ({ vault }, { secret, keyFile }) => ({
    vaultId: vault.id,
    words: await vault.draftKit(secretOf(secret, keyFile)),
  }),

  'slot.reissueKit': async (session) => {
    const slot = await session.vault.reissueKit();
    noteSlot(session, 'kit-reissued', slot);
    return { slot };
  },

  'slot.dropKit': ({ vault }) => {
    vault.dropKit();
    return {};
  },

  'slot.createKeyFile': async ({ vault }, { file }) => {
    await createKeyFile(vault.disk, vault.path, file);
    return {};
  },
};
