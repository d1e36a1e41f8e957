/**
 * @file HEIC and HEIF through libheif as WebAssembly: the primary picture, put together from its tiles, turned and cropped as the file says
 * (ISO/IEC 23008-12 §6.5), in a form libvips reads. Decoder process.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import loadLibheif, { type MainModule } from 'libheif-js/libheif-wasm/libheif.js';
import type { Refuse, Size } from './containers.ts';
import { isHdr, PRIMARIES, TRANSFER, toSrgb, type Encoding } from './gamut.ts';
import { NotSupported } from './not-supported.ts';
import { asTiff } from './tiff.ts';

/** Of libheif's enumerations (heif_image.h). */
const RGB = 1;
const CHROMA = { rgb: 10, rgba: 11, rgb16: 14 };
const INTERLEAVED = 10;
const UNSUPPORTED = 4;
const PROFILE = { none: 0, nclx: 0x6e636c78 };

/** Bytes held at once for a pixel: tiles and canvas in YCbCr, the same as RGB, and the copy handed on. */
const BYTES_PER_PIXEL = 8;
/** Memory never shrinks: an instance that has grown beyond this is not used again, in bytes. */
const KEPT = 256 * 1024 ** 2;

let kept: MainModule | null = null;

export interface HeifPicture {
  /** As seen: after turning and cropping. */
  readonly size: Size;
  /** The pixels as an uncompressed TIFF with the file's profile; null when they were refused. */
  readonly tiff: Buffer | null;
  readonly refusal: string | null;
}

/** @throws what libheif says is wrong */
export function readHeif(bytes: Buffer, refuse: Refuse): HeifPicture {
  const lib = kept ?? load();
  // Whatever goes wrong inside leaves the instance in doubt: only one that ended well is used again.
  kept = null;
  const call = caller(lib);
  const context = lib._heif_context_alloc();
  const input = lib._malloc(bytes.length);
  if (context === 0 || input === 0) throw new Error('HEIF: out of memory');
  heap(lib).set(bytes, input);
  call((error) => {
    lib._heif_context_read_from_memory_without_copy(error, context, input, bytes.length, 0);
  });
  const handle = call((error, out) => {
    lib._heif_context_get_primary_image_handle(error, context, out);
  });
  const size = {
    width: lib._heif_image_handle_get_width(handle),
    height: lib._heif_image_handle_get_height(handle),
  };
  const refusal = refuse(size, BYTES_PER_PIXEL);
  const tiff = refusal === null ? decode(lib, handle) : null;
  lib._heif_image_handle_release(handle);
  lib._heif_context_free(context);
  lib._free(input);
  if (heap(lib).length <= KEPT) kept = lib;
  return { size, tiff, refusal };
}

function load(): MainModule {
  const require = createRequire(import.meta.url);
  return loadLibheif({
    wasmBinary: readFileSync(require.resolve('libheif-js/libheif-wasm/libheif.wasm')),
    print: () => undefined,
    printErr: () => undefined,
  });
}

/** Anew after every call: growing replaces it. */
function heap(lib: MainModule): Uint8Array {
  return lib.HEAPU8 as Uint8Array; // any in its types
}

function word(lib: MainModule, at: number): number {
  return new DataView(heap(lib).buffer).getUint32(at, true);
}

/** Calls a function that returns a `heif_error` and, through its last argument, a pointer. */
function caller(lib: MainModule): (run: (error: number, out: number) => void) => number {
  return (run) => {
    const room = lib._malloc(16);
    run(room, room + 12);
    const [code, message, out] = [word(lib, room), word(lib, room + 8), word(lib, room + 12)];
    lib._free(room);
    if (code === UNSUPPORTED) throw new NotSupported(`HEIF: ${text(lib, message)}`);
    if (code !== 0) throw new Error(`HEIF: ${text(lib, message)}`);
    return out;
  };
}

function text(lib: MainModule, at: number): string {
  const bytes = heap(lib).subarray(at, at + 160);
  const end = bytes.indexOf(0);
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('latin1');
}

function decode(lib: MainModule, handle: number): Buffer {
  const call = caller(lib);
  const alpha = lib._heif_image_handle_has_alpha_channel(handle) !== 0;
  const { icc, encoding } = colours(lib, handle);
  // 10 bits are kept only where 8 would not do: in the curves of HDR.
  const hdr = isHdr(encoding);
  const chroma = hdr ? CHROMA.rgb16 : alpha ? CHROMA.rgba : CHROMA.rgb;
  const image = call((error, out) => {
    lib._heif_decode_image(error, handle, out, RGB, chroma, 0);
  });
  const [width, height] = [
    lib._heif_image_get_width(image, INTERLEAVED),
    lib._heif_image_get_height(image, INTERLEAVED),
  ];
  const strideAt = lib._malloc(4);
  const plane = lib._heif_image_get_plane_readonly(image, INTERLEAVED, strideAt);
  const stride = word(lib, strideAt);
  if (plane === 0 || width <= 0 || height <= 0) throw new Error('HEIF: no pixels');
  const channels = !hdr && alpha ? 4 : 3;
  const rowBytes = width * channels * (hdr ? 2 : 1);
  const bits = hdr ? lib._heif_image_get_bits_per_pixel_range(image, INTERLEAVED) : 8;
  const memory = heap(lib);
  const convert = icc === null ? toSrgb(encoding, bits) : null;
  const tiff = asTiff({ width, height, channels, icc }, (y, into) => {
    const row = memory.subarray(plane + y * stride, plane + y * stride + rowBytes);
    if (convert) convert(row, into, channels);
    else into.set(row);
  });
  lib._free(strideAt);
  lib._heif_image_release(image);
  return tiff;
}

/** An ICC profile goes before code points (ISO/IEC 23000-22 §7.3.6.4). */
function colours(lib: MainModule, handle: number): { icc: Buffer | null; encoding: Encoding } {
  const srgb = { primaries: PRIMARIES.srgb, transfer: TRANSFER.srgb };
  const type = lib._heif_image_handle_get_color_profile_type(handle);
  const call = caller(lib);
  if (type === PROFILE.none) return { icc: null, encoding: srgb };
  if (type === PROFILE.nclx) {
    const nclx = call((error, out) => {
      lib._heif_image_handle_get_nclx_color_profile(error, handle, out);
    });
    const encoding = { primaries: word(lib, nclx + 4), transfer: word(lib, nclx + 8) };
    lib._heif_nclx_color_profile_free(nclx);
    return { icc: null, encoding };
  }
  const length = lib._heif_image_handle_get_raw_color_profile_size(handle);
  if (length === 0) return { icc: null, encoding: srgb };
  const at = lib._malloc(length);
  call((error) => {
    lib._heif_image_handle_get_raw_color_profile(error, handle, at);
  });
  const icc = Buffer.from(heap(lib).subarray(at, at + length));
  lib._free(at);
  return { icc, encoding: srgb };
}
