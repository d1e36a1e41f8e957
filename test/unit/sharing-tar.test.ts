/** @file Tars: what we write another reader reads, what another writer writes we read; nothing of a hostile one makes more than an error. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../src/shared/errors.ts';
import { readTar, type TarEntry } from '../../src/main/engine/sharing/tar-read.ts';
import { tarEnd, tarHeader, tarPadding } from '../../src/main/engine/sharing/tar-write.ts';
import { tarOf, untar } from '../support/sharing.ts';

function bytesOf(tar: Buffer): { bytes: number; read: (start: number, count: number) => Promise<Buffer> } {
  return { bytes: tar.length, read: (start, count) => Promise.resolve(tar.subarray(start, start + count)) };
}

async function listed(tar: Buffer): Promise<TarEntry[]> {
  const entries: TarEntry[] = [];
  for await (const entry of readTar(bytesOf(tar))) entries.push(entry);
  return entries;
}

const names = [
  'a.jpg',
  `${'long'.repeat(40)}.jpg`,
  'Grüße 漢字 🖼.jpg',
  'photos/one (2).jpg',
  `${'d/'.repeat(60)}deep.jpg`,
];

describe('a tar', () => {
  it('of ours is read by another reader, whatever the names', async () => {
    const files = new Map(names.map((path, at) => [path, Buffer.alloc(at * 500 + 12, path)]));
    const parts: Buffer[] = [];
    for (const [path, content] of files)
      parts.push(
        tarHeader({ path, bytes: content.length, modified: 1e12 }),
        content,
        tarPadding(content.length),
      );
    const tar = Buffer.concat([...parts, tarEnd()]);
    expect(await untar(tar)).toEqual(files);
    expect((await listed(tar)).map(({ path, bytes, modified }) => [path, bytes, modified])).toEqual(
      [...files].map(([path, content]) => [path, content.length, 1e12]),
    );
  });

  it('of a file beyond 8 GiB says its length', async () => {
    const header = tarHeader({ path: 'big.mov', bytes: 20 * 2 ** 30, modified: 0 });
    expect(header.includes('size=21474836480\n')).toBe(true);
    const tar = {
      bytes: 21 * 2 ** 30,
      read: (start: number, count: number) =>
        Promise.resolve(
          Buffer.concat([header.subarray(start, start + count), Buffer.alloc(count)]).subarray(0, count),
        ),
    };
    const first = await readTar(tar).next();
    expect(first.value).toMatchObject({ path: 'big.mov', bytes: 20 * 2 ** 30 });
  });

  it('of 10 million entries is refused after a hundredth of it', async () => {
    const entries = 10_000_000;
    let asked = 0;
    const tar = {
      bytes: (entries + 2) * 512,
      read: (start: number, count: number): Promise<Buffer> => {
        asked += count;
        const header = tarHeader({ path: `${String(start / 512)}.jpg`, bytes: 0, modified: 0 });
        return Promise.resolve(start < entries * 512 ? header : Buffer.alloc(count));
      },
    };
    const seen = { files: 0 };
    const reading = async (): Promise<void> => {
      for await (const entry of readTar(tar)) seen.files += entry.bytes === 0 ? 1 : 0;
    };
    await expect(reading()).rejects.toMatchObject({ code: 'package-too-many' });
    expect(seen.files).toBe(100_000);
    expect(asked).toBeLessThan(tar.bytes / 90);
  });

  it('of another writer is listed with the places of its files', async () => {
    const tar = await tarOf(names.map((name) => ({ name, content: `in ${name}`, mtime: new Date(1e12) })));
    const entries = await listed(tar);
    expect(entries.map(({ path }) => path)).toEqual(names);
    for (const { path, at, bytes } of entries)
      expect(tar.toString('utf8', at, at + bytes)).toBe(`in ${path}`);
  });

  it('of any bytes ends in a list or in an error with a code', async () => {
    const good = await tarOf(names.map((name) => ({ name, content: name })));
    const change = fc.record({ at: fc.nat(good.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (changes, mend) => {
          const tar = Buffer.from(good);
          for (const { at, byte } of changes) tar[at] = byte;
          // With sums that fit again, more of what was changed is looked at.
          if (mend)
            for (let at = 0; at + 512 <= tar.length; at += 512) {
              const block = tar.subarray(at, at + 512);
              if (block.every((byte) => byte === 0) || block.toString('latin1', 257, 262) !== 'ustar')
                continue;
              block.fill(' ', 148, 156);
              block.write(
                `${block
                  .reduce((sum, byte) => sum + byte, 0)
                  .toString(8)
                  .padStart(6, '0')}\0 `,
                148,
                'latin1',
              );
            }
          try {
            for (const { path, at, bytes } of await listed(tar)) {
              expect(path.split('/')).not.toContain('..');
              expect(path.startsWith('/')).toBe(false);
              expect(at + bytes).toBeLessThanOrEqual(tar.length);
            }
          } catch (error) {
            expect(error).toBeInstanceOf(CodedError);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
