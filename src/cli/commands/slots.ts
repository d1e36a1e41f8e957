/** @file `slots <vault> list|add|rename|remove|reissue-kit`: the ways into a vault. Plain Node. */
import { unlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CodedError } from '../../shared/errors.ts';
import type { Id, SlotInfo } from '../../shared/contract.ts';
import { handOut, newKitFile } from '../kit.ts';
import type { Output } from '../output.ts';
import type { CommonOptions } from '../options.ts';
import { readPassphrase, readPassphraseFile, type Proof } from '../passphrase.ts';
import { withSession, type Session } from '../session.ts';

interface SlotsOptions extends CommonOptions {
  readonly label?: string;
  readonly newPassphraseFile?: string;
  readonly newKeyFile?: string;
  readonly createKeyFile?: string;
  readonly recoveryKit?: string;
}

export const slotActions = ['list', 'add', 'rename', 'remove', 'reissue-kit'] as const;
type Action = (typeof slotActions)[number];

interface Work {
  readonly session: Session;
  readonly output: Output;
  readonly options: SlotsOptions;
  /** Id or name of a slot, as given. */
  readonly which: string;
  readonly proof: Proof;
}

export function slotsCommand(
  output: Output,
  options: SlotsOptions,
  vault = '',
  action = '',
  which = '',
): Promise<number> {
  return withSession(output, async (session) => {
    const chosen = slotActions.find((one) => one === action);
    if (chosen === undefined) {
      throw new CodedError('input-invalid', { field: 'action', detail: slotActions.join(', ') });
    }
    if (chosen === 'list') {
      // What the header tells to anyone: worth knowing before a passphrase is looked for.
      const { slots } = await session.call('vault.inspect', { vault: resolve(vault) });
      for (const slot of slots) tell(output, slot);
      return 0;
    }
    const { proof } = await session.unlockToChange(vault, options);
    await works[chosen]({ session, output, options, which, proof });
    return 0;
  });
}

const works: Readonly<Record<Exclude<Action, 'list'>, (work: Work) => Promise<void>>> = {
  add: async ({ session, output, options, proof }) => {
    const { newKeyFile, createKeyFile, newPassphraseFile, label } = options;
    if (newKeyFile !== undefined && createKeyFile !== undefined) {
      throw new CodedError('input-invalid', {
        field: 'create-key-file',
        detail: 'give either a key file that is there or one to make',
      });
    }
    const passphrase =
      newPassphraseFile === undefined
        ? await readPassphrase({}, 'Passphrase to add (nobody can reset it): ', true)
        : await readPassphraseFile(newPassphraseFile);
    const keyFile = createKeyFile ?? newKeyFile;
    if (createKeyFile !== undefined)
      await session.call('slot.createKeyFile', { file: resolve(createKeyFile) });
    const { slot } = await session.call('slot.add', {
      ...proof,
      label: label ?? (keyFile === undefined ? 'Passphrase' : 'Passphrase and key file'),
      passphrase,
      ...(keyFile === undefined ? {} : { newKeyFile: resolve(keyFile) }),
    });
    for (const one of await session.call('slot.list', {})) if (one.id === slot) tell(output, one);
    if (keyFile !== undefined) {
      output.say('Keep a copy of the key file in another place: without it this passphrase opens nothing.');
    }
  },
  rename: async ({ session, output, options, which, proof }) => {
    const { label } = options;
    if (label === undefined) throw new CodedError('input-invalid', { field: 'label', detail: 'is needed' });
    const slot = await find(session, which);
    await session.call('slot.rename', { ...proof, slot, label });
    output.object({ id: slot, label });
  },
  remove: async ({ session, output, which, proof }) => {
    const slot = await find(session, which);
    await session.call('slot.remove', { ...proof, slot });
    output.object({ id: slot, removed: true });
    output.say('Removed. A copy of the vault made earlier can still be opened that way.');
  },
  'reissue-kit': async ({ session, output, options, proof }) => {
    const { recoveryKit } = options;
    const file = recoveryKit === undefined ? null : await newKitFile(recoveryKit);
    try {
      // Handed out before the old one stops working: a kit nobody has must not replace one that somebody has.
      await handOut(output, await session.call('slot.draftKit', proof), file);
      await session.call('slot.reissueKit', {});
    } catch (error) {
      if (recoveryKit !== undefined) await unlink(resolve(recoveryKit)); // its words open nothing
      throw error;
    } finally {
      await file?.close();
    }
    output.object({ reissued: true });
    output.say('The new recovery kit is valid. Earlier ones no longer open this vault.');
  },
};

/** By id, by the beginning of an id (6 digits or more), or by name where only one has it. */
async function find(session: Session, which: string): Promise<Id> {
  if (which === '') throw new CodedError('input-invalid', { field: 'slot', detail: 'give its id or name' });
  const slots = await session.call('slot.list', {});
  const found = slots.filter(
    ({ id, label }) => label === which || (which.length >= 6 && id.startsWith(which)),
  );
  const [slot] = found;
  if (slot === undefined) throw new CodedError('not-found', { field: 'slot' });
  if (found.length > 1)
    throw new CodedError('input-invalid', { field: 'slot', detail: 'several are called that' });
  return slot.id;
}

function tell(output: Output, slot: SlotInfo): void {
  output.object(slot);
  output.line([slot.id, slot.created.slice(0, 10), slot.kind, slot.label].join('  '));
}
