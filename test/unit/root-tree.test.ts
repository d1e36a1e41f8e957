/** @file The root over all rows: the same whether rows come one by one or all at once, in whatever order, and however alike their ids are. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Leaves, RootTree } from '../../src/main/engine/catalog/root.ts';

const vaultId = Buffer.alloc(16, 7);

/** Ids that differ in few places: whoever looks at their first bytes only has most of them equal. */
const ids = fc.uniqueArray(
  fc
    .tuple(fc.constantFrom(0, 1, 255), fc.constantFrom(0, 1), fc.constantFrom(0, 128), fc.nat({ max: 255 }))
    .map(([first, fourth, sixth, last]) => {
      const id = Buffer.alloc(16, 3);
      id[0] = first;
      id[3] = fourth;
      id[5] = sixth;
      id[15] = last;
      return id;
    }),
  { selector: (id) => id.toString('hex'), maxLength: 200 },
);

it('is that of the rows put in one after the other', () => {
  fc.assert(
    fc.property(ids, (all) => {
      const leaves = new Leaves();
      const whole = new RootTree(vaultId);
      const grown = new RootTree(vaultId);
      for (const [index, id] of all.entries()) {
        const cell = Buffer.from(`cell ${String(index)}`);
        leaves.add('photos', id, index + 1, cell);
        grown.stage([{ table: 'photos', id, value: { version: index + 1, cell } }]).commit();
      }
      whole.load(leaves);
      expect(whole.root).toEqual(grown.root);
      expect([...whole.ids('photos', 0)]).toEqual([...grown.ids('photos', 0)]);
      for (const [index, id] of all.entries())
        expect(whole.holds('photos', id, index + 1, Buffer.from(`cell ${String(index)}`))).toBe(true);
    }),
    { numRuns: 60 },
  );
});
