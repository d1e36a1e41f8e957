/** @file Sidecars: whose they are, what they tell, and that hostile ones do no harm. */
import { describe, expect, it } from 'vitest';
import { withAbsent, withSidecar } from '../../src/main/engine/import/sidecars/facts.ts';
import { keyOfName, pairUp } from '../../src/main/engine/import/sidecars/pairing.ts';
import { readTakeout, readTakeoutAlbum } from '../../src/main/engine/import/sidecars/takeout.ts';
import { readXmp } from '../../src/main/engine/import/sidecars/xmp.ts';

const names = (...texts: string[]): Buffer[] => texts.map((text) => Buffer.from(text, 'utf8'));

/** The sidecars of one picture among these names, what counts most last. */
function sidecarsOf(picture: string, ...others: string[]): string[] {
  const { sidecars } = pairUp(names(picture, ...others));
  return (sidecars.get(keyOfName(Buffer.from(picture))) ?? []).map(String);
}

function ownerOf(sidecar: string, ...others: string[]): string | undefined {
  const owner = pairUp(names(sidecar, ...others)).owners.get(keyOfName(Buffer.from(sidecar)));
  return owner === undefined ? undefined : String(owner);
}

/** Processor time of this process so far: other work on the machine counts for nothing. */
function busyMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

describe('whose a sidecar is', () => {
  it('XMP: by the whole name, else by the name without its ending', () => {
    expect(sidecarsOf('IMG.jpg', 'IMG.jpg.xmp', 'IMG.xmp')).toEqual(['IMG.jpg.xmp']);
    expect(sidecarsOf('IMG.jpg', 'IMG.XMP')).toEqual(['IMG.XMP']);
    expect(sidecarsOf('IMG.CR2', 'IMG.jpg', 'IMG.jpg.xmp', 'IMG.xmp')).toEqual(['IMG.xmp']);
    expect(ownerOf('IMG.xmp', 'other.jpg')).toBeUndefined();
    expect(ownerOf('notes.xmp.txt', 'notes.jpg')).toBeUndefined();
  });

  it('what an export has put beside pictures: XMP by any whole name, the list of checksums by its folder', () => {
    expect(sidecarsOf('scan', 'scan.xmp')).toEqual(['scan.xmp']);
    expect(ownerOf('scan.xmp', 'scan')).toBe('scan');
    for (const list of ['SHA256SUMS', 'SHA256SUMS (2)']) {
      const { owners, album } = pairUp(names(list, 'IMG.jpg'));
      expect([owners.get(list.toLowerCase()), album]).toEqual([null, null]);
    }
    expect(ownerOf('SHA256SUMS.jpg', 'IMG.jpg')).toBeUndefined();
    expect(ownerOf('IMG.exif', 'IMG.jpg')).toBe('IMG.jpg');
  });

  it.each([
    ['IMG_1234.jpg', 'IMG_1234.jpg.json'],
    ['IMG_1234(1).jpg', 'IMG_1234.jpg(1).json'],
    ['IMG_1234(1).jpg', 'IMG_1234(1).jpg.json'],
    ['IMG_1234.jpg', 'IMG_1234.jpg.supplemental-metadata.json'],
    ['IMG_1234(2).jpg', 'IMG_1234.jpg.supplemental-metadata(2).json'],
    ['PXL_20230714_183005123.PORTRAIT.jpg', 'PXL_20230714_183005123.PORTRAIT.jpg.supplemen.json'],
    ['PXL_20230714_183005123.jpg', 'PXL_20230714_183005123.jpg.s.json'],
    ['IMG_1234-edited.jpg', 'IMG_1234.jpg.json'],
    ['IMG_1234-bearbeitet(1).jpg', 'IMG_1234.jpg(1).json'],
    [
      'a photo with a name that is longer than forty-six.jpg',
      'a photo with a name that is longer than forty-.json',
    ],
    [
      'a photo with a name that is longer than fort(3).jpg',
      'a photo with a name that is longer than fort.jpg(3).json',
    ],
    ['IMG_1234.jpg', 'IMG_1234.json'],
  ])('Takeout: %s by %s', (picture, json) => {
    expect(sidecarsOf(picture, json)).toEqual([json]);
  });

  it('Takeout: not another copy’s, and nobody’s where two begin alike', () => {
    expect(sidecarsOf('IMG_1234.jpg', 'IMG_1234.jpg(1).json')).toEqual([]);
    expect(sidecarsOf('IMG_1234.jpg', 'IMG_1234(1).jpg', 'IMG_1234.jpg(1).json')).toEqual([]);
    const long = 'a photo with a name that is longer than forty-';
    expect(sidecarsOf(`${long}one.jpg`, `${long}two.jpg`, `${long}.json`)).toEqual([]);
    expect(ownerOf('print-subscriptions.json', 'IMG.jpg')).toBeUndefined();
  });

  it('an edited picture shares the file of the one it was made from', () => {
    const { sidecars, owners } = pairUp(names('IMG_1.jpg', 'IMG_1-edited.jpg', 'IMG_1.jpg.json'));
    expect([...sidecars.keys()].sort()).toEqual(['img_1-edited.jpg', 'img_1.jpg']);
    expect(String(owners.get('img_1.jpg.json'))).toBe('IMG_1.jpg');
    for (const mark of ['-編集済み', '-ha editado', '-editat', '-modifie\u0301'])
      expect(sidecarsOf(`IMG_1${mark}.jpg`, 'IMG_1.jpg', 'IMG_1.jpg.json')).toEqual(['IMG_1.jpg.json']);
  });

  it('knows a folder’s own, what programs keep for themselves, and halves of Live Photos', () => {
    const pairing = pairUp(names('metadata.json', 'IMG_1.HEIC', 'IMG_1.MOV', 'IMG_1.AAE', 'clip.mov'));
    expect(String(pairing.album)).toBe('metadata.json');
    expect(pairing.owners.get('metadata.json')).toBeNull();
    expect(String(pairing.owners.get('img_1.aae'))).toBe('IMG_1.HEIC');
    expect(pairing.sidecars.size).toBe(0);
    expect([...pairing.movies].map(([still, film]) => [still, String(film)])).toEqual([
      ['img_1.heic', 'IMG_1.MOV'],
    ]);
  });

  it('takes its time for a hundred thousand names, not more', () => {
    const many = Array.from(
      { length: 50_000 },
      (_, index) => `a rather long name of a picture, number ${String(index)}`,
    );
    const before = busyMs();
    const { sidecars } = pairUp(names(...many.flatMap((name) => [`${name}.jpg`, `${name}.jpg.json`])));
    expect(sidecars.size).toBe(50_000);
    expect(busyMs() - before).toBeLessThan(5000);
  });
});

const xmp = (inside: string, attributes = ''): string =>
  `<?xpacket begin="\u{feff}" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
  xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmlns:lightproof="urn:lightproof:xmp:1#" ${attributes}>
${inside}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;

describe('XMP', () => {
  it('tells what our own export writes', () => {
    const text = xmp(`<exif:DateTimeOriginal>2019-07-14T18:30:05.25+02:00</exif:DateTimeOriginal>
      <exif:GPSLatitude>33,51.588000S</exif:GPSLatitude><exif:GPSLongitude>151,12.4S</exif:GPSLongitude>
      <exif:GPSLongitude>151,12.540000E</exif:GPSLongitude><exif:GPSAltitude>58500/1000</exif:GPSAltitude><exif:GPSAltitudeRef>1</exif:GPSAltitudeRef>
      <dc:description><rdf:Alt><rdf:li xml:lang="de">Hafen</rdf:li><rdf:li xml:lang="x-default">Harbour &amp; &#x1F6A2; &lt;evening&gt;</rdf:li></rdf:Alt></dc:description>
      <dc:subject><rdf:Bag><rdf:li>Sydney</rdf:li><rdf:li>Family</rdf:li><rdf:li>Sydney</rdf:li></rdf:Bag></dc:subject>
      <xmp:Rating>4</xmp:Rating><lightproof:Favourite>True</lightproof:Favourite>
      <lightproof:Albums><rdf:Bag><rdf:li>Trip</rdf:li></rdf:Bag></lightproof:Albums><lightproof:Name>a?b.jpg</lightproof:Name>`);
    expect(readXmp(text.replace('<exif:GPSLongitude>151,12.4S</exif:GPSLongitude>', ''))).toEqual({
      capturedAt: '2019-07-14T18:30:05.25+02:00',
      latitude: -33.8598,
      longitude: 151.209,
      altitude: -58.5,
      caption: 'Harbour & 🚢 <evening>',
      tags: ['Sydney', 'Family'],
      rating: 4,
      favourite: true,
      albums: ['Trip'],
      name: 'a?b.jpg',
    });
  });

  it('tells what Lightroom and darktable write: attributes, other prefixes, trees of tags', () => {
    const text = xmp(
      '<lr:hierarchicalSubject><rdf:Bag><rdf:li>darktable|format|jpg</rdf:li><rdf:li>Places|Paris</rdf:li></rdf:Bag></lr:hierarchicalSubject>',
      'xmp:Rating="-1" photoshop:DateCreated="2020-02-29T10:00" exif:GPSLatitude="48,51,24N" exif:GPSLongitude="2,21.0E" q:Rating="3" xmlns:q="http://ns.adobe.com/xap/1.0/"',
    );
    expect(readXmp(text)).toEqual({
      capturedAt: '2020-02-29T10:00:00',
      latitude: 48.85666667,
      longitude: 2.35,
      tags: ['Paris'],
    });
  });

  it.each([
    ['no place without both', xmp('<exif:GPSLatitude>48,1N</exif:GPSLatitude>')],
    [
      'no place that is none',
      xmp('<exif:GPSLatitude>NaN</exif:GPSLatitude><exif:GPSLongitude>999,0E</exif:GPSLongitude>'),
    ],
    ['no date that is none', xmp('<exif:DateTimeOriginal>0000-00-00T00:00:00</exif:DateTimeOriginal>')],
    ['no day that is none', xmp('<exif:DateTimeOriginal>2021-02-30T10:00:00</exif:DateTimeOriginal>')],
    ['nothing of nested descriptions', xmp('<xmp:History><rdf:Description xmp:Rating="5"/></xmp:History>')],
    ['nothing in other namespaces', xmp('<z:Rating xmlns:z="urn:z">5</z:Rating>')],
  ])('tells %s', (_what, text) => {
    expect(readXmp(text)).toEqual({});
  });

  it.each([
    [
      'a document type',
      `<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]>${xmp('&a;&c;')}`,
    ],
    ['what ends too early', xmp('<dc:subject>').slice(0, -60)],
    ['elements that cross', '<a><b></a></b>'],
    ['elements without end', '<a>'.repeat(100_000)],
    [
      'attributes without end',
      `<a ${Array.from({ length: 10_000 }, (_, i) => `a${String(i)}="1"`).join(' ')}/>`,
    ],
    ['a tag of nothing', `<a${' '.repeat(1_000_000)}`],
    ['text', 'Dear diary'],
    ['nothing', ''],
    ['numbers out of range', xmp('<dc:title>&#x110000;</dc:title>')],
  ])('refuses %s, at once', (_what, text) => {
    const before = busyMs();
    expect(() => readXmp(text)).toThrow();
    expect(busyMs() - before).toBeLessThan(1000);
  });

  it('reads four megabytes in a moment', () => {
    const many = '<rdf:li>x &amp; y</rdf:li>'.repeat(150_000);
    const before = busyMs();
    expect(readXmp(xmp(`<dc:subject><rdf:Bag>${many}</rdf:Bag></dc:subject>`)).tags).toEqual(['x & y']);
    expect(busyMs() - before).toBeLessThan(3000);
  });
});

const takeout = (more: object = {}): string =>
  JSON.stringify({
    title: 'IMG.jpg',
    description: '',
    photoTakenTime: { timestamp: '1563121805', formatted: '14.07.2019, 16:30:05 UTC' },
    geoData: { latitude: 0, longitude: 0, altitude: 0, latitudeSpan: 0 },
    ...more,
  });

describe('Takeout', () => {
  it('tells the moment, the place, the description, and whether it is a favourite', () => {
    const geoData = { latitude: 48.5, longitude: -2.25, altitude: 12 };
    expect(readTakeout(takeout({ description: ' Low tide\r\n', geoData, favorited: true }))).toEqual({
      takenAt: 1_563_121_805_000,
      caption: 'Low tide',
      latitude: 48.5,
      longitude: -2.25,
      altitude: 12,
      favourite: true,
    });
    expect(readTakeout(takeout())).toEqual({ takenAt: 1_563_121_805_000 });
    expect(() => readTakeout('{"title": "x"}')).toThrow();
    expect(() => readTakeout('[[[')).toThrow();
  });

  it('tells an album by its title, and that a folder of a year is none', () => {
    expect(readTakeoutAlbum('{"title":"Summer in 2019"}')).toBe('Summer in 2019');
    expect(readTakeoutAlbum('{"title":"Photos from 2019"}')).toBeNull();
    expect(readTakeoutAlbum('{"title":""}')).toBeNull();
  });
});

describe('what counts', () => {
  const record = {
    blob: 'b'.repeat(32),
    name: 'a.jpg',
    bytes: 1,
    digest: 'd'.repeat(64),
    mime: 'image/jpeg',
    importedAt: '2024-01-01T00:00:00.000Z',
    import: 'c'.repeat(32),
    capturedAt: '2019-07-14T18:30:05',
    latitude: 1,
    longitude: 2,
    altitude: 3,
    caption: 'In the picture',
  };

  it('is the sidecar before the picture, a place as a whole', () => {
    const told = withSidecar(record, {
      capturedAt: '2020-01-01T00:00:00',
      latitude: 5,
      longitude: 6,
      caption: 'Beside it',
    });
    expect(told).toMatchObject({
      capturedAt: '2020-01-01T00:00:00',
      latitude: 5,
      longitude: 6,
      caption: 'Beside it',
    });
    expect(told.altitude).toBeUndefined();
  });

  it('is the picture’s local time, unless the moment beside it can be no time zone away', () => {
    const moment = Date.parse('2019-07-14T16:30:05Z');
    expect(withSidecar(record, { takenAt: moment }).capturedAt).toBe('2019-07-14T18:30:05');
    expect(withSidecar(record, { takenAt: moment - 3e11 }).capturedAt).toBe('2010-01-10T11:10:05+00:00');
    const { capturedAt: _none, ...undated } = record;
    expect(withSidecar(undated, { takenAt: moment }).capturedAt).toBe('2019-07-14T16:30:05+00:00');
  });

  it('of a photo that is here already is only what it does not know', () => {
    const facts = {
      caption: 'Other',
      rating: 5,
      favourite: true as const,
      latitude: 8,
      longitude: 9,
      name: 'other.jpg',
    };
    expect(withAbsent(record, facts)).toEqual({ ...record, rating: 5 });
  });
});
