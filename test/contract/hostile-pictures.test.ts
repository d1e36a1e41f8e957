/**
 * @file A folder of everything that somebody might put into it on purpose, through a whole import: a picture that crashes its decoder, one that
 * makes it hang, bombs, files that lie. Each has its line with what became of it, and the good ones between them are there.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { box } from '../support/heif.ts';
import * as horrors from '../support/horrors.ts';
import { GREEN, jpegWith, plain, pngOfSize } from '../support/pictures.ts';
import { folderWith, lineOf, TestEngine } from './open-engine.ts';

/** Longest time for one picture here, in milliseconds; one that hangs has it once, and a third of it alone. */
const timeoutMs = 4000;

describe('an import of a hostile folder', () => {
  it('keeps or refuses each file with a reason, within the time limit, and goes on', async () => {
    const good = (shade: number): Promise<Buffer> =>
      plain(40, 30, { ...GREEN, r: shade })
        .jpeg()
        .toBuffer();
    const jpeg = await good(1);
    const folder = await folderWith({
      'crash.jpg': horrors.withComment(jpeg, 'crash the decoder'),
      'hang.jpg': horrors.withComment(jpeg, 'hang the decoder'),
      'bomb.png': pngOfSize(100_000, 100_000),
      'strips.tif': horrors.tiffOfStrips(),
      'endless.gif': horrors.endlessGif(),
      'offsets.jpg': horrors.withExif(jpeg, horrors.outOfRange()[1] ?? Buffer.alloc(0)),
      'circle.jpg': horrors.withExif(jpeg, horrors.inACircle()),
      'words.png': await horrors.longXmp('png'),
      'never.jpg': await jpegWith({ IFD0: { DateTime: '0000:00:00 00:00:00' } }),
      'nowhere.jpg': await jpegWith({
        IFD3: {
          GPSLatitudeRef: 'N',
          GPSLatitude: '0/0 0/0 0/0',
          GPSLongitudeRef: 'E',
          GPSLongitude: '0/0 0/0 0/0',
        },
      }),
      'entity.svg': horrors.svg('&x;', '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
      'no-moov.mp4': Buffer.concat([
        box('ftyp', Buffer.from('isom\0\0\0\0')),
        box('mdat', Buffer.alloc(5000, 7)),
      ]),
      'empty.jpg': '',
      'letter.jpg': 'Dear diary',
      'png.jpg': await plain(20, 20, GREEN).png().toBuffer(),
      'a-good.jpg': await good(50),
      'm-good.jpg': await good(60),
      'z-good.jpg': await good(70),
    });
    const entry = fileURLToPath(new URL('./hostile-decoder.ts', import.meta.url));
    const engine = new TestEngine({ decoderEntry: entry, decoders: { bwrap: null, size: 2, timeoutMs } });
    await engine.create(await folderWith());
    const { job, items } = await engine.import([folder]);
    expect([job.state, job.error]).toEqual(['done', null]);
    const reasons = Object.fromEntries(
      items.map(({ path, result, reason }) => [path.split('/').at(-1), `${result} ${reason ?? ''}`.trim()]),
    );
    expect(reasons).toEqual({
      'crash.jpg': 'imported decoder-crashed',
      'hang.jpg': 'imported picture-timeout',
      'bomb.png': 'imported picture-too-large',
      'strips.tif': 'imported picture-damaged',
      'endless.gif': 'imported picture-truncated',
      'offsets.jpg': 'imported',
      'circle.jpg': 'imported',
      'words.png': 'imported',
      'never.jpg': 'imported',
      'nowhere.jpg': 'imported',
      'entity.svg': 'imported picture-damaged',
      'no-moov.mp4': 'imported',
      'empty.jpg': 'failed file-empty',
      'letter.jpg': 'failed not-a-picture',
      'png.jpg': 'imported',
      'a-good.jpg': 'imported',
      'm-good.jpg': 'imported',
      'z-good.jpg': 'imported',
    });

    const details = (name: string) => engine.call('library.details', { id: lineOf(items, name).photo ?? '' });
    for (const name of ['crash.jpg', 'hang.jpg', 'bomb.png', 'strips.tif', 'entity.svg'])
      expect(await details(name)).toMatchObject({ view: 'none' });
    expect(await details('png.jpg')).toMatchObject({ type: 'image/png', view: 'original' });
    expect(await details('never.jpg')).toMatchObject({ capturedAt: null });
    expect(await details('nowhere.jpg')).toMatchObject({ latitude: null, longitude: null });
    // The engine is alive, and what it was given is there.
    expect((await engine.verify()).problems).toEqual([]);
    expect(await engine.export(await folderWith())).toMatchObject({ state: 'done', written: 16, failed: 0 });
  });
});
