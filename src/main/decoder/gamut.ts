/**
 * @file Colours named by code points (ITU-T H.273) instead of a profile, brought to sRGB; HDR is brought down to what a screen without it
 * shows. Decoder process.
 */

export interface Encoding {
  readonly primaries: number;
  readonly transfer: number;
}

export const PRIMARIES = { srgb: 1, bt2020: 9, p3: 12 };
export const TRANSFER = { srgb: 13, pq: 16, hlg: 18 };

type Matrix = readonly [number, number, number, number, number, number, number, number, number];

/** Linear light to linear sRGB, all with the white D65. */
const MATRICES: Readonly<Record<number, Matrix>> = {
  [PRIMARIES.bt2020]: [1.6605, -0.5876, -0.0728, -0.1246, 1.1329, -0.0083, -0.0182, -0.1006, 1.1187],
  [PRIMARIES.p3]: [1.2249, -0.2247, 0, -0.042, 1.0419, 0, -0.0197, -0.0786, 1.0979],
};
const IDENTITY: Matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** What counts as white in HDR, in candelas per square metre (ITU-R BT.2408), and the brightest that is told apart. */
const HDR_WHITE = 203;
const HDR_PEAK = 1000;

const STEPS = 4095;

type Convert = (row: Uint8Array, into: Uint8Array, channels: 3 | 4) => void;

/** Its curve reaches beyond what counts as white. */
export function isHdr({ transfer }: Encoding): boolean {
  return transfer === TRANSFER.pq || transfer === TRANSFER.hlg;
}

/**
 * How a row gets from this encoding into sRGB with 8 bits; null when it is there already.
 * @param bits of a sample: 8 in one byte, more in two, little-endian
 */
export function toSrgb(encoding: Encoding, bits: number): Convert | null {
  const { primaries, transfer } = encoding;
  const matrix = MATRICES[primaries];
  const hdr = isHdr(encoding);
  if (!hdr && (!matrix || bits !== 8)) return null;
  const [a, b, c, d, e, f, g, h, i] = matrix ?? IDENTITY;
  const most = 2 ** bits - 1;
  const linear = Float32Array.from({ length: most + 1 }, (_, code) => toLight(code / most, transfer));
  const encoded = Uint8Array.from({ length: STEPS + 1 }, (_, step) =>
    Math.round(255 * fromLight(step / STEPS)),
  );
  const sample = bits > 8 ? 2 : 1;
  return (row, into, channels) => {
    const view = new DataView(row.buffer, row.byteOffset, row.length);
    const read = (at: number): number =>
      linear[sample === 1 ? (row[at] ?? 0) : Math.min(most, view.getUint16(at, true))] ?? 0;
    const write = (at: number, light: number): void => {
      into[at] = encoded[Math.round(Math.min(1, Math.max(0, light)) * STEPS)] ?? 0;
    };
    for (let from = 0, to = 0; to < into.length; from += channels * sample, to += channels) {
      const [red, green, blue] = [read(from), read(from + sample), read(from + 2 * sample)];
      const scale = hdr ? rolledOff(Math.max(red, green, blue)) : 1;
      write(to, scale * (a * red + b * green + c * blue));
      write(to + 1, scale * (d * red + e * green + f * blue));
      write(to + 2, scale * (g * red + h * green + i * blue));
      if (channels === 4) into[to + 3] = row[from + 3] ?? 255;
    }
  };
}

/** Light as a share of white. */
function toLight(signal: number, transfer: number): number {
  if (transfer === TRANSFER.pq) {
    const power = signal ** (1 / 78.84375);
    return (
      (10_000 * (Math.max(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125)) /
      HDR_WHITE
    );
  }
  if (transfer === TRANSFER.hlg) {
    const scene =
      signal <= 0.5 ? signal ** 2 / 3 : (Math.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12;
    return (HDR_PEAK * scene ** 1.2) / HDR_WHITE;
  }
  return signal <= 0.04045 ? signal / 12.92 : ((signal + 0.055) / 1.055) ** 2.4;
}

function fromLight(light: number): number {
  return light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
}

/** Dark and middle tones keep their light; what is brighter is squeezed into what is left up to white. Gives the factor. */
function rolledOff(light: number): number {
  const knee = 0.6;
  if (light <= knee) return 1;
  const over = (light - knee) / (1 - knee);
  const peak = (HDR_PEAK / HDR_WHITE - knee) / (1 - knee);
  return (knee + (1 - knee) * (over / (1 + over)) * ((1 + peak) / peak)) / light;
}
