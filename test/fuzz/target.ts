/** @file A reader that is fed with damaged examples. */

export interface Target {
  readonly name: string;
  readonly seeds: readonly [Buffer, ...Buffer[]];
  /** How many inputs it gets beside the others. */
  readonly share: number;
  /** Throws only what it may, which `may` tells; anything else is a finding. */
  readonly run: (bytes: Buffer) => unknown;
  readonly may?: (error: unknown) => boolean;
}
