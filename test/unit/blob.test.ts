import { execFileSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../src/shared/errors.ts';
import { BlobStore, type BlobEntry } from '../../src/main/engine/blobs/index.ts';
import { encodeCapsule } from '../../src/main/engine/blobs/capsule.ts';
import { blobLength, lengthOfFile, padme } from '../../src/main/engine/blobs/layout.ts';
import { newHeader } from '../../src/main/engine/blobs/file-key.ts';
import { randomId, seal, u64 } from '../../src/main/engine/crypto/index.ts';
import { blobPath, capsuleFor, inParts, writeContent } from '../support/blobs.ts';
import { codeOf, quickVault } from '../support/quick-vault.ts';

const piece = 65_536;
const preface = 4096 + 8; // capsule and length
const random = (bytes: number): Buffer => randomFillSync(Buffer.alloc(bytes));

/** What opening and verifying say. */
async function detailOf(store: BlobStore, id: string): Promise<string> {
  try {
    const reader = await store.open(id);
    try {
      await reader.verify();
    } finally {
      await reader.close();
    }
    return 'sound';
  } catch (thrown) {
    if (!(thrown instanceof CodedError)) throw thrown;
    return `${thrown.code}: ${String(thrown.params['detail'] ?? '')}`;
  }
}

async function list(store: BlobStore): Promise<BlobEntry[]> {
  const all: BlobEntry[] = [];
  for await (const entry of store.list()) all.push(entry);
  return all;
}

describe('Padmé (docs/format.md §1.4)', () => {
  it('is the formula, also beyond 32 bits', () => {
    // From (n + m) & ~m with Python's integers.
    const table: [number, number][] = [
      [2, 2],
      [3, 3],
      [4, 4],
      [7, 7],
      [8, 8],
      [9, 10],
      [10, 10],
      [15, 16],
      [16, 16],
      [17, 18],
      [31, 32],
      [33, 36],
      [100, 104],
      [1000, 1024],
      [4104, 4352],
      [65_536, 65_536],
      [65_537, 67_584],
      [1_000_000, 1_015_808],
      [1_000_000_000, 1_006_632_960],
      [4_294_967_295, 4_294_967_296],
      [4_294_967_296, 4_294_967_296],
      [4_294_967_297, 4_362_076_160],
      [1_099_511_627_777, 1_116_691_496_960],
      [2_251_799_813_697_593, 2_286_984_185_774_080],
    ];
    for (const [n, padded] of table) expect(padme(n), String(n)).toBe(padded);
    for (const bad of [1, 0, -1, 2.5, NaN, 2 ** 52]) expect(() => padme(bad)).toThrow(RangeError);
    for (let n = 2; n < 5000; n += 1) expect(padme(n) / n).toBeLessThan(1.12 + 1 / n);
  });

  it('and the length of a file tell the same pieces from both sides', () => {
    for (const content of [0, 1, piece - preface, piece - preface + 1, 10 * piece, 123_456_789]) {
      const length = blobLength(4096, content);
      expect(lengthOfFile(length.stored)).toEqual(length);
    }
    for (const bad of [0, 151, 152, 168, 152 + 65_552 + 16]) expect(lengthOfFile(bad)).toBeNull();
  });
});

describe('a blob', () => {
  it('comes back whole, in any range, and as its capsule says', async () => {
    const { vault } = await quickVault();
    const store = new BlobStore(vault);
    const content = random(3 * piece + 1234);
    const more = { capturedAt: '2024-05-06T07:08:09+02:00', modifiedAt: '2024-05-06T05:08:09.000Z' };
    const id = await writeContent(store, vault, content, more);
    expect(fs.statSync(blobPath(vault, id)).mode & 0o777).toBe(0o600);
    expect(fs.statSync(join(vault.path, 'blobs', id.slice(0, 2))).mode & 0o777).toBe(0o700);
    const reader = await store.open(id);
    expect(reader.bytes).toBe(content.length);
    expect(reader.capsule).toMatchObject({ name: 'Sommer – Ätna.jpg', ...more });
    expect(await reader.readAll()).toEqual(content);
    let seen = 0;
    await reader.verify((bytes) => (seen += bytes));
    expect(seen).toBe(content.length);
    const edges = [
      0,
      1,
      piece - preface - 1,
      piece - preface,
      piece - preface + 1,
      2 * piece - preface,
      content.length,
    ];
    for (const start of edges) {
      for (const end of edges.filter((edge) => edge >= start)) {
        const parts: Uint8Array[] = [];
        for await (const part of reader.read(start, end)) parts.push(part);
        expect(Buffer.concat(parts).equals(content.subarray(start, end)), `${start}–${end}`).toBe(true);
      }
    }
    expect(() => reader.read(0, content.length + 1)).toThrow(RangeError);
    expect(() => reader.read(5, 4)).toThrow(RangeError);
    await reader.close();
    await reader.close();
  });

  it('can be read by many at once, left half-way and broken off', async () => {
    const { vault } = await quickVault();
    const store = new BlobStore(vault);
    const content = random(60 * piece);
    const reader = await store.open(await writeContent(store, vault, content));
    const all = await Promise.all([1, 2, 3].map(() => reader.readAll()));
    for (const one of all) expect(one.equals(content)).toBe(true);
    for await (const part of reader.read()) {
      expect(part.byteLength).toBeLessThanOrEqual(16 * piece);
      break;
    }
    const stop = new AbortController();
    const broken = (async () => {
      for await (const _ of reader.read(0, content.length, stop.signal)) stop.abort();
    })();
    await expect(broken).rejects.toThrow(/abort/i);
    await reader.close();
  });

  it('says nothing of its content: no name, no length but Padmé’s, never the same bytes twice', async () => {
    const { vault } = await quickVault();
    const store = new BlobStore(vault);
    const content = Buffer.alloc(200_000, 'secret');
    const [a, b] = [await writeContent(store, vault, content), await writeContent(store, vault, content)];
    const [x, y] = [fs.readFileSync(blobPath(vault, a)), fs.readFileSync(blobPath(vault, b))];
    expect(x.includes('secret') || x.includes('tna.jpg')).toBe(false);
    expect(x.subarray(152).equals(y.subarray(152))).toBe(false);
    const longer = await writeContent(store, vault, Buffer.alloc(200_500));
    expect(fs.statSync(blobPath(vault, longer)).size).toBe(x.length);
  });

  it('with a large capsule works too', async () => {
    const { vault } = await quickVault();
    const store = new BlobStore(vault);
    const content = random(10);
    const capsule = capsuleFor(vault, content, { name: '写'.repeat(1024) });
    expect(encodeCapsule(capsule)).toHaveLength(4096);
    expect(encodeCapsule({ ...capsule, name: '\u0001'.repeat(1024) })).toHaveLength(8192);
    const id = await writeContent(store, vault, content, { name: '\u0001'.repeat(1024) });
    const reader = await store.open(id);
    expect(await reader.readAll()).toEqual(content);
    await reader.close();
  });

  it('of another vault, under another name or gone is told', async () => {
    const { vault } = await quickVault();
    const { vault: other } = await quickVault({ name: 'Other' });
    const store = new BlobStore(vault);
    const content = random(1000);
    const id = await writeContent(store, vault, content);
    const foreign = await writeContent(new BlobStore(other), other, content);
    fs.mkdirSync(join(vault.path, 'blobs', foreign.slice(0, 2)), { recursive: true });
    fs.copyFileSync(blobPath(other, foreign), blobPath(vault, foreign));
    expect(await detailOf(store, foreign)).toBe('blob-damaged: header');
    const renamed = id.slice(0, 31) + (id.endsWith('0') ? '1' : '0');
    fs.copyFileSync(blobPath(vault, id), blobPath(vault, renamed));
    expect(await detailOf(store, renamed)).toBe('blob-damaged: header');
    expect(await detailOf(store, 'ab'.repeat(16))).toBe('blob-missing: ');
    await store.remove(id);
    await store.remove(id);
    expect(await detailOf(store, id)).toBe('blob-missing: ');
    await expect(store.open('../vault.hdr')).rejects.toThrow(RangeError);
  });

  it('that is a link, a folder or a FIFO is not read', async () => {
    const { vault } = await quickVault();
    const store = new BlobStore(vault);
    const id = await writeContent(store, vault, random(10));
    const path = blobPath(vault, id);
    fs.renameSync(path, `${path}.real`);
    fs.symlinkSync(`${path}.real`, path);
    expect(await detailOf(store, id)).toBe('blob-damaged: not a file');
    fs.rmSync(path);
    fs.mkdirSync(path);
    expect(await detailOf(store, id)).toBe('blob-damaged: not a file');
    fs.rmdirSync(path);
    if (process.platform !== 'win32') {
      execFileSync('mkfifo', [path]);
      expect(await detailOf(store, id)).toBe('blob-damaged: not a file');
    }
  });

  it('tells where it is damaged', async () => {
    const { vault } = await quickVault();
    const store = new BlobStore(vault);
    const id = await writeContent(store, vault, random(2 * piece));
    const path = blobPath(vault, id);
    const good = fs.readFileSync(path);
    const flipped = (at: number): Buffer => {
      const bytes = Buffer.from(good);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      return bytes;
    };
    const sealed = piece + 16;
    const pieceAt = (i: number): Buffer => good.subarray(152 + i * sealed, 152 + (i + 1) * sealed);
    const cases: [string, Buffer][] = [
      ['header', flipped(0)],
      ['header', flipped(8)],
      ['header', flipped(9)],
      ['header', flipped(11)],
      ['header', flipped(20)],
      ['header', flipped(40)],
      ['epoch', flipped(15)],
      ['file key', flipped(50)],
      ['file key', flipped(100)],
      ['file key', flipped(130)],
      ['chunk 0', flipped(152)],
      ['chunk 1', flipped(152 + sealed)],
      ['chunk 2', flipped(good.length - 1)],
      ['chunk 1', Buffer.concat([good.subarray(0, 152), pieceAt(0), pieceAt(2), pieceAt(1)])],
      ['chunk 0', Buffer.concat([good.subarray(0, 152), pieceAt(1), pieceAt(0), pieceAt(2)])],
      ['length', good.subarray(0, 152 + 2 * sealed)],
      ['length', Buffer.concat([good, Buffer.alloc(1)])],
      ['length', good.subarray(0, 152)],
      ['length', good.subarray(0, 152 + 2 * sealed + 16)],
      ['length', Buffer.alloc(0)],
    ];
    for (const [detail, bytes] of cases) {
      fs.writeFileSync(path, bytes);
      const told = await detailOf(store, id);
      expect(told, `${detail} ${bytes.length}`).toBe(`blob-damaged: ${detail}`);
    }
    fs.writeFileSync(path, good);
    expect(await detailOf(store, id)).toBe('sound');
  });

  it('whose digest is not that of its content is found by verifying', async () => {
    const { vault } = await quickVault();
    const store = new BlobStore(vault);
    const id = await writeContent(store, vault, random(100), { digest: '0'.repeat(64) });
    expect(await detailOf(store, id)).toBe('blob-damaged: digest');
  });

  it('that somebody with the keys wrote wrongly is found as well', async () => {
    const { vault } = await quickVault();
    const store = new BlobStore(vault);
    const content = random(100);
    const capsule = capsuleFor(vault, content);
    const encoded = encodeCapsule(capsule);
    const plain = Buffer.alloc(padme(encoded.length + 8 + content.length));
    Buffer.concat([encoded, u64(content.length), content]).copy(plain);
    const write = (change: (plain: Buffer) => Buffer | undefined): string => {
      const id = randomId();
      const { header, prefix, content: key } = newHeader(vault, id);
      const changed = Buffer.from(plain);
      const whole = change(changed) ?? changed;
      const nonce = Buffer.alloc(24);
      nonce[23] = 1;
      fs.mkdirSync(join(vault.path, 'blobs', id.slice(0, 2)), { recursive: true });
      fs.writeFileSync(blobPath(vault, id), Buffer.concat([header, seal(key, nonce, whole, prefix)]));
      key.dispose();
      return id;
    };
    const withJson = (text: string) => (bytes: Buffer) => {
      bytes.fill(0, 0, 4096).writeUInt32BE(Buffer.byteLength(text), 0);
      bytes.write(text, 4);
      return undefined;
    };
    const json = JSON.stringify(capsule);
    const cases: [string, (plain: Buffer) => Buffer | undefined][] = [
      ['sound', () => undefined],
      ['sound', withJson(json.replace('{', '{"pair":"later","unknown":[1],'))],
      ['blob-damaged: padding', (bytes) => void bytes.fill(1, bytes.length - 1)],
      ['blob-damaged: padding', (bytes) => void bytes.fill(1, 4104 + 100, 4104 + 101)],
      ['blob-damaged: digest', (bytes) => void bytes.fill(1, 4104, 4105)],
      ['blob-damaged: capsule', (bytes) => void bytes.fill(1, 4095, 4096)],
      ['blob-damaged: capsule', (bytes) => void bytes.writeUInt32BE(0xffff_ffff, 0)],
      ['blob-damaged: capsule', (bytes) => void bytes.writeUInt32BE(1024 * 1024, 0)],
      ['blob-damaged: capsule', (bytes) => void bytes.writeUInt32BE(0, 0)],
      ['blob-damaged: capsule', (bytes) => void bytes.fill(0xff, 4096, 4104)],
      ['blob-damaged: capsule', (bytes) => void bytes.fill(0, 4096, 4104)],
      ['blob-damaged: capsule', withJson('{')],
      ['blob-damaged: capsule', withJson('null')],
      ['blob-damaged: capsule', withJson(json.replace('original', 'drawings'))],
      ['blob-damaged: capsule', withJson(json.replace(/"photo":"..../, '"photo":"../.'))],
      ['blob-damaged: capsule', withJson(json.replace('"bytes":100', '"bytes":101'))],
      ['blob-damaged: length', (bytes) => Buffer.concat([bytes, Buffer.alloc(1)])],
      ['blob-damaged: length', (bytes) => bytes.subarray(0, bytes.length - 1)],
      ['blob-damaged: capsule', (bytes) => bytes.subarray(0, 4096)],
      ['blob-damaged: capsule', () => Buffer.alloc(3)],
    ];
    for (const [i, [told, change]] of cases.entries())
      expect(await detailOf(store, write(change)), String(i)).toBe(told);
  });

  it('that is cut off while it is open is told, not waited for', async () => {
    const { vault } = await quickVault();
    const store = new BlobStore(vault);
    const id = await writeContent(store, vault, random(50 * piece));
    const reader = await store.open(id);
    fs.truncateSync(blobPath(vault, id), 40 * piece);
    expect(await codeOf(reader.readAll())).toBe('blob-damaged');
    await reader.close();
  });
});

describe('writing a blob', () => {
  it('takes content in parts of any size', async () => {
    const { vault } = await quickVault();
    const store = new BlobStore(vault);
    const content = random(40 * piece + 17);
    for (const sizes of [[1000], [piece], [piece * 3, 1, 70_000], [content.length]]) {
      const id = randomId();
      const blob = { id, capsule: capsuleFor(vault, content), bytes: content.length };
      await store.write({ ...blob, content: inParts(content, sizes) });
      const reader = await store.open(id);
      expect((await reader.readAll()).equals(content)).toBe(true);
      await reader.verify();
      await reader.close();
    }
  });

  it('leaves nothing when the content has another length, fails, or the work is broken off', async () => {
    const { vault } = await quickVault();
    const store = new BlobStore(vault);
    const content = random(5 * piece);
    const write = (parts: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<unknown> =>
      store.write(
        { id: randomId(), capsule: capsuleFor(vault, content), bytes: content.length, content: parts },
        signal,
      );
    expect(await codeOf(write(inParts(content.subarray(1), [piece])))).toBe('source-changed');
    expect(await codeOf(write(inParts(Buffer.concat([content, Buffer.alloc(1)]), [piece])))).toBe(
      'source-changed',
    );
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield content.subarray(0, piece);
      await Promise.resolve();
      throw new CodedError('source-unreadable');
    };
    expect(await codeOf(write(failing()))).toBe('source-unreadable');
    const stop = new AbortController();
    const stopping = async function* (): AsyncGenerator<Uint8Array> {
      yield* inParts(content.subarray(0, piece), [piece]);
      stop.abort();
      yield* inParts(content.subarray(piece), [piece]);
    };
    await expect(write(stopping(), stop.signal)).rejects.toThrow(/abort/i);
    await expect(write(inParts(content, [piece]), AbortSignal.abort())).rejects.toThrow(/abort/i);
    expect(await list(store)).toEqual([]);
    expect(await store.removeUnfinished()).toBe(0);
  });

  it('makes the digest on its way where nobody has, and is then the same as any other', async () => {
    const { vault } = await quickVault();
    const store = new BlobStore(vault);
    // Within the first piece, at its end and beyond, and in several batches.
    for (const bytes of [0, 1, piece - preface, piece - preface + 1, 3 * piece, 40 * piece + 5]) {
      const content = random(bytes);
      const { digest, ...capsule } = capsuleFor(vault, content);
      for (const parts of [content, inParts(content, [1000, piece, 70_000])]) {
        const id = randomId();
        const written = await store.write({ id, capsule, bytes, content: parts });
        expect(written.digest).toBe(digest);
        expect(written.storedBytes).toBe(fs.statSync(blobPath(vault, id)).size);
        const reader = await store.open(id);
        expect(reader.capsule).toEqual({ ...capsule, digest });
        expect((await reader.readAll()).equals(content)).toBe(true);
        await reader.close();
        expect(await detailOf(store, id)).toBe('sound');
      }
    }
  });

  it('never replaces a blob', async () => {
    const { vault } = await quickVault();
    const store = new BlobStore(vault);
    const content = random(10);
    const id = await writeContent(store, vault, content);
    await expect(
      store.write({ id, capsule: capsuleFor(vault, content), bytes: 10, content }),
    ).rejects.toThrow();
    expect(await detailOf(store, id)).toBe('sound');
  });

  it('tells that the vault’s folder is gone', async () => {
    const { vault } = await quickVault();
    const store = new BlobStore(vault);
    fs.renameSync(vault.path, `${vault.path}.moved`);
    const content = random(10);
    expect(
      await codeOf(store.write({ id: randomId(), capsule: capsuleFor(vault, content), bytes: 10, content })),
    ).toBe('vault-moved');
    expect(await codeOf(list(store))).toBe('vault-moved');
  });
});

describe('the folder of blobs', () => {
  it('is made again when it alone is gone: its files are missing, not the vault', async () => {
    const { vault } = await quickVault();
    const store = new BlobStore(vault);
    const lost = await writeContent(store, vault, Buffer.from('lost'));
    fs.rmSync(join(vault.path, 'blobs'), { recursive: true });
    expect(await list(store)).toEqual([]);
    expect(await codeOf(store.open(lost))).toBe('blob-missing');
    const id = await writeContent(store, vault, Buffer.from('new'));
    expect((await list(store)).map(pathOf)).toEqual([`blobs/${id.slice(0, 2)}/${id}`]);
  });

  it('lists blobs and strays, and loses only what is unfinished and ours', async () => {
    const { vault } = await quickVault();
    const store = new BlobStore(vault);
    const id = await writeContent(store, vault, random(10));
    const root = join(vault.path, 'blobs');
    const folder = join(root, id.slice(0, 2));
    const elsewhere = id.startsWith('00') ? '01' : '00';
    fs.mkdirSync(join(root, elsewhere));
    fs.writeFileSync(join(root, elsewhere, id), 'in the wrong folder');
    fs.writeFileSync(join(folder, `${randomId()}.tmp`), 'unfinished');
    fs.mkdirSync(join(folder, `${randomId()}.tmp`));
    fs.writeFileSync(join(folder, 'holiday.tmp'), 'mine');
    fs.writeFileSync(join(root, 'notes.txt'), 'mine');
    expect(await list(store)).toEqual(
      [
        { id, bytes: fs.statSync(blobPath(vault, id)).size },
        { stray: `blobs/${id.slice(0, 2)}/holiday.tmp` },
        { stray: `blobs/${elsewhere}/${id}` },
        { stray: 'blobs/notes.txt' },
      ].sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1)),
    );
    expect(await store.removeUnfinished()).toBe(1);
    expect(fs.readdirSync(folder)).toHaveLength(3);
    expect(fs.existsSync(join(folder, 'holiday.tmp'))).toBe(true);
  });
});

function pathOf(entry: BlobEntry): string {
  return 'stray' in entry ? entry.stray : `blobs/${entry.id.slice(0, 2)}/${entry.id}`;
}
