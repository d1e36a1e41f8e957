/** @file The pool of decoders as the importer sees it; engine process. */
import type { Conversion, PictureFacts, PictureProblem } from '../../../shared/decoding.ts';

export type { Exposure, PictureFacts, PictureProblem } from '../../../shared/decoding.ts';

export interface DecodedPicture {
  readonly facts: PictureFacts;
  /** Encoded; null when there is no picture. */
  readonly thumbnail: Uint8Array | null;
  readonly thumbnailMime: 'image/jpeg' | 'image/webp';
  /** Blurred placeholder, https://evanw.github.io/thumbhash/. */
  readonly thumbhash: Uint8Array | null;
  /** Average colour, 0xRRGGBB. */
  readonly color: number | null;
  /** What it looks like: 16 bytes as base64, empty where there is nothing to tell it by; null when there is no picture. */
  readonly look: string | null;
  /** JPEG (WebP with alpha), long edge at most 2560; only when Chromium cannot show the original itself. */
  readonly preview: Uint8Array | null;
  readonly problem: PictureProblem;
  /** For the report: the decoder's own words, without any name; null when there is no problem. */
  readonly detail: string | null;
}

export interface ConvertedPicture {
  /** The new file; null when there is none. */
  readonly picture: Uint8Array | null;
  readonly problem: PictureProblem;
  /** The decoder's own words, without any name; null when there is no problem. */
  readonly detail: string | null;
}

/** `isolated`: own namespaces, no network, no files (bubblewrap). `separate process`: no keys, no environment, no writing. */
export type Isolation = 'isolated' | 'separate process';

export interface DecoderPool {
  /**
   * Never rejects for a bad picture: that is a `problem`. The bytes must not change until it settles.
   * @param bytes of a film what `filmHead` (film.ts) takes out of it is enough: it gives the facts
   * @param hint the name's extension tells apart raw formats with the same signature; the name itself goes no further
   * @throws AbortError when `signal` is aborted or the pool is closed
   */
  decode(bytes: Uint8Array, hint: { readonly name: string }, signal?: AbortSignal): Promise<DecodedPicture>;
  /** Has a decoder ready, so that who looks at a photo need not wait for one to start. */
  warm(): void;
  /** Makes another file of a picture, and before all that waits what is to be `shown`. As `decode` in everything else. */
  convert(
    bytes: Uint8Array,
    hint: { readonly name: string },
    conversion: Conversion,
    signal?: AbortSignal,
  ): Promise<ConvertedPicture>;
  /** Pictures decoded at the same time. */
  readonly size: number;
  readonly isolation: Isolation;
  /** Ends every decoder; pictures under way are rejected with AbortError. */
  close(): Promise<void>;
}

export interface DecoderPoolOptions {
  /** Path of the decoder's entry: `src/main/decoder/index.ts` or, bundled, `decoder.js` beside `engine.js`. */
  readonly entry: string;
  /** Node to run it with; `process.execPath` unless told. */
  readonly node?: string;
  /** 1–8; unless told as many as there are cores (one less from four on), but one for each 1.5 GiB of memory at most. */
  readonly size?: number;
  /** Longest time for one picture, in milliseconds; 30,000 unless told. */
  readonly timeoutMs?: number;
  /** Most pixels decoded; 500 million unless told. */
  readonly pixelLimit?: number;
  /** Where bubblewrap is; null to do without it; looked for in the usual places unless told. */
  readonly bwrap?: string | null;
}
