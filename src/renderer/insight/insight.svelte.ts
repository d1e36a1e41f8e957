/** @file What "What a thief sees" has asked the engine for: of one photo, as long as the dialog is open. Runs in the renderer. */
import type { Id, Output } from '../../shared/contract.ts';
import type { ErrorValue } from '../../shared/errors.ts';
import { schemes, type Scheme, type Subject } from '../../shared/contract/insight.ts';
import { call } from '../lib/api.ts';

export type OnDisk = Output<'insight.photo'>;
export type Tried = Output<'insight.scheme'>;
type Plain = Output<'insight.subject'>;
type Tampered = Output<'insight.tamper'>;

/** What was found out on one of the two pictures. */
export interface Bench {
  readonly plain: Plain | null;
  readonly tried: Readonly<Partial<Record<Scheme, Tried>>>;
}
const empty: Bench = { plain: null, tried: {} };

export class Insight {
  readonly #id: Id;
  readonly #stop = new AbortController();
  #photo: OnDisk | null = $state.raw(null);
  #error: ErrorValue | null = $state.raw(null);
  #benches: Readonly<Record<Subject, Bench>> = $state.raw({ photo: empty, drawing: empty });
  /** Subjects that are under way, or were. */
  #asked: Readonly<Partial<Record<Subject, Promise<void>>>> = {};

  constructor(id: Id) {
    this.#id = id;
    void this.#open();
  }

  get photo(): OnDisk | null {
    return this.#photo;
  }
  /** Why it cannot go on. */
  get error(): ErrorValue | null {
    return this.#error;
  }
  bench(subject: Subject): Bench {
    return this.#benches[subject];
  }

  /** Settles when every cipher was tried on it, or one of them failed; once for each subject. */
  tryAll(subject: Subject): Promise<void> {
    const under = this.#asked[subject] ?? this.#tryAll(subject);
    this.#asked = { ...this.#asked, [subject]: under };
    return under;
  }

  /** Null: it failed, and `error` says how. */
  async tamper(subject: Subject, scheme: Scheme, at: number, bytes: number): Promise<Tampered | null> {
    const answer = await call('insight.tamper', { id: this.#id, subject, scheme, at, bytes }, this.#options);
    if (!answer.ok) this.#fail(answer.error);
    return answer.ok ? answer.value : null;
  }

  stop(): void {
    this.#stop.abort();
  }

  get #options(): { signal: AbortSignal } {
    return { signal: this.#stop.signal };
  }

  async #open(): Promise<void> {
    const answer = await call('insight.photo', { id: this.#id }, this.#options);
    if (answer.ok) this.#photo = answer.value;
    else this.#fail(answer.error);
  }

  async #tryAll(subject: Subject): Promise<void> {
    const plain = await call('insight.subject', { id: this.#id, subject }, this.#options);
    if (!plain.ok) {
      this.#fail(plain.error);
      return;
    }
    this.#put(subject, { plain: plain.value });
    // The vault's own comes first: the first part of the page shows its figures.
    for (const scheme of schemes.toReversed()) {
      const tried = await call('insight.scheme', { id: this.#id, subject, scheme }, this.#options);
      if (!tried.ok) {
        this.#fail(tried.error);
        return;
      }
      this.#put(subject, { tried: { ...this.#benches[subject].tried, [scheme]: tried.value } });
    }
  }

  #put(subject: Subject, found: Partial<Bench>): void {
    this.#benches = { ...this.#benches, [subject]: { ...this.#benches[subject], ...found } };
  }

  #fail(error: ErrorValue): void {
    if (!this.#stop.signal.aborted) this.#error = error;
  }
}
