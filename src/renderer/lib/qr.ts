/** @file A QR code as the path of an SVG, so that no image and no markup has to be let through the content security policy. */
import { encodeQR } from 'qr';

export interface QrPath {
  /** Modules on each side, quiet zone included: the SVG's viewBox. */
  readonly size: number;
  readonly path: string;
}

/** Encodes text with medium error correction (15 %; `low`: 7 %) and the quiet zone of four modules the standard asks for. */
export function qrPath(text: string, ecc: 'low' | 'medium' = 'medium'): QrPath {
  const rows = encodeQR(text, 'raw', { ecc, border: 4 });
  let path = '';
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x += 1) {
      if (row[x] !== true) continue;
      const start = x;
      while (row[x + 1] === true) x += 1;
      path += `M${start} ${y}h${x + 1 - start}v1H${start}z`;
    }
  });
  return { size: rows.length, path };
}
