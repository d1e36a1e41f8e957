/**
 * @file TIFFs whose samples are no shares of white: floating point, whole numbers of 32 bits, L*a*b*. libvips casts them, which leaves black, white or
 * an error; here they become 16 bits a sample. Decoder process.
 */
import type { Metadata, SharpOptions } from 'sharp';
import { directories, TAG } from './ifd.ts';
import { fromLab, type Lab } from './lab.ts';
import { sharp } from './libvips.ts';
import { NotSupported } from './not-supported.ts';
import { asTiff } from './tiff.ts';

/** What stands for white; of floating point what is meant to. */
const WHITE: Partial<Record<Metadata['depth'], number>> = {
  float: 1,
  double: 1,
  int: 2 ** 31 - 1,
  uint: 2 ** 32 - 1,
};
const MOST = 65_535;

/** libvips takes the samples for what they are. */
export function isPlain({ depth }: Metadata): boolean {
  return WHITE[depth] === undefined;
}

/** Where the photometric interpretation says L*a*b*: what it is told instead, so that libvips hands its samples over as they are. */
const RGB = 2;
const LAB: Readonly<Record<number, Lab>> = { 8: 'signed', 9: 'offset' };

/** The whole picture with samples that libvips understands, upright; null where it understands them as they are. @throws what libvips says is wrong */
export async function plainSamples(bytes: Buffer, options: SharpOptions): Promise<Buffer | null> {
  return readable(bytes, async (lab) => {
    const picture = sharp(bytes, { ...options, autoOrient: true, ignoreIcc: true });
    const header = await picture.metadata();
    if (lab !== null) {
      const { data, info } = await picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
      return fromLab(data, info, lab);
    }
    const white = WHITE[header.depth];
    // The space of the samples as they are: one that is not needed would be a conversion.
    if (white === undefined || header.space === 'cmyk') return null;
    // Floating point of 16 bits, which libvips would cut off.
    if (header.space.endsWith('16')) throw new NotSupported('TIFF: floating point of 16 bits');
    const { data, info } = await picture
      .toColourspace(header.space)
      .raw({ depth: 'float' })
      .toBuffer({ resolveWithObject: true });
    const samples = new Float32Array(data.buffer, data.byteOffset, data.length / 4);
    return inSixteenBits(samples, info, white, header);
  });
}

/** Runs with a TIFF that libvips opens: one in L*a*b* of 8 bits is called RGB meanwhile. */
export async function readable<T>(bytes: Buffer, run: (lab: Lab | null) => Promise<T>): Promise<T> {
  const magic = bytes.toString('latin1', 0, 4);
  const [first] = magic === 'II*\0' || magic === 'MM\0*' ? directories(bytes) : [];
  const [photometric = 0] = first?.values(TAG.photometric) ?? [];
  const place = first?.place(TAG.photometric);
  const lab = LAB[photometric];
  if (lab === undefined || !place || first?.values(TAG.bits).join() !== '8,8,8') return run(null);
  const write = (value: number): number =>
    bytes[0] === 0x49 ? bytes.writeUInt16LE(value, place.offset) : bytes.writeUInt16BE(value, place.offset);
  write(RGB);
  try {
    return await run(lab);
  } finally {
    write(photometric);
  }
}

interface Shape {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** @param white sample that is white, where nothing in the picture says otherwise */
function inSixteenBits(
  samples: Float32Array,
  { width, height, channels }: Shape,
  white: number,
  { icc, hasAlpha, depth }: Metadata,
): Buffer {
  const colours = channels - (hasAlpha ? 1 : 0);
  const share = sharesOf(samples, channels, colours, white);
  const profile = colours >= 3 && icc ? icc : null;
  // Floating point is light, unless a profile says what it is; whole numbers have the curve that all other pictures have.
  const linear = profile === null && (depth === 'float' || depth === 'double');
  const curve = Uint16Array.from({ length: MOST + 1 }, (_, step) =>
    linear ? Math.round(MOST * encoded(step / MOST)) : step,
  );
  const shown = hasAlpha ? 4 : 3;
  return asTiff({ width, height, channels: shown, bits: 16, icc: profile }, (y, into) => {
    for (let x = 0, from = y * width * channels, to = 0; x < width; x++, from += channels) {
      for (let colour = 0; colour < 3; colour++, to += 2) {
        const sample = samples[from + (colours < 3 ? 0 : colour)] ?? 0;
        into.writeUInt16LE(curve[Math.round(share(sample) * MOST)] ?? 0, to);
      }
      if (shown === 3) continue;
      const opaque = (samples[from + colours] ?? 0) / white;
      into.writeUInt16LE(Math.round(Math.min(1, Math.max(0, opaque || 0)) * MOST), to);
      to += 2;
    }
  });
}

/** Samples looked at to tell the range, at most. */
const LOOKED_AT = 65_536;
/** A share of white below which nothing is seen. */
const UNSEEN = 1 / 256;

/**
 * Gives a sample as a share of white, 0–1. What lies in the range it should is left as it is; light beyond white is squeezed; measurements are
 * spread over all there is from black to white.
 */
function sharesOf(
  samples: Float32Array,
  channels: number,
  colours: number,
  white: number,
): (sample: number) => number {
  const pixels = samples.length / channels;
  const step = Math.max(1, Math.floor((pixels * colours) / LOOKED_AT));
  const seen: number[] = [];
  for (let index = 0; index < pixels * colours; index += step) {
    const value = samples[Math.floor(index / colours) * channels + (index % colours)] ?? 0;
    if (Number.isFinite(value)) seen.push(value / white);
  }
  const sorted = Float64Array.from(seen).sort();
  const at = (part: number): number => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  const [low, middle, high] = [at(0.002), at(0.5), at(0.998)];
  const clipped = (value: number): number => (value > 0 ? Math.min(1, value) : 0); // NaN is black
  if (low < -0.1 * high || high < UNSEEN || middle > 1) {
    const black = low < 0 ? low : 0;
    return (sample) => clipped((sample / white - black) / (high - black || 1));
  }
  if (high <= 1.05) return (sample) => clipped(sample / white);
  return (sample) => {
    const light = Math.min(sample / white, high);
    return clipped((light * (1 + light / high ** 2)) / (1 + light));
  };
}

/** As sRGB encodes light. */
function encoded(light: number): number {
  return light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
}
