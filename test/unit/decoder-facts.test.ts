/** @file What pictures say about themselves: read when it is sound, null when it is not, never an error. */
import { describe, expect, it } from 'vitest';
import { captureDate } from '../../src/main/decoder/dates.ts';
import { camera, describe as factsOf } from '../../src/main/decoder/facts.ts';
import { FULL_EXIF, jpegWith, quarters } from '../support/pictures.ts';

const NOTHING = {
  capturedAt: null,
  camera: null,
  lens: null,
  exposure: null,
  latitude: null,
  longitude: null,
  altitude: null,
};

describe('facts', () => {
  it('reads date with offset, camera, lens, exposure and place', async () => {
    const facts = factsOf(await jpegWith(FULL_EXIF), 'image/jpeg');
    expect(facts).toMatchObject({
      capturedAt: '2019-07-14T18:30:05.250+02:00',
      camera: 'Canon EOS 40D',
      lens: 'EF50mm f/1.8 STM',
      exposure: { seconds: 0.004, fNumber: 2.8, iso: 400, focalLengthMm: 50, focalLength35Mm: 80 },
      altitude: 58.5,
    });
    expect(facts.latitude).toBeCloseTo(-33.8598, 4);
    expect(facts.longitude).toBeCloseTo(151.2111, 4);
  });

  it.each(['png', 'webp', 'avif'] as const)('reads them from %s too', async (format) => {
    const file = await quarters(60, 40).withExif(FULL_EXIF).toFormat(format).toBuffer();
    expect(factsOf(file, `image/${format}`)).toMatchObject({
      capturedAt: '2019-07-14T18:30:05.250+02:00',
      camera: 'Canon EOS 40D',
    });
  });

  it('writes no offset where the file has none, and takes the next best date', async () => {
    const file = await jpegWith({
      IFD0: { DateTime: '2003:02:01 10:20:30' },
      IFD2: { DateTimeOriginal: '0000:00:00 00:00:00' },
    });
    expect(factsOf(file, 'image/jpeg').capturedAt).toBe('2003-02-01T10:20:30');
  });

  it('finds the date in XMP where EXIF has none', async () => {
    const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
      xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreateDate="2011-05-06T07:08:09-03:00"/></rdf:RDF></x:xmpmeta>`;
    const file = await quarters(60, 40).withXmp(xmp).jpeg().toBuffer();
    expect(factsOf(file, 'image/jpeg').capturedAt).toBe('2011-05-06T07:08:09-03:00');
  });

  it('finds camera, lens, exposure and place in XMP where EXIF has none, and believes EXIF first', async () => {
    const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
      xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/"
      tiff:Make="NIKON CORPORATION" tiff:Model="NIKON D70" aux:Lens="18.0-70.0 mm f/3.5-4.5" exif:ExposureTime="1/20" exif:FNumber="35/10"
      exif:FocalLength="18/1" exif:GPSLatitude="33,51.588S" exif:GPSLongitude="151,12.6667E" exif:GPSAltitude="585/10"
      ><exif:ISOSpeedRatings><rdf:Seq><rdf:li>200</rdf:li></rdf:Seq></exif:ISOSpeedRatings></rdf:Description></rdf:RDF></x:xmpmeta>`;
    const file = await quarters(60, 40).withXmp(xmp).jpeg().toBuffer();
    expect(factsOf(file, 'image/jpeg')).toMatchObject({
      camera: 'NIKON D70',
      lens: '18.0-70.0 mm f/3.5-4.5',
      exposure: { seconds: 0.05, fNumber: 3.5, iso: 200, focalLengthMm: 18, focalLength35Mm: null },
      latitude: -33.8598,
      altitude: 58.5,
    });
    const both = await quarters(60, 40).withExif(FULL_EXIF).withXmp(xmp).jpeg().toBuffer();
    expect(factsOf(both, 'image/jpeg')).toMatchObject({
      camera: 'Canon EOS 40D',
      lens: 'EF50mm f/1.8 STM',
      exposure: { iso: 400 },
    });
    const wild = xmp.replace('33,51.588S', '133,51.588S').replace('1/20', '1/0');
    const nowhere = await quarters(60, 40).withXmp(wild).jpeg().toBuffer();
    expect(factsOf(nowhere, 'image/jpeg')).toMatchObject({
      latitude: null,
      longitude: null,
      altitude: null,
      exposure: { seconds: null },
    });
  });

  it.each([
    [
      '91 degrees north',
      { GPSLatitude: '91/1 0/1 0/1', GPSLatitudeRef: 'N', GPSLongitude: '5/1 0/1 0/1', GPSLongitudeRef: 'E' },
    ],
    [
      'divided by zero',
      { GPSLatitude: '5/0 0/0 0/0', GPSLatitudeRef: 'N', GPSLongitude: '5/1 0/1 0/1', GPSLongitudeRef: 'E' },
    ],
    ['zeros without a reference', { GPSLatitude: '0/1 0/1 0/1', GPSLongitude: '0/1 0/1 0/1' }],
    ['half a place', { GPSLatitude: '5/1 0/1 0/1', GPSLatitudeRef: 'N' }],
  ])('takes %s for no place at all', async (_, gps) => {
    const facts = factsOf(await jpegWith({ IFD3: { ...gps, GPSAltitude: '10/1' } }), 'image/jpeg');
    expect(facts).toMatchObject({ latitude: null, longitude: null, altitude: null });
  });

  it('has nothing to say about a picture without metadata', async () => {
    expect(factsOf(await quarters(60, 40).jpeg().toBuffer(), 'image/jpeg')).toMatchObject(NOTHING);
  });

  it('never throws, wherever the metadata is broken', async () => {
    const file = await jpegWith(FULL_EXIF);
    for (let at = 2; at < 600; at += 3) {
      const broken = Buffer.from(file);
      broken[at] = (broken[at] ?? 0) ^ 0xff;
      expect(() => factsOf(broken, 'image/jpeg')).not.toThrow();
      expect(() => factsOf(file.subarray(0, at), 'image/jpeg')).not.toThrow();
    }
    for (const mime of ['image/x-fuji-raf', 'image/x-canon-cr3', 'image/x-olympus-orf', 'image/heic'])
      expect(factsOf(Buffer.alloc(200, 0xff), mime)).toMatchObject(NOTHING);
  });
});

describe('captureDate', () => {
  it.each([
    ['2008:10:22 16:28:39', null, null, '2008-10-22T16:28:39'],
    ['2008-10-22T16:28', null, null, '2008-10-22T16:28:00'],
    ['2008:10:22 16:28:39', '7', '-05:30', '2008-10-22T16:28:39.700-05:30'],
    ['2008-10-22T16:28:39.123456Z', null, null, '2008-10-22T16:28:39.123+00:00'],
    ['2008:10:22 16:28:39', null, '+25:00', '2008-10-22T16:28:39'],
    ['2008-10-22T16:28:39+0545', null, null, '2008-10-22T16:28:39+05:45'],
    ['2008/10/22 16:28:39', null, null, '2008-10-22T16:28:39'],
    ['1938:10:22 16:28:39', null, null, '1938-10-22T16:28:39'],
    ['2100:02:28 16:28:39', null, null, '2100-02-28T16:28:39'],
    ['2100:02:29 16:28:39', null, null, null],
    ['2024:02:29 00:00:00', null, null, '2024-02-29T00:00:00'],
    ['2023:02:29 00:00:00', null, null, null],
    ['0000:00:00 00:00:00', null, null, null],
    ['2008:13:01 00:00:00', null, null, null],
    ['2008:10:22 24:00:00', null, null, null],
    ['    :  :     :  :  ', null, null, null],
    [null, null, null, null],
  ])('%j with fraction %j and offset %j is %j', (date, fraction, offset, wanted) => {
    expect(captureDate(date, fraction, offset)).toBe(wanted);
  });
});

describe('camera', () => {
  it.each([
    ['Canon', 'Canon EOS 40D', 'Canon EOS 40D'],
    ['NIKON CORPORATION', 'NIKON D70', 'NIKON D70'],
    ['EASTMAN KODAK COMPANY', 'KODAK DC240', 'KODAK DC240'],
    ['Apple', 'iPhone 11', 'Apple iPhone 11'],
    [null, 'iPhone 11', 'iPhone 11'],
    ['SONY', null, 'SONY'],
    [null, null, null],
  ])('%j and %j make %j', (make, model, wanted) => {
    expect(camera(make, model)).toBe(wanted);
  });
});
