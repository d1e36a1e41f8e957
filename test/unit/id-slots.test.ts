/** @file Ids and their slots: what was added is found, and nothing else, whatever was deleted in between. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IdSlots } from '../../src/main/engine/catalog/id-slots.ts';

/** Ids that differ in their last byte only, or in their first: a table that looks at a part of them would have them all in one place. */
const idOf = (number: number): string =>
  number % 2 === 0 ? number.toString(16).padStart(32, '0') : number.toString(16).padEnd(32, '0');

it('finds what was added and not deleted, and only that', () => {
  const step = fc.record({ number: fc.integer({ min: 0, max: 400 }), add: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 1500 }), (steps) => {
      const slots = new IdSlots();
      const model = new Map<string, number>();
      const free: number[] = [];
      for (const { number, add } of steps) {
        const id = idOf(number);
        const slot = model.get(id);
        if (add && slot === undefined) {
          const next = free.pop() ?? model.size;
          slots.getOrAdd(number % 3 === 0 ? id : Buffer.from(id, 'hex'), next);
          model.set(id, next);
        } else if (!add) {
          slots.delete(id);
          model.delete(id);
          if (slot !== undefined) free.push(slot);
        }
      }
      expect(slots.size).toBe(model.size);
      for (let number = 0; number <= 400; number += 1) {
        const slot = model.get(idOf(number));
        expect(slots.get(idOf(number))).toBe(slot ?? -1);
        if (slot !== undefined) expect(slots.text(slot)).toBe(idOf(number));
      }
    }),
    { numRuns: 50 },
  );
});

it('has no slot for what is no id', () => {
  const slots = new IdSlots();
  slots.getOrAdd(idOf(1), 0);
  expect(slots.get(idOf(1))).toBe(0);
  expect(['', 'ab', 'no id at all, and longer than 32 ones'].map((id) => slots.get(id))).toEqual([
    -1, -1, -1,
  ]);
  expect(() => {
    slots.getOrAdd('ab', 1);
  }).toThrow(RangeError);
});
