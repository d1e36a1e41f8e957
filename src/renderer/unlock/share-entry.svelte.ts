/** @file Shares of a recovery kit as they are typed in, and what the engine says of them. Runs in the renderer. */
import type { Output } from '../../shared/contract.ts';
import { mostShares } from '../../shared/contract/shares.ts';
import { call } from '../lib/api.ts';
import { recoveryWords } from '../lib/secret.ts';

type Checked = Output<'shares.check'>;

export class ShareEntry {
  readonly #vault: string | null;
  texts = $state<string[]>(['', '']);
  #checked = $state.raw<Checked | null>(null);
  #turn = 0;

  /** @param vault id of the vault they should open, where it is known */
  constructor(vault: string | null) {
    this.#vault = vault;
  }

  get full(): boolean {
    return this.texts.length >= mostShares;
  }

  /** Those in which something stands. */
  get #typed(): readonly string[] {
    return this.texts.filter((text) => text.trim() !== '');
  }

  get ready(): boolean {
    return this.#checked !== null && this.#checked.together === null && this.#typed.length > 0;
  }

  /** What keeps them from being tried. */
  get together(): Checked['together'] {
    return this.#checked?.together ?? null;
  }

  /** Of the field at a place; null while nothing is known. */
  of(index: number): Checked['shares'][number] | null {
    const text = this.texts[index] ?? '';
    if (text.trim() === '') return null;
    return this.#checked?.shares[this.#typed.indexOf(text)] ?? null;
  }

  words(index: number): number {
    return recoveryWords(this.texts[index] ?? '').length;
  }

  async type(index: number, text: string): Promise<void> {
    this.texts[index] = text;
    await this.#check();
  }

  add(): void {
    if (!this.full) this.texts.push('');
  }

  async remove(index: number): Promise<void> {
    this.texts.splice(index, 1);
    await this.#check();
  }

  /** As one text, which opens a vault in the place of recovery words. */
  get joined(): string {
    return this.#typed.map((text) => recoveryWords(text).join(' ')).join('\n');
  }

  clear(): void {
    this.texts = ['', ''];
    this.#checked = null;
  }

  async #check(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#checked = null;
    const shares = [...this.#typed];
    if (shares.length === 0) return;
    const answer = await call('shares.check', { shares, vault: this.#vault });
    if (turn === this.#turn && answer.ok) this.#checked = answer.value;
  }
}
