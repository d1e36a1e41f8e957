/** @file Every reader of something a stranger may have written, with sound examples to begin with, and what it may answer with. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobStore } from '../../src/main/engine/blobs/index.ts';
import { decodeCapsule, encodeCapsule } from '../../src/main/engine/blobs/capsule.ts';
import { createCatalog, openCatalog } from '../../src/main/engine/catalog/index.ts';
import { Cells, parseCell, parseThumb } from '../../src/main/engine/catalog/cell.ts';
import { asLogRecord } from '../../src/main/engine/catalog/log-chain.ts';
import { isObjectRecord, isPageRecord, isPhotoRecord } from '../../src/main/engine/catalog/records.ts';
import type { BoxEntry } from '../../src/main/engine/dropbox/box.ts';
import { decodeDropCapsule, encodeDropCapsule } from '../../src/main/engine/dropbox/entry.ts';
import { put } from '../../src/main/engine/dropbox/index.ts';
import { decodeKeyFile, encodeKeyFile } from '../../src/main/engine/dropbox/key.ts';
import { openEntry } from '../../src/main/engine/dropbox/source.ts';
import { cleaned } from '../../src/main/engine/export/clean/index.ts';
import { readTakeout, readTakeoutAlbum } from '../../src/main/engine/import/sidecars/takeout.ts';
import { NotReadable } from '../../src/main/engine/import/sidecars/xml.ts';
import { readXmp } from '../../src/main/engine/import/sidecars/xmp.ts';
import { SnapshotParser } from '../../src/main/engine/integrity/snapshot-content.ts';
import { checkSignature, readPublicKey } from '../../src/main/engine/log/minisign.ts';
import { filmHead } from '../../src/main/engine/media/film.ts';
import { motionFilm } from '../../src/main/engine/media/motion.ts';
import { sniff } from '../../src/main/engine/media/sniff.ts';
import { decodeMemory } from '../../src/main/engine/memory/memory-file.ts';
import {
  createVault,
  readShares,
  splitKit,
  standardCosts,
  type OpenVault,
} from '../../src/main/engine/vault/index.ts';
import { parseHeader } from '../../src/main/engine/vault/header.ts';
import { bmpAsTiff, bmpHeader } from '../../src/main/decoder/bmp.ts';
import { isAnimatedPng, sizeOf } from '../../src/main/decoder/containers.ts';
import { describe } from '../../src/main/decoder/facts.ts';
import { startOfJpeg } from '../../src/main/decoder/jpeg.ts';
import { movieFacts } from '../../src/main/decoder/movie.ts';
import { rawPicture } from '../../src/main/decoder/raw.ts';
import { CodedError } from '../../src/shared/errors.ts';
import { FrameError, FrameReader, encodeFrame } from '../../src/shared/frames.ts';
import { decodeMessage, encodeMessage } from '../../src/shared/messages.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { parseQuery } from '../../src/shared/search/query.ts';
import { blobPath, capsuleFor, writeContent } from '../support/blobs.ts';
import { heic } from '../support/heif.ts';
import { microVideo, motionPhoto, samsungMotion } from '../support/motion.ts';
import { FULL_EXIF, jpegWith, plain } from '../support/pictures.ts';
import { plantedJpeg, plantedPng, plantedWebp, xmp } from '../support/planted.ts';
import { tiff } from '../support/tiff.ts';
import { ofOutside } from './outside.ts';
import { ofPackages } from './packages.ts';
import type { Target } from './target.ts';

export interface Targets {
  readonly all: readonly Target[];
  readonly end: () => Promise<void>;
}

const vectors = new URL('../vectors/', import.meta.url);
const isRange = (error: unknown): boolean =>
  error instanceof RangeError ||
  (error instanceof Error && 'code' in error && error.code === 'ERR_OUT_OF_RANGE');
const isUnreadable = (error: unknown): boolean => error instanceof NotReadable;

export async function openTargets(): Promise<Targets> {
  const pictures = await examples();
  const { targets, end } = await ofVault();
  const packages = await ofPackages();
  const outside = await ofOutside();
  return {
    all: [...targets, ...packages, ...outside.targets, ...ofTexts(), ...ofPictures(pictures)],
    end: async () => {
      await end();
      await outside.end();
    },
  };
}

/** An entry of the vault's drop box, with all that goes into it. */
async function droppedInto(
  vault: OpenVault,
  folder: string,
): Promise<{ entry: BoxEntry; bytes: Buffer; content: Buffer; capsule: Buffer; key: Buffer }> {
  const content = await plain(40, 30, { r: 90, g: 60, b: 30 }).jpeg().toBuffer();
  const source = join(folder, 'dropped.jpg');
  const inbox = join(folder, 'inbox');
  writeFileSync(source, content);
  mkdirSync(inbox);
  const key = { vault: vault.id, publicKey: vault.keys.sealingPublicKey };
  const { signal } = new AbortController();
  const [room, most, onProgress] = [1, 1, () => undefined];
  await put({
    disk: vault.disk,
    key,
    folder: inbox,
    home: vault.path,
    sources: [source],
    room,
    most,
    signal,
    onProgress,
  });
  const [id = ''] = readdirSync(inbox);
  const path = join(inbox, id);
  const bytes = readFileSync(path);
  const capsule = encodeDropCapsule({
    kind: 'dropped',
    name: 'dropped.jpg',
    bytes: 7,
    modified: 0,
    dropped: '2026-01-01T00:00:00.000Z',
  });
  return { entry: { id, path, bytes: bytes.length }, bytes, content, capsule, key: encodeKeyFile(key) };
}

/** A catalogue with a photo, as it lies on the disk, and how much it shows. */
function catalogueOf(vault: OpenVault): { file: string; bytes: Buffer; shown: number } {
  const catalog = createCatalog(vault);
  const id = Buffer.alloc(16, 5).toString('hex');
  catalog.change((tx) => {
    tx.putPhoto(id, {
      blob: id,
      name: 'a.jpg',
      bytes: 9,
      digest: 'a'.repeat(64),
      mime: 'image/jpeg',
      importedAt: '2026-01-02T03:04:05.000Z',
      import: id,
      thumb: tx.putThumb(id, 'image/jpeg', Buffer.alloc(900, 3)),
    });
  });
  const shown = catalog.columns(() => true).length;
  catalog.close();
  const file = join(vault.path, 'catalog.db');
  return { file, bytes: readFileSync(file), shown };
}

/** What lies in a vault's folder, and what comes out of it decrypted. */
async function ofVault(): Promise<{ targets: Target[]; end: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'lightproof-fuzz-'));
  const cost = { ...standardCosts, standard: { ops: 1, mem: 8192 }, minOps: 1, minMem: 8192 };
  const { vault, kit } = await createVault({
    folder,
    name: 'Fuzz',
    passphrase: passphraseBytes('fuzz'),
    cost,
  });
  const blobs = new BlobStore(vault);
  const content = Buffer.from('what a picture holds '.repeat(400));
  const file = blobPath(vault, await writeContent(blobs, vault, content));
  const id = file.slice(-32);
  const dropped = await droppedInto(vault, folder);
  const shares = (await splitKit(kit.words.join(' '), vault.id, { needed: 2, count: 3 })).map((words) =>
    Buffer.from(words.join(' ')),
  );
  const { file: catalogueFile, bytes: catalogue, shown: written } = catalogueOf(vault);
  const cells = new Cells(vault);
  const row = cells.seal('photos', Buffer.alloc(16, 7), 3, Buffer.from('{"blob":"x"}'));
  const golden = new URL('golden/1/', vectors);
  const headers = readdirSync(golden)
    .filter((name) => name.endsWith('.lightproof'))
    .map((name) => readFileSync(new URL(`${name}/vault.hdr`, golden)));
  const capsule = encodeCapsule(capsuleFor(vault, content));
  const snapshots = (
    JSON.parse(readFileSync(new URL('1/snapshots.json', vectors), 'utf8')) as { cases: { content: string }[] }
  ).cases.map((one) => Buffer.from(one.content));
  const { key, vault: seen, signature } = fixed;
  const targets: Target[] = [
    { name: 'header', seeds: some(headers), share: 6, run: parseHeader },
    {
      name: 'blob',
      seeds: [readFileSync(file)],
      share: 0.3,
      run: async (bytes) => {
        writeFileSync(file, bytes);
        const reader = await blobs.open(id);
        try {
          // What opens is what was written: anything else is refused.
          const read = await reader.readAll();
          if (!read.equals(content)) throw new Error('another content opened');
        } finally {
          await reader.close();
        }
      },
      may: (error) => error instanceof CodedError && error.code.startsWith('blob-'),
    },
    {
      name: 'catalogue',
      seeds: [catalogue],
      share: 0.2,
      run: (bytes) => {
        writeFileSync(catalogueFile, bytes);
        for (const end of ['-wal', '-shm']) rmSync(catalogueFile + end, { force: true });
        const { catalog, notices } = openCatalog(vault);
        const shown = catalog.columns(() => true).length;
        catalog.close();
        // What says nothing of damage shows what was written.
        if (notices.length === 0 && shown !== written) throw new Error('another catalogue opened');
      },
      may: (error) => error instanceof CodedError && /^(?:catalogue|header)-/u.test(error.code),
    },
    {
      name: 'capsule',
      seeds: [capsule],
      share: 2,
      run: (bytes) => bytes.length >= 4 && decodeCapsule(bytes),
    },
    {
      name: 'entry of the drop box',
      seeds: [dropped.bytes],
      share: 0.3,
      run: async (bytes) => {
        writeFileSync(dropped.entry.path, bytes);
        const reader = await openEntry(vault, vault.disk, dropped.entry);
        try {
          const parts: Buffer[] = [];
          for await (const part of reader.pieces()) parts.push(Buffer.from(part));
          if (!Buffer.concat(parts).equals(dropped.content)) throw new Error('another content opened');
        } finally {
          await reader.close();
        }
      },
      may: (error) => error instanceof CodedError && error.code.startsWith('drop-'),
    },
    {
      name: 'what is sealed into an entry of the drop box',
      seeds: [dropped.capsule],
      share: 2,
      run: decodeDropCapsule,
    },
    { name: 'public key of a drop box', seeds: [dropped.key], share: 2, run: decodeKeyFile },
    {
      name: 'shares of a recovery kit',
      seeds: some(shares),
      share: 2,
      run: (bytes) => readShares(bytes.toString('utf8')).map(({ value }) => value.length),
      may: (error) => error instanceof CodedError && error.code === 'share-invalid',
    },
    {
      name: 'cell',
      seeds: [row.cell],
      share: 2,
      run: (cell) => {
        const opened = cells.open('photos', { ...row, cell });
        if (opened !== null && !cell.equals(row.cell)) throw new Error('a changed cell opened');
      },
    },
    {
      name: 'cell, opened',
      seeds: some(snapshots.slice(1)),
      share: 4,
      run: (bytes) => {
        for (const line of bytes.toString('utf8').split('\n')) {
          const value = parseCell(Buffer.from(line)) as { data?: unknown } | null;
          for (const one of [value, value?.data])
            for (const judge of [isPhotoRecord, isObjectRecord, isPageRecord, asLogRecord]) judge(one);
        }
        parseThumb(bytes);
      },
    },
    {
      name: 'snapshot',
      seeds: some(snapshots),
      share: 6,
      run: (bytes) => {
        const parser = new SnapshotParser();
        for (let at = 0; at < bytes.length; at += 700) parser.add(bytes.subarray(at, at + 700));
        return parser.end();
      },
    },
    { name: 'memory of a vault', seeds: [fixed.memory], share: 2, run: (bytes) => decodeMemory(bytes, seen) },
    {
      name: 'signature of a log',
      seeds: [signature, key],
      share: 2,
      run: (bytes) => {
        const text = bytes.toString('utf8');
        readPublicKey(text);
        const checked = checkSignature(text, Buffer.from('log'), Buffer.alloc(32, 9));
        if (checked?.good === true) throw new Error('a made-up signature holds');
      },
    },
  ];
  return {
    targets,
    end: async () => {
      await vault.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Texts beside pictures, searches, and what other processes send. */
function ofTexts(): Target[] {
  const facts =
    '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">A &amp; b</rdf:li></rdf:Alt></dc:description><exif:GPSLatitude>52,31.2N</exif:GPSLatitude>';
  const takeout =
    '{"title":"a.jpg","description":"d","photoTakenTime":{"timestamp":"1500000000"},"geoData":{"latitude":1.5,"longitude":2.5,"altitude":0},"favorited":true}';
  const message = encodeMessage({
    t: 'call',
    id: 7,
    method: 'vault.info',
    input: { a: [1, null], b: Buffer.alloc(9) },
  });
  return [
    {
      name: 'XMP',
      seeds: [Buffer.from(xmp(facts))],
      share: 6,
      run: (bytes) => readXmp(bytes.toString('utf8')),
      may: isUnreadable,
    },
    {
      name: 'Takeout',
      seeds: [Buffer.from(takeout), Buffer.from('{"albumData":{"title":"x"},"title":"Sommer"}')],
      share: 4,
      run: (bytes) => [readTakeout(bytes.toString('utf8')), readTakeoutAlbum(bytes.toString('utf8'))],
      may: isUnreadable,
    },
    {
      name: 'search',
      seeds: [
        Buffer.from('july 2019 tag:"a b" -camera:canon rating:>=3 is:favourite has:place before:2020-01'),
      ],
      share: 3,
      run: (bytes) => parseQuery(bytes.toString('utf8').slice(0, 1000), 1.7e12),
    },
    {
      name: 'frames',
      seeds: [Buffer.concat(message), Buffer.concat(encodeFrame({ ready: true }))],
      share: 4,
      run: (bytes) => {
        const limits = { maxHeader: 4096, maxBody: 65_536 };
        for (const frame of new FrameReader(limits).push(Buffer.from(bytes))) decodeMessage(frame);
      },
      may: (error) => error instanceof FrameError,
    },
  ];
}

type Examples = Readonly<Record<string, readonly [Buffer, ...Buffer[]]>>;

function ofPictures(pictures: Examples): Target[] {
  const seeds = (...mimes: string[]): readonly [Buffer, ...Buffer[]] =>
    some(mimes.flatMap((mime) => pictures[mime] ?? []));
  const every = some(Object.values(pictures).flat());
  const cleaner = (mime: string): Target => ({
    name: `cleaning ${mime}`,
    seeds: seeds(mime),
    share: 3,
    run: (bytes) => {
      for (const without of ['place', 'metadata'] as const) {
        const once = cleaned(bytes, mime, without);
        // So a written copy is checked: cleaned again it is the same.
        if (once !== null && cleaned(once, mime, without)?.equals(once) !== true)
          throw new Error('cleaning it again gives something else');
      }
    },
  });
  const reading = (mime: string, share = 2): Target => ({
    name: `facts of ${mime}`,
    seeds: seeds(mime),
    share,
    run: (bytes) => [describe(bytes, mime), sizeOf(bytes, mime)],
  });
  return [
    { name: 'what kind of file', seeds: every, share: 6, run: (bytes) => sniff(bytes, 'a.jpg') },
    ...['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/heic', 'image/tiff'].map(cleaner),
    ...['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/tiff'].map((mime) => reading(mime)),
    { name: 'start of a JPEG', seeds: seeds('image/jpeg'), share: 2, run: startOfJpeg },
    { name: 'PNG chunks', seeds: seeds('image/png'), share: 2, run: isAnimatedPng, may: isRange },
    {
      name: 'RAW',
      seeds: seeds('image/tiff'),
      share: 3,
      run: (bytes) => rawPicture(bytes, 'image/x-nikon-nef'),
      may: isRange,
    },
    {
      name: 'BMP',
      seeds: seeds('image/bmp'),
      share: 2,
      run: (bytes) => {
        const header = bmpHeader(bytes);
        // More pixels are refused before they are looked at.
        if (header.width * header.height <= 1e6) bmpAsTiff(header);
      },
      may: (error) => error instanceof Error,
    },
    { name: 'film', seeds: seeds('video/mp4'), share: 4, run: (bytes) => movieFacts(bytes, 'video/mp4') },
    { name: 'WebM', seeds: seeds('video/webm'), share: 3, run: (bytes) => movieFacts(bytes, 'video/webm') },
    {
      name: 'film behind a picture',
      seeds: some(
        [microVideo, motionPhoto, samsungMotion].map((make) =>
          make(pictures['image/jpeg']?.[0] ?? Buffer.alloc(2), film()),
        ),
      ),
      share: 2,
      run: (bytes) =>
        motionFilm(
          (at, length) => Promise.resolve(bytes.subarray(at, at + length)),
          bytes.length,
          'image/jpeg',
        ),
    },
    {
      name: 'head of a film',
      seeds: seeds('video/mp4', 'image/heic'),
      share: 2,
      run: (bytes) =>
        filmHead((at, length) => Promise.resolve(bytes.subarray(at, at + length)), bytes.length),
    },
  ];
}

async function examples(): Promise<Examples> {
  const picture = plain(24, 16, { r: 200, g: 90, b: 30 });
  return {
    'image/jpeg': [(await plantedJpeg(6)).dirty, await jpegWith(FULL_EXIF), await jpegWith(FULL_EXIF, 3)],
    'image/png': [await plantedPng(6), await picture.clone().png().toBuffer()],
    'image/webp': [await plantedWebp(6), await picture.clone().webp({ lossless: true }).toBuffer()],
    'image/gif': [await picture.clone().gif().toBuffer()],
    'image/heic': [heic(['red'] as never, 1)],
    'image/tiff': [await picture.clone().withExif(FULL_EXIF).tiff().toBuffer(), tiff([])],
    'image/bmp': [bmp()],
    'video/mp4': [film()],
    'video/webm': [webm()],
  };
}

/** Four by four pixels of 24 bits. */
function bmp(): Buffer {
  const bytes = Buffer.alloc(54 + 48, 0x55);
  bytes.fill(0, 0, 54);
  bytes.write('BM', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(4, 18);
  bytes.writeInt32LE(4, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  return bytes;
}

function box(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

function film(): Buffer {
  const header = Buffer.alloc(100);
  header.writeUInt32BE(600, 12);
  header.writeUInt32BE(7530, 16);
  const track = box('trak', box('tkhd', Buffer.alloc(84, 1)), box('mdia', box('mdhd', Buffer.alloc(24, 2))));
  return Buffer.concat([
    box('ftyp', Buffer.from('qt  \0\0\0\0qt  ', 'latin1')),
    box(
      'moov',
      box('mvhd', header),
      track,
      box('udta', box('©xyz', Buffer.from('\0\x12\0\0+48.85+002.29/', 'latin1'))),
    ),
    box('mdat', Buffer.alloc(64, 3)),
  ]);
}

function webm(): Buffer {
  const element = (id: string, ...parts: Buffer[]): Buffer => {
    const body = Buffer.concat(parts);
    const size = Buffer.alloc(2);
    size.writeUInt16BE(0x4000 | body.length);
    return Buffer.concat([Buffer.from(id, 'hex'), size, body]);
  };
  const number = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
  const video = element('e0', element('b0', number(640)), element('ba', number(360)));
  const info = element(
    '1549a966',
    element('2ad7b1', Buffer.from([0x0f, 0x42, 0x40])),
    element('4489', Buffer.from('40c38800', 'hex')),
  );
  return Buffer.concat([
    element('1a45dfa3', element('4282', Buffer.from('webm'))),
    element('18538067', info, element('1654ae6b', element('ae', video))),
  ]);
}

const fixed = {
  vault: '0123456789abcdef0123456789abcdef',
  memory: Buffer.from(
    JSON.stringify({
      vault: '0123456789abcdef0123456789abcdef',
      seen: {
        header: 3,
        catalogue: 9,
        root: 'a'.repeat(64),
        logLength: 4,
        logHead: 'b'.repeat(64),
        changed: '2026-01-01T00:00:00.000Z',
      },
      failures: { count: 2, first: '2026-01-01T00:00:00.000Z', last: '2026-01-01T00:00:00.000Z' },
    }),
  ),
  key: Buffer.from(
    `untrusted comment: x\n${Buffer.concat([Buffer.from('Ed'), Buffer.alloc(40, 7)]).toString('base64')}\n`,
  ),
  signature: Buffer.from(
    `untrusted comment: x\n${Buffer.concat([Buffer.from('ED'), Buffer.alloc(72, 7)]).toString('base64')}\ntrusted comment: log\n${Buffer.alloc(64, 7).toString('base64')}\n`,
  ),
};

function some<T>(all: readonly T[]): readonly [T, ...T[]] {
  const [first, ...others] = all;
  if (first === undefined) throw new Error('nothing to begin with');
  return [first, ...others];
}
