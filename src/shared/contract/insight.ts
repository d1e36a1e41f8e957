/**
 * @file The part of the contract (`contract.ts`) that shows what a thief sees: a photo beside its ciphertext, and the same by the ciphers of the
 * image-encryption literature, each with its figures (docs/insight.md). Pure TypeScript.
 */
import * as v from 'valibot';
import { Binary, codes, Count, Id } from './basics.ts';

const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Coefficient = v.nullable(v.pipe(v.number(), v.minValue(-1), v.maxValue(1)));

/** Longest edge of the photo that is compared with its file, in pixels. */
export const longestEdge = 384;
/** Edge of the square on which ciphers are compared, in pixels: what the literature uses. */
export const squareEdge = 256;

/** Weakest first; the vault uses the last. */
export const schemes = [
  'arnold',
  'substitution',
  'aes-ecb',
  'logistic',
  'permute-diffuse',
  'aes-ctr',
  'aes-gcm',
  'chacha20-poly1305',
  'xchacha20-poly1305',
] as const;
export const Scheme = v.picklist(schemes);
export type Scheme = v.InferOutput<typeof Scheme>;

/** What the ciphers are tried on: the middle of the photo, or a drawing with large areas of one colour. */
export const subjects = ['photo', 'drawing'] as const;
const Subject = v.picklist(subjects);
export type Subject = v.InferOutput<typeof Subject>;

export const directions = ['horizontal', 'vertical', 'diagonal'] as const;
export type Direction = (typeof directions)[number];

/** What is measured of a picture of three bytes a pixel; each figure is the mean of the three channels (docs/insight.md). */
export const Figures = v.strictObject({
  /** Bytes that were looked at. */
  samples: Count,
  /** Bits a byte, 0–8. */
  entropy: v.pipe(v.number(), v.minValue(0), v.maxValue(8)),
  /** Against 256 equally frequent values, 255 degrees of freedom. */
  chiSquare: v.pipe(v.number(), v.minValue(0)),
  /** How often each value occurs: red, green, blue. */
  histogram: v.pipe(v.array(v.pipe(v.array(Count), v.length(256))), v.length(3)),
  /** Of neighbours, −1–1; null: not defined, where all are the same. */
  correlation: v.strictObject({ horizontal: Coefficient, vertical: Coefficient, diagonal: Coefficient }),
  /** Some pairs of neighbours, two bytes each, of the green channel. */
  scatter: v.strictObject({ horizontal: Binary, vertical: Binary, diagonal: Binary }),
  /** Share of the blocks of 16 bytes that occur more than once. */
  repeated: Share,
});
export type Figures = v.InferOutput<typeof Figures>;

/** Between two ciphertexts: NPCR and UACI as shares, 0–1. */
const Difference = v.strictObject({ npcr: Share, uaci: Share });
export type Difference = v.InferOutput<typeof Difference>;

/** A picture: three bytes a pixel, row by row. */
const Picture = { width: Count, height: Count, pixels: Binary };

/** Answered by the engine. */
export const insightMethods = {
  /**
   * A photo beside the file it is kept in, as anyone sees it who has the vault's folder. Of one that is kept without a picture, the file alone: as a square.
   * Errors: not-found, blob-missing, blob-damaged, disk-failed.
   */
  'insight.photo': {
    input: v.strictObject({ id: Id }),
    output: v.strictObject({
      name: v.string(),
      width: Count,
      height: Count,
      /** The photo, so small, and what is measured of it; null: there is no picture of it. */
      picture: v.nullable(v.strictObject({ pixels: Binary, figures: Figures })),
      /** Why there is none. */
      problem: v.nullable(v.picklist(codes)),
      /** The first bytes of the encrypted file, as many as the picture has; fewer where the file is shorter. */
      stored: Binary,
      sealed: Figures,
      /** The same bytes of the file as it was imported, before it was encrypted: figures only. */
      original: Figures,
      file: v.strictObject({
        path: v.string(), // in the vault's folder
        bytes: Count, // of the encrypted file
        content: Count, // of the file in it
        modified: v.pipe(v.string(), v.isoTimestamp()),
        epoch: Count,
      }),
    }),
    needs: 'unlocked',
  },
  /** What the ciphers are tried on. Errors: as `insight.photo`; picture-unsupported: there is no picture of this photo. */
  'insight.subject': {
    input: v.strictObject({ id: Id, subject: Subject }),
    output: v.strictObject({ ...Picture, figures: Figures }),
    needs: 'unlocked',
  },
  /** One cipher, with keys made for this and thrown away: never those of the vault. Errors: as `insight.photo`. */
  'insight.scheme': {
    input: v.strictObject({ id: Id, subject: Subject, scheme: Scheme }),
    output: v.strictObject({
      /** As many bytes as the picture has; what stands beside it (tags, nonces) is left out. */
      cipher: Binary,
      figures: Figures,
      /** One bit of one byte of the picture changed, under the same key and nonce, and encrypted anew as the scheme is meant to be used. */
      pixel: v.strictObject({ same: Difference, anew: Difference }),
      /** One bit of the key changed. */
      key: Difference,
    }),
    needs: 'unlocked',
  },
  /** Changes bytes of the ciphertext as a thief could, and decrypts it: the picture that comes out, or null where it is refused. */
  'insight.tamper': {
    input: v.strictObject({
      id: Id,
      subject: Subject,
      scheme: Scheme,
      /** Where to begin, 0–1 of the whole, and how many bytes. */
      at: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
      bytes: v.pipe(Count, v.minValue(1), v.maxValue(100_000)),
    }),
    output: v.strictObject({
      pixels: v.nullable(Binary),
      /** Pixels that are others than before. */
      changed: Count,
      /** Bytes of the ciphertext that were changed. */
      flipped: Count,
    }),
    needs: 'unlocked',
  },
} as const;

const F = 255;

/** What a cipher that cannot be told from chance gives for so many bytes, at 8 bits each. */
export interface Ideal {
  readonly npcr: number;
  /** Below it only one ideal cipher in twenty comes (Wu, Noonan, Agaian 2011). */
  readonly npcrFrom: number;
  readonly uaci: number;
  /** Outside of these two only one in twenty comes. */
  readonly uaciFrom: number;
  readonly uaciTo: number;
}

/** Of NPCR and UACI (docs/insight.md). @param samples bytes that are compared, at least 1 */
export function idealDifference(samples: number): Ideal {
  const [oneSided, twoSided] = [1.6448536, 1.959964]; // quantiles of the normal distribution, 5 %
  const uaci = (F + 2) / (3 * F + 3);
  const spread = Math.sqrt(((F + 2) * (F * F + 2 * F + 3)) / (18 * (F + 1) ** 2 * F * samples));
  return {
    npcr: F / (F + 1),
    npcrFrom: (F - oneSided * Math.sqrt(F / samples)) / (F + 1),
    uaci,
    uaciFrom: uaci - twoSided * spread,
    uaciTo: uaci + twoSided * spread,
  };
}

/** Entropy that chance gives on average for so many bytes of each channel, in bits: a little under 8 (Miller 1955). @param samples of all three */
export function idealEntropy(samples: number): number {
  return Math.max(0, 8 - F / (2 * (samples / 3) * Math.LN2));
}

/** Below it 95 of 100 ideal ciphers stay: χ² with 255 degrees of freedom. */
export const chiSquareLimit = 293.25;
