/** @file The thread of content digests says what the same digest in place says, whoever else uses it, and whoever stops in between. */
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  contentDigest,
  contentHasher,
  ContentHasher,
  SecretKey,
} from '../../src/main/engine/crypto/index.ts';

const mebibyte = 1024 * 1024;

function inPlace(key: SecretKey, bytes: Uint8Array): string {
  const hasher = new ContentHasher(key);
  hasher.update(bytes);
  return hasher.digest();
}

it('digests bytes of any length as in place', async () => {
  const key = SecretKey.random();
  for (const length of [0, 1, mebibyte - 1, mebibyte, mebibyte + 1, 5 * mebibyte, 9 * mebibyte + 7]) {
    const bytes = randomBytes(length);
    expect(await contentDigest(key, bytes)).toBe(inPlace(key, bytes));
  }
  key.dispose();
});

it('serves many at once, each with its own key, through buffers that are used again', async () => {
  const keys = [SecretKey.random(), SecretKey.random(), SecretKey.random()];
  const contents = keys.map((_, index) => randomBytes(3 * mebibyte + index));
  const wanted = keys.map((key, index) => inPlace(key, contents[index] ?? Buffer.alloc(0)));
  const digests = keys.map(async (key, index) => {
    const content = contents[index] ?? Buffer.alloc(0);
    const hasher = contentHasher(key, content.length);
    const buffer = Buffer.alloc(100_000);
    for (let at = 0; at < content.length; at += buffer.length) {
      const part = buffer.subarray(0, content.copy(buffer, 0, at, at + buffer.length));
      await hasher.update(part);
      buffer.fill(0xff); // the hasher has taken what it needs
    }
    return hasher.digest();
  });
  for (const key of keys) key.dispose(); // and the keys
  expect(await Promise.all(digests)).toEqual(wanted);
});

it('goes on for the others when one is given up', async () => {
  const key = SecretKey.random();
  const bytes = randomBytes(2 * mebibyte);
  const dropped = contentHasher(key, bytes.length);
  const kept = contentHasher(key, bytes.length);
  const adding = dropped.update(bytes);
  dropped.dispose();
  dropped.dispose();
  await kept.update(bytes);
  expect(await kept.digest()).toBe(inPlace(key, bytes));
  await adding;
  expect(() => dropped.update(bytes)).toThrow('after');
  key.dispose();
});
