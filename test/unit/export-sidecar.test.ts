/** @file Sidecars are XMP that any reader takes, whatever stands in a photo's record; checksum lists are coreutils' own. */
import ExifReader from 'exifreader';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { PhotoRecord } from '../../src/main/engine/catalog/index.ts';
import { exifOf, withExif } from '../../src/main/engine/export/exif.ts';
import { layoutOf } from '../../src/main/engine/export/layout.ts';
import { completed, whatOf } from '../../src/main/engine/export/options.ts';
import { sidecarOf } from '../../src/main/engine/export/sidecar.ts';
import { sumsText } from '../../src/main/engine/export/sums.ts';
import { quarters } from '../support/pictures.ts';
import { segment } from '../support/planted.ts';

const photo: PhotoRecord = {
  blob: 'b'.repeat(32),
  name: 'IMG <1> & "co".jpg',
  bytes: 10,
  digest: 'd'.repeat(64),
  mime: 'image/jpeg',
  importedAt: '2024-01-01T00:00:00.000Z',
  import: 'c'.repeat(32),
  capturedAt: '2019-07-14T18:30:05.25+02:00',
  latitude: -33.859800123,
  longitude: 151.2111,
  altitude: -58.5,
  title: 'Low <tide> & "calm"',
  caption: 'Sun & <moon>\r\nat ]]> "sea"\u0001',
  tags: ['a&b', 'zwei'],
  rating: 4,
  favourite: true,
};

/** Text of an element, with the five entities and numbers resolved. */
function textOf(xml: string, name: string): string | undefined {
  const inside = new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`, 'u').exec(xml)?.[1];
  return inside
    ?.replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#xD;', '\r')
    .replaceAll('&amp;', '&');
}

describe('a sidecar', () => {
  it('says date, place, caption, tags, rating, favourite, albums and name', () => {
    const xml = sidecarOf(photo, [['Meer & mehr'], ['<script>']], true).toString('utf8');
    expect(textOf(xml, 'exif:DateTimeOriginal')).toBe('2019-07-14T18:30:05.25+02:00');
    expect(textOf(xml, 'photoshop:DateCreated')).toBe('2019-07-14T18:30:05.25+02:00');
    expect(textOf(xml, 'exif:GPSLatitude')).toBe('33,51.58800738S');
    expect(textOf(xml, 'exif:GPSLongitude')).toBe('151,12.66600000E');
    expect(textOf(xml, 'exif:GPSAltitude')).toBe('58500/1000');
    expect(textOf(xml, 'exif:GPSAltitudeRef')).toBe('1');
    expect(textOf(xml, 'xmp:Rating')).toBe('4');
    expect(textOf(xml, 'lightproof:Favourite')).toBe('True');
    expect(textOf(xml, 'lightproof:Name')).toBe('IMG <1> & "co".jpg');
    expect(xml).toContain(
      '<rdf:li xml:lang="x-default">Sun &amp; &lt;moon&gt;&#xD;\nat ]]&gt; "sea"</rdf:li>',
    );
    expect(xml).toContain(
      '<dc:subject><rdf:Bag><rdf:li>a&amp;b</rdf:li><rdf:li>zwei</rdf:li></rdf:Bag></dc:subject>',
    );
    expect(xml).toContain('<rdf:li>Meer &amp; mehr</rdf:li><rdf:li>&lt;script&gt;</rdf:li>');
  });

  it('is understood by a reader that is not ours', () => {
    const xml = sidecarOf(photo, [['Sea']], true);
    const jpeg = Buffer.concat([
      Buffer.from('\xff\xd8', 'latin1'),
      segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', xml),
      Buffer.from('\xff\xd9', 'latin1'),
    ]);
    const tags = ExifReader.load(jpeg, { expanded: false });
    expect(tags['Rating']?.value).toBe('4');
    expect(tags.GPSLatitude?.value).toBe('33,51.58800738S');
    expect(tags.DateTimeOriginal?.description).toContain('2019-07-14T18:30:05.25');
  });

  it('leaves out the place, and what is not known', () => {
    expect(sidecarOf(photo, [], false).toString('utf8')).not.toMatch(/GPS/u);
    const { capturedAt: _date, caption: _caption, tags: _tags, ...little } = photo;
    const xml = sidecarOf(little, [], true).toString('utf8');
    expect(xml).not.toMatch(/DateTime|dc:description|dc:subject|Albums/u);
  });

  it('never writes sixty minutes', () => {
    const xml = sidecarOf({ ...photo, latitude: 47.99999999999999, longitude: -0 }, [], true).toString(
      'utf8',
    );
    expect(textOf(xml, 'exif:GPSLatitude')).toBe('48,0.00000000N');
    expect(textOf(xml, 'exif:GPSLongitude')).toBe('0,0.00000000E');
  });

  it('is well-formed whatever text stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const xml = sidecarOf({ ...photo, caption: text, tags: [text] }, [[text]], true).toString('utf8');
        expect(xml).not.toMatch(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u);
        expect(xml.match(/<rdf:li/gu)).toHaveLength(4);
        expect(xml).not.toMatch(/&(?!(?:amp|lt|gt|#xD);)/u);
      }),
    );
  });
});

describe('EXIF of converted pictures', () => {
  it.each(['jpeg', 'png', 'webp'] as const)(
    '%s: has the facts, and no place where none is wanted',
    async (format) => {
      const facts = {
        ...photo,
        camera: 'Canon EOS 40D',
        lens: 'Ü 50',
        exposure: { seconds: 0.004, fNumber: 2.8, iso: 400 },
      };
      const plain = await quarters(30, 20).withIccProfile('srgb').toFormat(format).toBuffer();
      for (const withPlace of [true, false]) {
        const exif = exifOf(facts, withPlace);
        const whole = withExif(plain, format, exif ?? Buffer.alloc(0));
        expect(await sharp(whole).raw().toBuffer()).toEqual(await sharp(plain).raw().toBuffer());
        const tags = ExifReader.load(whole, { expanded: true });
        expect(tags.exif?.DateTimeOriginal?.description).toBe('2019:07:14 18:30:05');
        expect(tags.exif?.OffsetTimeOriginal?.description).toBe('+02:00');
        expect(tags.exif?.Model?.description).toBe('Canon EOS 40D');
        expect(tags.exif?.ISOSpeedRatings?.value).toBe(400);
        expect(tags.exif?.ExposureTime?.value).toEqual([4000, 1000000]);
        if (withPlace) {
          expect(tags.gps?.Latitude).toBeCloseTo(-33.8598, 6);
          expect(tags.gps?.Longitude).toBeCloseTo(151.2111, 6);
          expect(tags.gps?.Altitude).toBeCloseTo(-58.5, 2);
        } else expect(tags.gps).toBeUndefined();
      }
    },
  );
});

describe('SHA256SUMS', () => {
  it('escapes names as coreutils do', () => {
    const sums = new Map([
      ['b\\c\nd.jpg', '1'.repeat(64)],
      ['a b.jpg', '2'.repeat(64)],
    ]);
    expect(sumsText(sums)).toBe(`${'2'.repeat(64)}  a b.jpg\n\\${'1'.repeat(64)}  b\\\\c\\nd.jpg\n`);
  });
});

describe('layouts', () => {
  const id = (digit: string): string => digit.repeat(32);
  const albums = [
    [id('1'), { type: 'album', name: 'Trip', created: '2020' }],
    [id('2'), { type: 'album', name: 'trip', created: '2021' }],
    [id('3'), { type: 'album', name: '../../etc', created: '2022' }],
    [id('4'), { type: 'album', name: 'Without album', created: '2023' }],
  ] as const;

  it('has a folder for each day, and one for photos without a date', () => {
    const { foldersOf } = layoutOf('date', [], { of: 'all' });
    expect(foldersOf(photo)).toEqual([['2019', '2019-07-14']]);
    expect(foldersOf({ ...photo, capturedAt: '../2019-01-01' })).toEqual([['Without date']]);
  });

  it('has a folder of its own for each album, safe whatever it is called', () => {
    const { foldersOf } = layoutOf('albums', albums, { of: 'all' });
    const all = foldersOf({ ...photo, albums: [id('1'), id('2'), id('3'), id('4'), id('1'), id('9')] });
    expect(all).toEqual([['Trip'], ['trip (2)'], ['_._.._etc'], ['Without album (2)']]);
    expect(foldersOf(photo)).toEqual([['Without album']]);
    expect(
      layoutOf('albums', albums, { of: 'album', album: id('2') }).foldersOf({
        ...photo,
        albums: [id('1'), id('2')],
      }),
    ).toEqual([['trip (2)']]);
  });
});

describe('options', () => {
  it('are what an export always was when nothing is said', () => {
    expect(completed()).toMatchObject({
      format: 'original',
      without: 'nothing',
      layout: 'flat',
      sidecars: false,
      checksums: false,
      times: 'modified',
    });
  });

  it('let no date betray what was left out, and refuse sidecars that would', () => {
    expect(completed({ without: 'metadata' }).times).toBe('now');
    expect(() => completed({ without: 'metadata', sidecars: true })).toThrow('input-invalid');
  });

  it.each([
    [{}, 'originals'],
    [{ without: 'place' }, 'no-place'],
    [{ without: 'metadata' }, 'no-metadata'],
    [{ format: 'webp' }, 'webp'],
    [{ format: 'jpeg', without: 'place' }, 'jpeg-no-place'],
  ] as const)('%j is %s', (asked, what) => {
    expect(whatOf(completed(asked))).toBe(what);
  });
});
