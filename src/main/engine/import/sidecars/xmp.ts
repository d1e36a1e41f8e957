/**
 * @file XMP beside a picture: our own (docs/sidecars.md) and that of Lightroom, digiKam, darktable and the like. Properties as elements or
 * attributes, any prefix. Runs in the engine.
 */
import { degrees, rational } from '../../../../shared/xmp-values.ts';
import { readPath } from '../../catalog/index.ts';
import { shownName } from '../source-path.ts';
import { captionOf, fields, listOf, placeOf, type Field, type SidecarFacts } from './facts.ts';
import { NotReadable, readXml } from './xml.ts';

const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
/** The namespaces that are read, by the prefix they usually have. */
const namespaces: ReadonlyMap<string, string> = new Map([
  [rdf, 'rdf'],
  ['http://ns.adobe.com/exif/1.0/', 'exif'],
  ['http://ns.adobe.com/photoshop/1.0/', 'photoshop'],
  ['http://purl.org/dc/elements/1.1/', 'dc'],
  ['http://ns.adobe.com/xap/1.0/', 'xmp'],
  ['http://ns.adobe.com/lightroom/1.0/', 'lr'],
  ['http://www.digikam.org/ns/1.0/', 'digiKam'],
  ['urn:lightproof:xmp:1#', 'lightproof'],
]);

/** Degrees clockwise. */
const turns = [90, 180, 270] as const;
/** In so many albums that lie in others a photo may be. */
const mostPaths = 500;

/** @throws NotReadable */
export function readXmp(text: string): SidecarFacts {
  const found = propertiesOf(text);
  const one = (...names: string[]): string | undefined =>
    names.flatMap((name) => found.get(name) ?? []).find((value) => value.trim() !== '');
  const capturedAt = ['exif:DateTimeOriginal', 'photoshop:DateCreated', 'xmp:CreateDate']
    .map((name) => localTime(one(name) ?? ''))
    .find((time) => time !== null);
  const caption = captionOf(one('dc:description') ?? '');
  const [title] = listOf([one('dc:title') ?? '']) ?? [];
  const tags = listOf([...(found.get('dc:subject') ?? []), ...hierarchical(found)]);
  const rating = Number(one('xmp:Rating') ?? 0);
  const albums = listOf(found.get('lightproof:Albums') ?? []);
  const albumPaths = (found.get('lightproof:AlbumPaths') ?? []).slice(0, mostPaths).map(readPath);
  const none = (found.get('lightproof:None') ?? []).filter(isField);
  const name = one('lightproof:Name');
  const turn = turns.find((degrees) => String(degrees) === one('lightproof:Turn')?.trim());
  const below = one('exif:GPSAltitudeRef') === '1' ? -1 : 1;
  const altitude = rational(one('exif:GPSAltitude') ?? '');
  return {
    ...(capturedAt !== undefined && { capturedAt }),
    ...placeOf(
      degrees(one('exif:GPSLatitude') ?? '', 'NS'),
      degrees(one('exif:GPSLongitude') ?? '', 'EW'),
      altitude === null ? null : below * altitude,
    ),
    ...(title !== undefined && { title }),
    ...(caption !== undefined && { caption }),
    ...(tags !== undefined && { tags }),
    ...(Number.isInteger(rating) && rating >= 1 && rating <= 5 && { rating }),
    ...(one('lightproof:Favourite')?.trim() === 'True' && { favourite: true as const }),
    ...(one('lightproof:Archived')?.trim() === 'True' && { archived: true as const }),
    ...(turn !== undefined && { turn }),
    ...(none.length > 0 && { none }),
    ...(albums !== undefined && { albums }),
    ...(albumPaths.length > 0 && { albumPaths }),
    ...(name !== undefined && { name: shownName(Buffer.from(name, 'utf8')) }),
  };
}

function isField(text: string): text is Field {
  return Object.hasOwn(fields, text);
}

/** Leaves of tag trees that `dc:subject` does not have: some programs write only the trees. darktable's own marks are none. */
function hierarchical(found: ReadonlyMap<string, readonly string[]>): string[] {
  const trees = [
    ...(found.get('lr:hierarchicalSubject') ?? []).map((path) => path.split('|')),
    ...(found.get('digiKam:TagsList') ?? []).map((path) => path.split('/')),
  ];
  return trees.flatMap(([root, ...rest]) => (root === 'darktable' ? [] : (rest.at(-1) ?? root ?? '')));
}

/** `prefix:Name` → its values: one, or the items of a list, of alternatives the default language first. */
function propertiesOf(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const scopes: ReadonlyMap<string, string>[] = [new Map()];
  const path: string[] = [];
  let value = '';
  let isDefault = false;
  const put = (name: string, one: string, first = false): void => {
    const values = found.get(name) ?? [];
    if (first) values.unshift(one);
    else values.push(one);
    found.set(name, values);
  };
  readXml(text, {
    open: (name, attributes) => {
      const scope = new Map(scopes.at(-1));
      for (const [key, uri] of attributes) {
        if (key === 'xmlns') scope.set('', uri);
        else if (key.startsWith('xmlns:')) scope.set(key.slice(6), uri);
      }
      scopes.push(scope);
      path.push(qualified(name, scope));
      value = '';
      isDefault = attributes.get('xml:lang') === 'x-default';
      if (!endsWith(path, 'rdf:RDF', 'rdf:Description')) return;
      for (const [key, one] of attributes) {
        const property = key.includes(':') ? qualified(key, scope) : '';
        if (property !== '' && !property.startsWith('rdf:')) put(property, one);
      }
    },
    text: (more) => {
      value += more;
    },
    close: () => {
      const property = endsWith(path.slice(0, -1), 'rdf:RDF', 'rdf:Description') ? path.at(-1) : undefined;
      const list = path.at(-2) ?? '';
      const inList = endsWith(path.slice(0, -3), 'rdf:RDF', 'rdf:Description') && path.at(-1) === 'rdf:li';
      if (inList && /^rdf:(?:Bag|Seq|Alt)$/u.test(list)) put(path.at(-3) ?? '', value, isDefault);
      else if (property !== undefined && property !== '' && value.trim() !== '') put(property, value);
      path.pop();
      scopes.pop();
      value = '';
    },
  });
  if (found.size === 0 && !text.includes(rdf)) throw new NotReadable('no XMP');
  return found;
}

function endsWith(path: readonly string[], ...end: readonly string[]): boolean {
  return end.every((name, index) => path[path.length - end.length + index] === name);
}

/** The name with the usual prefix; '' in a namespace that is not read. */
function qualified(name: string, scope: ReadonlyMap<string, string>): string {
  const colon = name.indexOf(':');
  const prefix = namespaces.get(scope.get(colon < 0 ? '' : name.slice(0, colon)) ?? '');
  return prefix === undefined ? '' : `${prefix}:${name.slice(colon + 1)}`;
}

const isoTime = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?$/u;

/** As in a photo's cell (docs/format.md §5.4); null for what is no time of a day. */
function localTime(text: string): string | null {
  const parts = isoTime.exec(text.trim());
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second = '00', fraction = '', zone = ''] = parts;
  const plain = `${String(year)}-${String(month)}-${String(day)}T${String(hour)}:${String(minute)}:${second}`;
  const time = new Date(`${plain}Z`);
  // The 31st of February is told by becoming another day.
  if (year === '0000' || Number.isNaN(time.getTime()) || !time.toISOString().startsWith(plain)) return null;
  return `${plain}${fraction}${zone === 'Z' ? '+00:00' : zone}`;
}
