/** @file The card of a second import: photographs that are in the vault already, some that are new or nearly the same, films, and files that are none. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { box, full, u32 } from '../support/heif.ts';
import { film } from '../support/webm.ts';

/** A name as cameras do not give, but people do. */
export const longName =
  'Die Großeltern auf der Bank vor dem Haus am See, mit dem Hund und allen Enkeln, 2019, Kopie (2).jpg';

export async function makeCard(card: string, photographs: string): Promise<void> {
  mkdirSync(card);
  const write = (name: string, bytes: Uint8Array | string): void =>
    writeFileSync(path.join(card, name), bytes);
  const all = readdirSync(photographs).sort();
  for (const name of all.slice(0, 9)) copyFileSync(path.join(photographs, name), path.join(card, name));
  // Sent by somebody else, as messengers do it: smaller, and for the rest the same.
  for (const [number, name] of all.slice(12, 18).entries())
    await sharp(path.join(photographs, name))
      .resize(number % 2 === 0 ? 1600 : 1280)
      .keepExif()
      .jpeg({ quality: 70 })
      .toFile(path.join(card, `IMG-20251004-WA000${String(number + 1)}.jpg`));
  const [first = '', second = ''] = all;
  const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>`;
  for (const name of [first, second]) write(`${name}.xmp`, xmp);
  await sharp(path.join(photographs, all[20] ?? first))
    .resize(1400)
    .modulate({ hue: 90 })
    .jpeg()
    .toFile(path.join(card, longName));
  await sharp(path.join(photographs, all[21] ?? first))
    .resize(1400)
    .modulate({ hue: 40 })
    .jpeg()
    .toFile(path.join(card, 'IMG_2001.JPG'));
  const short = film();
  short.writeDoubleBE(2000, short.indexOf(Buffer.from('4489', 'hex')) + 10); // says so: short enough for a Live Photo
  write('IMG_2001.MOV', short);
  write('MVI_0412.webm', film());
  write(
    'MVI_0413.mp4',
    Buffer.concat([
      box('ftyp', Buffer.from('isom'), u32(0)),
      box('moov', full('mvhd', u32(0), u32(0), u32(600), u32(1200), Buffer.alloc(80))),
    ]),
  );
  // A raw photo as far as its first bytes go: kept without preview.
  write('DSCF9997.RAF', 'FUJIFILMCCD-RAW 0201');
  write('Packing list.txt', 'tent, lamp, tripod');
  write('DSCF9999.JPG', 'cut off');
  write('DSCF9998.JPG', readFileSync(path.join(photographs, first)).subarray(0, 0));
}
