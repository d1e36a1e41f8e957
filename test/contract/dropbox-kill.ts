/** @file What the process that is killed while dropping, and who looks afterwards, both use. */
import { standardCosts, type CostPolicy } from '../../src/main/engine/vault/index.ts';

export const quickestCosts: CostPolicy = {
  ...standardCosts,
  standard: { ops: 1, mem: 8192 },
  minOps: 1,
  minMem: 8192,
};

/** One, and started without looking for a way to confine it: hundreds are started here. */
export const quickDecoders = { size: 1, bwrap: null };
