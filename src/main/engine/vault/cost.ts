/** @file What deriving a key from a passphrase may cost (docs/format.md §3.3); runs in the engine. */
import { CodedError } from '../../../shared/errors.ts';
import type { Argon2Cost } from '../crypto/index.ts';

const MiB = 1024 * 1024;

/**
 * Which costs are accepted when opening, and which are used for new slots. Injected, so that tests can be quick; never taken from the
 * environment or from a file, which an attacker may have written.
 */
export interface CostPolicy {
  /** For every slot that is made, whatever the old one had. */
  readonly standard: Argon2Cost;
  readonly minOps: number;
  readonly maxOps: number;
  readonly minMem: number; // bytes
  readonly maxMem: number; // bytes
  /** Limit of the sum of ops × mem over all slots tried, in bytes. */
  readonly maxTotal: number;
}

export const standardCosts: CostPolicy = {
  standard: { ops: 3, mem: 256 * MiB },
  minOps: 3,
  maxOps: 10,
  minMem: 64 * MiB,
  maxMem: 1024 * MiB,
  maxTotal: 16 * 1024 * MiB,
};

/** Adds up what is tried, and refuses before any memory is taken. One for each attempt to unlock. */
export class CostMeter {
  readonly #policy: CostPolicy;
  #total = 0;

  constructor(policy: CostPolicy) {
    this.#policy = policy;
  }

  /** Throws `kdf-out-of-range` when this derivation is not acceptable. */
  take({ ops, mem }: Argon2Cost): void {
    const { minOps, maxOps, minMem, maxMem, maxTotal } = this.#policy;
    const inRange = ops >= minOps && ops <= maxOps && mem >= minMem && mem <= maxMem;
    if (!inRange || this.#total + ops * mem > maxTotal) {
      throw new CodedError('kdf-out-of-range', { ops, mem });
    }
    this.#total += ops * mem;
  }
}
