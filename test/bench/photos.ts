/** @file 12-megapixel JPEGs, each with content of its own: a few scenes, told apart by a comment in the file. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scene } from '../support/pictures.ts';

export interface Photos {
  readonly folder: string;
  readonly files: readonly string[];
  readonly bytes: number;
}

const scenes = 4;

/** Makes `count` photos of 4000 × 3000 in `folder`; another `label`, other contents. */
export async function makePhotos(folder: string, count: number, label = 'photo'): Promise<Photos> {
  await mkdir(folder, { recursive: true });
  const bases: Buffer[] = [];
  for (let seed = 1; seed <= Math.min(scenes, count); seed += 1) bases.push(await scene(4000, 3000, seed));
  const files: string[] = [];
  let bytes = 0;
  for (let index = 0; index < count; index += 1) {
    const jpeg = withComment(bases[index % bases.length] ?? Buffer.alloc(0), `${label} ${String(index)}`);
    const file = join(folder, `IMG_${String(index).padStart(5, '0')}.jpg`);
    await writeFile(file, jpeg);
    files.push(file);
    bytes += jpeg.byteLength;
  }
  return { folder, files, bytes };
}

/** A JPEG comment segment behind the start marker: other content, same picture. */
function withComment(jpeg: Buffer, text: string): Buffer {
  const segment = Buffer.concat([Buffer.of(0xff, 0xfe, 0, text.length + 2), Buffer.from(text, 'latin1')]);
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}
