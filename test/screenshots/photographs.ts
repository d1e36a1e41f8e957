/** @file Makes the photographs that the pictures of the window show: six journeys of a year, with cameras, places and dates. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { hash } from './noise.ts';
import { scenes, type SceneName } from './scenes.ts';

interface Camera {
  readonly make: string;
  readonly model: string;
  readonly lens: string;
  /** `#` is the number of the picture. */
  readonly file: string;
}

interface Journey {
  readonly first: string;
  readonly camera: Camera;
  readonly latitude: number;
  readonly longitude: number;
  readonly offset: string;
  /** What is seen, day by day. */
  readonly days: readonly (readonly SceneName[])[];
}

const mirrorless: Camera = {
  make: 'FUJIFILM',
  model: 'X-T5',
  lens: 'XF16-55mmF2.8 R LM WR',
  file: 'DSCF#.JPG',
};
const reflex: Camera = {
  make: 'NIKON CORPORATION',
  model: 'NIKON Z 6_2',
  lens: 'NIKKOR Z 24-120mm f/4 S',
  file: 'DSC_#.JPG',
};
const phone: Camera = {
  make: 'Google',
  model: 'Pixel 9',
  lens: 'Pixel 9 back camera 6.9mm f/1.68',
  file: 'PXL_#.jpg',
};

const journeys: readonly Journey[] = [
  {
    first: '2025-09-26',
    camera: mirrorless,
    latitude: 46.5572,
    longitude: 8.0144,
    offset: '+02:00',
    days: [
      ['seaOfClouds', 'mountains', 'forest', 'canopy', 'mountains'],
      ['mountains', 'meadow', 'galaxy', 'forest', 'canopy', 'mountains'],
      ['canopy', 'forest', 'seaOfClouds', 'mountains'],
    ],
  },
  {
    first: '2025-07-09',
    camera: mirrorless,
    latitude: 43.8345,
    longitude: 5.7834,
    offset: '+02:00',
    days: [
      ['fields', 'meadow', 'fields', 'bokeh'],
      ['fields', 'sea', 'shore', 'fields', 'meadow'],
      ['meadow', 'shore', 'sea', 'fields'],
    ],
  },
  {
    first: '2025-05-17',
    camera: phone,
    latitude: 38.7139,
    longitude: -9.1394,
    offset: '+01:00',
    days: [
      ['city', 'sea', 'bokeh', 'shore'],
      ['sea', 'shore', 'city', 'sea', 'bokeh'],
    ],
  },
  {
    first: '2025-03-02',
    camera: reflex,
    latitude: 69.6492,
    longitude: 18.9553,
    offset: '+01:00',
    days: [
      ['aurora', 'mountains', 'aurora', 'sea'],
      ['mountains', 'aurora', 'forest', 'galaxy', 'aurora'],
    ],
  },
  {
    first: '2024-11-12',
    camera: reflex,
    latitude: 31.0802,
    longitude: -4.0133,
    offset: '+01:00',
    days: [
      ['dunes', 'dunes', 'galaxy', 'dunes', 'seaOfClouds'],
      ['dunes', 'galaxy', 'dunes', 'bokeh'],
    ],
  },
  {
    first: '2024-10-05',
    camera: phone,
    latitude: 47.5576,
    longitude: 10.7498,
    offset: '+02:00',
    days: [
      ['canopy', 'mountains', 'forest', 'mountains', 'canopy'],
      ['seaOfClouds', 'forest', 'canopy', 'meadow'],
    ],
  },
];

/** Pixels of the file for each painted one, in each direction. */
const enlarged = 3;

const shapes = [
  [3, 2],
  [3, 2],
  [2, 3],
  [4, 3],
  [3, 2],
  [16, 9],
  [3, 4],
  [3, 2],
  [1, 1],
  [3, 2],
  [2, 3],
  [21, 9],
] as const;

/** Puts them all into a folder. Painting takes a minute: they are kept in the system's temporary folder, as long as they would be the same. */
export async function photographsIn(folder: string): Promise<void> {
  const digest = createHash('sha256');
  for (const name of ['photographs.ts', 'scenes.ts', 'noise.ts'])
    digest.update(readFileSync(path.join(import.meta.dirname, name)));
  const kept = path.join(tmpdir(), `lightproof-photographs-${digest.digest('hex').slice(0, 12)}`);
  if (!existsSync(kept)) {
    console.log('painting photographs …');
    const making = `${kept}-${String(process.pid)}`;
    await makePhotographs(making);
    rmSync(kept, { recursive: true, force: true });
    renameSync(making, kept);
  }
  cpSync(kept, folder, { recursive: true, preserveTimestamps: true });
}

async function makePhotographs(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  let number = 0;
  for (const journey of journeys) {
    for (const [day, seen] of journey.days.entries()) {
      for (const [turn, scene] of seen.entries()) {
        number += 1;
        const hour = 7 + Math.round((turn / seen.length) * 13);
        const minute = Math.floor(hash(number, 1, 1) * 60);
        const taken = new Date(
          Date.parse(`${journey.first}T00:00:00Z`) + ((day * 24 + hour) * 60 + minute) * 60_000,
        );
        const file = path.join(
          folder,
          journey.camera.file.replace('#', String(3107 + number * 7).padStart(4, '0')),
        );
        await writeFile(file, await photograph(scene, number, hour, journey, taken));
        await utimes(file, taken, taken);
      }
    }
  }
}

async function photograph(
  scene: SceneName,
  seed: number,
  hour: number,
  journey: Journey,
  taken: Date,
): Promise<Buffer> {
  const [across, down] = shapes[(seed * 5 + (seed >> 2)) % shapes.length] ?? [3, 2];
  // Painting takes a microsecond a pixel: half the size, then enlarged.
  const longSide = 960;
  const width = Math.round(across >= down ? longSide : (longSide * across) / down);
  const height = Math.round((width * down) / across);
  const light = ((hour - 7) / 13) * 0.99;
  const paint = scenes[scene](seed * 7 + 3, light, width / height);
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = paint((x + 0.5) / height, (y + 0.5) / height);
      // What a lens and a sensor add: darker corners, grain.
      const edge = ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2) * 0.42;
      const grain = (hash(x, y, seed) - 0.5) * 0.028;
      for (const part of colour) pixels[at++] = Math.max(0, Math.min(255, (part * (1 - edge) + grain) * 255));
    }
  }
  const { camera, offset, latitude, longitude } = journey;
  const near = (value: number, axis: number): number => value + (hash(seed, axis, 5) - 0.5) * 0.06;
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .resize(width * enlarged, height * enlarged, { kernel: 'lanczos3' })
    .sharpen({ sigma: 1.2 })
    .jpeg({ quality: 88 })
    .withExif({
      IFD0: { Make: camera.make, Model: camera.model },
      IFD2: {
        DateTimeOriginal: taken.toISOString().slice(0, 19).replaceAll('-', ':').replace('T', ' '),
        OffsetTimeOriginal: offset,
        LensModel: camera.lens,
        ExposureTime: light > 0.85 ? '1/30' : '1/500',
        FNumber: light > 0.85 ? '28/10' : '80/10',
        ISOSpeedRatings: light > 0.85 ? '1600' : '160',
        FocalLength: '23/1',
        FocalLengthIn35mmFilm: '35',
      },
      IFD3: {
        GPSLatitudeRef: latitude < 0 ? 'S' : 'N',
        GPSLatitude: rationals(near(latitude, 1)),
        GPSLongitudeRef: longitude < 0 ? 'W' : 'E',
        GPSLongitude: rationals(near(longitude, 2)),
      },
    })
    .toBuffer();
}

/** Whole degrees, whole minutes, hundredths of seconds. */
function rationals(value: number): string {
  const degrees = Math.abs(value);
  const minutes = (degrees % 1) * 60;
  return `${String(Math.floor(degrees))}/1 ${String(Math.floor(minutes))}/1 ${String(Math.round((minutes % 1) * 6000))}/100`;
}
