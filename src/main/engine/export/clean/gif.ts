/** @file GIF (89a): frames, their timing, repetition and colour profile stay, byte for byte; comments and what programs have added go. Pure; runs in the engine. */
import { byteAt, cut, StructureError } from './structure.ts';

const block = { extension: 0x21, image: 0x2c, end: 0x3b };
const extension = { control: 0xf9, application: 0xff };
/** How often it repeats, and its colours. */
const keptApplications = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012']);

/** A GIF has nowhere to put a place apart from other metadata: without place is without metadata. @throws StructureError when a block is not whole */
export function withoutMetadataGif(bytes: Buffer): Buffer {
  const flags = byteAt(bytes, 10);
  let at = 13 + colors(flags);
  const kept: Buffer[] = [cut(bytes, 0, at)];
  let images = 0;
  for (;;) {
    const from = at;
    const kind = byteAt(bytes, at);
    if (kind === block.end) break;
    if (kind === block.image) {
      at += 10 + colors(byteAt(bytes, at + 9)) + 1; // and the size of a code
      at = endOfPieces(bytes, at);
      kept.push(bytes.subarray(from, at));
      images += 1;
    } else if (kind === block.extension) {
      const label = byteAt(bytes, at + 1);
      at = endOfPieces(bytes, at + 2);
      const name = bytes.toString('latin1', from + 3, from + 14);
      const needed =
        label === extension.control || (label === extension.application && keptApplications.has(name));
      if (needed) kept.push(bytes.subarray(from, at));
    } else throw new StructureError('unknown block');
  }
  if (images === 0) throw new StructureError('no picture');
  return Buffer.concat([...kept, Buffer.of(block.end)]);
}

/** Bytes of the table of colours these flags announce. */
function colors(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

function endOfPieces(bytes: Buffer, from: number): number {
  let at = from;
  for (;;) {
    const length = byteAt(bytes, at);
    at += 1 + length;
    if (length === 0) return at;
  }
}
