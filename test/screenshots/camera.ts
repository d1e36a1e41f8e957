/** @file Takes pictures of the window as it is: dark and light, in both sizes, in German or with large text where that is wished. */
import { mkdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import type { Page } from 'playwright';
import { root, type Running } from '../e2e/support/app.ts';
import { objections } from '../e2e/support/axe.ts';
import { resize } from '../e2e/support/dialogs.ts';
import { misfits } from '../e2e/support/fits.ts';
import { speak } from './speech.ts';
import { sizes, type Scheme, type SizeName, type Wish } from './wish.ts';

/** What README.md shows; few, because every one that changes stays in the repository's history. */
const shown = new Map([
  ['first-run-passphrase-large-dark', 'first-run-passphrase-dark'],
  ['import-progress-large-light', 'import-progress-light'],
  ['library-timeline-large-dark', 'timeline-dark'],
  ['places-map-large-dark', 'places-dark'],
  ['search-results-large-light', 'search-light'],
  ['unlock-vault-large-light', 'unlock-light'],
  ['viewer-info-large-dark', 'info-panel-dark'],
]);

interface ShotOptions {
  readonly sizes?: readonly SizeName[];
  readonly schemes?: readonly Scheme[];
  /** Before each size: what does not survive that the window changes its size. */
  readonly before?: () => Promise<unknown>;
  /** `before` goes by no words, and what it opens keeps those it was opened with: it follows once the language is the wished one. */
  readonly wordless?: true;
}

export class Camera {
  page: Page;
  readonly run: Running;
  readonly #wish: Wish;
  /** This folder is called otherwise in the pictures: where they are made differs from machine to machine. */
  readonly #home: string;
  readonly #written: Promise<void>[] = [];
  readonly #flaws: string[] = [];
  #chapter = '';
  #taken = 0;

  constructor(run: Running, page: Page, home: string, wish: Wish) {
    this.run = run;
    this.page = page;
    this.#home = home;
    this.#wish = wish;
    rmSync(wish.out, { recursive: true, force: true });
    mkdirSync(wish.out, { recursive: true });
    if (wish.docs) mkdirSync(path.join(root, 'docs/screenshots'), { recursive: true });
  }

  /** Pictures bear its name from here on; null: what comes now is not pictured. */
  begin(chapter: string | null): void {
    this.#chapter = chapter ?? '';
  }

  get taken(): number {
    return this.#taken;
  }

  /** What was found wrong with the pictures, if that was wished for. */
  get flaws(): readonly string[] {
    return this.#flaws;
  }

  async size(name: SizeName): Promise<void> {
    const [width, height] = sizes[name];
    await resize(this.run, width, height);
    await this.page.waitForFunction(([w, h]) => innerWidth === w && innerHeight === h, [
      width,
      height,
    ] as const);
  }

  /** Pictures what is shown now, in every size and both schemes unless told; ends large and dark. */
  async shot(name: string, options: ShotOptions = {}): Promise<void> {
    if (this.#chapter === '') return;
    const wish = this.#wish;
    const wanted = wish.sizes.filter((size) => options.sizes?.includes(size) ?? true);
    const schemes = wish.schemes.filter((scheme) => options.schemes?.includes(scheme) ?? true);
    for (const size of wanted) {
      await this.size(size);
      const { before = () => this.away(), wordless = false } = options;
      if (!wordless) await before();
      const back = await this.#dressed();
      if (wordless) await before();
      for (const scheme of schemes) {
        await this.settle(scheme);
        await this.keep(name, size, scheme);
        if (wish.check) await this.#examine(`${this.#chapter}-${name}-${size}-${scheme}`, scheme);
      }
      await back();
    }
    if (wanted.includes('small')) await this.size('large');
    await this.page.emulateMedia({ colorScheme: 'dark' });
  }

  /** What would be printed. */
  async paper(name: string): Promise<void> {
    await this.page.emulateMedia({ media: 'print' });
    await this.keep(`${name}-paper`, 'large', 'light');
    await this.page.emulateMedia({ media: null });
  }

  /** Nothing lies under the pointer there; in the viewer it keeps the bar in sight. */
  async away(): Promise<void> {
    await this.page.mouse.move(330, 8);
    await this.page.mouse.move(330, 4);
  }

  async keep(name: string, size: SizeName, scheme: Scheme): Promise<void> {
    if (this.#chapter === '') return;
    const full = `${this.#chapter}-${name}-${size}-${scheme}`;
    const picture = await this.#photograph();
    this.#taken += 1;
    this.#written.push(writeFile(path.join(this.#wish.out, `${full}.png`), picture));
    const document = this.#wish.docs ? shown.get(full) : undefined;
    if (document !== undefined) this.#written.push(develop(document, picture));
  }

  async #photograph(): Promise<Buffer> {
    if (this.#wish.text === 100) return await this.page.screenshot({ caret: 'initial' });
    // Playwright cuts out what is as large as the page says it is: under a zoom factor a corner only.
    const session = await this.page.context().newCDPSession(this.page);
    try {
      const { data } = await session.send('Page.captureScreenshot', { format: 'png' });
      return Buffer.from(data, 'base64');
    } finally {
      await session.detach();
    }
  }

  async #examine(picture: string, scheme: Scheme): Promise<void> {
    // In the other scheme the same stands at the same places.
    const colours = scheme !== this.#wish.schemes[0];
    const found = [
      ...(await objections(this.page, colours ? 'colours' : [])),
      ...(colours ? [] : await this.page.evaluate(misfits)),
    ];
    this.#flaws.push(...found.map((one) => `${picture}: ${one}`));
  }

  /** Waits until colours and pictures are what they will be. */
  async settle(colorScheme: Scheme): Promise<void> {
    await this.page.emulateMedia({ colorScheme });
    await this.page.evaluate(async () => {
      await document.fonts.ready;
      const end = performance.now() + 1500;
      const moving = (): boolean =>
        document.getAnimations().some(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
      const blank = (): boolean =>
        [...document.images].some((image) => image.checkVisibility() && !image.complete);
      /** The month beside the scrubber, which is there while one scrolls. */
      const scrolling = (): boolean => document.querySelector('.scrubber .tip') !== null;
      do await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      while ((moving() || blank() || scrolling()) && performance.now() < end);
    });
  }

  /** Waits until all are written. */
  async develop(): Promise<void> {
    await Promise.all(this.#written);
  }

  /** Puts on what is wished besides size and colours; answers what takes it off. */
  async #dressed(): Promise<() => Promise<void>> {
    const { german, text, rightToLeft, forced } = this.#wish;
    const { page } = this;
    const zoom = (factor: number): Promise<void> =>
      this.run.app.evaluate(({ webContents }, to) => {
        for (const one of webContents.getAllWebContents()) one.setZoomFactor(to);
      }, factor);
    const run = (direction: string): Promise<void> =>
      page.evaluate((to) => {
        document.documentElement.dir = to;
      }, direction);
    if (german) await speak(page, 'de');
    if (text !== 100) await zoom(text / 100);
    if (rightToLeft) await run('rtl');
    if (forced) await page.emulateMedia({ forcedColors: 'active' });
    if (text !== 100) await page.waitForTimeout(150);
    await this.#disguise();
    return async () => {
      if (german) await speak(page, 'en');
      if (text !== 100) await zoom(1);
      if (rightToLeft) await run('');
      if (forced) await page.emulateMedia({ forcedColors: 'none' });
    };
  }

  async #disguise(): Promise<void> {
    await this.page.evaluate(
      ([folder, home]) => {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const { currentNode: text } = walker;
          if (text.nodeValue?.includes(folder) === true)
            text.nodeValue = text.nodeValue.replaceAll(folder, '/home/robin/Pictures');
          else if (text.nodeValue === home) text.nodeValue = '/home/robin';
        }
        // What is read aloud says the same as what is seen.
        for (const named of document.querySelectorAll('[aria-label]')) {
          const name = named.getAttribute('aria-label') ?? '';
          if (name.includes(folder))
            named.setAttribute('aria-label', name.replaceAll(folder, '/home/robin/Pictures'));
        }
      },
      [this.#home, homedir()] as const,
    );
  }
}

/** A small file of it for the documents. */
async function develop(name: string, picture: Buffer): Promise<void> {
  const file = path.join(root, 'docs/screenshots', `${name}.png`);
  await sharp(picture).png({ palette: true, quality: 92, effort: 10, compressionLevel: 9 }).toFile(file);
}
