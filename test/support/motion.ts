/** @file Makes motion photos for tests: a picture with a film behind it, as Google's and Samsung's phones write them. */
import { box } from './heif.ts';

const NAMESPACES =
  'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:Camera="http://ns.google.com/photos/1.0/camera/" xmlns:Container="http://ns.google.com/photos/1.0/container/" xmlns:Item="http://ns.google.com/photos/1.0/container/item/"';

/** Google's first way: how far before the end it begins. */
export function microVideo(jpeg: Buffer, film: Buffer): Buffer {
  const told = `Camera:MicroVideo="1" Camera:MicroVideoVersion="1" Camera:MicroVideoOffset="${String(film.length)}"`;
  return Buffer.concat([withXmp(jpeg, `<rdf:Description rdf:about="" ${NAMESPACES} ${told}/>`), film]);
}

/** Google's second: what stands behind the picture, one after the other; here another picture comes before the film. */
export function motionPhoto(jpeg: Buffer, film: Buffer, before = Buffer.alloc(0)): Buffer {
  const item = (semantic: string, length: number): string =>
    `<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="${semantic}" Item:Length="${String(length)}"/></rdf:li>`;
  const items = [item('Primary', 0), item('GainMap', before.length), item('MotionPhoto', film.length)].join(
    '',
  );
  const told = `<rdf:Description rdf:about="" ${NAMESPACES} Camera:MotionPhoto="1"><Container:Directory><rdf:Seq>${items}</rdf:Seq></Container:Directory></rdf:Description>`;
  return Buffer.concat([withXmp(jpeg, told), before, film]);
}

/** Samsung's: a block behind the picture, with a name, in a list at the end. */
export function samsungMotion(jpeg: Buffer, film: Buffer): Buffer {
  const name = 'MotionPhoto_Data';
  const head = Buffer.alloc(8);
  head.writeUInt16LE(0x0a30, 2);
  head.writeUInt32LE(name.length, 4);
  const block = Buffer.concat([head, Buffer.from(name), film]);
  const list = Buffer.alloc(24);
  list.write('SEFH', 'latin1');
  list.writeUInt32LE(106, 4);
  list.writeUInt32LE(1, 8);
  list.writeUInt16LE(0x0a30, 14);
  list.writeUInt32LE(block.length, 16);
  list.writeUInt32LE(block.length, 20);
  const end = Buffer.from('\0\0\0\0SEFT', 'latin1');
  end.writeUInt32LE(list.length);
  return Buffer.concat([jpeg, block, list, end]);
}

/** A HEIC has a box for it. */
export function heicMotion(heic: Buffer, film: Buffer): Buffer {
  return Buffer.concat([heic, box('mpvd', film)]);
}

function withXmp(jpeg: Buffer, description: string): Buffer {
  const packet = `http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>${description}</rdf:RDF></x:xmpmeta>`;
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(packet.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.from(packet, 'latin1'), jpeg.subarray(2)]);
}
