/** @file The passphrase estimator with its dictionaries: a chunk of its own, loaded by strength.ts. Runs in the renderer. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as english from '@zxcvbn-ts/language-en';

const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...english.dictionary },
  graphs: common.adjacencyGraphs,
});

/** Longer than this is estimated by its beginning: the estimator's time grows with the square of the length. */
const longest = 100;

/** Guesses until this passphrase is found, at the least. */
export function guesses(passphrase: string, known: readonly string[]): number {
  return zxcvbn.check(passphrase.slice(0, longest), [...known]).guesses;
}
