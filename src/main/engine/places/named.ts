/** @file Towns by their names. Runs in the engine; pure. */
import { fold } from '../../../shared/search/fold.ts';
import type { Towns } from './towns.ts';

/** Most of them answered. */
const most = 8;

/** Towns whose name begins so (`fold`), the largest first. */
export function townsNamed(towns: Towns, name: string): number[] {
  const folded = fold(name);
  if (folded === '') return [];
  const letter = folded.charCodeAt(1); // behind the space that every word has before it
  const found: number[] = [];
  for (let town = 0; town < towns.count; town += 1) {
    // Only of few is the name made and folded: those that begin with the letter, one with a mark, or what is none.
    const initial = towns.initial(town) | 0x20;
    const isOther = initial >= 0x61 && initial <= 0x7a && initial !== letter;
    if (!isOther && fold(towns.name(town)).startsWith(folded)) found.push(town);
  }
  return found
    .sort((a, b) => (towns.population[b] ?? 0) - (towns.population[a] ?? 0) || a - b)
    .slice(0, most);
}
