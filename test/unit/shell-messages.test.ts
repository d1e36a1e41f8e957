/** @file Messages with bytes anywhere: what goes in comes out, and a hostile frame is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, FrameError, FrameReader, type Frame } from '../../src/shared/frames.ts';
import { decodeMessage, encodeMessage, wipeAttachments } from '../../src/shared/messages.ts';

function frameOf(pieces: Uint8Array[]): Frame {
  const [frame] = new FrameReader().push(Buffer.concat(pieces));
  if (frame === undefined) throw new Error('no frame');
  return frame;
}
const roundTrip = (value: unknown): unknown => decodeMessage(frameOf(encodeMessage(value)));

describe('messages', () => {
  it('carry any JSON with bytes anywhere', () => {
    const bytes = fc.uint8Array().map((array) => new Uint8Array(array));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        bytes,
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie('value')),
        fc.dictionary(fc.string(), tie('value'), { noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(value, (message) => {
        expect(roundTrip(message)).toEqual(asJson(message));
      }),
    );
  });

  it('gives every attachment a buffer of its own', () => {
    const { a, b } = roundTrip({ a: Uint8Array.of(1, 2), b: Uint8Array.of(3) }) as Record<string, Uint8Array>;
    expect([a?.buffer.byteLength, b?.buffer.byteLength]).toEqual([2, 1]);
  });

  it('leave out undefined fields, as JSON does', () => {
    expect(roundTrip({ a: undefined, b: 1 })).toEqual({ b: 1 });
  });

  it('keep a field named __proto__ an ordinary field', () => {
    const hostile: unknown = JSON.parse('{"__proto__": {"polluted": true}}');
    const back = roundTrip(hostile) as object;
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });

  it.each([
    ['a function', () => 1],
    ['a Map', new Map()],
    ['a Date', new Date(0)],
    ['NaN', Number.NaN],
    ['a bigint', 1n],
  ])('refuse %s', (_, value) => {
    expect(() => encodeMessage({ value })).toThrow(TypeError);
  });

  it('refuse a value nested without end before the stack does', () => {
    let deep: unknown = null;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(() => encodeMessage(deep)).toThrow(TypeError);
  });

  it.each([
    ['no message', 'text', 0],
    ['a length beyond the body', [null, [[[], 5]]], 4],
    ['bytes nobody asked for', [null, []], 4],
    ['a negative length', [null, [[[], -1]]], 0],
    ['a place that is not there', [{}, [[['a'], 1]]], 1],
    ['a place that is taken', [{ a: 1 }, [[['a'], 1]]], 1],
    ['a place on a prototype', [{}, [[['__proto__', 'x'], 1]]], 1],
    ['a path that is no path', [null, [['a', 1]]], 1],
  ])('are refused with %s', (_, header, body) => {
    expect(() => decodeMessage(frameOf(encodeFrame(header, new Uint8Array(body))))).toThrow(FrameError);
    expect('x' in {}).toBe(false);
  });

  it('can be wiped after sending', () => {
    const passphrase = Uint8Array.of(1, 2, 3);
    wipeAttachments({ secret: [{ passphrase }] });
    expect([...passphrase]).toEqual([0, 0, 0]);
  });
});

/** -0 is 0 in JSON. */
function asJson(value: unknown): unknown {
  if (Object.is(value, -0)) return 0;
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, asJson(field)]));
  return value;
}
