/** @file One photo at a time: the viewer with all it can show, films, files without a picture, a slideshow. */
import { goHome } from '../e2e/support/job.ts';
import type { Studio } from './studio.ts';
import { longName } from './card.ts';

/** Dark in either theme. */
const dark = { schemes: ['dark'] } as const;

export async function viewing(studio: Studio): Promise<void> {
  const { camera, page } = studio;
  await open(studio, 5);
  await studio.pictureShown();
  await camera.shot('photo', dark);
  await page.keyboard.press('i');
  await page.getByText('Fingerprint of the original').waitFor();
  await camera.shot('info', dark);
  await page.keyboard.press('Shift+f');
  await page.getByRole('navigation', { name: 'Filmstrip' }).getByRole('button').first().waitFor();
  await camera.shot('filmstrip', dark);
  await page.keyboard.press('Shift+f');
  await page.keyboard.press('i');
  await camera.shot('menu', {
    ...dark,
    before: async () => {
      await page.keyboard.press('Shift'); // shows the bar again
      if ((await page.getByRole('menu').count()) > 0) await page.keyboard.press('Escape');
      await page.mouse.move(400, 300);
      await studio.button('More').click();
      await page.getByRole('menu').waitFor();
    },
  });
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await page.keyboard.press('z');
  await page.locator('.viewer').getByText('100%', { exact: true }).waitFor();
  await camera.shot('full-size', dark);
  await page.keyboard.press('z');
  await page.keyboard.press('s');
  await page.getByRole('group', { name: 'Slideshow' }).waitFor();
  await camera.shot('slideshow', dark);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await studio.dialog().waitFor({ state: 'detached' });
}

/** What came from the card: in the timeline of that import. */
export async function films(studio: Studio): Promise<void> {
  const { camera, page } = studio;
  await studio.goTo('Imports');
  const report = page.getByRole('button', { name: /Camera card/u }).first();
  const show = studio.button('Show photos');
  // Imports shows the report that was looked at last.
  await report.or(show).first().waitFor();
  if (!(await show.isVisible())) await report.click();
  await show.click();
  await page.getByRole('heading', { name: 'One import' }).waitFor();
  await named(studio, 'MVI_0412.webm');
  await page.locator('.viewer video').waitFor();
  await page.locator('.viewer video').evaluate((video: HTMLVideoElement) => (video.currentTime = 2.5));
  await page.waitForTimeout(500); // its frame is drawn
  await camera.shot('film', dark);
  await named(studio, 'MVI_0413.mp4');
  await page.getByText(/cannot play it/u).waitFor();
  await camera.shot('film-unplayable', dark);
  await named(studio, 'IMG_2001.JPG');
  await studio.button('Play the Live Photo').waitFor();
  await camera.shot('live', dark);
  await named(studio, 'DSCF9997.RAF');
  await page.getByRole('heading', { name: 'DSCF9997.RAF' }).waitFor();
  await camera.shot('without-preview', dark);
  await named(studio, longName);
  await page.keyboard.press('i');
  await page.getByText('Fingerprint of the original').waitFor();
  await camera.shot('long-name', dark);
  await page.keyboard.press('i');
  await studio.closeDialog();
}

async function open(studio: Studio, position: number): Promise<void> {
  await studio.tile(position).click();
  await studio.dialog(/^Photo/u).waitFor();
}

/** Opens the photo of this name, which is among those of the section shown. */
async function named(studio: Studio, name: string): Promise<void> {
  const { page } = studio;
  const viewer = studio.dialog(/^Photo/u);
  if ((await viewer.count()) === 0) {
    await goHome(page);
    await page.keyboard.press('Enter');
  } else {
    await viewer.focus();
    await page.keyboard.press('Home');
  }
  for (let tries = 0; tries < 40; tries += 1) {
    await page.waitForFunction(
      () =>
        document.querySelector('[role=dialog].viewer, .viewer[role=dialog]')?.getAttribute('aria-label') !==
        'Photo',
    );
    const label = await viewer.getAttribute('aria-label');
    if (label === `Photo ${name}`) return;
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(
      (before) => document.querySelector('[role=dialog]')?.getAttribute('aria-label') !== before,
      label,
      { timeout: 4000 },
    );
  }
  throw new Error(`${name} was not found`);
}
