import * as fs from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlobStore } from '../../src/main/engine/blobs/index.ts';
import { decodeCapsule } from '../../src/main/engine/blobs/capsule.ts';
import { lengthOfFile, padme } from '../../src/main/engine/blobs/layout.ts';
import { randomBytes, randomId } from '../../src/main/engine/crypto/index.ts';
import { blobPath, capsuleFor, inParts, writeContent } from '../support/blobs.ts';
import { codeOf, quickVault } from '../support/quick-vault.ts';

const piece = 65_536;
const sealed = piece + 16;
const preface = 4096 + 8;
/** Contents that end at, just before and just behind a border of pieces, with and without the preface. */
const borders = [0, 1, 2, 3]
  .flatMap((n) => [n * piece - preface, n * piece])
  .flatMap((n) => [n - 1, n, n + 1]);
const length = fc.oneof(fc.constantFrom(...borders.filter((n) => n >= 0)), fc.nat(2000), fc.nat(3 * piece));

describe('a blob', () => {
  it('comes back as it was, whatever its length and however it came in, whole and in any range', async () => {
    const { vault } = await quickVault();
    const store = new BlobStore(vault);
    const sizes = fc.array(
      fc.oneof(
        fc.integer({ min: 1, max: 300 }).map((n) => n * 300),
        fc.constant(piece),
      ),
      {
        minLength: 1,
      },
    );
    await fc.assert(
      fc.asyncProperty(length, sizes, fc.nat(), fc.nat(), async (bytes, cuts, x, y) => {
        const content = randomBytes(bytes);
        const id = randomId();
        await store.write({
          id,
          capsule: capsuleFor(vault, content),
          bytes,
          content: inParts(content, cuts),
        });
        expect(fs.statSync(blobPath(vault, id)).size).toBe(
          152 + padme(preface + bytes) + 16 * Math.ceil(padme(preface + bytes) / piece),
        );
        const reader = await store.open(id);
        expect((await reader.readAll()).equals(content)).toBe(true);
        await reader.verify();
        const [start = 0, end = 0] = [x % (bytes + 1), y % (bytes + 1)].sort((a, b) => a - b);
        const parts: Uint8Array[] = [];
        for await (const part of reader.read(start, end)) parts.push(part);
        expect(Buffer.concat(parts).equals(content.subarray(start, end))).toBe(true);
        await reader.close();
        await store.remove(id);
      }),
      { numRuns: 150 },
    );
  });

  it('is refused with any bit of its header flipped', async () => {
    const { vault } = await quickVault();
    const store = new BlobStore(vault);
    const id = await writeContent(store, vault, randomBytes(500));
    const good = fs.readFileSync(blobPath(vault, id));
    for (let bit = 0; bit < 152 * 8; bit += 1) {
      const bytes = Buffer.from(good);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      fs.writeFileSync(blobPath(vault, id), bytes);
      expect(await codeOf(store.open(id)), `bit ${bit}`).toBe('blob-damaged');
    }
  });

  it('is refused with any bit of any piece flipped, cut off or longer at any border, or pieces mixed up', async () => {
    const { vault } = await quickVault();
    const store = new BlobStore(vault);
    const id = await writeContent(store, vault, randomBytes(4 * piece - preface)); // five pieces with Padmé's zeros
    const twin = await writeContent(store, vault, randomBytes(4 * piece - preface));
    const path = blobPath(vault, id);
    const good = fs.readFileSync(path);
    const other = fs.readFileSync(blobPath(vault, twin));
    const count = lengthOfFile(good.length)?.pieces ?? 0;
    expect(count).toBeGreaterThan(3);
    const check = async (bytes: Buffer, what: string): Promise<void> => {
      fs.writeFileSync(path, bytes);
      const whole = await codeOf(
        store.open(id).then(async (reader) => {
          try {
            await reader.verify();
          } finally {
            await reader.close();
          }
        }),
      );
      expect(whole, what).toBe('blob-damaged');
    };
    const at = (i: number): [number, number] => [
      152 + i * sealed,
      Math.min(152 + (i + 1) * sealed, good.length),
    ];
    for (let i = 0; i < count; i += 1) {
      const [start, end] = at(i);
      for (const position of [start, start + 1, (start + end) >> 1, end - 17, end - 16, end - 1]) {
        const bytes = Buffer.from(good);
        bytes[position] = (bytes[position] ?? 0) ^ 1;
        await check(bytes, `flip in piece ${i}`);
      }
      for (const cut of [start - 1, start, start + 1, start + 15, start + 16, start + 17]) {
        await check(good.subarray(0, cut), `cut at piece ${i}`);
      }
      const exchanged = Buffer.from(good);
      other.copy(exchanged, start, start, end);
      await check(exchanged, `piece ${i} of another blob`);
      if (i + 2 < count) {
        const swapped = Buffer.from(good);
        good.copy(swapped, start, ...at(i + 1));
        good.copy(swapped, at(i + 1)[0], start, end);
        await check(swapped, `pieces ${i} and ${i + 1} swapped`);
      }
    }
    for (const more of [1, 16, 17, sealed])
      await check(Buffer.concat([good, Buffer.alloc(more)]), `${more} more`);
    await check(Buffer.concat([good, good.subarray(152)]), 'all pieces twice');
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(7), async (position, bit) => {
        const bytes = Buffer.from(good);
        bytes[position] = (bytes[position] ?? 0) ^ (1 << bit);
        await check(bytes, `bit ${bit} of byte ${position}`);
      }),
    );
    fs.writeFileSync(path, good);
    const reader = await store.open(id);
    await reader.verify();
    await reader.close();
  });

  it('has a capsule or none, whatever bytes stand there', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 400 }), fc.json(), (noise, json) => {
        expect(decodeCapsule(Buffer.from(noise))).toBeNull();
        const bytes = Buffer.alloc(4096);
        bytes.writeUInt32BE(Buffer.from(json).copy(bytes, 4, 0, 4092), 0);
        expect(decodeCapsule(bytes)).toBeNull();
      }),
    );
  });
});
