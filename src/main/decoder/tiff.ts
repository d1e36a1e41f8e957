/** @file Pixels as an uncompressed TIFF in memory: the one way libvips takes bare pixels together with a colour profile; decoder process. */

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** RGB, or RGB and unassociated alpha. */
  readonly channels: 3 | 4;
  /** Of each; 16 are little-endian. Eight unless told. */
  readonly bits?: 8 | 16;
  readonly icc: Buffer | null;
}

/** Rows read at once. */
const ROWS_PER_STRIP = 64;
const SHORT = 3;
const LONG = 4;
const UNDEFINED = 7;

/** @param fill writes row `y` into the bytes it is given */
export function asTiff(
  { width, height, channels, bits = 8, icc }: Picture,
  fill: (y: number, into: Buffer) => void,
): Buffer {
  const strips = Math.ceil(height / ROWS_PER_STRIP);
  const rowBytes = (width * channels * bits) / 8;
  const profile = icc?.length ?? 0;
  const entries = 9 + (channels === 4 ? 1 : 0) + (icc ? 1 : 0);
  // Header, bits a sample, table of strips (offsets, lengths), profile, directory, pixels.
  const bitsAt = 8;
  const offsetsAt = bitsAt + 8;
  const lengthsAt = offsetsAt + strips * 4;
  const profileAt = lengthsAt + strips * 4;
  const directoryAt = profileAt + profile + (profile % 2);
  const pixelsAt = directoryAt + 2 + entries * 12 + 4;
  const file = Buffer.alloc(pixelsAt + rowBytes * height);
  file.write('II*\0', 0, 'latin1');
  file.writeUInt32LE(directoryAt, 4);
  for (let channel = 0; channel < 4; channel++) file.writeUInt16LE(bits, bitsAt + channel * 2);
  for (let strip = 0; strip < strips; strip++) {
    const first = strip * ROWS_PER_STRIP;
    file.writeUInt32LE(pixelsAt + first * rowBytes, offsetsAt + strip * 4);
    file.writeUInt32LE(Math.min(ROWS_PER_STRIP, height - first) * rowBytes, lengthsAt + strip * 4);
  }
  icc?.copy(file, profileAt);
  let at = directoryAt;
  at = file.writeUInt16LE(entries, at);
  const entry = (tag: number, type: number, count: number, value: number): void => {
    at = file.writeUInt16LE(tag, at);
    at = file.writeUInt16LE(type, at);
    at = file.writeUInt32LE(count, at);
    at = file.writeUInt32LE(value, at); // little-endian: a SHORT stands in its first half
  };
  // One strip or one word stands in the entry itself.
  const table = (place: number): number => (strips === 1 ? file.readUInt32LE(place) : place);
  entry(0x100, LONG, 1, width);
  entry(0x101, LONG, 1, height);
  entry(0x102, SHORT, channels, bitsAt);
  entry(0x103, SHORT, 1, 1); // not compressed
  entry(0x106, SHORT, 1, 2); // RGB
  entry(0x111, LONG, strips, table(offsetsAt));
  entry(0x115, SHORT, 1, channels);
  entry(0x116, LONG, 1, ROWS_PER_STRIP);
  entry(0x117, LONG, strips, table(lengthsAt));
  if (channels === 4) entry(0x152, SHORT, 1, 2); // unassociated alpha
  if (icc) entry(0x8773, UNDEFINED, profile, profileAt);
  for (let y = 0; y < height; y++) {
    const start = pixelsAt + y * rowBytes;
    fill(y, file.subarray(start, start + rowBytes));
  }
  return file;
}
