/** @file Films behind pictures, in the same file: found wherever phones put them, and nowhere else. */
import { expect, it } from 'vitest';
import { motionFilm } from '../../src/main/engine/media/motion.ts';
import { heic } from '../support/heif.ts';
import { heicMotion, microVideo, motionPhoto, samsungMotion } from '../support/motion.ts';
import { plain, RED } from '../support/pictures.ts';

const film = Buffer.concat([
  Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'),
  Buffer.alloc(3000, 7),
]);
const jpeg = await plain(40, 30, RED).jpeg().toBuffer();

const find = (file: Buffer, mime: string): ReturnType<typeof motionFilm> =>
  motionFilm((start, count) => Promise.resolve(file.subarray(start, start + count)), file.length, mime);

it.each([
  ['Google’s micro video', microVideo(jpeg, film), 'image/jpeg'],
  ['Google’s motion photo', motionPhoto(jpeg, film), 'image/jpeg'],
  ['one with a gain map before it', motionPhoto(jpeg, film, Buffer.alloc(500, 1)), 'image/jpeg'],
  ['Samsung’s', samsungMotion(jpeg, film), 'image/jpeg'],
  ['a HEIC’s', heicMotion(heic(['red'], 1), film), 'image/heic'],
])('finds %s', async (_, file, mime) => {
  const found = await find(file, mime);
  expect(found?.mime).toBe('video/mp4');
  expect(file.subarray(found?.start, found?.end).equals(film)).toBe(true);
});

it('finds none where the place is wrong, and never reads outside the file', async () => {
  expect(await find(jpeg, 'image/jpeg')).toBeNull();
  expect(await find(microVideo(jpeg, Buffer.alloc(3000, 7)), 'image/jpeg')).toBeNull();
  expect(await find(microVideo(jpeg, film), 'image/png')).toBeNull();
  for (const file of [microVideo(jpeg, film), samsungMotion(jpeg, film), heicMotion(heic(['red'], 1), film)])
    for (let length = 0; length < file.length; length += 37) {
      const part = file.subarray(0, length);
      for (const mime of ['image/jpeg', 'image/heic']) {
        const found = await find(part, mime);
        expect([found?.start ?? 0, found?.end ?? 0].every((at) => at >= 0 && at <= length)).toBe(true);
      }
    }
});

it('takes no time over XMP that only looks like a directory', async () => {
  const file = Buffer.from(
    '<rdf:li Item:Semantic="MotionPhoto" Item:Length="9999999999999999999999"'.repeat(3000),
  );
  expect(await find(file, 'image/jpeg')).toBeNull();
});
