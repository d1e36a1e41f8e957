/** @file The window as the library is measured in it: opened with a vault, scrolled as a hand would, and what its processes need. */
import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from 'playwright';
import type { Running } from '../e2e/support/app.ts';
import { resize, willChoose } from '../e2e/support/dialogs.ts';
import { processesUnder } from '../e2e/support/job-processes.ts';
import { passphraseField } from '../e2e/support/job.ts';
import { residentOf } from '../support/processes.ts';

export const size = { width: 1280, height: 800 } as const;
/** In the middle of the grid. */
const middle = { x: 700, y: 450 } as const;
/** ms from one event of a hand to the next. */
const beat = 16;

/** The page that asks for the passphrase of `vault`. */
export async function openVault(run: Running, vault: string): Promise<Page> {
  const page = await run.page();
  await page.getByRole('button', { name: /^Open a vault/u }).waitFor();
  await resize(run, size.width, size.height);
  await willChoose(run, vault);
  await page.getByRole('button', { name: /^Open a vault/u }).click();
  await passphraseField(page).waitFor();
  return page;
}

/** A hand at the wheel, the scrubber and the keys: its events come when they are due, whether or not the page keeps up. */
export class Hand {
  readonly #session: CDPSession;

  constructor(session: CDPSession) {
    this.#session = session;
  }

  /** Turns the wheel `times` times by `by` pixels. */
  async wheel(times: number, by: number): Promise<void> {
    await this.#due(times, () =>
      this.#session.send('Input.dispatchMouseEvent', {
        type: 'mouseWheel',
        ...middle,
        deltaX: 0,
        deltaY: by,
      }),
    );
  }

  /** Drags from (x, from) to (x, to) in so many steps. */
  async drag(x: number, from: number, to: number, steps: number): Promise<void> {
    const mouse = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', y: number): Promise<unknown> =>
      this.#session.send('Input.dispatchMouseEvent', {
        type,
        x,
        y,
        button: 'left',
        buttons: 1,
        clickCount: 1,
      });
    await mouse('mousePressed', from);
    await this.#due(steps, (step) => mouse('mouseMoved', from + ((to - from) * (step + 1)) / steps));
    await mouse('mouseReleased', to);
  }

  /** Holds a key down: `times` repetitions, 33 a second. */
  async hold(key: string, code: number, times: number): Promise<void> {
    const event = { key, code: key, windowsVirtualKeyCode: code };
    await this.#due(
      times,
      () => this.#session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event }),
      30,
    );
    await this.#session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  async #due(times: number, act: (index: number) => Promise<unknown>, every = beat): Promise<void> {
    const start = performance.now();
    const acts: Promise<unknown>[] = [];
    for (let index = 0; index < times; index += 1) {
      const early = start + index * every - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      acts.push(act(index));
    }
    // Chromium does not always acknowledge a wheel that ended up elsewhere: waited for, but not for ever.
    await Promise.race([Promise.all(acts), new Promise((resolve) => setTimeout(resolve, 3000))]);
  }
}

/** Lays an empty, very tall page over the window: what scrolls there is Chromium alone. Answers what takes it away. */
export async function emptyPage(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const scroller = document.createElement('div');
    scroller.id = 'empty';
    Object.assign(scroller.style, {
      position: 'fixed',
      inset: '0',
      overflow: 'hidden scroll',
      zIndex: '9999',
    });
    scroller.style.background = '#111';
    const content = document.createElement('div');
    content.style.height = '4000000px';
    scroller.append(content);
    document.body.append(scroller);
  });
  return () => page.evaluate(() => document.querySelector('#empty')?.remove());
}

interface Memory {
  readonly engine: number;
  readonly main: number;
  readonly renderer: number;
}

/** Resident bytes of the app's processes. Linux only: zeros elsewhere. */
export async function memoryOf({ app }: Running): Promise<Memory> {
  const pages = await app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((one) => one.getOSProcessId()),
  );
  const main = app.process().pid ?? 0;
  const resident = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + residentOf(pid), 0);
  return {
    engine: resident(processesUnder(main, 'engine')),
    main: residentOf(main),
    renderer: resident(pages),
  };
}

/** Seconds of processor time that the thread of the page has used: hardly changed by what else the machine does. Linux only: zero elsewhere. */
export async function pageThreadTime({ app }: Running): Promise<number> {
  const pids = await app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((one) => one.getOSProcessId()),
  );
  const seconds = pids.map((pid) => {
    try {
      return Number(readFileSync(`/proc/${String(pid)}/schedstat`, 'latin1').split(' ')[0]) / 1e9;
    } catch {
      return 0;
    }
  });
  return Math.max(0, ...seconds);
}
