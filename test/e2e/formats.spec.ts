/** @file Pictures that Chromium cannot show by itself, in the window: drawn in the grid and the viewer, with what people wrote about them. */
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import sharp from 'sharp';
import { heic } from '../support/heif.ts';
import { BLUE, movingAvif, movingPng, plain, quarters, RED } from '../support/pictures.ts';
import { tiff } from '../support/tiff.ts';
import { vaultForAll } from './support/fresh.ts';
import { expectCount, expectDrawn, goHome } from './support/job.ts';

let page: Page;

const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4" xmp:CreateDate="2024-05-06T07:08:09"><dc:title>Harbour in the morning</dc:title>
<dc:description>Boats and nets.&#xA;The ferry was late again, so there was time for a second coffee.</dc:description>
<dc:subject><rdf:Bag><rdf:li>sea</rdf:li><rdf:li>boats</rdf:li><rdf:li>Åland</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>`;

vaultForAll(
  (given) => ({ page } = given),
  async () => {
    const jpeg = await quarters(1200, 800).jpeg().toBuffer();
    return {
      'phone.heic': heic(['red', 'green', 'blue', 'yellow', 'red', 'blue'], 3, { turns: 3 }),
      'camera.nef': tiff([
        { 0xfe: 1, 0x10f: 'NIKON', 0x112: 6, 0x14a: [{ 0x201: jpeg, 0x202: jpeg.length }] },
      ]),
      'plan.svg': Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><circle cx="150" cy="100" r="90" fill="teal"/></svg>',
      ),
      'harbour.jpg': await quarters(900, 600).withXmp(XMP).jpeg().toBuffer(),
      'moving.avif': movingAvif(),
      'moving.png': movingPng([RED, BLUE]),
      'moving.webp': await movingWebp(),
    };
  },
);

async function movingWebp(): Promise<Buffer> {
  const each = await Promise.all([RED, BLUE].map((colour) => plain(300, 200, colour).png().toBuffer()));
  return sharp(each, { join: { animated: true } })
    .webp({ delay: [500, 500], loop: 0 })
    .toBuffer();
}

/** Waits until the middle of the picture is red, or blue: a picture that moves shows the one and then the other. */
async function expectRed(picture: Locator, red: boolean): Promise<void> {
  await expect(async () => {
    const { dominant } = await sharp(await picture.screenshot()).stats();
    expect(dominant.r > dominant.b).toBe(red);
    expect(Math.abs(dominant.r - dominant.b)).toBeGreaterThan(60);
  }).toPass({ intervals: [50], timeout: 20_000 });
}

test('they are drawn in the grid', async () => {
  await expectCount(page, 7);
  await expectDrawn(page);
});

test('the viewer shows each, and beside it what was written about it', async () => {
  await goHome(page);
  await page.keyboard.press('Enter');
  const viewer = page.getByRole('dialog', { name: /^Photo / });
  await expect(viewer).toBeVisible();
  await page.keyboard.press('i');
  const sizes: Record<string, string> = {
    'phone.heic': '128×192',
    'camera.nef': '800×1200',
    'plan.svg': '2560×1707',
    'harbour.jpg': '900×600',
    'moving.avif': '32×32',
    'moving.png': '300×200',
    'moving.webp': '300×200',
  };
  for (let left = Object.keys(sizes).length; left > 0; left -= 1) {
    const name = ((await viewer.getAttribute('aria-label')) ?? '').replace('Photo ', '');
    const picture = viewer.locator('.stage img').last();
    const drawn = () =>
      picture.evaluate((image: HTMLImageElement) => `${image.naturalWidth}×${image.naturalHeight}`);
    await expect.poll(drawn).toBe(sizes[name]);
    if (name.startsWith('moving.')) for (const red of [true, false]) await expectRed(picture, red);
    if (name === 'harbour.jpg') {
      await expect(viewer.getByText('Harbour in the morning')).toBeVisible();
      await expect(viewer.getByText(/^sea\b/u).first()).toBeVisible();
    }
    if (left > 1) {
      await page.keyboard.press('ArrowRight');
      await expect(viewer).not.toHaveAttribute('aria-label', `Photo ${name}`);
    }
  }
  await page.keyboard.press('Escape');
});

test('Settings tell how pictures are decoded', async () => {
  await page.keyboard.press('Control+,');
  await page.getByText('About', { exact: true }).click();
  await expect(page.getByText(/^(?:Isolated|Separate process)$/u)).toBeVisible();
});
