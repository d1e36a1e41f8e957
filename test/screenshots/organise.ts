/** @file Photos put in order: tags, details, albums in one another with names of every length, archive, trash, hidden photos. */
import { expectDrawn } from '../e2e/support/job.ts';
import type { Studio } from './studio.ts';

const long = 'Sommer am Meer – die ganze Familie, alle Vettern und Basen, und der Hund dabei 🏖️';
const arabic = 'صور العائلة في الصيف';

export async function tagging(studio: Studio): Promise<void> {
  const { camera, page } = studio;
  await studio.select(1, 2, 3, 4, 5, 6);
  await page.keyboard.press('t');
  const tag = page.getByRole('combobox', { name: 'Add a tag' });
  await tag.waitFor();
  await camera.shot('tags-none');
  for (const name of ['Alps', 'Autumn', 'With grandmother']) {
    await tag.fill(name);
    await page.keyboard.press('Enter');
  }
  await page.keyboard.press('Enter');
  await studio.dialog().waitFor({ state: 'detached' });
  await studio.dismissToasts();
  await studio.select(4, 5, 6, 7);
  await page.keyboard.press('t');
  await page.getByRole('button', { name: 'Remove the tag “Alps”' }).waitFor();
  await tag.fill('a');
  await camera.shot('tags');
  await studio.closeDialog();
  await page.keyboard.press('5');
  await page.getByText('4 photos rated 5 stars').first().waitFor();
  await studio.dismissToasts();
  await page.keyboard.press('e');
  const dialog = studio.dialog('Edit 4 photos');
  await dialog.getByLabel('Hours').fill('-1');
  await dialog.getByText('What becomes of them').waitFor();
  await camera.shot('details-shift');
  await dialog.getByText('Set', { exact: true }).click();
  await camera.shot('details-set');
  await dialog.getByText('Time zone', { exact: true }).click();
  await camera.shot('details-zone');
  await dialog.getByText('Place', { exact: true }).click();
  await camera.shot('details-place');
  await studio.closeDialog();
  await page.keyboard.press('Escape');
  const alps = page.getByRole('group', { name: 'Tags' }).getByRole('button', { name: /^Alps/u });
  await alps.click();
  await expectDrawn(page);
  await camera.shot('tag');
  for (const [item, name] of [
    ['Rename or merge…', 'tag-rename'],
    ['Delete tag…', 'tag-delete'],
  ] as const) {
    await alps.click({ button: 'right' });
    await page.getByRole('menuitem', { name: item }).click();
    await studio.dialog().or(page.getByRole('alertdialog')).waitFor();
    await camera.shot(name);
    await page.keyboard.press('Escape');
    await studio.dialog().or(page.getByRole('alertdialog')).waitFor({ state: 'detached' });
  }
  await page.keyboard.press('Escape');
}

export async function albums(studio: Studio): Promise<void> {
  const { camera, page } = studio;
  const sidebar = page.getByRole('navigation', { name: 'Sections' });
  const album = (name: string): ReturnType<typeof sidebar.getByRole> =>
    sidebar.getByRole('treeitem', { name: new RegExp(`^${name}`, 'u') });
  const menu = async (item: string): Promise<void> => {
    await studio.button('Album actions').click();
    await page.getByRole('menuitem', { name: item }).click();
    await studio.dialog().waitFor();
  };
  const make = async (name: string): Promise<void> => {
    await studio.dialog().getByLabel('Name').fill(name);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name, exact: true }).waitFor();
    await studio.dismissToasts();
  };
  await studio.button('New album…').click();
  await studio.dialog().waitFor();
  await camera.shot('new');
  await make(long);
  await camera.shot('empty');
  await menu('New album inside…');
  await make(arabic);
  await menu('New album inside…');
  await make('Third level, with a name that does not fit');
  await studio.goTo('Photos');
  await studio.select(2, 3, 8);
  await page.keyboard.press('l');
  await page.getByRole('combobox', { name: 'Album' }).waitFor();
  await camera.shot('add');
  await page.keyboard.type('Sommer');
  await page.keyboard.press('Enter');
  await studio.dialog().waitFor({ state: 'detached' });
  await camera.shot('added');
  await studio.dismissToasts();
  await page.keyboard.press('Escape');
  await album('Sommer').click();
  await expectDrawn(page);
  await camera.shot('long-name');
  await camera.shot('menu', {
    before: async () => {
      await page.keyboard.press('Escape');
      await studio.button('Album actions').click();
      await page.getByRole('menu').waitFor();
    },
  });
  await page.getByRole('menuitemradio', { name: 'Own order' }).click();
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await expectDrawn(page);
  await studio.tile(2).focus();
  await camera.shot('own-order');
  await studio.dismissToasts();
  for (const [item, name] of [
    ['Rename…', 'rename'],
    ['Move to…', 'move'],
    ['Merge into…', 'merge'],
    ['Delete album…', 'delete'],
  ] as const) {
    await menu(item);
    await camera.shot(name);
    await studio.closeDialog();
  }
  await album(arabic).click();
  await camera.shot('right-to-left-name');
  const journeys = album('Journeys');
  if (!(await journeys.isVisible())) return; // the import that makes it was not asked for
  await journeys.click();
  await expectDrawn(page);
  await camera.shot('journeys');
}

export async function putAway(studio: Studio): Promise<void> {
  const { camera, page } = studio;
  const away = async (key: string, said: string): Promise<void> => {
    await studio.select(9, 10, 11);
    await page.keyboard.press(key);
    await page.getByText(said).first().waitFor();
    await studio.dismissToasts();
  };
  await away('a', '3 photos archived');
  await studio.goTo('Archive');
  await expectDrawn(page);
  await camera.shot('archive');
  await studio.goTo('Photos');
  await away('h', '3 photos hidden');
  await studio.goTo('Hidden');
  const field = page.getByRole('textbox', { name: 'Passphrase' });
  await field.fill('not the passphrase');
  await page.keyboard.press('Enter');
  await page.getByText('That did not open the vault.').waitFor();
  await camera.shot('hidden-wrong');
  await field.fill(studio.passphrase);
  await page.keyboard.press('Enter');
  await expectDrawn(page);
  await camera.shot('hidden');
  await studio.goTo('Photos');
  await away('Delete', '3 photos moved to the trash');
  await studio.goTo('Trash');
  await expectDrawn(page);
  await camera.shot('trash');
  await page.getByRole('button', { name: 'Empty the trash…' }).click();
  await page.getByText(/for ever\?/u).waitFor();
  await camera.shot('trash-for-ever');
  await page.keyboard.press('Escape');
  await page.getByText(/for ever\?/u).waitFor({ state: 'detached' });
  await studio.select(1);
  await camera.shot('trash-selection');
  await page.keyboard.press('Escape');
}
