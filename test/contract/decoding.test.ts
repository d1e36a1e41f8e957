/** @file Pictures and films of every kind through an import: what the library then knows of them and shows. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { box, full, heic, u16, u32 } from '../support/heif.ts';
import { plain, quarters, RED } from '../support/pictures.ts';
import { tiff } from '../support/tiff.ts';
import { folderWith, lineOf, TestEngine } from './open-engine.ts';

const CAPTION = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"><dc:title>Harbour</dc:title>
<dc:description>Boats</dc:description><dc:subject><rdf:Bag><rdf:li>sea</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>`;

describe('an import', () => {
  it('shows HEIC, raw files and drawings, and keeps films with what they tell', async () => {
    const jpeg = await quarters(1200, 800).jpeg().toBuffer();
    const raw = tiff([{ 0xfe: 1, 0x10f: 'NIKON', 0x112: 6, 0x14a: [{ 0x201: jpeg, 0x202: jpeg.length }] }]);
    const created = 1_704_110_400 + 2_082_844_800;
    const header = full('mvhd', u32(created), u32(created), u32(600), u32(7530), Buffer.alloc(80));
    const track = full('tkhd', Buffer.alloc(72), u16(1920), u16(0), u16(1080), u16(0));
    const film = Buffer.concat([
      box('ftyp', Buffer.from('isom'), u32(0)),
      box('mdat', Buffer.alloc(2_000_000)),
      box('moov', header, box('trak', track)),
    ]);
    const folder = await folderWith({
      'a.heic': heic(['red', 'green', 'blue', 'yellow'], 2, { turns: 1 }),
      'b.nef': raw,
      'c.svg': Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="9" height="9"/></svg>',
      ),
      'd.mp4': film,
      'e.jpg': await plain(20, 20, RED).withXmp(CAPTION).jpeg().toBuffer(),
      'broken.heic': heic(['red'], 1).subarray(0, 200),
    });
    const engine = new TestEngine();
    await engine.create(await folderWith());
    const { job, items } = await engine.import([folder]);
    expect(job).toMatchObject({ state: 'done', counts: { imported: 6, failed: 0 } });
    const details = (name: string) => engine.call('library.details', { id: lineOf(items, name).photo ?? '' });

    expect(await details('a.heic')).toMatchObject({
      type: 'image/heic',
      width: 128,
      height: 128,
      view: 'preview',
      problem: null,
    });
    expect(await details('b.nef')).toMatchObject({
      type: 'image/x-nikon-nef',
      camera: 'NIKON',
      width: 800,
      height: 1200,
      view: 'preview',
      problem: null,
    });
    expect(await details('c.svg')).toMatchObject({
      type: 'image/svg+xml',
      width: 30,
      height: 20,
      view: 'preview',
      problem: null,
    });
    expect(await details('d.mp4')).toMatchObject({
      type: 'video/mp4',
      width: 1920,
      height: 1080,
      duration: 12.55,
      capturedAt: '2024-01-01T12:00:00+00:00',
      view: 'film',
      problem: null,
    });
    expect(await details('e.jpg')).toMatchObject({
      title: 'Harbour',
      caption: 'Boats',
      tags: ['sea'],
      rating: 4,
      view: 'original',
    });
    expect(await details('broken.heic')).toMatchObject({ view: 'none', problem: 'picture-damaged' });

    const preview = await engine.engine.openMedia('preview', lineOf(items, 'b.nef').photo ?? '');
    if (!preview.ok) throw new Error(preview.error.code);
    const bytes: Uint8Array[] = [];
    for await (const piece of preview.value.read(0, preview.value.size)) bytes.push(piece);
    preview.value.close();
    expect(await sharp(Buffer.concat(bytes)).metadata()).toMatchObject({
      format: 'jpeg',
      width: 800,
      height: 1200,
    });
    expect((await engine.verify()).problems).toEqual([]);
  });

  it('says how it decodes, before any vault is open', async () => {
    const info = await new TestEngine({ decoders: { bwrap: null, size: 2 } }).call('decoding.info', {});
    expect(info).toEqual({ isolation: 'separate process', processes: 2 });
  });
});
