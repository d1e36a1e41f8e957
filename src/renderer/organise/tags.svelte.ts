/** @file The tags of the vault, and what a user can do with one in all photos. Runs in the renderer. */
import type { Output } from '../../shared/contract.ts';
import type { ErrorValue } from '../../shared/errors.ts';
import { call } from '../lib/api.ts';
import { t } from '../messages/index.ts';
import { edited } from './edited.ts';

/** `photos` counts those that are not in the trash. */
export type Tag = Output<'tag.list'>[number];

export class Tags {
  #list: readonly Tag[] = $state.raw([]);
  #latest = 0;

  /** By name; of tags that only photos in the trash have, none. */
  get list(): readonly Tag[] {
    return this.#list;
  }

  async refresh(): Promise<void> {
    const turn = (this.#latest += 1);
    const answer = await call('tag.list', {});
    if (answer.ok && turn === this.#latest) this.#list = answer.value;
  }

  /** Also makes two tags one. The answer is why that did not work. */
  async rename(tag: Tag, to: string): Promise<ErrorValue | null> {
    const failed = edited(await call('tag.rename', { tag: tag.name, to }), (count) =>
      t.organise.renamed(to.trim(), count),
    );
    await this.refresh();
    return failed;
  }

  /** The caller has asked. The answer is why that did not work. */
  async delete(tag: Tag): Promise<ErrorValue | null> {
    const failed = edited(await call('tag.delete', { tag: tag.name }), () => t.organise.deletedTag(tag.name));
    await this.refresh();
    return failed;
  }
}
