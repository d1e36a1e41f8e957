/** @file Turns a photo by quarters, for good. Runs in the renderer. */
import type { Id } from '../../shared/contract.ts';
import { call } from '../lib/api.ts';
import { t } from '../messages/index.ts';
import { editedHere } from '../organise/edited.ts';

/** Clockwise. It is seen at once and the other key takes it back, so nothing is shown, only read out. */
export async function turn(id: Id, quarters: 1 | 3): Promise<void> {
  const done = await call('edit.turn', { ids: [id], quarters });
  editedHere(done, () => (quarters === 1 ? t.viewer.turnedRight : t.viewer.turnedLeft), true);
}
