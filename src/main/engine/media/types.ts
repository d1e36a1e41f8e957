/** @file What the decoder finds out about a picture, and the pool that runs decoders; engine process. */

/** How a photo was exposed; each value null when the file does not say. */
export interface Exposure {
  /** Exposure time, e.g. 0.004 for 1/250 s. */
  readonly seconds: number | null;
  readonly fNumber: number | null;
  readonly iso: number | null;
  readonly focalLengthMm: number | null;
  readonly focalLength35Mm: number | null;
}

/** What a picture says about itself. Written by strangers: every value is checked to be in its range, or null. */
export interface PictureFacts {
  /** Sniffed from the content, never from the name. */
  readonly mime: string;
  /** In pixels, as seen: after the orientation is applied. */
  readonly width: number | null;
  readonly height: number | null;
  /** EXIF orientation, 1–8. */
  readonly orientation: number;
  /** As written in the file: `YYYY-MM-DDTHH:mm:ss[.sss][±HH:MM]`; with an offset only if the file has one. */
  readonly capturedAt: string | null;
  /** Make and model, the make not repeated: `Canon EOS 40D`. */
  readonly camera: string | null;
  readonly lens: string | null;
  readonly exposure: Exposure | null;
  /** Degrees, north positive, −90–90. */
  readonly latitude: number | null;
  /** Degrees, east positive, −180–180. */
  readonly longitude: number | null;
  /** Metres above sea level. */
  readonly altitude: number | null;
  /** More than one frame to be played one after the other. */
  readonly animated: boolean;
}

/**
 * What kept a picture from being shown, if anything:
 * `truncated` a picture was made, but the file is damaged · `unsupported` a format kept without preview ·
 * `damaged` nothing could be read · `too-large` more pixels than the limit · `timeout`, `crashed` the decoder did not survive it.
 */
export type PictureProblem =
  'none' | 'truncated' | 'unsupported' | 'damaged' | 'too-large' | 'timeout' | 'crashed';

export interface DecodedPicture {
  readonly facts: PictureFacts;
  /** Encoded; null when there is no picture. */
  readonly thumbnail: Uint8Array | null;
  readonly thumbnailMime: 'image/jpeg' | 'image/webp';
  /** Blurred placeholder, https://evanw.github.io/thumbhash/. */
  readonly thumbhash: Uint8Array | null;
  /** Average colour, 0xRRGGBB. */
  readonly color: number | null;
  /** JPEG (WebP with alpha), long edge at most 2560; only when Chromium cannot show the original itself. */
  readonly preview: Uint8Array | null;
  readonly problem: PictureProblem;
  /** For the report: the decoder's own words, without any name; null when there is no problem. */
  readonly detail: string | null;
}

/** `isolated`: own namespaces without network (bubblewrap). `separate process`: no keys, no environment, nothing more. */
export type Isolation = 'isolated' | 'separate process';

export interface DecoderPool {
  /**
   * Never rejects for a bad picture: that is a `problem`. The bytes are not changed and not kept.
   * @param hint the name's extension tells apart raw formats that share a signature; the name is not passed on
   * @throws AbortError when `signal` is aborted or the pool is closed
   */
  decode(bytes: Uint8Array, hint: { readonly name: string }, signal?: AbortSignal): Promise<DecodedPicture>;
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
  /** 1–8; as many as there are cores unless told. */
  readonly size?: number;
  /** Longest time for one picture, in milliseconds; 30,000 unless told. */
  readonly timeoutMs?: number;
  /** Most pixels decoded; 500 million unless told. */
  readonly pixelLimit?: number;
}
