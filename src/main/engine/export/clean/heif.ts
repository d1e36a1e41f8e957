/**
 * @file HEIC, HEIF and AVIF (ISO/IEC 23008-12): the picture, its tiles and what shows through it, with what is needed to show them right, are put into a
 * new file; their coded bytes stay as they are. Thumbnails, depth, gain maps and whatever else is beside them go. Pure; runs in the engine.
 */
import { readHeif, type HeifFile, type Item, type Reference } from './heif-read.ts';
import { cut, StructureError, type Without } from './structure.ts';
import { placelessExif } from './tiff.ts';
import { isPlacelessXmp } from './words.ts';

/** Coded pictures, and those that are put together from others. */
const pictures = new Set(['hvc1', 'av01', 'grid', 'iden', 'iovl']);
/** Decoder, size, colours, turn, crop, brightness of the screen they were made for. What else is told of a picture is not needed to show it. */
const shown = new Set(
  'hvcC av1C ispe pixi colr irot imir clap auxC pasp mdcv clli cclv amve ndwt lsel a1op a1lx'.split(' '),
);
const transparency = ['urn:mpeg:mpegB:cicp:systems:auxiliary:alpha', 'urn:mpeg:hevc:2015:auxid:1'];
const majors = new Set(['heic', 'heix', 'heim', 'heis', 'mif1', 'mif2', 'avif']);
const brands = new Set([...majors, 'miaf', 'MiHB', 'MiHA', 'MiHE', 'MA1B', 'MA1A']);
const xmpType = 'application/rdf+xml';
const mostProperties = 0x7fff;

/** @throws StructureError when it is a film as well, or needs what is not known here to be shown */
export function cleanHeif(bytes: Buffer, without: Without): Buffer {
  const file = readHeif(bytes);
  if (!majors.has(file.major)) throw new StructureError('brand');
  const byId = new Map(file.items.map((item) => [item.id, item]));
  if (byId.size !== file.items.length) throw new StructureError('twice');
  const kept = shownWith(file, byId);
  const items = file.items.flatMap((item) => {
    if (kept.has(item.id)) return [cleanItem(item, file)];
    const told = without === 'place' ? placeless(item, file) : null;
    return told === null ? [] : [told];
  });
  const ids = new Set(items.map(({ id }) => id));
  const references = file.references.flatMap(({ type, from, to }) => {
    const wanted = kept.has(from) ? ['dimg', 'auxl', 'prem'] : ['cdsc'];
    const left = to.filter((id) => ids.has(id));
    return wanted.includes(type) && ids.has(from) && left.length > 0 ? [{ type, from, to: left }] : [];
  });
  return written({ ...file, items, references });
}

/** The primary picture, all that it is put together from, and what shows through those. */
function shownWith(
  { primary, references, properties }: HeifFile,
  byId: ReadonlyMap<number, Item>,
): Set<number> {
  const kept = new Set<number>();
  const waiting = [primary];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const item = byId.get(id);
    if (item === undefined || !pictures.has(item.type)) throw new StructureError('no picture');
    if (kept.has(id)) continue;
    kept.add(id);
    for (const { type, from, to } of references) {
      if (type === 'dimg' && from === id) waiting.push(...to);
      if (type === 'auxl' && to.includes(id) && isTransparency(byId.get(from), properties))
        waiting.push(from);
    }
  }
  return kept;
}

function isTransparency(item: Item | undefined, properties: HeifFile['properties']): boolean {
  return (item?.properties ?? []).some(({ index }) => {
    const { type, body } = properties[index] ?? {};
    return type === 'auxC' && transparency.includes(body?.toString('latin1', 4).split('\0')[0] ?? '');
  });
}

function cleanItem(item: Item, { properties }: HeifFile): Item {
  const own = item.properties.filter(({ index, essential }) => {
    const known = shown.has(properties[index]?.type ?? '');
    if (!known && essential) throw new StructureError('property');
    return known;
  });
  if (item.data.length === 0 && item.type !== 'iden') throw new StructureError('no data');
  return { ...item, properties: own };
}

/** EXIF and XMP of the primary picture, without its place; null: there is nothing to keep. */
function placeless(item: Item, { primary, references }: HeifFile): Item | null {
  const ofPrimary = references.some(
    ({ type, from, to }) => type === 'cdsc' && from === item.id && to.includes(primary),
  );
  if (!ofPrimary || item.data.length < 4) return null;
  const bare = { ...item, inMeta: false, properties: [] };
  if (item.type === 'Exif') {
    // Before it stands how far behind that number it begins.
    const exif = placelessExif(item.data.subarray(4 + item.data.readUInt32BE()));
    return exif === null ? null : { ...bare, data: Buffer.concat([u32(0), exif]) };
  }
  const isXmp = item.type === 'mime' && item.contentType === xmpType;
  return isXmp && isPlacelessXmp(item.data) ? bare : null;
}

/** Items are numbered anew; the same parts always give the same file. */
function written(file: HeifFile): Buffer {
  const ids = new Map(file.items.map(({ id }, index) => [id, index + 1]));
  const used = new Set(file.items.flatMap(({ properties }) => properties.map(({ index }) => index)));
  const places = new Map([...used].sort((a, b) => a - b).map((index, place) => [index, place + 1]));
  if (ids.size > 0xffff || places.size > mostProperties) throw new StructureError('too many');
  const inMeta = Buffer.concat(file.items.flatMap(({ data, inMeta: inside }) => (inside ? [data] : [])));
  const compatible = file.brands.filter((brand) => brands.has(brand));
  const ftyp = box('ftyp', text(file.major), u32(0), ...compatible.map(text));
  const meta = (start: number): Buffer =>
    full(
      'meta',
      full('hdlr', u32(0), text('pict'), Buffer.alloc(13)),
      full('pitm', u16(ids.get(file.primary) ?? 0)),
      locations(file.items, start),
      full('iinf', u16(file.items.length), ...file.items.map(info)),
      ...(file.references.length === 0
        ? []
        : [full('iref', ...file.references.map((one) => refer(one, ids)))]),
      box(
        'iprp',
        box('ipco', ...[...places.keys()].map((index) => propertyOf(file, index))),
        associations(file.items, places),
      ),
      ...(inMeta.length === 0 ? [] : [box('idat', inMeta)]),
    );
  const start = ftyp.length + meta(0).length + 8;
  const pixels = file.items.flatMap(({ data, inMeta: inside }) => (inside ? [] : [data]));
  return Buffer.concat([ftyp, meta(start), box('mdat', ...pixels)]);
}

/** @param start where the bytes that lie outside of the descriptions begin */
function locations(items: readonly Item[], start: number): Buffer {
  const at = { inside: 0, outside: start };
  const entries = items.flatMap(({ data, inMeta }, index) => {
    if (data.length === 0) return []; // an `iden` is another picture, turned or cropped
    const place = inMeta ? 'inside' : 'outside';
    const entry = [u16(index + 1), u16(inMeta ? 1 : 0), u16(0), u16(1), u32(at[place]), u32(data.length)];
    at[place] += data.length;
    return [Buffer.concat(entry)];
  });
  // Offsets and lengths of four bytes, nothing they are counted from, no index.
  return versioned(1, 0, 'iloc', u16(0x4400), u16(entries.length), ...entries);
}

function info({ type, hidden, contentType }: Item, index: number): Buffer {
  const name = type === 'mime' ? `${type}\0${contentType}\0` : `${type}\0`;
  return versioned(2, hidden ? 1 : 0, 'infe', u16(index + 1), u16(0), text(name));
}

function refer({ type, from, to }: Reference, ids: ReadonlyMap<number, number>): Buffer {
  return box(
    type,
    ...[from, to.length, ...to].map((one, place) => u16(place === 1 ? one : (ids.get(one) ?? 0))),
  );
}

function propertyOf({ properties }: HeifFile, index: number): Buffer {
  const property = properties[index];
  if (property === undefined) throw new StructureError('property');
  return box(property.type, property.body);
}

function associations(items: readonly Item[], places: ReadonlyMap<number, number>): Buffer {
  const own = items.flatMap(({ properties }, index) =>
    properties.length === 0 ? [] : [{ properties, index }],
  );
  return versioned(
    0,
    1,
    'ipma',
    u32(own.length),
    ...own.map(({ properties, index }) =>
      Buffer.concat([
        u16(index + 1),
        Buffer.from([properties.length]),
        ...properties.map((one) => u16((places.get(one.index) ?? 0) | (one.essential ? 0x8000 : 0))),
      ]),
    ),
  );
}

function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), cut(text(type), 0, 4), body]);
}
function full(type: string, ...parts: readonly Buffer[]): Buffer {
  return versioned(0, 0, type, ...parts);
}
function versioned(version: number, flags: number, type: string, ...parts: readonly Buffer[]): Buffer {
  return box(type, Buffer.from([version, 0, 0, flags]), ...parts);
}
function text(value: string): Buffer {
  return Buffer.from(value, 'latin1');
}
function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
