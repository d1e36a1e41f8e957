/** @file Readers of what strangers write, fed with damaged examples: none crashes, hangs or says what is not so. The long form: `npm run fuzz`. */
import { expect, it } from 'vitest';
import { fuzz } from '../fuzz/run.ts';
import { openTargets } from '../fuzz/targets.ts';

it('whatever the input, every reader answers, quickly, and with an error of ours at most', async () => {
  const { all, end } = await openTargets();
  try {
    const until = Date.now() + 15_000;
    const { inputs, findings } = await fuzz(all, { count: 20_000, seed: 20_260_501, until });
    expect(
      findings.map(({ target, why, input }) => `${target}: ${why}\n${input.toString('base64')}`),
    ).toEqual([]);
    // Each had its turn, however slow the machine.
    expect([...inputs].filter(([, count]) => count === 0)).toEqual([]);
  } finally {
    await end();
  }
});
