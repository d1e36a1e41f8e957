/** @file "What a thief sees", part by part. */
import type { Studio } from './studio.ts';

export async function insight(studio: Studio): Promise<void> {
  const { camera, page } = studio;
  await studio.select(5);
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type('thief');
  await page.keyboard.press('Enter');
  const dialog = studio.dialog('What a thief sees');
  const part = (name: string): Promise<void> => dialog.getByRole('radio', { name }).check({ force: true });
  const below = async (): Promise<void> => {
    await dialog.evaluate((element) => {
      for (const one of [element, ...element.querySelectorAll('*')])
        if (one.scrollHeight > one.clientHeight + 40 && /auto|scroll/u.test(getComputedStyle(one).overflowY))
          one.scrollTop = one.scrollHeight;
    });
  };
  await dialog.getByRole('table').filter({ hasText: 'Entropy' }).first().waitFor();
  await dialog.getByRole('row', { name: 'encrypted as it is meant to be' }).waitFor();
  await camera.shot('disk');
  await camera.shot('disk-below', { before: below });
  await part('Ciphers compared');
  await dialog.getByRole('button', { name: /^AES-ECB/u }).waitFor();
  await camera.shot('compare');
  await part('A drawing');
  await dialog.getByRole('button', { name: /^AES-ECB/u }).click();
  await dialog.getByRole('heading', { name: 'AES in ECB mode' }).waitFor();
  await camera.shot('compare-drawing');
  await dialog.getByRole('button', { name: 'Change a strip' }).click();
  await camera.shot('changed', { before: below });
  await dialog.getByRole('button', { name: /^XChaCha20-Poly1305/u }).click();
  await dialog.getByRole('button', { name: 'Change a strip' }).click();
  await camera.shot('refused', { before: below });
  await part('All figures');
  await dialog.getByRole('table').getByText('…', { exact: true }).first().waitFor({ state: 'detached' });
  await camera.shot('figures');
  await part('What this means');
  await camera.shot('meaning');
  await studio.closeDialog();
}
