/**
 * @file What a decoder finds out about a picture, and the frames the engine and a decoder exchange about it.
 * Types only: the engine checks every answer (a decoder reads what strangers wrote), see engine/media/reply.ts.
 */
import type { Region } from './regions.ts';

/** How a photo was exposed; each value null when the file does not say. */
export interface Exposure {
  /** Exposure time, e.g. 0.004 for 1/250 s. */
  readonly seconds: number | null;
  readonly fNumber: number | null;
  readonly iso: number | null;
  readonly focalLengthMm: number | null;
  readonly focalLength35Mm: number | null;
}

/** What a picture or a film says about itself. Written by strangers: every value is checked to be in its range, or null. */
export interface PictureFacts {
  /** Sniffed from the content, never from the name. */
  readonly mime: string;
  /** In pixels, as seen: after the orientation is applied. */
  readonly width: number | null;
  readonly height: number | null;
  /** EXIF orientation, 1–8. */
  readonly orientation: number;
  /** Local time: `YYYY-MM-DDTHH:mm:ss[.sss][±HH:MM]`; with an offset only if the file has one, or its GPS time tells it. */
  readonly capturedAt: string | null;
  /** Make and model, the make not repeated: `Canon EOS 40D`. */
  readonly camera: string | null;
  readonly lens: string | null;
  readonly exposure: Exposure | null;
  /** Degrees, north positive, −90–90; null whenever the longitude is. */
  readonly latitude: number | null;
  /** Degrees, east positive, −180–180. */
  readonly longitude: number | null;
  /** Metres above sea level. */
  readonly altitude: number | null;
  /** More than one frame, to be played one after the other. */
  readonly animated: boolean;
  /** One line of at most 100 characters. */
  readonly title: string | null;
  /** At most 2000 characters, with line breaks. */
  readonly caption: string | null;
  /** At most 100, each at most 100 characters, none twice. */
  readonly keywords: readonly string[];
  /** 1–5 stars. */
  readonly rating: number | null;
  /** Of a film, in seconds. */
  readonly duration: number | null;
  /** What the picture and the film of a Live Photo have in common: 36 characters, in capitals. */
  readonly pairId: string | null;
}

/**
 * What kept a picture from being shown, if anything:
 * `truncated` a picture was made, but the file is damaged · `unsupported` a format kept without preview ·
 * `damaged` nothing could be read · `too-large` more pixels or bytes than the limit ·
 * `timeout`, `crashed` the decoder did not survive it, twice.
 */
export type PictureProblem =
  'none' | 'truncated' | 'unsupported' | 'damaged' | 'too-large' | 'timeout' | 'crashed';

/** Header of the frame that asks for a picture; the body is the file. */
export interface DecodeJob {
  readonly mime: string;
  /** False: read the facts only. */
  readonly decodable: boolean;
  readonly pixelLimit: number;
}

/** Header of the frame that answers; the body is thumbnail ‖ thumbhash ‖ preview. */
export interface DecodeReply {
  readonly facts: PictureFacts;
  readonly thumbnailMime: 'image/jpeg' | 'image/webp';
  readonly color: number | null;
  /** What it looks like, 16 bytes as base64 (decoder/look.ts); empty: there is nothing to tell it by; null: no picture. */
  readonly look: string | null;
  readonly problem: Exclude<PictureProblem, 'timeout' | 'crashed'>;
  readonly detail: string | null;
  /** Lengths in bytes; 0 where there is none. */
  readonly parts: { readonly thumbnail: number; readonly thumbhash: number; readonly preview: number };
}

/** A part of a picture, in pixels of one that is `of` so large when it is upright. */
export interface RegionOf extends Region {
  readonly of: { readonly width: number; readonly height: number };
}

/** How a picture is to be converted: upright, in sRGB, saying nothing but its pixels. */
export interface Conversion {
  /**
   * `ppm`: the bare pixels, three bytes each, behind a line or three of text; `qr`: no picture, but the text of the QR code in it, as UTF-8.
   * Both for the engine itself. `shown`: for the window, a JPEG or, where something shows through, a WebP, in the colours of the file; before all that waits.
   */
  readonly format: 'jpeg' | 'webp' | 'png' | 'ppm' | 'qr' | 'shown';
  /** In pixels; never enlarged. null = as it is. */
  readonly maxEdge: number | null;
  /** 1–100; of JPEG and WebP. */
  readonly quality: number;
  /** Degrees clockwise, on top of what the file says. */
  readonly turn: 0 | 90 | 180 | 270;
  /** No more of it than this. */
  readonly region?: RegionOf;
}

/** Header of the frame that asks for a conversion; the body is the file. */
export interface ConvertJob {
  readonly mime: string;
  readonly pixelLimit: number;
  readonly conversion: Conversion;
}

/** Header of the frame that answers it; the body is the new picture, or empty. */
export interface ConvertReply {
  readonly converted: number;
  readonly problem: Exclude<PictureProblem, 'timeout' | 'crashed'>;
  readonly detail: string | null;
}

/** Header of the first frame of a decoder, once everything it needs is loaded. */
export interface DecoderReady {
  readonly ready: true;
}

/** Longest picture that is made, in bytes. */
export const LONGEST_CONVERTED = 256 * 1024 * 1024;

/** Most pixels of a picture that is decoded, unless told otherwise: a report of an import names it. */
export const PIXEL_LIMIT = 500e6;

/** Longest file handed to a decoder, in bytes. */
export const LONGEST_PICTURE = 1024 * 1024 * 1024;
