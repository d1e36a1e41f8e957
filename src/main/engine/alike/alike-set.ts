/** @file Which photos look like another one, found out once for a state of the catalogue. Runs in the engine. */
import { photoFlags } from '../../../shared/columns.ts';
import type { Id } from '../../../shared/contract.ts';
import type { Catalog } from '../catalog/index.ts';
import { groupsOf } from './groups.ts';

export class AlikeSet {
  readonly #catalog: Catalog;
  readonly #signal: AbortSignal;
  #known: { readonly generation: number; readonly photos: Promise<ReadonlySet<Id>> } | null = null;

  /** @param signal aborted when the vault is closed */
  constructor(catalog: Catalog, signal: AbortSignal) {
    this.#catalog = catalog;
    this.#signal = signal;
  }

  /** Photos of groups of two and more, hidden ones neither shown nor compared. Photos whose look is not known yet are in none. */
  photos(): Promise<ReadonlySet<Id>> {
    const { recordsGeneration: generation } = this.#catalog;
    if (this.#known?.generation !== generation) this.#known = { generation, photos: this.#find() };
    return this.#known.photos;
  }

  async #find(): Promise<ReadonlySet<Id>> {
    const shown = this.#catalog.photos(({ flags }) => (flags & photoFlags.hidden) === 0);
    const groups = await groupsOf(shown, { areDifferent: toldApart(this.#catalog), signal: this.#signal });
    return new Set(groups.flatMap((group) => group.map(([id]) => id)));
  }
}

/** Whether somebody has said of two photos that they are different. */
export function toldApart(catalog: Catalog): (a: Id, b: Id) => boolean {
  const said = new Map<Id, Set<Id>>();
  for (const [object, { photos }] of catalog.objects('different'))
    for (const photo of photos) {
      const sayings = said.get(photo) ?? new Set();
      said.set(photo, sayings.add(object));
    }
  return (a, b) => {
    const sayings = said.get(b);
    return sayings !== undefined && said.get(a)?.isDisjointFrom(sayings) === false;
  };
}
