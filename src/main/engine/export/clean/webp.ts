/** @file WebP (RFC 9649): chunks of the picture stay, byte for byte; what programs have added goes. Pure; runs in the engine. */
import { cut, StructureError, type Without } from './structure.ts';
import { bareExif, placelessExif } from './tiff.ts';
import { isPlacelessXmp } from './words.ts';

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

const extended = { type: 'VP8X', bytes: 10, exif: 0x08, xmp: 0x04, known: 0x3e };
const pixels = new Set(['VP8 ', 'VP8L', 'ALPH']);
const frame = { type: 'ANMF', header: 16 };
const kept = new Set([...pixels, 'ICCP', 'ANIM']);
const exifStart = Buffer.from('Exif\0\0', 'latin1');

/** @throws StructureError when a chunk is not whole, or there is no picture */
export function cleanWebp(bytes: Buffer, without: Without): Buffer {
  const head = cut(bytes, 0, 12);
  if (head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8) !== 'WEBP')
    throw new StructureError('no start');
  const size = head.readUInt32LE(4) + 8;
  const all = chunksOf(cut(bytes, 12, Math.max(0, Math.min(size, bytes.length) - 12)));
  if (!all.some(({ type }) => type === 'VP8 ' || type === 'VP8L' || type === frame.type))
    throw new StructureError('no picture');
  const clean = all.flatMap((chunk) => cleanChunk(chunk, without));
  const flags =
    (clean.some(({ type }) => type === 'EXIF') ? extended.exif : 0) |
    (clean.some(({ type }) => type === 'XMP ') ? extended.xmp : 0);
  const body = Buffer.concat(
    clean.map(({ type, data }) => riff(type, type === extended.type ? flagged(data, flags) : data)),
  );
  return riff('RIFF', Buffer.concat([Buffer.from('WEBP', 'latin1'), body]));
}

function cleanChunk({ type, data }: Chunk, without: Without): Chunk[] {
  if (kept.has(type)) return [{ type, data }];
  if (type === extended.type) {
    if (data.length < extended.bytes) throw new StructureError('too short');
    return [{ type, data: data.subarray(0, extended.bytes) }];
  }
  if (type === frame.type) {
    const inside = chunksOf(cut(data, frame.header, data.length - frame.header)).filter((chunk) =>
      pixels.has(chunk.type),
    );
    return [
      {
        type,
        data: Buffer.concat([
          data.subarray(0, frame.header),
          ...inside.map((chunk) => riff(chunk.type, chunk.data)),
        ]),
      },
    ];
  }
  if (type === 'EXIF') {
    const tiff = data.subarray(0, 6).equals(exifStart) ? data.subarray(6) : data;
    const exif = without === 'place' ? placelessExif(tiff) : bareExif(tiff);
    return exif === null ? [] : [{ type, data: exif }];
  }
  return type === 'XMP ' && without === 'place' && isPlacelessXmp(data) ? [{ type, data }] : [];
}

/** The flags of what is there no more are taken back. */
function flagged(data: Buffer, flags: number): Buffer {
  const copy = Buffer.from(data);
  copy[0] = ((copy[0] ?? 0) & extended.known & ~(extended.exif | extended.xmp)) | flags;
  return copy;
}

function chunksOf(bytes: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at < bytes.length;) {
    const head = cut(bytes, at, 8);
    const length = head.readUInt32LE(4);
    chunks.push({ type: head.toString('latin1', 0, 4), data: cut(bytes, at + 8, length) });
    at += 8 + length + (length % 2);
  }
  return chunks;
}

function riff(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 0, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat(data.length % 2 === 0 ? [head, data] : [head, data, Buffer.alloc(1)]);
}
