/** @file What the command line prints: objects for programs on standard output, sentences for people on standard error. Plain Node. */
import type { ErrorValue } from '../shared/errors.ts';

export class Output {
  readonly json: boolean;
  readonly #bar = process.stderr.isTTY;
  #barShown = false;
  #unread = false;

  constructor(json: boolean) {
    this.json = json;
    // Whoever reads the answer may stop reading (`| head`): the work goes on to its end, in silence.
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      this.#unread = true;
    });
  }

  /** One JSON object on a line of standard output; only with `--json`. */
  object(value: unknown): void {
    if (this.json && !this.#unread) process.stdout.write(`${JSON.stringify(value)}\n`);
  }

  /** A line of the answer itself, on standard output; only without `--json`. */
  line(text: string): void {
    if (!this.json && !this.#unread) process.stdout.write(`${printable(text)}\n`);
  }

  /** A sentence for people, on standard error. */
  say(text: string): void {
    this.endBar();
    process.stderr.write(`${printable(text)}\n`);
  }

  /** Redraws the progress line when standard error is a terminal. `share` from 0 to 1. */
  bar(share: number, text: string): void {
    if (!this.#bar) return;
    const width = 30;
    const full = Math.round(Math.min(1, Math.max(0, share)) * width);
    process.stderr.write(`\r\u001b[K${'█'.repeat(full)}${'░'.repeat(width - full)} ${printable(text)}`);
    this.#barShown = true;
  }

  endBar(): void {
    if (!this.#barShown) return;
    process.stderr.write('\r\u001b[K');
    this.#barShown = false;
  }

  /** The error that ended the command. */
  failure(error: ErrorValue, words: string): void {
    this.object({ error: { code: error.code, ...error.params } });
    this.say(words);
  }
}

/** Names come from files: nothing in them may steer the terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
