/** @file Entries of the audit log about what has happened already. Runs in the engine. */
import type { Id, SlotInfo } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { LogEvent } from '../../../shared/log.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Session } from './session.ts';

/**
 * Writes entries, where the catalogue takes them: one that is frozen, or a full disk, must neither undo nor fail what has happened, nor keep
 * anybody from their photos. What can be in the transaction of its entry belongs there instead (`tx.log`).
 */
export function noteInLog({ catalog }: { readonly catalog: Catalog }, ...events: readonly LogEvent[]): void {
  try {
    catalog.change((tx) => {
      for (const event of events) tx.log(event);
    });
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
  }
}

type OfSlot = Extract<LogEvent, { readonly label: string }>['event'];

/** An entry about a way in, as it is now or, where it is gone, as it was among `slots`. */
export function noteSlot(
  session: Session,
  event: OfSlot,
  id: Id,
  slots: readonly SlotInfo[] = session.vault.slots,
): void {
  const slot = slots.find((one) => one.id === id);
  if (slot !== undefined) noteInLog(session, { event, slot: id, kind: slot.kind, label: slot.label });
}
