/**
 * @file A film to test with: VP8 pictures of our own making (film.ivf: 6 s of 160 × 90 at 10 a second, each second of another colour with a
 * square that moves to the right, the first 0.4 s black), put into a WebM that has its length, and a place to begin at for every second.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

interface Frame {
  readonly data: Buffer;
  readonly key: boolean;
}

/** Colours of the film's seconds. */
export const filmColours = ['#c0392b', '#27ae60', '#2980b9', '#f1c40f', '#8e44ad', '#16a085'] as const;
const frameMs = 100;

/** The film, `times` over. */
export function film(times = 1): Buffer {
  const ivf = readFileSync(path.join(import.meta.dirname, 'film.ivf'));
  const once = framesOf(ivf);
  const frames = Array.from({ length: times }, () => once).flat();
  return webm(frames, ivf.readUInt16LE(12), ivf.readUInt16LE(14));
}

/** IVF: a header of 32 bytes, then for each frame its length, a time, and its bytes. The lowest bit of a VP8 frame says whether it is a key. */
function framesOf(ivf: Buffer): Frame[] {
  const frames: Frame[] = [];
  for (let at = 32; at < ivf.length;) {
    const data = ivf.subarray(at + 12, at + 12 + ivf.readUInt32LE(at));
    frames.push({ data, key: ((data[0] ?? 1) & 1) === 0 });
    at += 12 + data.length;
  }
  return frames;
}

/** An element with a length of eight bytes, so that places do not depend on lengths. */
function element(id: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeBigUInt64BE(BigInt(body.length) | (1n << 56n));
  const name = Buffer.from(id.toString(16).padStart(2, '0'), 'hex');
  return Buffer.concat([name, head, body]);
}

function unsigned(id: number, value: number): Buffer {
  const body = Buffer.alloc(4);
  body.writeUInt32BE(value);
  return element(id, body);
}

function webm(frames: readonly Frame[], width: number, height: number): Buffer {
  const duration = Buffer.alloc(8);
  duration.writeDoubleBE(frames.length * frameMs);
  const info = element(0x1549a966, unsigned(0x2ad7b1, 1_000_000), element(0x4489, duration));
  const picture = element(0xe0, unsigned(0xb0, width), unsigned(0xba, height));
  const codec = element(0x86, Buffer.from('V_VP8'));
  const track = element(0xae, unsigned(0xd7, 1), unsigned(0x73c5, 1), unsigned(0x83, 1), codec, picture);
  const clusters: { time: number; bytes: Buffer }[] = [];
  for (let at = 0; at < frames.length;) {
    const start = at;
    const blocks: Buffer[] = [];
    do {
      const frame = frames[at];
      const head = Buffer.from([0x81, 0, 0, frame?.key === true ? 0x80 : 0]);
      head.writeInt16BE((at - start) * frameMs, 1);
      blocks.push(element(0xa3, head, frame?.data ?? Buffer.alloc(0)));
      at += 1;
    } while (at < frames.length && frames[at]?.key === false);
    const time = start * frameMs;
    clusters.push({ time, bytes: element(0x1f43b675, unsigned(0xe7, time), ...blocks) });
  }
  const tracks = element(0x1654ae6b, track);
  const cuesOf = (first: number): Buffer => {
    let place = first;
    const points = clusters.map(({ time, bytes }) => {
      const position = element(0xb7, unsigned(0xf7, 1), unsigned(0xf1, place));
      place += bytes.length;
      return element(0xbb, unsigned(0xb3, time), position);
    });
    return element(0x1c53bb6b, ...points);
  };
  const before = info.length + tracks.length;
  const cues = cuesOf(before + cuesOf(0).length);
  const kind = element(
    0x1a45dfa3,
    element(0x4282, Buffer.from('webm')),
    unsigned(0x4287, 4),
    unsigned(0x4285, 2),
  );
  const segment = element(0x18538067, info, tracks, cues, ...clusters.map(({ bytes }) => bytes));
  return Buffer.concat([kind, segment]);
}
