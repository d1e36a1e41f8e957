/** @file Everything exported with sidecars and imported into an empty vault is the same vault: pictures, dates, places, words, albums, favourites, films. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Output } from '../../src/shared/contract.ts';
import { FULL_EXIF, jpegWith, quarters, scene } from '../support/pictures.ts';
import { folderWith, TestEngine } from './open-engine.ts';

const sidecar = (inside: string): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">${inside}</rdf:Description></rdf:RDF></x:xmpmeta>`;

async function contents(engine: TestEngine, ids: readonly string[]): Promise<Map<string, unknown>> {
  const all = new Map<string, unknown>();
  for (const id of ids) {
    const details = await engine.call('library.details', { id });
    const { name, bytes, type, capturedAt, altitude, favourite, archived, albums } = details;
    const { camera, width, height, turn } = details;
    const told = Object.fromEntries(
      Object.entries(details).filter(([key]) => ['caption', 'tags', 'rating', 'title'].includes(key)),
    );
    all.set(`${name}, ${String(bytes)}`, {
      ...{ bytes, type, capturedAt, altitude, favourite, archived, camera, width, height, turn, ...told },
      albums: albums.map((album) => album.name).sort(),
      place: place(details),
    });
  }
  return all;
}

/** To a hundredth of a millionth of a degree: a millimetre. */
function place({ latitude, longitude }: Output<'library.details'>): readonly (string | undefined)[] {
  return [latitude?.toFixed(8), longitude?.toFixed(8)];
}

describe('an export with sidecars', () => {
  it.each(['flat', 'date', 'albums'] as const)('%s: is the same vault again', async (layout) => {
    const engine = new TestEngine();
    await engine.create(await folderWith());
    const source = await folderWith({
      'a/IMG_1.jpg': await jpegWith(FULL_EXIF),
      'b/IMG_1.jpg': await scene(60, 40, 3),
      'b/IMG_1.jpg.xmp': sidecar(
        '<exif:DateTimeOriginal>2001-02-03T04:05:06+01:00</exif:DateTimeOriginal><exif:GPSLatitude>47,30.12345678N</exif:GPSLatitude><exif:GPSLongitude>8,0.5W</exif:GPSLongitude><exif:GPSAltitude>4085/10</exif:GPSAltitude><exif:GPSAltitudeRef>0</exif:GPSAltitudeRef><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Title &lt;1&gt;</rdf:li></rdf:Alt></dc:title><dc:description><rdf:Alt><rdf:li xml:lang="x-default">Ö &amp; &lt;b&gt;</rdf:li></rdf:Alt></dc:description><dc:subject><rdf:Bag><rdf:li>sea</rdf:li><rdf:li>a|b</rdf:li></rdf:Bag></dc:subject><xmp:Rating>4</xmp:Rating>',
      ),
      'c.png': await quarters(40, 30).png().toBuffer(),
    });
    const { items } = await engine.import([source], 'Sea & <sun>');
    const ids = items.flatMap(({ result, photo }) =>
      result === 'imported' && photo !== null ? [photo] : [],
    );
    expect(ids).toHaveLength(3);
    const { id: second } = await engine.call('album.create', { name: 'Zwei: "2"' });
    await engine.call('album.add', { album: second, ids: ids.slice(0, 2) });
    await engine.call('library.favourite', { ids: ids.slice(1), on: true });
    await engine.call('edit.turn', { ids: ids.slice(0, 2), quarters: 1 });
    await engine.call('edit.turn', { ids: ids.slice(0, 1), quarters: 2 });

    const target = await folderWith();
    const { job } = await engine.call('export.start', {
      destination: target,
      selection: { of: 'all' },
      options: { layout, sidecars: true, checksums: true },
    });
    expect(await engine.end(job)).toMatchObject({ state: 'done', failed: 0 });
    expect(
      (await readFile(join(target, 'SHA256SUMS'), 'utf8')).trim().split('\n').length,
    ).toBeGreaterThanOrEqual(6);

    const other = new TestEngine();
    await other.create(await folderWith());
    const again = await other.import([target]);
    const imported = again.items.flatMap(({ result, photo }) =>
      result === 'imported' && photo !== null ? [photo] : [],
    );
    expect(again.items.filter(({ result }) => result === 'failed')).toEqual([]);
    const before = await contents(engine, ids);
    const after = await contents(other, imported);
    // Two of one name are two files, and both come back under their own.
    expect(imported).toHaveLength(3);
    expect(after).toEqual(before);
  });

  it('brings back everything there can be at once, and what was taken away stays away', async () => {
    const engine = new TestEngine();
    await engine.create(await folderWith());
    const odd = [
      'a\nb.jpg',
      'CON.jpg',
      'trailing. .jpg',
      '📷 été.jpg',
      'שלום עולם.jpg',
      `${'长'.repeat(80)}.jpg`,
    ];
    const pictures = await Promise.all(odd.map((_, index) => scene(60 + 2 * index, 40, index)));
    const source = await folderWith({
      ...Object.fromEntries(odd.map((name, index) => [name, pictures[index] ?? Buffer.alloc(0)])),
      'told.jpg': await jpegWith(FULL_EXIF),
      'plain.png': await quarters(40, 30).png().toBuffer(),
      'trashed.png': await quarters(44, 30).png().toBuffer(),
    });
    const { items } = await engine.import([source]);
    const at = new Map<string, string>();
    for (const { photo } of items)
      if (photo !== null) at.set((await engine.call('library.details', { id: photo })).name, photo);
    const ids = [...at.values()];
    expect(ids).toHaveLength(9);
    const named = (name: string): string => at.get(name) ?? '';

    // Albums of the same names in different places, and names that no file system takes.
    const make = async (name: string, parent: string | null = null): Promise<string> =>
      (await engine.call('album.create', { name, parent })).id;
    const travel = await make('Travel');
    const paths = [
      travel,
      await make('Italy', travel),
      await make('Travel', await make('Italy')),
      await make('a/b\\c', travel),
      await make('..', travel),
      await make('“אלבום”, 2024 🏖'),
    ];
    for (const [index, album] of paths.entries())
      await engine.call('album.add', { album, ids: ids.slice(index, index + 3) });

    const captions = [
      'one\ntwo\n\nthree',
      '👨‍👩‍👧 <b>&amp;</b> ]]>',
      'صباح الخير يا عالم',
      '"quoted", \\ and \t tab',
    ];
    for (const [index, caption] of captions.entries())
      await engine.call('edit.caption', { ids: ids.slice(index, index + 1), caption });
    const tags = ['a, b', 'x/y', 'p|q', '#1', 'שבת', '🏷️ tag', '<i>'];
    for (const [index, tag] of tags.entries())
      await engine.call('edit.tags', { ids: ids.slice(index, index + 2), add: [tag], remove: [] });
    for (const [index, rating] of ([1, 2, 3, 4, 5] as const).entries())
      await engine.call('edit.rating', { ids: ids.slice(index, index + 1), rating });
    const dates = [
      '1888-10-14T00:00:00',
      '2024-02-29T23:59:59',
      '2016-12-31T12:00:00+13:45',
      '2001-01-01T00:00:00-09:30',
    ];
    for (const [index, to] of dates.entries())
      await engine.call('edit.date', { ids: ids.slice(index, index + 1), change: { kind: 'set', to } });
    const places = [
      [90, -180],
      [-0.000001, 179.999999],
      [47.123456789, 8.987654321],
    ] as const;
    for (const [index, [latitude, longitude]] of places.entries())
      await engine.call('edit.place', {
        ids: ids.slice(index, index + 1),
        change: { kind: 'set', latitude, longitude },
      });
    await engine.call('library.favourite', { ids: ids.slice(2, 5), on: true });
    await engine.call('edit.archive', { ids: ids.slice(3, 6), on: true });
    await engine.call('edit.turn', { ids: ids.slice(4, 7), quarters: 3 });
    // Its own bytes tell place, caption, keywords and rating.
    const told = [named('told.jpg')];
    expect(await engine.call('library.details', { id: named('told.jpg') })).toMatchObject({
      latitude: expect.any(Number) as number,
    });
    await engine.call('edit.place', { ids: told, change: { kind: 'none' } });
    await engine.call('edit.caption', { ids: told, caption: '' });
    await engine.call('edit.rating', { ids: told, rating: 0 });
    await engine.call('library.trash', { ids: [named('trashed.png')] });
    const kept = ids.filter((id) => id !== named('trashed.png'));

    const target = await folderWith();
    const { job } = await engine.call('export.start', {
      destination: target,
      selection: { of: 'all' },
      options: { sidecars: true, checksums: true, layout: 'albums' },
    });
    expect(await engine.end(job)).toMatchObject({ state: 'done', failed: 0 });
    const other = new TestEngine();
    await other.create(await folderWith());
    const again = await other.import([target]);
    expect(again.items.filter(({ result }) => result === 'failed' || result === 'skipped')).toEqual([]);
    const back = new Set(again.items.flatMap(({ photo }) => photo ?? []));
    expect(await contents(other, [...back])).toEqual(await contents(engine, kept));
    const tree = async (which: TestEngine): Promise<unknown> => {
      const all = await which.call('album.list', {});
      const way = (id: string | null): string[] => {
        const album = all.find((one) => one.id === id);
        return album === undefined ? [] : [...way(album.parent), album.name];
      };
      return all.map(({ id, photos }) => JSON.stringify([...way(id), photos])).sort();
    };
    expect(await tree(other)).toEqual(await tree(engine));
  });
});
