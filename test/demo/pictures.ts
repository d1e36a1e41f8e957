/** @file A small holiday for the demonstration: JPEGs with dates, places and a camera, one copy and one file that is no picture. */
import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { scene } from '../support/pictures.ts';

const places = [
  { name: 'Lisbon', latitude: 38.7139, longitude: -9.1394 },
  { name: 'Porto', latitude: 41.1496, longitude: -8.611 },
  { name: 'Tromsoe', latitude: 69.6492, longitude: 18.9553 },
] as const;

export const notAPicture = 'Not a picture.jpg';

/** Makes `count` pictures and their companions in `folder`. Answers how many JPEGs there are and their size in bytes. */
export async function makeAlbum(folder: string, count: number): Promise<{ count: number; bytes: number }> {
  await mkdir(folder, { recursive: true });
  const base = await scene(2400, 1800);
  let bytes = 0;
  for (let index = 0; index < count; index += 1) {
    const place = places[index % places.length] ?? places[0];
    const file = join(folder, `${place.name} ${String(index + 1).padStart(2, '0')}.jpg`);
    const taken = new Date(Date.UTC(2024, 6, 1 + Math.floor(index / 4), 9 + (index % 4) * 3, 12, 30));
    await sharp(base)
      .modulate({ hue: index * 15, brightness: 0.8 + (index % 5) * 0.1 })
      .jpeg({ quality: 88 })
      .withExif({
        IFD0: { Make: 'Lightproof', Model: 'Pinhole 1' },
        IFD2: { DateTimeOriginal: exifDate(taken), OffsetTimeOriginal: '+01:00' },
        IFD3: {
          GPSLatitudeRef: place.latitude < 0 ? 'S' : 'N',
          GPSLatitude: degrees(place.latitude),
          GPSLongitudeRef: place.longitude < 0 ? 'W' : 'E',
          GPSLongitude: degrees(place.longitude),
        },
      })
      .toFile(file);
    bytes += (await stat(file)).size;
    if (index === 0) await copyFile(file, join(folder, `${place.name} again 01.jpg`));
  }
  await writeFile(join(folder, notAPicture), 'Dear diary');
  return { count, bytes };
}

function exifDate(date: Date): string {
  return date.toISOString().slice(0, 19).replaceAll('-', ':').replace('T', ' ');
}

/** EXIF rationals: whole degrees, whole minutes, hundredths of seconds. */
function degrees(value: number): string {
  const whole = Math.abs(value);
  const minutes = (whole % 1) * 60;
  const seconds = Math.round((minutes % 1) * 6000);
  return `${String(Math.floor(whole))}/1 ${String(Math.floor(minutes))}/1 ${String(seconds)}/100`;
}
