/** @file Photos found again: the search with its chips and completion, searches that are kept, the map, photos that look alike. */
import { expectDrawn } from '../e2e/support/job.ts';
import type { Studio } from './studio.ts';

export async function searching(studio: Studio): Promise<void> {
  const { camera, page } = studio;
  const field = page.getByRole('search').getByRole('combobox');
  const chips = page.getByRole('list', { name: 'The search was understood as' });
  await field.fill('camera:fuji 2025 -tag:grandmother ');
  await chips.waitFor();
  await field.press('Enter');
  await expectDrawn(page);
  await camera.shot('results');
  await page.getByRole('button', { name: 'Save search…' }).click();
  await studio.dialog().getByLabel('Name').fill('Everything from the mirrorless camera, 2025');
  await camera.shot('save');
  await page.keyboard.press('Enter');
  await studio.dialog().waitFor({ state: 'detached' });
  await studio.dismissToasts();
  await camera.shot('saved');
  await camera.shot('suggestions', {
    before: async () => {
      await field.fill('');
      await field.fill('cam');
      await page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option').first().waitFor();
    },
  });
  await field.fill('zebra september 2025');
  await page.getByRole('heading', { name: /^No photos match/u }).waitFor();
  await field.press('Enter');
  await camera.shot('nothing');
  await field.fill('');
  await page.keyboard.press('Escape');
}

export async function places(studio: Studio): Promise<void> {
  const { camera, page } = studio;
  await studio.goTo('Places');
  await page.getByRole('region', { name: 'Places in view' }).getByRole('listitem').first().waitFor();
  await page.waitForTimeout(600); // the map comes to rest
  await camera.shot('map');
  await page.getByRole('region', { name: 'Places in view' }).getByRole('button').first().click();
  await page.waitForTimeout(900); // it goes there
  await camera.shot('near');
}

export async function lookAlikes(studio: Studio): Promise<void> {
  const { camera, page } = studio;
  await studio.goTo('Look-alikes');
  await page.getByRole('checkbox', { name: /^Keep/u }).first().waitFor({ timeout: 60_000 });
  await camera.shot('groups');
}
