/** @file An import reads what stands beside the pictures, and reports it as what it is. */
import { describe, expect, it } from 'vitest';
import { quarters } from '../support/pictures.ts';
import { folderWith, lineOf, TestEngine } from './open-engine.ts';

const png = (width: number): Promise<Buffer> => quarters(width, 20).png().toBuffer();

const xmp = (inside: string): string => `<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:lightproof="urn:lightproof:xmp:1#">${inside}</rdf:Description></rdf:RDF></x:xmpmeta>`;

const takeout = (timestamp: number, more: object = {}): string =>
  JSON.stringify({ photoTakenTime: { timestamp: String(timestamp) }, ...more });

describe('sidecars', () => {
  it('are read in UTF-16 and in what Windows wrote before Unicode, too', async () => {
    const engine = new TestEngine();
    const caption = xmp('<dc:description>Köln ’19</dc:description>');
    const little = Buffer.from(caption, 'utf16le');
    const folder = await folderWith({
      'a.png': await png(30),
      'a.png.xmp': Buffer.concat([Buffer.from('\ufeff', 'utf16le'), little]),
      'b.png': await png(31),
      'b.png.xmp': Buffer.concat([Buffer.from('\ufeff', 'utf16le'), little]).swap16(),
      'c.png': await png(32),
      'c.png.xmp': little,
      'd.png': await png(33),
      'd.png.xmp': Buffer.from(caption.replace('’', '\x92'), 'latin1'),
      'e.png': await png(34),
      'e.png.xmp': Buffer.from(`\ufeff${caption}`),
    });
    await engine.create(await folderWith());
    const { items } = await engine.import([folder]);
    for (const name of ['a.png', 'b.png', 'c.png', 'd.png', 'e.png']) {
      const { photo, reason } = lineOf(items, name);
      expect(reason).toBeNull();
      const details = await engine.call('library.details', { id: photo ?? '' });
      expect(details).toMatchObject({ name, caption: 'Köln ’19' });
    }
  });

  it('give date, place, albums and favourites, and are listed with the photo they belong to', async () => {
    const engine = new TestEngine();
    const folder = await folderWith({
      'a.png': await png(20),
      'a.png.xmp': xmp(
        '<exif:DateTimeOriginal>2001-02-03T04:05:06</exif:DateTimeOriginal><lightproof:Favourite>True</lightproof:Favourite>' +
          '<lightproof:Albums><rdf:Bag><rdf:li>Trip</rdf:li><rdf:li>Best</rdf:li></rdf:Bag></lightproof:Albums>',
      ),
      'b.png': await png(21),
      'b.xmp': '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>',
      'c.png': await png(22),
      'lonely.xmp': xmp(''),
      'Paris/metadata.json': '{"title":"Paris"}',
      'Paris/IMG_1(1).png': await png(23),
      'Paris/IMG_1.png(1).json': takeout(1_563_121_805, {
        geoData: { latitude: 48.5, longitude: 2.5, altitude: 0 },
      }),
      'Paris/again.png': await png(22),
    });
    await engine.create(await folderWith());
    const scan = await engine.call('import.scan', { sources: [folder] });
    expect(scan).toMatchObject({ files: 10, photos: 5, sidecars: 4, notPictures: 1 });
    const { job, id, items } = await engine.import([folder], 'All');
    expect(job).toMatchObject({
      filesTotal: 10,
      filesDone: 10,
      counts: { imported: 4, duplicate: 1, attached: 4, skipped: 1, failed: 0 },
    });
    expect(lineOf(items, 'a.png.xmp')).toMatchObject({ result: 'attached', partOf: 'a.png' });
    expect(lineOf(items, 'IMG_1.png(1).json')).toMatchObject({ result: 'attached', partOf: 'IMG_1(1).png' });
    expect(lineOf(items, 'metadata.json')).toMatchObject({ result: 'attached', partOf: 'Paris' });
    expect(lineOf(items, 'b.png')).toMatchObject({ result: 'imported', reason: 'sidecar-unreadable' });
    expect(lineOf(items, 'lonely.xmp')).toMatchObject({ result: 'skipped', reason: 'not-a-picture' });
    const list = { import: id, result: 'attached', offset: 0, limit: 10 } as const;
    expect(await engine.call('import.items', list)).toMatchObject({ total: 4 });
    const details = (name: string): Promise<{ albums: { name: string }[] }> =>
      engine.call('library.details', { id: lineOf(items, name).photo ?? '' });
    expect(await details('a.png')).toMatchObject({ capturedAt: '2001-02-03T04:05:06', favourite: true });
    expect((await details('a.png')).albums.map(({ name }) => name).sort()).toEqual(['All', 'Best', 'Trip']);
    expect(await details('IMG_1(1).png')).toMatchObject({
      capturedAt: '2019-07-14T16:30:05+00:00',
      latitude: 48.5,
      longitude: 2.5,
    });
    // The same picture in two folders is one photo, in the album of either.
    expect((await details('c.png')).albums.map(({ name }) => name).sort()).toEqual(['All', 'Paris']);
    expect((await engine.verify()).problems).toEqual([]);
  });

  it('of single files chosen together belong to them too', async () => {
    const engine = new TestEngine();
    const folder = await folderWith({
      'a.png': await png(20),
      'a.png.xmp': xmp('<exif:DateTimeOriginal>2001-02-03T04:05:06</exif:DateTimeOriginal>'),
    });
    await engine.create(await folderWith());
    const { items } = await engine.import([`${folder}/a.png`, `${folder}/a.png.xmp`]);
    expect(items.map(({ result }) => result).sort()).toEqual(['attached', 'imported']);
    const { photo } = lineOf(items, 'a.png');
    expect(await engine.call('library.details', { id: photo ?? '' })).toMatchObject({
      capturedAt: '2001-02-03T04:05:06',
    });
  });
});
