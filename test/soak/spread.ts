/** @file Points spread over a range, the same for the same seed. */

/** At most `most` of 1 … `end`, each once, in an order that covers the whole range early. */
export function spread(end: number, most: number, seed: number): number[] {
  const all = Array.from({ length: end }, (_, at) => at + 1);
  let state = seed >>> 0;
  for (let at = all.length - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (at + 1);
    const [one, two] = [all[at] ?? 0, all[other] ?? 0];
    all[at] = two;
    all[other] = one;
  }
  return all.slice(0, most);
}
