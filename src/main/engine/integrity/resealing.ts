/** @file What the vault's settings remember of sealing anew, until it is done (docs/format.md §5.5, §7.2). Runs in the engine. */
import type { Catalog, Change, ResealingRecord } from '../catalog/index.ts';
import { randomId } from '../crypto/index.ts';

/** null: nothing is to be sealed anew. */
export function resealingOf(catalog: Catalog): ResealingRecord | null {
  return catalog.objects('settings')[0]?.[1].resealing ?? null;
}

/** null: it is done, or is not to go on. */
export function putResealing(tx: Change, catalog: Catalog, next: ResealingRecord | null): void {
  const [id, settings] = catalog.objects('settings')[0] ?? [randomId(), { type: 'settings' as const }];
  const { resealing: _before, ...rest } = settings;
  tx.putObject(id, next === null ? rest : { ...rest, resealing: next });
}
