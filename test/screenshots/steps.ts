/** @file Steps that several scenes take. */
import type { Locator, Page } from 'playwright';

export function tile(page: Page, position: number): Locator {
  return page.locator(`[role=option][aria-posinset="${String(position)}"]`);
}

export function section(page: Page, name: string | RegExp): Locator {
  return page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name });
}

/** Selects photos by their places in the timeline. */
export async function select(page: Page, ...positions: readonly number[]): Promise<void> {
  for (const position of positions) await tile(page, position).click({ modifiers: ['Control'] });
}

export async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Notices of what was just done, which would lie over what is pictured. */
export async function dismissToasts(page: Page): Promise<void> {
  const dismiss = page.getByRole('button', { name: 'Dismiss' });
  while ((await dismiss.count()) > 0) await dismiss.first().click();
}

/** The photo in the viewer is there in full. */
export async function pictureShown(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const picture = [...document.querySelectorAll<HTMLImageElement>('.viewer .stage img')].at(-1);
    return picture?.complete === true && picture.naturalWidth > 1000;
  });
}
