/** @file A slot made when less was usual is brought to today's cost while its passphrase is known (docs/format.md §3.3); runs in the engine. */
import { type SecretKey, idBytes } from '../crypto/index.ts';
import type { CostPolicy } from './cost.ts';
import type { Header } from './header.ts';
import { inPlace } from './change-passphrase.ts';
import type { SlotSecrets } from './open-header.ts';
import { type HeaderPlace, replaceSlots } from './replace-slots.ts';
import type { Slot } from './slot.ts';

/**
 * Writes the slot that was just opened anew, if it asks for less than today's cost: same id, name, date and secret. Answers the header
 * that holds now, and the highest generation that may be on disk. Where the disk does not allow it, the slot stays for another time:
 * that must keep nobody from their photos.
 */
export async function strengthen(
  place: Pick<HeaderPlace, 'disk' | 'path' | 'header'>,
  { slot, root, secrets, costs }: { slot: Slot; root: SecretKey; secrets: SlotSecrets; costs: CostPolicy },
): Promise<{ header: Header; generationUsed: number }> {
  const { header } = place;
  const { standard } = costs;
  const asBefore = { header, generationUsed: header.generation };
  if (slot.kind === 'recovery' || (slot.mem >= standard.mem && slot.ops >= standard.ops)) return asBefore;
  const generation = header.generation + 1;
  try {
    const better = await secrets.rewrap(slot, idBytes(header.vault), root, standard);
    if (better === null) return asBefore;
    const slots = inPlace(header.slots, [slot], better);
    return {
      header: await replaceSlots({ ...place, generation, catalogue: header.catalogue }, root, slots),
      generationUsed: generation,
    };
  } catch {
    // A full or read-only disk, too little memory: whatever it is, the slot that is there has just opened.
    return { header, generationUsed: generation };
  }
}
