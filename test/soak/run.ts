/** @file A vault and its model through a random series of operations. Needs no test runner. */
import { join } from 'node:path';
import fc from 'fast-check';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { Model } from './model.ts';
import { commands } from './operations.ts';
import { World } from './world.ts';

export interface Soaked {
  readonly operations: number;
  readonly kills: number;
  readonly done: Readonly<Record<string, number>>;
  /** What did not fit, with the operations that lead to it; null: everything fitted. */
  readonly found: string | null;
}

/** The same seed is the same series. @param shrink looks for a shorter series that fails as well: takes its time */
export async function soak(
  seed: number,
  operations: number,
  folder: string,
  shrink = false,
): Promise<Soaked> {
  let kills = 0;
  let count = 0;
  const done: Record<string, number> = {};
  let turn = 0;
  const property = fc.asyncProperty(
    fc.array(fc.oneof(...commands), { minLength: operations, maxLength: operations, size: 'max' }),
    async (series) => {
      turn += 1;
      const world = new World(join(folder, `${String(seed)}-${String(turn)}`));
      const model = new Model();
      try {
        const { kit } = await (
          await world.engine()
        ).call('vault.create', {
          folder: world.folder,
          name: 'Family',
          passphrase: passphraseBytes(model.passphrase),
        });
        model.words = kit.words.join(' ');
        model.unlocked = true;
        for (const command of series) if (command.check(model)) await command.run(model, world);
        await world.expectWhole(model);
      } finally {
        kills += world.kills;
        for (const [name, times] of Object.entries(model.done)) {
          done[name] = (done[name] ?? 0) + times;
          count += times;
        }
        await world.end();
      }
    },
  );
  const result = await fc.check(property, { seed, numRuns: 1, endOnFailure: !shrink });
  const found = result.failed ? `${text(result.errorInstance)}\n${String(result.counterexample)}` : null;
  return { operations: count, kills, done, found };
}

function text(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
