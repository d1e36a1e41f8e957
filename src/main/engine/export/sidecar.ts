/** @file What the vault knows of a photo as an XMP file beside it (docs/sidecars.md). Pure; runs in the engine. */
import { writtenPath, type AlbumPath, type PhotoRecord } from '../catalog/index.ts';

export const sidecarEnding = '.xmp';

const namespaces = {
  dc: 'http://purl.org/dc/elements/1.1/',
  exif: 'http://ns.adobe.com/exif/1.0/',
  lightproof: 'urn:lightproof:xmp:1#',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  xmp: 'http://ns.adobe.com/xap/1.0/',
};

/** The same bytes for the same photo in the same state. @param albums the names on the way to each */
export function sidecarOf(photo: PhotoRecord, albums: readonly AlbumPath[], withPlace: boolean): Buffer {
  const { capturedAt, title, caption, tags = [], rating, favourite, archived, turn, name } = photo;
  const properties = [
    ...(capturedAt === undefined ? [] : [element('exif:DateTimeOriginal', capturedAt)]),
    ...(capturedAt === undefined ? [] : [element('photoshop:DateCreated', capturedAt)]),
    ...(withPlace ? place(photo) : []),
    ...(title === undefined ? [] : [inWords('dc:title', title)]),
    ...(caption === undefined ? [] : [inWords('dc:description', caption)]),
    ...bag('dc:subject', tags),
    ...(rating === undefined ? [] : [element('xmp:Rating', String(rating))]),
    ...(favourite === true ? [element('lightproof:Favourite', 'True')] : []),
    ...(archived === true ? [element('lightproof:Archived', 'True')] : []),
    ...(turn === undefined ? [] : [element('lightproof:Turn', String(turn))]),
    ...bag(
      'lightproof:Albums',
      albums.flatMap((path) => (path.length === 1 ? path : [])),
    ),
    ...bag(
      'lightproof:AlbumPaths',
      albums.flatMap((path) => (path.length > 1 ? [writtenPath(path)] : [])),
    ),
    ...bag('lightproof:None', noneOf(photo, withPlace)),
    element('lightproof:Name', name),
  ];
  const declared = Object.entries(namespaces).map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`);
  return Buffer.from(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
      `<rdf:RDF xmlns:rdf="${namespaces.rdf}">`,
      `<rdf:Description rdf:about="" ${declared.filter((text) => !text.startsWith('xmlns:rdf=')).join(' ')}>`,
      ...properties,
      '</rdf:Description>',
      '</rdf:RDF>',
      '</x:xmpmeta>',
      '',
    ].join('\n'),
    'utf8',
  );
}

/** What the vault knows nothing of, although the photo's own bytes may tell it: somebody has taken it away. */
function noneOf(photo: PhotoRecord, withPlace: boolean): string[] {
  const { latitude, caption, tags, rating, original } = photo;
  const none = {
    place: withPlace && latitude === undefined && original?.latitude !== undefined,
    caption: caption === undefined,
    tags: tags === undefined || tags.length === 0,
    rating: rating === undefined,
  };
  return Object.entries(none).flatMap(([field, isNone]) => (isNone ? [field] : []));
}

function place({ latitude, longitude, altitude }: PhotoRecord): string[] {
  if (latitude === undefined || longitude === undefined) return [];
  const height =
    altitude === undefined
      ? []
      : [
          element('exif:GPSAltitude', `${String(Math.round(Math.abs(altitude) * 1000))}/1000`),
          element('exif:GPSAltitudeRef', altitude < 0 ? '1' : '0'),
        ];
  return [
    element('exif:GPSLatitude', angle(latitude, 'N', 'S')),
    element('exif:GPSLongitude', angle(longitude, 'E', 'W')),
    ...height,
  ];
}

/** In whole hundred-millionths of a minute first, so that no minute is ever written as 60. */
function angle(degrees: number, positive: string, negative: string): string {
  const parts = Math.round(Math.abs(degrees) * 60 * 1e8);
  const whole = Math.floor(parts / 60e8);
  return `${String(whole)},${((parts - whole * 60e8) / 1e8).toFixed(8)}${degrees < 0 ? negative : positive}`;
}

/** Text that might stand there in several languages. */
function inWords(name: string, text: string): string {
  return `<${name}><rdf:Alt><rdf:li xml:lang="x-default">${escaped(text)}</rdf:li></rdf:Alt></${name}>`;
}

function bag(name: string, values: readonly string[]): string[] {
  if (values.length === 0) return [];
  return [
    `<${name}><rdf:Bag>${values.map((value) => element('rdf:li', value)).join('')}</rdf:Bag></${name}>`,
  ];
}

function element(name: string, text: string): string {
  return `<${name}>${escaped(text)}</${name}>`;
}

/** What XML 1.0 cannot hold, in any way of writing. */
const impossible = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

function escaped(text: string): string {
  return text
    .normalize('NFC')
    .replace(impossible, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;'); // a parser would make a line feed of it
}
