/** @file The chunks of an age file: the same as the format's own library makes and reads, at every length where something changes. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeHeader, openHeader } from '../../src/main/engine/sharing/age-header.ts';
import { Payload, sealed, sealedLength } from '../../src/main/engine/sharing/age-payload.ts';
import { ageKey, ageTo, unage } from '../support/sharing.ts';

const chunk = 65_536;
const lengths = [
  0,
  1,
  chunk - 1,
  chunk,
  chunk + 1,
  16 * chunk - 1,
  16 * chunk,
  16 * chunk + 1,
  33 * chunk + 7,
];

// eslint-disable-next-line @typescript-eslint/require-await -- as a stream would give them
async function* cut(bytes: Buffer, ...sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function written(recipient: string, bytes: Buffer): Promise<Buffer> {
  const { header, key } = await makeHeader({ recipients: [recipient] });
  const parts = [header];
  for await (const part of sealed(key, cut(bytes, 70_001, 3, 200_000))) parts.push(Buffer.from(part));
  key.dispose();
  return Buffer.concat(parts);
}

function fileOf(bytes: Buffer): { bytes: number; read: (start: number, count: number) => Promise<Buffer> } {
  return {
    bytes: bytes.length,
    read: (start, count) => Promise.resolve(bytes.subarray(start, start + count)),
  };
}

async function reader(file: Buffer, identity: string): Promise<Payload> {
  const { key, at } = await openHeader(file, { identities: [identity], passphrase: null });
  return new Payload(fileOf(file), key, at);
}

describe('the payload of an age file', () => {
  it('is opened by the library, whatever its length, and is as long as was told', async () => {
    const { identity, recipient } = await ageKey('hybrid');
    for (const length of lengths) {
      const bytes = randomBytes(length);
      const file = await written(recipient, bytes);
      expect((await unage(file, { identity })).equals(bytes), String(length)).toBe(true);
      const { at } = await openHeader(file, { identities: [identity], passphrase: null });
      expect(file.length - at).toBe(sealedLength(length));
    }
  });

  it('made by the library is read in any ranges', async () => {
    const { identity, recipient } = await ageKey('x25519');
    for (const length of lengths) {
      const bytes = randomBytes(length);
      const payload = await reader(await ageTo(bytes, recipient), identity);
      expect(payload.bytes).toBe(length);
      expect((await payload.read(0, length + 100)).equals(bytes), String(length)).toBe(true);
      for (const [start, count] of [
        [0, 10],
        [chunk - 5, 10],
        [length - 3, 10],
        [100, 2 * chunk],
        [length, 5],
      ] as const)
        if (start >= 0 && start <= length)
          expect((await payload.read(start, count)).equals(bytes.subarray(start, start + count))).toBe(true);
      const both = await Promise.all([payload.read(0, length), payload.read(Math.floor(length / 2), 1000)]);
      expect(both[0].equals(bytes)).toBe(true);
      payload.dispose();
    }
  });

  it('is refused where one bit differs, chunks change places, or its end is missing', async () => {
    const { identity, recipient } = await ageKey('x25519');
    const file = await written(recipient, randomBytes(3 * chunk));
    const { at } = await openHeader(file, { identities: [identity], passphrase: null });
    const whole = async (bytes: Buffer): Promise<string> => {
      try {
        const payload = await reader(bytes, identity);
        await payload.read(0, payload.bytes);
        return 'opened';
      } catch (error) {
        return error instanceof Error && 'code' in error ? String(error.code) : String(error);
      }
    };
    const sealedChunk = chunk + 16;
    for (const place of [at, at + sealedChunk + 5, file.length - 1]) {
      const other = Buffer.from(file);
      other[place] = (other[place] ?? 0) ^ 0x80;
      expect(await whole(other)).toBe('package-damaged');
    }
    const part = (from: number): Buffer =>
      file.subarray(at + from * sealedChunk, at + (from + 1) * sealedChunk);
    expect(await whole(Buffer.concat([file.subarray(0, at), part(1), part(0), part(2)]))).toBe(
      'package-damaged',
    );
    expect(await whole(file.subarray(0, at + 2 * sealedChunk))).toBe('package-truncated');
    expect(await whole(file.subarray(0, at + 2 * sealedChunk + 16))).toBe('package-truncated');
    expect(await whole(file.subarray(0, at + 8))).toBe('package-truncated');
    expect(await whole(file)).toBe('opened');
  });
});
