/** @file Takes pictures of the window, the same on every machine, and keeps them: those that the documents show in docs/screenshots, the others beside the results of tests. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import type { Page } from 'playwright';
import { root, type Running } from '../e2e/support/app.ts';
import { resize } from '../e2e/support/dialogs.ts';

export type Scheme = 'dark' | 'light';
export const both: readonly Scheme[] = ['dark', 'light'];

/** What README.md and docs show; few, because every one that changes stays in the repository's history. */
const shown = new Set([
  'timeline-dark',
  'first-run-passphrase-dark',
  'unlock-light',
  'info-panel-dark',
  'import-progress-light',
  'search-light',
  'places-dark',
]);
const places = {
  docs: path.join(root, 'docs/screenshots'),
  rest: path.join(root, 'test-results/screenshots'),
};

export class Camera {
  page: Page;
  readonly run: Running;
  /** This folder is called otherwise in the pictures: where they are made differs from machine to machine. */
  readonly #home: string;
  /** Made small at the end: that takes longer than some of what is pictured lasts. */
  readonly #taken = new Map<string, Buffer>();

  constructor(run: Running, page: Page, home: string) {
    this.run = run;
    this.page = page;
    this.#home = home;
  }

  async size(width: number, height: number): Promise<void> {
    await resize(this.run, width, height);
    await this.page.waitForFunction(([w, h]) => innerWidth === w && innerHeight === h, [
      width,
      height,
    ] as const);
  }

  async shot(name: string, schemes: readonly Scheme[] = both): Promise<void> {
    await this.page.evaluate((folder) => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const { currentNode: text } = walker;
        text.nodeValue = text.nodeValue?.replaceAll(folder, '/home/robin/Pictures') ?? '';
      }
    }, this.#home);
    // Nothing lies under the pointer there; in the viewer it keeps the bar in sight.
    await this.page.mouse.move(330, 8);
    await this.page.mouse.move(330, 4);
    for (const scheme of schemes) {
      await this.settle(scheme);
      await this.keep(name, scheme);
    }
  }

  /** The same in the smallest window there is. */
  async smallShot(name: string, schemes: readonly Scheme[] = ['dark']): Promise<void> {
    await this.size(900, 600);
    await this.shot(`${name}-small`, schemes);
    await this.size(1280, 800);
  }

  async keep(name: string, scheme: Scheme): Promise<void> {
    this.#taken.set(`${name}-${scheme}`, await this.page.screenshot({ caret: 'initial' }));
  }

  async settle(colorScheme: Scheme): Promise<void> {
    await this.page.emulateMedia({ colorScheme });
    await this.page.evaluate(async () => {
      await document.fonts.ready;
      await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    });
  }

  /** Writes them as small files. */
  async develop(): Promise<void> {
    for (const folder of Object.values(places)) mkdirSync(folder, { recursive: true });
    for (const [name, picture] of this.#taken) {
      const file = path.join(shown.has(name) ? places.docs : places.rest, `${name}.png`);
      const small = { palette: true, quality: 92, effort: 10, compressionLevel: 9 };
      const { size } = await sharp(picture)
        .png(shown.has(name) ? small : {})
        .toFile(file);
      console.log(`${path.relative(root, file)}  ${String(Math.round(size / 1000))} kB`);
    }
  }
}
