/** @file The text of a QR code in a picture; decoder process. */
import type { Sharp } from 'sharp';
import { decodeQR } from 'qr/decode.js';
import { NotSupported } from './not-supported.ts';

const longestText = 16_384;

/** UTF-8. @throws NotSupported, when there is none or it cannot be read */
export async function codeIn(picture: Sharp): Promise<Buffer> {
  const { data, info } = await picture
    .flatten({ background: '#ffffff' }) // a code on nothing is black on black
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  let text: string;
  try {
    text = decodeQR({ width, height, data: new Uint8Array(data) });
  } catch {
    throw new NotSupported('no QR code'); // whatever the reader has stumbled over
  }
  const utf8 = Buffer.from(text, 'utf8');
  if (utf8.byteLength > longestText) throw new NotSupported('the QR code is too long');
  return utf8;
}
