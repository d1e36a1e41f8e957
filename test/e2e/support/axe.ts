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

/** Playwright's evaluation is outside the page's content security policy: the app stays as it is. */
export async function expectAccessible(
  run: Running,
  page: Page,
  screen: string,
  without: readonly string[] = [],
): Promise<void> {
  const found: string[] = [];
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
      // Legacy mode: the other one opens a page of its own, which this app refuses.
      const axe = new AxeBuilder({ page }).setLegacyMode();
      // The same elements in other colours: only those can be wrong now.
      if (colorScheme === 'light') axe.withRules(['color-contrast', 'link-in-text-block']);
      else axe.disableRules([...without]);
      const { violations } = await axe.analyze();
      for (const { id, nodes } of violations)
        for (const { target, failureSummary, html } of nodes) {
          // A tooltip is shown wherever pointer or focus happen to be, and says its button's own name: it stands in no landmark. (axe cuts attributes short.)
          if (id === 'region' && html.includes(' data-bits-floating-c')) continue;
          found.push(
            `${screen}, ${colorScheme}, ${String(width)}: ${id} at ${target.join(' ')}: ${failureSummary ?? ''}`,
          );
        }
    }
  }
  expect.soft(found, screen).toEqual([]);
}

/** The same in another language, as it is: colours do not depend on the words. */
export async function expectNamed(page: Page, screen: string): Promise<void> {
  const axe = new AxeBuilder({ page }).setLegacyMode().disableRules(['color-contrast', 'link-in-text-block']);
  const { violations } = await axe.analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target }) => `${id} at ${target.join(' ')}`),
  );
  expect.soft(found, screen).toEqual([]);
}

/** Waits until no colour is half-way between two: transitions start in the next frame, inherited ones one after the other. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
    for (let still = 0; still < 3; still++) {
      await frame();
      if (document.getAnimations().length > 0) still = -1;
    }
  });
}
