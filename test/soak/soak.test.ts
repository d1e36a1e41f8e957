/** @file A short soak: random operations on a vault, with kills, held against a plain model. Hours of it: `npm run soak`. */
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/quick-vault.ts';
import { soak } from './run.ts';

const chosen = Math.floor(Math.random() * 1e9);

it.each([
  ['a fixed seed', 4],
  ['another one', 2001],
  [`a random one, ${String(chosen)}`, chosen],
])(
  '%s: the vault holds what the model does',
  async (_, seed) => {
    const { found, operations } = await soak(seed, 11, temporaryFolder());
    expect(found, `npm run soak -- --operations 11 --seed ${String(seed)}`).toBeNull();
    expect(operations).toBeGreaterThan(0);
  },
  120_000,
);
