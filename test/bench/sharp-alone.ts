/** @file The yardstick of import, in a process of its own: reads files and makes the same thumbnails with sharp, nothing else. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { encode, thumbnailEdge, toPixels } from '../../src/main/decoder/thumbnail.ts';
import { placeholder } from '../../src/main/decoder/placeholder.ts';
import { cpuSince } from './cpu.ts';

sharp.cache(false);
sharp.concurrency(1);
process.on('message', (files: readonly string[]) => {
  void (async () => {
    const before = process.cpuUsage();
    for (const file of files) {
      const picture = sharp(await readFile(file), { autoOrient: true });
      const pixels = await toPixels(picture, thumbnailEdge(4000, 3000));
      await encode(pixels);
      placeholder(pixels);
    }
    process.send?.(cpuSince(before));
  })();
});
