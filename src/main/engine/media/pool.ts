/** @file What is asked of decoders, and what is told of a picture that none of them has to look at; engine process. */
import {
  LONGEST_PICTURE,
  PIXEL_LIMIT,
  type Conversion,
  type PictureProblem,
} from '../../../shared/decoding.ts';
import type { Frame } from '../../../shared/frames.ts';
import { aborted } from './decoder-tasks.ts';
import { Decoders } from './decoders.ts';
import { readAtOf } from './film.ts';
import { layeredMime, psdHead } from './psd.ts';
import { readConversion, readReply } from './reply.ts';
import { sniff, type Sniffed } from './sniff.ts';
import type {
  ConvertedPicture,
  DecodedPicture,
  DecoderPool,
  DecoderPoolOptions,
  Isolation,
} from './types.ts';

/** Encoding takes longer than looking: a conversion gets this many times a decoding's time. */
const CONVERSION_TIMES = 4;
/** Drawings take no time, unless somebody wants them to: a few lines can ask for hours of work. */
const DRAWING_SHARE = 1 / 5;

export function createDecoderPool(options: DecoderPoolOptions): DecoderPool {
  return new Pool(options);
}

class Pool implements DecoderPool {
  readonly #decoders: Decoders;
  readonly #timeoutMs: number;
  readonly #pixelLimit: number;

  constructor(options: DecoderPoolOptions) {
    this.#decoders = new Decoders(options);
    this.#timeoutMs = options.timeoutMs ?? 30_000;
    this.#pixelLimit = options.pixelLimit ?? PIXEL_LIMIT;
  }

  get size(): number {
    return this.#decoders.size;
  }

  get isolation(): Isolation {
    return this.#decoders.isolation;
  }

  async decode(
    bytes: Uint8Array,
    hint: { readonly name: string },
    signal?: AbortSignal,
  ): Promise<DecodedPicture> {
    if (this.#decoders.closed || signal?.aborted === true) throw aborted();
    const kind = sniff(bytes, hint.name);
    if (kind === null || kind.kind === 'other') return notAPicture(kind);
    if (bytes.length > LONGEST_PICTURE) return without(kind.mime, 'too-large', 'longer than 1 GiB');
    const { mime, decodable } = kind;
    const job = { mime, decodable, pixelLimit: this.#pixelLimit };
    const question = {
      bytes: mime === layeredMime ? await psdHead(readAtOf(bytes)) : bytes,
      job,
      timeoutMs: this.#timeFor(mime),
      read: (frame: Frame) => readReply(frame, mime),
      without: (problem: PictureProblem, detail: string) => without(mime, problem, detail),
    };
    return this.#decoders.ask(question, signal);
  }

  warm(): void {
    this.#decoders.warm();
  }

  convert(
    bytes: Uint8Array,
    hint: { readonly name: string },
    conversion: Conversion,
    signal?: AbortSignal,
  ): Promise<ConvertedPicture> {
    if (this.#decoders.closed || signal?.aborted === true) return Promise.reject(aborted());
    const kind = sniff(bytes, hint.name);
    if (kind?.kind !== 'picture' || !kind.decodable)
      return Promise.resolve(noPicture('unsupported', 'no decoder for it'));
    if (bytes.length > LONGEST_PICTURE) return Promise.resolve(noPicture('too-large', 'longer than 1 GiB'));
    const job = { mime: kind.mime, pixelLimit: this.#pixelLimit, conversion };
    const timeoutMs = CONVERSION_TIMES * this.#timeFor(kind.mime);
    const first = conversion.format === 'shown';
    return this.#decoders.ask(
      { bytes, job, timeoutMs, first, read: readConversion, without: noPicture },
      signal,
    );
  }

  #timeFor(mime: string): number {
    return mime === 'image/svg+xml' ? this.#timeoutMs * DRAWING_SHARE : this.#timeoutMs;
  }

  close(): Promise<void> {
    return this.#decoders.close();
  }
}

function notAPicture(kind: Sniffed | null): DecodedPicture {
  return without(kind?.mime ?? 'application/octet-stream', 'unsupported', 'not a picture');
}

function noPicture(problem: PictureProblem, detail: string): ConvertedPicture {
  return { picture: null, problem, detail };
}

function without(mime: string, problem: PictureProblem, detail: string): DecodedPicture {
  return {
    facts: {
      mime,
      width: null,
      height: null,
      orientation: 1,
      capturedAt: null,
      camera: null,
      lens: null,
      exposure: null,
      latitude: null,
      longitude: null,
      altitude: null,
      animated: false,
      title: null,
      caption: null,
      keywords: [],
      rating: null,
      duration: null,
      pairId: null,
    },
    thumbnail: null,
    thumbnailMime: 'image/jpeg',
    thumbhash: null,
    look: null,
    color: null,
    preview: null,
    problem,
    detail,
  };
}
