/** @file The card of a second import: photographs that are in the vault already, some that are new or nearly the same, a film, and files that are none. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { film } from '../support/webm.ts';

export async function makeCard(card: string, photographs: string): Promise<void> {
  mkdirSync(card);
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
  for (const name of [first, second]) writeFileSync(path.join(card, `${name}.xmp`), xmp);
  writeFileSync(path.join(card, 'MVI_0412.webm'), film());
  writeFileSync(path.join(card, 'Packing list.txt'), 'tent, lamp, tripod');
  writeFileSync(path.join(card, 'DSCF9999.JPG'), 'cut off');
  writeFileSync(path.join(card, 'DSCF9998.JPG'), readFileSync(path.join(photographs, first)).subarray(0, 0));
}
