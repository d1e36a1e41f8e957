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
    const { name, bytes, type, capturedAt, altitude, favourite, albums, camera, width, height, turn } =
      details;
    const told = Object.fromEntries(
      Object.entries(details).filter(([key]) => ['caption', 'tags', 'rating', 'title'].includes(key)),
    );
    all.set(`${name}, ${String(bytes)}`, {
      ...{ bytes, type, capturedAt, altitude, favourite, camera, width, height, turn, ...told },
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
});
