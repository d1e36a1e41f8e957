/** @file Whether the window fills the screen, and changing it. Runs in the renderer. */
import { call, on } from './api.ts';
import { reportFailure } from './report.ts';

export class FullScreen {
  #on = $state(false);

  get on(): boolean {
    return this.#on;
  }

  /** What the shell has told of the window: it stays as it is when a lock puts a new page into it. */
  begin(on: boolean): void {
    this.#on = on;
  }

  /** Follows the window, whoever changes it, until the returned function is called. */
  follow(): () => void {
    return on('full-screen', (event) => (this.#on = event.on));
  }

  /** Answers whether that worked; when not, it has been said. */
  async set(want: boolean): Promise<boolean> {
    const answer = await call('shell.fullScreen', { on: want });
    if (answer.ok) this.#on = want;
    else reportFailure(answer.error);
    return answer.ok;
  }
}

/** The page's window. */
export const fullScreen = new FullScreen();
