/** @file Titles, captions, keywords and stars that people gave their photos, wherever a program has put them, and UTC offsets out of GPS time. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { withOffsetOf } from '../../src/main/decoder/dates.ts';
import { describe as factsOf } from '../../src/main/decoder/facts.ts';
import { findXmp, properties, property } from '../../src/main/decoder/xmp.ts';
import { box } from '../support/heif.ts';
import { FULL_EXIF, jpegWith, plain, RED } from '../support/pictures.ts';
import { tiff } from '../support/tiff.ts';

const packet = (inside: string, attributes = ''): string =>
  `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"${attributes}>${inside}</rdf:Description></rdf:RDF></x:xmpmeta>`;
const alternatives = (name: string, text: string): string =>
  `<${name}><rdf:Alt><rdf:li xml:lang="de">anders</rdf:li><rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt></${name}>`;
const LIGHTROOM = packet(
  `${alternatives('dc:title', 'Harbour')}${alternatives('dc:description', 'Boats &amp; nets,\nin the &#x72;ain')}<dc:subject><rdf:Bag><rdf:li>sea</rdf:li><rdf:li>Åland</rdf:li><rdf:li>sea</rdf:li></rdf:Bag></dc:subject>`,
  ' xmp:Rating="4" photoshop:DateCreated="2015-06-11T10:29:26.69"',
);

/** A segment right behind the start of a JPEG. */
function withSegment(jpeg: Buffer, kind: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, kind, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}
/** Of IPTC: the number is record and dataset. */
function dataset(number: number, text: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x1c, number >> 8, number & 255, 0, text.length]), text]);
}
function withIptc(...datasets: readonly Buffer[]): Buffer {
  const iptc = Buffer.concat(datasets);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(iptc.length);
  const head = Buffer.from('Photoshop 3.0\x008BIM\x04\x04\0\0', 'latin1');
  return withSegment(bare, 0xed, Buffer.concat([head, length, iptc, Buffer.alloc(iptc.length % 2)]));
}
const bare = await plain(16, 16, RED).jpeg().toBuffer();
const withXmp = (xmp: string): Buffer =>
  withSegment(bare, 0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${xmp}`));
const NOTHING = { title: null, caption: null, keywords: [], rating: null };

describe('words', () => {
  it('are read out of XMP in a JPEG, a PNG and a TIFF', async () => {
    const wanted = {
      title: 'Harbour',
      caption: 'Boats & nets,\nin the rain',
      keywords: ['sea', 'Åland'],
      rating: 4,
      capturedAt: '2015-06-11T10:29:26.690',
    };
    expect(factsOf(withXmp(LIGHTROOM), 'image/jpeg')).toMatchObject(wanted);
    for (const format of ['png', 'tiff', 'webp'] as const) {
      const file = await plain(16, 16, RED).withXmp(LIGHTROOM).toFormat(format).toBuffer();
      const { xmp } = await sharp(file).metadata();
      expect(factsOf(file, `image/${format}`, xmp)).toMatchObject(wanted);
    }
  });

  it('are read out of a HEIC, where it stands among the pixels', () => {
    const file = Buffer.concat([
      box('ftyp', Buffer.from('heic')),
      box('mdat', Buffer.alloc(5000), Buffer.from(LIGHTROOM)),
    ]);
    expect(factsOf(file, 'image/heic')).toMatchObject({ title: 'Harbour', rating: 4 });
  });

  it('are read out of IPTC, in its own character set', () => {
    for (const [set, coding] of [
      [[dataset(0x15a, Buffer.from('\x1b%G', 'latin1'))], 'utf8'],
      [[], 'latin1'], // says nothing, as programs did that knew of no other
    ] as const)
      expect(
        factsOf(
          withIptc(
            ...set,
            dataset(0x205, Buffer.from('Harbour')),
            dataset(0x219, Buffer.from('sea')),
            dataset(0x219, Buffer.from('Åland', coding)),
            dataset(0x278, Buffer.from('Boats in Åland', coding)),
          ),
          'image/jpeg',
        ),
      ).toMatchObject({ title: 'Harbour', caption: 'Boats in Åland', keywords: ['sea', 'Åland'] });
  });

  it('come with a date in IPTC, where nothing else has one', () => {
    const [day, time] = [dataset(0x237, Buffer.from('19980706')), dataset(0x23c, Buffer.from('101112+0200'))];
    expect(factsOf(withIptc(day, time), 'image/jpeg').capturedAt).toBe('1998-07-06T10:11:12+02:00');
    expect(factsOf(withIptc(day), 'image/jpeg').capturedAt).toBeNull();
    const never = dataset(0x237, Buffer.from('00000000'));
    expect(factsOf(withIptc(never, time), 'image/jpeg').capturedAt).toBeNull();
  });

  it('stand in trees of keywords alone, as some programs write them', () => {
    const tree = packet(
      '<lr:hierarchicalSubject xmlns:lr="http://ns.adobe.com/lightroom/1.0/"><rdf:Bag><rdf:li>places|Finland|Åland</rdf:li><rdf:li>darktable|format|jpg</rdf:li></rdf:Bag></lr:hierarchicalSubject><digiKam:TagsList xmlns:digiKam="http://www.digikam.org/ns/1.0/"><rdf:Seq><rdf:li>nature/sea</rdf:li></rdf:Seq></digiKam:TagsList>',
    );
    expect(factsOf(withXmp(tree), 'image/jpeg').keywords).toEqual(['Åland', 'sea']);
  });

  it('are read out of EXIF, in UTF-8', () => {
    const exif = Buffer.concat([
      Buffer.from('Exif\0\0', 'latin1'),
      tiff([{ 0x10e: 'Zürich, 日本', 0x4746: 3 }]),
    ]);
    const file = withSegment(bare, 0xe1, exif);
    expect(factsOf(file, 'image/jpeg')).toMatchObject({ caption: 'Zürich, 日本', rating: 3 });
  });

  it.each(['OLYMPUS DIGITAL CAMERA', 'SONY DSC', '          ', 'DCIM\\100MEDIA\\DJI_0001.JPG', '\0\0\0'])(
    'are not what a camera writes by itself: %j',
    async (text) => {
      const file = await jpegWith({ IFD0: { ImageDescription: text } });
      expect(factsOf(file, 'image/jpeg').caption).toBeNull();
    },
  );

  it('of broken, empty or endless XMP are none, and cost no time', () => {
    const long = 'x'.repeat(10_000_000);
    for (const xmp of [
      packet(''),
      packet('<dc:title><rdf:Alt><rdf:li>'),
      packet('<dc:subject>'.repeat(20_000)),
      packet(`<dc:subject><rdf:Bag>${'<rdf:li'.repeat(50_000)}`),
      `<x:xmpmeta${' dc:title='.repeat(50_000)}`,
      packet(`<dc:creator>${long}</dc:creator>`),
      packet('', ' xmp:Rating="NaN" dc:title=""'),
      packet('', ' xmp:Rating="-1"'),
      packet('', ' xmp:Rating="0"'),
    ]) {
      const before = performance.now();
      expect(factsOf(Buffer.from(xmp), 'image/heic')).toMatchObject(NOTHING);
      expect(performance.now() - before).toBeLessThan(500);
    }
  });

  it('are cut to what is kept of them', () => {
    const many = Array.from(
      { length: 500 },
      (_, index) => `<rdf:li>${'k'.repeat(300)}${String(index)}</rdf:li><rdf:li>w${String(index)}</rdf:li>`,
    ).join('');
    const facts = factsOf(
      Buffer.from(
        packet(
          `<dc:subject><rdf:Bag>${many}</rdf:Bag></dc:subject>${alternatives('dc:description', 'y'.repeat(9000))}`,
        ),
      ),
      'image/heic',
    );
    expect(facts.keywords.length).toBeLessThanOrEqual(100);
    expect(Math.max(...facts.keywords.map((word) => word.length))).toBe(100);
    expect(new Set(facts.keywords).size).toBe(facts.keywords.length);
    expect(facts.caption).toHaveLength(2000);
  });

  it('expand no entity of their own', () => {
    const xmp = `<!DOCTYPE x [<!ENTITY a "boom">]>${packet(alternatives('dc:title', '&a;&a;&lt;b&gt;'))}`;
    expect(factsOf(Buffer.from(xmp), 'image/heic').title).toBe('&a;&a;<b>');
  });
});

describe('XMP', () => {
  it('is found without its wrapper, in elements and in attributes', () => {
    const bytes = Buffer.from(
      "<rdf:RDF><rdf:Description xmp:Rating='2'><dc:title>Plain</dc:title></rdf:Description></rdf:RDF>",
    );
    const xmp = findXmp(bytes) ?? '';
    expect(property(xmp, 'xap:Rating', 'xmp:Rating')).toBe('2');
    expect(properties(xmp, 'dc:title')).toEqual(['Plain']);
    expect(properties(xmp, 'dc:titles')).toEqual([]);
    expect(findXmp(Buffer.from('no packet'))).toBeNull();
  });
});

describe('the offset from UTC', () => {
  const utc = Date.parse('2019-07-14T16:30:10Z');
  it.each([
    ['2019-07-14T18:30:05', utc, 8.5, '2019-07-14T18:30:05+02:00'],
    ['2019-07-14T22:15:05.250', utc, 85, '2019-07-14T22:15:05.250+05:45'],
    ['2019-07-14T09:30:05', utc, -120, '2019-07-14T09:30:05-07:00'],
    ['2019-07-14T18:30:05-03:00', utc, 8.5, '2019-07-14T18:30:05-03:00'],
    ['2019-07-14T18:37:00', utc, 8.5, '2019-07-14T18:37:00'],
    ['2019-07-13T18:30:05', utc, 8.5, '2019-07-13T18:30:05'],
    ['2019-07-14T18:30:05', utc, 151, '2019-07-14T18:30:05'],
    // Kiritimati and Honolulu: the same hour of different days, on one meridian.
    ['2019-07-15T06:30:05', utc, -157.4, '2019-07-15T06:30:05+14:00'],
    ['2019-07-14T06:30:05', utc, -157.8, '2019-07-14T06:30:05-10:00'],
    ['2019-07-15T05:30:05', utc, -120, '2019-07-15T05:30:05'],
    ['2019-07-14T18:30:05', null, 8.5, '2019-07-14T18:30:05'],
  ])('of %s is what the satellites say, if it can be', (local, time, longitude, wanted) => {
    expect(withOffsetOf(local, time, longitude)).toBe(wanted);
  });

  it('comes out of a photo’s own GPS time', async () => {
    const { OffsetTimeOriginal: _, ...rest } = FULL_EXIF.IFD2 ?? {};
    const file = await jpegWith({
      ...FULL_EXIF,
      IFD2: { ...rest, DateTimeOriginal: '2019:07:15 02:30:05' },
      IFD3: { ...FULL_EXIF.IFD3, GPSDateStamp: '2019:07:14', GPSTimeStamp: '16/1 30/1 10/1' },
    });
    expect(factsOf(file, 'image/jpeg').capturedAt).toBe('2019-07-15T02:30:05.250+10:00');
  });
});
