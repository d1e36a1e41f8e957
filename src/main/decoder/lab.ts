/** @file L*a*b* with 8 bits a sample (TIFF 6.0 §23), brought to sRGB; decoder process. */
import { asTiff } from './tiff.ts';

/** Whether a* and b* have a sign, or stand 128 too high (as profiles have them). */
export type Lab = 'signed' | 'offset';

/** White of D50, as L*a*b* has it. */
const WHITE = [0.96422, 1, 0.82521] as const;
/** To linear sRGB, whose white is D65 (Bradford). */
const TO_SRGB = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
] as const;
const CURVE = Uint8Array.from({ length: 4096 }, (_, step) => {
  const light = step / 4095;
  return Math.round(255 * (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055));
});

export function fromLab(
  data: Buffer,
  { width, height }: { width: number; height: number },
  lab: Lab,
): Buffer {
  return asTiff({ width, height, channels: 3, icc: null }, (y, into) => {
    for (let from = y * width * 3, to = 0; to < into.length; from += 3, to += 3) {
      const [l = 0, a = 0, b = 0] = [data[from], data[from + 1], data[from + 2]];
      const signed = (value: number): number =>
        lab === 'offset' ? value - 128 : value > 127 ? value - 256 : value;
      const fy = ((l * 100) / 255 + 16) / 116;
      const xyz = [fy + signed(a) / 500, fy, fy - signed(b) / 200].map(
        (f, index) => (WHITE[index] ?? 1) * (f > 6 / 29 ? f ** 3 : (f - 4 / 29) * 3 * (6 / 29) ** 2),
      );
      for (const [index, row] of TO_SRGB.entries()) {
        const light = row.reduce((sum, factor, axis) => sum + factor * (xyz[axis] ?? 0), 0);
        into[to + index] = CURVE[Math.round(Math.min(1, Math.max(0, light)) * 4095)] ?? 0;
      }
    }
  });
}
