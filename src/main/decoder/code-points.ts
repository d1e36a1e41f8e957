/**
 * @file Colours that a picture names by code points (ITU-T H.273): `nclx` of an AVIF, `cICP` of a PNG. libvips knows profiles alone, so what is
 * not sRGB is brought there before it is handed on. Decoder process.
 */
import type { SharpOptions } from 'sharp';
import { boxes } from './containers.ts';
import { isHdr, toSrgb, type Encoding } from './gamut.ts';
import { sharp } from './libvips.ts';
import { plainSamples } from './samples.ts';
import { asTiff } from './tiff.ts';

/** The whole picture, upright and in sRGB; null where libvips gets the colours right by itself. @throws what libvips says is wrong */
export async function inSrgb(bytes: Buffer, mime: string, options: SharpOptions): Promise<Buffer | null> {
  if (mime === 'image/tiff') return plainSamples(bytes, options);
  const encoding = encodingOf(bytes, mime);
  if (encoding === null) return null;
  // More than 8 bits are kept only where 8 would not do: in the curves of HDR. Nothing shows through those.
  const hdr = isHdr(encoding);
  const convert = toSrgb(encoding, hdr ? 16 : 8);
  if (convert === null) return null;
  const picture = sharp(bytes, { ...options, autoOrient: true, ignoreIcc: true });
  const pixels = hdr
    ? picture.removeAlpha().toColourspace('rgb16').raw({ depth: 'ushort' })
    : picture.toColourspace('srgb').raw({ depth: 'uchar' });
  const { data, info } = await pixels.toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels !== 3 && channels !== 4) return null;
  const rowBytes = data.length / height;
  return asTiff({ width, height, channels, icc: null }, (y, into) => {
    convert(data.subarray(y * rowBytes, (y + 1) * rowBytes), into, channels);
  });
}

/** Null when there are none, or when they do not count. */
function encodingOf(bytes: Buffer, mime: string): Encoding | null {
  try {
    if (mime === 'image/avif') return ofAvif(bytes);
    return mime === 'image/png' ? ofPng(bytes) : null;
  } catch {
    return null; // Cut off.
  }
}

/** A profile goes before code points (ISO/IEC 23000-22 §7.3.6.4). */
function ofAvif(bytes: Buffer): Encoding | null {
  const inside = (body: Buffer | undefined, type: string): Buffer | undefined =>
    body && boxes(body).find((box) => box.type === type)?.body;
  const properties = inside(inside(inside(bytes, 'meta')?.subarray(4), 'iprp'), 'ipco');
  if (!properties) return null;
  const colours = boxes(properties).flatMap(({ type, body }) => (type === 'colr' ? [body] : []));
  const points = colours.find((body) => body.toString('latin1', 0, 4) === 'nclx');
  if (!points || points.length < 8 || colours.some((body) => body.toString('latin1', 0, 4) !== 'nclx'))
    return null;
  return { primaries: points.readUInt16BE(4), transfer: points.readUInt16BE(6) };
}

/** Before the pixels; it goes before a profile (PNG, third edition, §4.3). */
function ofPng(bytes: Buffer): Encoding | null {
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT') return null;
    if (type === 'cICP') return { primaries: bytes.readUInt8(at + 8), transfer: bytes.readUInt8(at + 9) };
  }
  return null;
}
