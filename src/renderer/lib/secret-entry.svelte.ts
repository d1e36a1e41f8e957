/** @file What a person enters to open a vault: a passphrase, perhaps with a key file, or recovery words. Runs in the renderer. */
import { tick } from 'svelte';
import type { Input } from '../../shared/contract.ts';
import type { Place } from '../library/seams.ts';
import { recoveryWords, withPassphrase } from './secret.ts';

/** As methods of the contract take it. */
export type Proof = Pick<Input<'vault.unlock'>, 'secret' | 'keyFile'>;

export class SecretEntry {
  byWords = $state(false);
  passphrase = $state('');
  words = $state('');
  keyFile: Place | null = $state.raw(null);
  /** Where it is typed, while that is on the page. */
  field: HTMLInputElement | HTMLTextAreaElement | null = $state.raw(null);

  constructor(byWords = false) {
    this.byWords = byWords;
  }

  get wordCount(): number {
    return recoveryWords(this.words).length;
  }

  /** Whether there is enough to be tried. */
  get ready(): boolean {
    return this.byWords ? this.wordCount === 24 : this.passphrase !== '';
  }

  /** Lends what was entered to `use`; the bytes of a passphrase are zeroed afterwards. */
  use<T>(use: (proof: Proof) => Promise<T>): Promise<T> {
    if (this.byWords)
      return use({ secret: { kind: 'recovery', words: recoveryWords(this.words).join(' ') } });
    return withPassphrase(this.passphrase, (passphrase) =>
      use({ secret: { kind: 'passphrase', passphrase }, ...this.keyFilePlace }),
    );
  }

  /** The key file's place as a field of a method's input, where one was chosen. */
  get keyFilePlace(): { keyFile?: string } {
    return this.keyFile === null ? {} : { keyFile: this.keyFile.place };
  }

  /** Words instead of a passphrase, or the other way round. */
  turn(): void {
    this.clear();
    this.byWords = !this.byWords;
  }

  /** Makes the field ready for another try; words are too long to be typed again as a whole. */
  async select(): Promise<void> {
    await tick();
    this.field?.focus();
    if (!this.byWords) this.field?.select();
  }

  /** Forgets the secrets; a chosen key file is no secret and stays. */
  clear(): void {
    this.passphrase = '';
    this.words = '';
  }
}
