/** @file Adding, renaming and removing ways into a vault, and a new recovery kit (docs/format.md §3.3, §3.6); runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { SecretKey, idBytes } from '../crypto/index.ts';
import { inPlace } from './change-passphrase.ts';
import type { CostPolicy } from './cost.ts';
import type { Header } from './header.ts';
import { digestKeyFile, requireFit } from './key-file.ts';
import { SlotSecrets, openSlot } from './open-header.ts';
import { type HeaderPlace, replaceSlots, requireRoom } from './replace-slots.ts';
import { type Slot, passphraseSlot, recoverySlot } from './slot.ts';
import type { NewSlot, Secret } from './types.ts';

export interface SlotChange extends HeaderPlace {
  readonly costs: CostPolicy;
  /** Any secret that opens the vault now: the root key, which every change needs, is not kept in memory. */
  readonly proof: Secret;
}

/** A recovery kit whose words are known and which opens nothing yet. Whoever has it disposes of both keys. */
export interface KitDraft {
  readonly root: SecretKey;
  readonly secret: SecretKey;
}

export async function addSlot(change: SlotChange, next: NewSlot): Promise<{ header: Header; id: Id }> {
  const { disk, path, header, costs } = change;
  requireRoom(header.slots.length + 1);
  if (next.passphrase.byteLength === 0) throw new CodedError('passphrase-empty');
  if (next.keyFile !== null) await requireFit(disk, path, next.keyFile);
  const keyFile = next.keyFile === null ? null : await digestKeyFile(disk, next.keyFile);
  try {
    return await proven(change, async (root) => {
      const vaultId = idBytes(header.vault);
      const { passphrase, label } = next;
      const slot = await passphraseSlot(vaultId, root, passphrase, costs.standard, keyFile, { label });
      return { header: await replaceSlots(change, root, [...header.slots, slot]), id: slot.id };
    });
  } finally {
    keyFile?.dispose();
  }
}

export function renameSlot(change: SlotChange, id: Id, label: string): Promise<Header> {
  const { slots } = change.header;
  const slot = find(slots, id);
  return proven(change, (root) => replaceSlots(change, root, inPlace(slots, [slot], { ...slot, label })));
}

/** The same slots once more, in a newer header. */
export function renewHeader(change: SlotChange): Promise<Header> {
  return proven(change, (root) => replaceSlots(change, root, [...change.header.slots]));
}

export async function removeSlot(change: SlotChange, id: Id): Promise<Header> {
  const { slots } = change.header;
  const slot = find(slots, id);
  if (slots.length === 1) throw new CodedError('slot-last');
  return proven(change, (root, opened) => {
    if (opened === slot) throw new CodedError('slot-proof');
    return replaceSlots(
      change,
      root,
      slots.filter((one) => one !== slot),
    );
  });
}

/** Whether the proof opens a slot; nothing is changed. */
export async function proveSecret(
  change: Pick<SlotChange, 'header' | 'costs' | 'disk' | 'proof'>,
): Promise<void> {
  const secrets = await SlotSecrets.read(change.proof, change.costs, change.disk);
  try {
    const { root } = await openSlot(change.header, secrets);
    root.dispose();
  } finally {
    secrets.dispose();
  }
}

export async function draftKit(change: SlotChange): Promise<KitDraft> {
  requireRoom(withoutKits(change.header).length + 1);
  const secrets = await SlotSecrets.read(change.proof, change.costs, change.disk);
  try {
    const { root } = await openSlot(change.header, secrets);
    return { root, secret: SecretKey.random() };
  } finally {
    secrets.dispose();
  }
}

/** The drafted kit in the place of every recovery slot there is. */
export async function reissueKit(
  place: HeaderPlace,
  { root, secret }: KitDraft,
): Promise<{ header: Header; id: Id }> {
  const { header } = place;
  const slot = recoverySlot(idBytes(header.vault), root, secret);
  const kits = header.slots.filter(({ kind }) => kind === 'recovery');
  return { header: await replaceSlots(place, root, inPlace(header.slots, kits, slot)), id: slot.id };
}

function withoutKits(header: Header): Slot[] {
  return header.slots.filter(({ kind }) => kind !== 'recovery');
}

function find(slots: readonly Slot[], id: Id): Slot {
  const slot = slots.find((one) => one.id === id);
  if (slot === undefined) throw new CodedError('not-found');
  return slot;
}

/** Lends the root key to `work`, once the proof has opened a slot. */
async function proven<T>(
  { disk, costs, header, proof }: SlotChange,
  work: (root: SecretKey, opened: Slot) => Promise<T>,
): Promise<T> {
  const secrets = await SlotSecrets.read(proof, costs, disk);
  try {
    const { root, slot } = await openSlot(header, secrets);
    try {
      return await work(root, slot);
    } finally {
      root.dispose();
    }
  } finally {
    secrets.dispose();
  }
}
