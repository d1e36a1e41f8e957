/** @file Holds what is on screen against axe's rules, dark and light, in a usual and in the smallest window. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { expect } from 'playwright/test';
import type { Running } from './app.ts';
import { resize } from './dialogs.ts';

const sizes = [
  [900, 600],
  [1280, 800],
] as const;
const ofColours = ['color-contrast', 'link-in-text-block'];

export async function expectAccessible(
  run: Running,
  page: Page,
  screen: string,
  without: readonly string[] = [],
): Promise<void> {
  const found: string[] = [];
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await withoutTransitions(page, true);
  for (const [width, height] of sizes) {
    await expect
      .poll(async () => {
        await resize(run, width, height);
        return page.evaluate(() => [innerWidth, innerHeight]);
      })
      .toEqual([width, height]);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await settled(page);
      // The same elements in other colours: only those can be wrong now.
      const findings = await objections(page, colorScheme === 'light' ? 'colours' : without);
      found.push(...findings.map((one) => `${screen}, ${colorScheme}, ${String(width)}: ${one}`));
    }
  }
  await withoutTransitions(page, false);
  expect.soft(found, screen).toEqual([]);
}

/** What axe objects to on the page as it is: by all rules but some, or by those about colours only. An open menu lies over all regions of it and is in none. */
export async function objections(
  page: Page,
  without: readonly string[] | 'colours',
): Promise<readonly string[]> {
  const axe = await rules(page);
  const menu = (await page.getByRole('menu').count()) > 0;
  if (without === 'colours') axe.withRules(ofColours);
  else axe.disableRules(menu ? [...without, 'region'] : [...without]);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes
      // A tooltip is shown wherever pointer or focus happen to be, and says its button's own name: it stands in no landmark. (axe cuts attributes short.)
      .filter(({ html }) => id !== 'region' || !html.includes(' data-bits-floating-c'))
      .map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

/** By all rules but some, as the page is now: for what opens and closes in a moment. */
export async function expectSound(
  page: Page,
  screen: string,
  without: readonly string[] = [],
): Promise<void> {
  await settled(page);
  expect.soft(await objections(page, without), screen).toEqual([]);
}

/** The same in another language, as it is: colours do not depend on the words. */
export async function expectNamed(page: Page, screen: string): Promise<void> {
  await expectSound(page, screen, ofColours);
}

/** Playwright's evaluation is outside the page's content security policy: the app stays as it is. */
async function rules(page: Page): Promise<AxeBuilder> {
  // Bringing axe there takes longer than asking it.
  const there = await page.evaluate(() => 'axe' in window);
  return (
    new AxeBuilder(there ? { page, axeSource: 'void 0' } : { page })
      // Legacy mode: the other one opens a page of its own, which this app refuses.
      .setLegacyMode()
      .options({ resultTypes: ['violations'] })
  );
}

/** Makes every colour change at once. For people some change one after the other, where they are inherited. */
async function withoutTransitions(page: Page, on: boolean): Promise<void> {
  await page.evaluate((wanted) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('*, *::before, *::after { transition: none !important }');
    document.adoptedStyleSheets = wanted ? [sheet] : [];
  }, on);
}

/** Waits until what has been opened has appeared, and is drawn in its size and colours. What turns for ever is not waited for. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
    await frame();
    const ends = (animation: Animation): boolean =>
      animation.effect?.getComputedTiming().endTime !== Infinity;
    do await frame();
    while (document.getAnimations().some(ends));
  });
}
