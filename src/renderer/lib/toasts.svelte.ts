/** @file Short notices at the foot of the window, or in the dialog that lies over it, and words only screen readers hear. Runs in the renderer. */

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'danger';
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

export interface ToastOptions {
  readonly tone?: Toast['tone'];
  readonly action?: Toast['action'];
}

const stay = { plain: 5000, action: 9000, danger: 12_000 }; // milliseconds

class Toasts {
  #list: readonly Toast[] = $state.raw([]);
  #spoken = $state.raw({ words: '', at: -Infinity });
  #last = 0;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  get list(): readonly Toast[] {
    return this.#list;
  }

  /** Number of the notice that came last; 0: none has. */
  get newest(): number {
    return this.#last;
  }

  /** The last words for screen readers alone, and when they were said (`performance.now`). */
  get spoken(): { readonly words: string; readonly at: number } {
    return this.#spoken;
  }

  /** Shows a notice for some seconds; it can be dismissed, by its number too, and stays while one of them is pointed at or focused. */
  show(text: string, options: ToastOptions = {}): number {
    this.#last += 1;
    const { tone = 'plain', action = null } = options;
    const toast: Toast = { id: this.#last, text, tone, action };
    this.#list = [...this.#list.slice(-2), toast];
    this.#run(toast);
    return toast.id;
  }

  /** Says something to screen readers without showing it. */
  announce(text: string): void {
    // The same words twice would not be said again.
    const words = this.#spoken.words === text ? `${text}\u00a0` : text;
    this.#spoken = { words, at: performance.now() };
  }

  dismiss(id: number): void {
    this.#remove(id);
    // What was pointed at is gone, and nothing tells that the pointer has left it.
    this.letGo();
  }

  /** All stay: none moves under the pointer because another one goes. */
  hold(): void {
    for (const { id } of this.#list) this.#stop(id);
  }

  /** The time of those that were held begins again. */
  letGo(): void {
    for (const toast of this.#list) if (!this.#timers.has(toast.id)) this.#run(toast);
  }

  #remove(id: number): void {
    this.#stop(id);
    this.#list = this.#list.filter((toast) => toast.id !== id);
  }

  #stop(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  #run(toast: Toast): void {
    this.#stop(toast.id);
    const time = toast.tone === 'danger' ? stay.danger : toast.action === null ? stay.plain : stay.action;
    this.#timers.set(
      toast.id,
      setTimeout(() => this.#remove(toast.id), time),
    );
  }
}

/** The page's notices. */
export const toasts = new Toasts();
