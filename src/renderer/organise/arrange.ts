/** @file Where photos go in an album that has an order of its own, when they are moved a step. Runs in the renderer; pure. */
import type { Id } from '../../shared/contract.ts';

/**
 * The photo before which `moving` are to be put to come a step towards the beginning (−1) or the end (1) of `order`, together; null: at the end.
 * undefined: they are there already.
 */
export function stepTarget(order: readonly Id[], moving: ReadonlySet<Id>, by: -1 | 1): Id | null | undefined {
  const isMoving = (id: Id): boolean => moving.has(id);
  if (by < 0) return order[order.findIndex(isMoving) - 1];
  const last = order.findLastIndex(isMoving);
  return last < 0 || last === order.length - 1 ? undefined : (order[last + 2] ?? null);
}
