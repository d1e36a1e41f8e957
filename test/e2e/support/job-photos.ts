/** @file The folder of pictures that the main job is done with; real photographs join in where there are some beside the project. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { FULL_EXIF, jpegWith, plain, quarters, RED, scene, turned } from '../../support/pictures.ts';
import { root } from './app.ts';

export interface Holiday {
  readonly folder: string;
  /** Files that end up as photos in the vault. */
  readonly photos: readonly string[];
  /** Taken with everything on: date, camera, lens, place. */
  readonly full: string;
}

const real = ['camera', 'orientation'].map((name) => path.join(root, '../shared/photos', name));

/** Every format, turned pictures, three weeks of scenes, a copy, a text that calls itself a JPEG, a hidden file. */
export async function makeHoliday(folder: string): Promise<Holiday> {
  mkdirSync(path.join(folder, 'turned'), { recursive: true });
  const photos: string[] = [];
  const put = (name: string, bytes: Uint8Array): void => {
    writeFileSync(path.join(folder, name), bytes);
    photos.push(name);
  };

  const full = 'Sydney.jpg';
  put(full, await jpegWith(FULL_EXIF));
  for (let orientation = 1; orientation <= 8; orientation++)
    put(`turned/${String(orientation)}.jpg`, await turned(orientation));
  for (let day = 1; day <= 12; day++) {
    const [width, height] = day % 3 === 0 ? [600, 900] : [1200, 800];
    const picture = sharp(await scene(width, height, day));
    for (const hour of [9, 15]) {
      const taken = `2021:08:${String(day).padStart(2, '0')} ${String(hour).padStart(2, '0')}:30:00`;
      const name = `Holiday ${String(day).padStart(2, '0')}-${String(hour)}.jpg`;
      const exif = { IFD2: { DateTimeOriginal: taken, OffsetTimeOriginal: '+02:00' } };
      put(
        name,
        await picture
          .clone()
          .modulate({ hue: hour * 10 })
          .withExif(exif)
          .jpeg()
          .toBuffer(),
      );
    }
  }
  const small = quarters(320, 240);
  put('Picture.png', await small.clone().png().toBuffer());
  put('Picture.webp', await small.clone().webp().toBuffer());
  put('Picture.gif', await plain(300, 200, RED).gif().toBuffer());
  put('Picture.tif', await small.clone().tiff().toBuffer());
  put('Picture.avif', await small.clone().avif({ effort: 0 }).toBuffer());

  copyFileSync(path.join(folder, 'Picture.png'), path.join(folder, 'Picture again.png'));
  writeFileSync(path.join(folder, 'Diary.jpg'), 'Dear diary');
  writeFileSync(path.join(folder, '.hidden.jpg'), 'nothing');

  for (const source of real.filter((one) => existsSync(one))) {
    const target = path.basename(source);
    mkdirSync(path.join(folder, target));
    for (const name of readdirSync(source).filter((one) => one.endsWith('.jpg'))) {
      copyFileSync(path.join(source, name), path.join(folder, target, name));
      photos.push(path.join(target, name));
    }
  }
  return { folder, photos, full };
}

/** Different files that each take a while to import: large PNGs, which cannot be decoded small. */
export async function makeSlowFolder(folder: string, count: number, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const picture = await sharp(await scene(2400, 1800))
    .blur(4)
    .png({ compressionLevel: 1 })
    .toBuffer();
  for (let index = 0; index < count; index++) {
    const file = `${name} ${String(index + 1).padStart(3, '0')}.png`;
    // What follows the end of a PNG is nobody's, but makes it another file.
    writeFileSync(path.join(folder, file), Buffer.concat([picture, Buffer.from(file)]));
  }
}
