/** @file Frames on the pipes between our processes: what is written is read, whatever the cuts; nonsense is refused. */
import { describe, expect, it } from 'vitest';
import { encodeFrame, FrameError, FrameReader, type Frame } from '../../src/shared/frames.ts';

function joined(pieces: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}

function prefix(header: number, body: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(header, 0);
  bytes.writeUInt32BE(body, 4);
  return bytes;
}

describe('encodeFrame', () => {
  it('writes both lengths big-endian, then the JSON, then the body', () => {
    expect(joined(encodeFrame({ a: 1 }, Uint8Array.of(9, 8)))).toEqual(
      Uint8Array.of(0, 0, 0, 7, 0, 0, 0, 2, ...Buffer.from('{"a":1}'), 9, 8),
    );
  });

  it('passes the body on without copying it', () => {
    const body = new Uint8Array(1000);
    expect(encodeFrame(null, body)[1]).toBe(body);
  });

  it('refuses a header that JSON cannot hold', () => {
    expect(() => encodeFrame(undefined)).toThrow(RangeError);
  });
});

describe('FrameReader', () => {
  const messages: [unknown, Uint8Array][] = [
    [{ text: 'Grüße 📷' }, new Uint8Array(0)],
    [null, Uint8Array.from({ length: 300 }, (_, index) => index & 255)],
    [['a', 2, true], Uint8Array.of(1)],
    [0, new Uint8Array(0)],
  ];
  const stream = joined(messages.flatMap(([header, body]) => encodeFrame(header, body)));

  it.each([1, 2, 7, 8, 9, 64, 10_000])('reads the same frames back from chunks of %i bytes', (size) => {
    const reader = new FrameReader();
    const frames: Frame[] = [];
    for (let at = 0; at < stream.length; at += size)
      frames.push(...reader.push(stream.subarray(at, at + size)));
    expect(frames.map(({ header, body }) => [header, body])).toEqual(messages);
    expect(reader.idle).toBe(true);
  });

  it('gives bodies that later changes to the chunk do not reach', () => {
    const chunk = joined(encodeFrame(1, Uint8Array.of(5)));
    const [frame] = new FrameReader().push(chunk);
    chunk.fill(0);
    expect(frame?.body).toEqual(Uint8Array.of(5));
    expect(frame?.body.buffer.byteLength).toBe(1);
  });

  it('knows that a frame was cut off', () => {
    const reader = new FrameReader();
    expect(reader.push(stream.subarray(0, 20))).toEqual([]);
    expect(reader.idle).toBe(false);
  });

  it('accepts a part of exactly the longest length and refuses one byte more', () => {
    const limits = { maxHeader: 4, maxBody: 16 };
    expect(new FrameReader(limits).push(joined(encodeFrame(1234, new Uint8Array(16))))).toHaveLength(1);
    expect(() => new FrameReader(limits).push(prefix(1, 17))).toThrow(FrameError);
    expect(() => new FrameReader(limits).push(prefix(5, 0))).toThrow(FrameError);
  });

  it.each([
    ['no JSON', Buffer.from('{oops')],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['an empty header', Buffer.alloc(0)],
  ])('refuses %s, does not repeat it in the message, and stays refusing', (_, header) => {
    const reader = new FrameReader();
    const bytes = Buffer.concat([prefix(header.length, 0), header]);
    expect(() => reader.push(bytes)).toThrow(/^a header is not JSON$/u);
    expect(() => reader.push(stream)).toThrow(FrameError);
    expect(reader.idle).toBe(false);
  });
});
