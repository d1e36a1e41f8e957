/** @file Answers `slot.…`: the ways into the open vault. Runs in the engine. */
import { zero } from '../crypto/index.ts';
import { createKeyFile } from '../vault/index.ts';
import type { ServicesOf } from './service.ts';
import { secretOf } from './vault.ts';

export const slotServices: ServicesOf<'slot'> = {
  'slot.list': ({ vault }) => [...vault.slots],

  'slot.add': async ({ vault }, { secret, keyFile, label, passphrase, newKeyFile = null }) => {
    try {
      const slot = { label: label.trim(), passphrase, keyFile: newKeyFile };
      return { slot: await vault.addSlot(secretOf(secret, keyFile), slot) };
    } finally {
      zero(passphrase);
    }
  },

  'slot.rename': async ({ vault }, { secret, keyFile, slot, label }) => {
    await vault.renameSlot(secretOf(secret, keyFile), slot, label.trim());
    return {};
  },

  'slot.remove': async ({ vault }, { secret, keyFile, slot }) => {
    await vault.removeSlot(secretOf(secret, keyFile), slot);
    return {};
  },

  'slot.draftKit': async ({ vault }, { secret, keyFile }) => ({
    vaultId: vault.id,
    words: await vault.draftKit(secretOf(secret, keyFile)),
  }),

  'slot.reissueKit': async ({ vault }) => ({ slot: await vault.reissueKit() }),

  'slot.dropKit': ({ vault }) => {
    vault.dropKit();
    return {};
  },

  'slot.createKeyFile': async ({ vault }, { file }) => {
    await createKeyFile(vault.disk, vault.path, file);
    return {};
  },
};
