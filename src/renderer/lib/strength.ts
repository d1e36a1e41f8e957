/**
 * @file How long guessing a passphrase would take. The estimator and its dictionaries are large and are loaded only when the first
 * passphrase is typed. Runs in the renderer.
 */

/** One guess costs about this long: Argon2id at the vault's default cost on one computer. */
const secondsPerGuess = 1;
/** Somebody with means has many computers. */
export const manyComputers = 1000;
/** The engine's generator ('vault.suggestPassphrase') draws six words from a list of 7,776. */
const generatedPassphrases = 7776 ** 6;

export type Level = 0 | 1 | 2 | 3 | 4;

export interface Strength {
  /** 0 = hardly any, 4 = more than enough. */
  readonly level: Level;
  /** Seconds for one computer, and for `manyComputers` of them, to have made as many guesses as this needs on average. */
  readonly secondsAlone: number;
  readonly secondsMany: number;
}

const day = 86_400;
const year = 365.25 * day;
/** Seconds `manyComputers` need at least for the levels 1 to 4. */
const thresholds = [day, year, 100 * year, 100_000 * year];

/** Strength from the guesses needed on average. */
export function strengthOf(guesses: number): Strength {
  const secondsAlone = guesses * secondsPerGuess;
  const secondsMany = secondsAlone / manyComputers;
  // filter() counts at most the four thresholds.
  const level = thresholds.filter((threshold) => secondsMany >= threshold).length as Level;
  return { level, secondsAlone, secondsMany };
}

/** Strength of a generated passphrase: known exactly, not estimated. */
export const generatedStrength: Strength = strengthOf(generatedPassphrases / 2);

type Estimate = (passphrase: string, known: readonly string[]) => number;
let estimator: Promise<Estimate> | undefined;

/** Estimates a passphrase of one's own. `known`: words an attacker would try first, such as the vault's name. */
export async function estimateStrength(passphrase: string, known: readonly string[]): Promise<Strength> {
  estimator ??= import('./estimator.ts').then((module) => module.guesses);
  const guesses = await estimator;
  return strengthOf(guesses(passphrase, known));
}
