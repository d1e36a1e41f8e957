/** @file Albums, imports and settings of a rebuilt catalogue (docs/format.md §5.5). Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { Catalog, Change, ImportRecord } from '../catalog/index.ts';
import { now } from '../import/instant.ts';
import type { RepairSources } from './repair-sources.ts';

/** Puts every object there is, the pages of imports, and an album for each that photos are in and that was lost. */
export function putObjects(tx: Change, { objects, pages }: RepairSources, catalog: Catalog): void {
  for (const [id, { record }] of objects) {
    switch (record.type) {
      case 'album':
      case 'different':
      case 'person':
      case 'search':
        tx.putObject(id, record);
        break;
      case 'import':
        tx.putObject(id, withPages(record, pages));
        for (const page of record.pages) {
          const entry = pages.get(page);
          if (entry !== undefined) tx.putPage(page, entry.record);
        }
        break;
      case 'settings': {
        const { verified: _verified, ...settings } = record; // it was another catalogue that was verified
        tx.putObject(id, settings);
      }
    }
  }
  const lost = new Set<Id>();
  for (const { albums } of catalog.rows())
    for (const id of albums) if (objects.get(id)?.record.type !== 'album') lost.add(id);
  let number = 1;
  for (const id of lost) {
    const name = number === 1 ? 'Recovered album' : `Recovered album ${String(number)}`;
    tx.putObject(id, { type: 'album', name, created: now() });
    number += 1;
  }
}

/** When a repair has changed anything, what was verified before is no more what there is. */
export function forgetVerified(tx: Change, catalog: Catalog): void {
  for (const [id, { verified: _verified, ...settings }] of catalog.objects('settings'))
    tx.putObject(id, settings);
}

/** Snapshots hold no pages: a report then tells its counts, and the lines that are left. */
function withPages(record: ImportRecord, pages: RepairSources['pages']): ImportRecord {
  const left = record.pages.filter((id) => pages.has(id));
  return left.length === record.pages.length ? record : { ...record, pages: left, incomplete: true };
}
