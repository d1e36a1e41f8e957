/**
 * @file Makes HEIC files for tests: tiles of one colour, encoded once and kept here as text, put together as one picture or a grid, turned,
 * mirrored and with the colours named as a test wants (ISO/IEC 23008-12).
 */

/** HEVC of 64 × 64 pixels in the colours of pictures.ts; made with x265 out of synthetic pictures. */
const TILES = {
  red: 'AAAAFigBr1j5DpJf/+2ef/3KmQ+YDQxsgsA=',
  green: 'AAAAFSgBr1j5DpJfF3uf/5JT//fmAxsgsA==',
  blue: 'AAAAFigBr1j5DpJf//SF3I/FPv/lH0xsgsA=',
  yellow: 'AAAAFigBr1j5DpJfF/gl3//NN6Q5y6MbILA=',
  /** Red in ten bits a sample. */
  deep: 'AAAAFigBr1j5DqA///Q2H/+mF5D7u2zGyCw=',
};
const EIGHT_BITS =
  'AQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQCEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqSRprm4EBAwIAAAMAAgAAAwACECIAAQAHRAHBcrAiQA==';
const TEN_BITS =
  'AQQIAAAAAAAAAAAAHvAA/P36+gAADwMgAAEAF0ABDAH//wQIAAADAJ24AAADAAAeugJAIQABACpCAQEECAAAAwCduAAAAwAAHqAggQTZbqSSmubgQEDAgAAAAwCAAAADAIQiAAEAB0QBwXKwIkA=';

export type Tile = keyof typeof TILES;

export interface HeicOptions {
  /** Quarter turns against the clock. */
  readonly turns?: 0 | 1 | 2 | 3;
  readonly mirror?: 'left-right' | 'top-bottom';
  readonly icc?: Buffer;
  /** Code points of ITU-T H.273: primaries, transfer, matrix. */
  readonly nclx?: readonly [number, number, number];
  /** Size promised, where it is not that of the tiles. */
  readonly claims?: readonly [number, number];
  /** Size of a picture beside the primary one, of which nothing else is there. */
  readonly beside?: readonly [number, number];
  /** EXIF block (TIFF), without the place it needs. */
  readonly exif?: Buffer;
}

/** One tile, or several as a grid of so many columns. */
export function heic(tiles: readonly Tile[], columns: number, options: HeicOptions = {}): Buffer {
  const rows = tiles.length / columns;
  const grid = tiles.length > 1;
  const deep = tiles.includes('deep');
  const picture = grid ? tiles.length + 1 : 1;
  const exif = options.exif && Buffer.concat([u32(6), Buffer.from('Exif\0\0', 'latin1'), options.exif]);
  const exifItem = picture + 1;
  const [width, height] = options.claims ?? [columns * 64, rows * 64];
  const data = tiles.map((tile) => Buffer.from(TILES[tile], 'base64'));
  const layout = Buffer.from([
    0,
    0,
    rows - 1,
    columns - 1,
    width >> 8,
    width & 255,
    height >> 8,
    height & 255,
  ]);
  const items = [...data, ...(grid ? [layout] : []), ...(exif ? [exif] : [])];

  const properties = [
    box('hvcC', Buffer.from(deep ? TEN_BITS : EIGHT_BITS, 'base64')),
    full('ispe', u32(64), u32(64)),
    full('ispe', u32(width), u32(height)),
    ...(options.turns === undefined ? [] : [box('irot', Buffer.from([options.turns]))]),
    ...(options.mirror === undefined
      ? []
      : [box('imir', Buffer.from([options.mirror === 'top-bottom' ? 0 : 1]))]),
    ...(options.icc ? [box('colr', Buffer.from('prof'), options.icc)] : []),
    ...(options.nclx
      ? [box('colr', Buffer.from('nclx'), ...options.nclx.map(u16), Buffer.from([0x80]))]
      : []),
  ];
  const ofPicture = [...(grid ? [] : [0x81]), 3, ...properties.slice(3).map((_, index) => 4 + index)];
  const associations = [
    ...(grid ? tiles.map((_, index) => [index + 1, [0x81, 2]] as const) : []),
    [picture, ofPicture] as const,
  ];
  const types = [...tiles.map(() => 'hvc1'), ...(grid ? ['grid'] : []), ...(exif ? ['Exif'] : [])];
  const references = [
    ...(grid
      ? [
          reference(
            'dimg',
            picture,
            tiles.map((_, index) => index + 1),
          ),
        ]
      : []),
    ...(exif ? [reference('cdsc', exifItem, [picture])] : []),
  ];
  const meta = (start: number): Buffer =>
    full(
      'meta',
      full('hdlr', u32(0), Buffer.from('pict'), Buffer.alloc(13)),
      full('pitm', u16(picture)),
      full(
        'iinf',
        u16(types.length),
        ...types.map((type, index) => versioned(2, 'infe', u16(index + 1), u16(0), Buffer.from(`${type}\0`))),
      ),
      locations(items, start),
      box(
        'iprp',
        box('ipco', ...properties, ...(options.beside ? [full('ispe', ...options.beside.map(u32))] : [])),
        full(
          'ipma',
          u32(associations.length),
          ...associations.map(([item, list]) =>
            Buffer.concat([u16(item), Buffer.from([list.length, ...list])]),
          ),
        ),
      ),
      ...(references.length > 0 ? [full('iref', ...references)] : []),
    );
  const brand = box('ftyp', Buffer.from('heic'), u32(0), Buffer.from('mif1heic'));
  const start = brand.length + meta(0).length + 8;
  return Buffer.concat([brand, meta(start), box('mdat', ...items)]);
}

function locations(items: readonly Buffer[], start: number): Buffer {
  let at = start;
  return full(
    'iloc',
    Buffer.from([0x44, 0]),
    u16(items.length),
    ...items.map((item, index) => {
      const entry = Buffer.concat([u16(index + 1), u16(0), u16(1), u32(at), u32(item.length)]);
      at += item.length;
      return entry;
    }),
  );
}

function reference(type: string, from: number, to: readonly number[]): Buffer {
  return box(type, u16(from), u16(to.length), ...to.map(u16));
}

/** ISO/IEC 14496-12 §4.2. */
export function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(8 + body.length), Buffer.from(type, 'latin1'), body]);
}

export function full(type: string, ...parts: readonly Buffer[]): Buffer {
  return versioned(0, type, ...parts);
}

function versioned(version: number, type: string, ...parts: readonly Buffer[]): Buffer {
  return box(type, Buffer.from([version, 0, 0, 0]), ...parts);
}

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
