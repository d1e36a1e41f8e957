/** @file What all chapters share: the window, its vault, and steps that several of them take. */
import { readdirSync } from 'node:fs';
import type { Locator, Page } from 'playwright';
import * as job from '../e2e/support/job.ts';
import { exists, processesUnder } from '../e2e/support/job-processes.ts';
import type { Camera } from './camera.ts';

export class Studio {
  readonly camera: Camera;
  /** Where the vault and what is imported lies. */
  readonly home: string;
  passphrase = '';
  words: readonly string[] = [];
  #holding = false;

  constructor(camera: Camera, home: string) {
    this.camera = camera;
    this.home = home;
  }

  get page(): Page {
    return this.camera.page;
  }

  get run(): Camera['run'] {
    return this.camera.run;
  }

  get vault(): string {
    return `${this.home}/Family.lightproof`;
  }

  dialog(name?: string | RegExp): Locator {
    return name === undefined ? this.page.getByRole('dialog') : this.page.getByRole('dialog', { name });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) });
  }

  /** The photo at this place of the timeline. */
  tile(position: number): Locator {
    return this.page.locator(`[role=option][aria-posinset="${String(position)}"]`);
  }

  /** All tiles in sight show what they have: their picture, or what stands for a file or film without one. */
  async drawn(): Promise<void> {
    await this.page.waitForFunction(() => {
      const tiles = [...document.querySelectorAll('[role=option][aria-posinset]')].filter((tile) => {
        const { top, bottom } = tile.getBoundingClientRect();
        return bottom > 0 && top < innerHeight;
      });
      const shows = (tile: Element): boolean =>
        tile.classList.contains('file') || (tile.querySelector('img')?.naturalWidth ?? 0) > 0;
      return tiles.length > 0 && tiles.every(shows);
    });
  }

  section(name: string): Locator {
    const sections = this.page.getByRole('navigation', { name: 'Sections' });
    return sections.getByRole('button', { name: new RegExp(`^${name}(?: [\\d,]+)?$`, 'u') });
  }

  async goTo(name: string): Promise<void> {
    await this.section(name).click();
  }

  async select(...positions: readonly number[]): Promise<void> {
    for (const position of positions) await this.tile(position).click({ modifiers: ['Control'] });
  }

  /** Closes what is open and goes to the first photo of the timeline. */
  async atHome(): Promise<void> {
    const { page } = this;
    const open = page.locator('[role=dialog], [role=alertdialog], [role=menu]');
    for (let tries = 0; tries < 6 && (await open.count()) > 0; tries += 1) {
      await page.keyboard.press('Escape');
      await page.waitForTimeout(200);
    }
    await this.dismissToasts();
    await this.goTo('Photos');
    await page.getByRole('listbox').getByRole('option').first().waitFor();
    await job.goHome(page);
    for (let tries = 0; tries < 2; tries += 1) await page.keyboard.press('Escape');
    // Nothing has the focus, as after a click beside everything.
    await page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    await this.camera.away();
  }

  async closeDialog(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.dialog().waitFor({ state: 'detached' });
  }

  /** Notices of what was just done, which would lie over what is pictured. */
  async dismissToasts(): Promise<void> {
    const dismiss = this.button('Dismiss');
    for (let tries = 0; tries < 20 && (await dismiss.count()) > 0; tries += 1)
      await dismiss
        .first()
        .click({ timeout: 1000 })
        .catch(() => undefined); // it has gone by itself
  }

  /** The photo in the viewer is there in full. */
  async pictureShown(width = 1000): Promise<void> {
    await this.page.waitForFunction((least) => {
      const picture = [...document.querySelectorAll<HTMLImageElement>('.viewer .stage img')].at(-1);
      return picture?.complete === true && picture.naturalWidth > least;
    }, width);
  }

  async lock(): Promise<void> {
    const next = this.run.pageAfter(this.page);
    await this.button('Lock').click();
    this.camera.page = await next;
    await job.passphraseField(this.page).waitFor();
  }

  /** Locks, and waits until no process has the vault's files open. */
  async close(): Promise<void> {
    await this.lock();
    while (readdirSync(this.vault).includes('lock')) await this.page.waitForTimeout(50);
  }

  async unlock(): Promise<void> {
    await job.unlock(this.page, this.passphrase);
  }

  /** Stops processes of the app for some milliseconds of every 200, so that a quick machine can be looked at too. Answers what leaves them alone. */
  brake(kind: 'engine' | 'decoder', standing: number): () => void {
    const app = this.run.app.process().pid;
    let braking = true;
    const tell = (one: number, signal: 'SIGSTOP' | 'SIGCONT'): void => {
      if (braking && !this.#holding && exists(one)) process.kill(one, signal);
    };
    const timer = setInterval(() => {
      for (const one of processesUnder(app, kind)) {
        tell(one, 'SIGSTOP');
        setTimeout(() => tell(one, 'SIGCONT'), standing);
      }
    }, 200);
    timer.unref(); // a chapter that fails does not let go
    return () => {
      clearInterval(timer);
      for (const one of processesUnder(app, kind)) tell(one, 'SIGCONT');
      braking = false;
    };
  }

  /** Holds processes of the app while `act` looks at what the window shows meanwhile. */
  async hold(kind: 'engine' | 'decoder', act: () => Promise<void>): Promise<void> {
    const held = processesUnder(this.run.app.process().pid, kind);
    this.#holding = true;
    for (const one of held) process.kill(one, 'SIGSTOP');
    try {
      await act();
    } finally {
      for (const one of held) if (exists(one)) process.kill(one, 'SIGCONT');
      this.#holding = false;
    }
  }
}
