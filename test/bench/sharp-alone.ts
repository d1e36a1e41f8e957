/**
 * @file The yardstick of import, in a process of its own: reads files and makes with sharp what an import keeps of each (size, thumbnail, thumbhash,
 * colour, what look-alikes are told by), nothing else: no EXIF, no pipe, no confinement.
 */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { lookOf } from '../../src/main/decoder/look.ts';
import { encode, thumbnailEdge, toPixels } from '../../src/main/decoder/thumbnail.ts';
import { placeholder } from '../../src/main/decoder/placeholder.ts';
import { cpuSince } from './cpu.ts';

sharp.cache(false);
sharp.concurrency(1);
process.on('message', (files: readonly string[]) => {
  void (async () => {
    const before = process.cpuUsage();
    for (const file of files) {
      const bytes = await readFile(file);
      const { autoOrient } = await sharp(bytes).metadata();
      const edge = thumbnailEdge(autoOrient.width, autoOrient.height);
      const pixels = await toPixels(sharp(bytes, { autoOrient: true }), edge);
      await encode(pixels);
      placeholder(pixels);
      lookOf(pixels);
    }
    process.send?.(cpuSince(before));
  })();
});
