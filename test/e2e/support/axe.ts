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
export async function expectAccessible(run: Running, page: Page, screen: string): Promise<void> {
  const found: string[] = [];
  for (const [width, height] of sizes) {
    await resize(run, width, height);
    await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([width, height]);
    for (const colorScheme of ['dark', 'light'] as const) {
      // Without motion no colour is measured half-way.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // Legacy mode: the other one opens a page of its own, which this app refuses.
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      for (const { id, nodes } of violations)
        for (const { target, failureSummary } of nodes)
          found.push(
            `${screen}, ${colorScheme}, ${String(width)}: ${id} at ${target.join(' ')}: ${failureSummary ?? ''}`,
          );
    }
  }
  expect.soft(found, screen).toEqual([]);
}
