/** @file The viewer as tests find their way in it, and a film that it cannot play. */
import type { Locator, Page } from 'playwright';
import { expect } from 'playwright/test';
import { box, full, u32 } from '../../support/heif.ts';
import { goHome } from './job.ts';

/** The viewer, once it knows the name of what it shows. */
export function viewerOf(page: Page): Locator {
  return page.getByRole('dialog', { name: /^Photo / });
}

/** Opens the photo of this name, one of the first few of the section. */
export async function openPhoto(page: Page, name: string): Promise<void> {
  const viewer = viewerOf(page);
  if (await viewer.isVisible()) await page.keyboard.press('Home');
  else {
    await goHome(page);
    await page.keyboard.press('Enter');
  }
  for (let item = 1; item < 9; item += 1) {
    // What was shown stays until the next can be drawn, and its name and place with it.
    await expect(viewer.getByText(new RegExp(`^${item} of \\d+$`, 'u')).first()).toBeAttached();
    await expect(viewer).not.toHaveAttribute('aria-label', 'Photo');
    if ((await viewer.getAttribute('aria-label')) === `Photo ${name}`) return;
    await page.keyboard.press('ArrowRight');
  }
  throw new Error(`${name} was not found`);
}

/** An MP4 that says how long it is, and of which nothing can be played. */
export function unplayableFilm(): Buffer {
  return Buffer.concat([
    box('ftyp', Buffer.from('isom'), u32(0)),
    box('moov', full('mvhd', u32(0), u32(0), u32(600), u32(1200), Buffer.alloc(80))),
  ]);
}
