/** @file One entry of the drop box: a blob whose file key is sealed to the vault's public key (docs/format.md §4.5). Runs in the engine. */
import * as v from 'valibot';
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { capsuleLength, filled, unfilled } from '../blobs/capsule.ts';
import type { BlobKey } from '../blobs/file-key.ts';
import {
  batchPieces,
  blobLength,
  dropHeaderBytes,
  encodePrefix,
  lengthOfFile,
  pieceBytes,
  prefixBytes,
} from '../blobs/layout.ts';
import { Pieces } from '../blobs/reader.ts';
import { SecretKey, equal, idBytes, isZero, okm, readU64, sealTo } from '../crypto/index.ts';
import type { DiskFile } from '../disk/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { type DropKey, keyIdBytes, keyIdOf } from './key.ts';

const flag = 1;
const sealedAt = prefixBytes + keyIdBytes;
const commitmentAt = dropHeaderBytes - 32;

/** What stands before the content. Whoever has the public key can write anything here. */
const DropCapsule = v.object({
  kind: v.literal('dropped'),
  name: v.pipe(v.string(), v.maxLength(1024)),
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** Modification time of the file, ms since 1970. */
  modified: v.pipe(v.number(), v.safeInteger()),
  dropped: v.pipe(v.string(), v.isoTimestamp()),
});
export type DropCapsule = v.InferOutput<typeof DropCapsule>;

export function encodeDropCapsule(capsule: DropCapsule): Buffer {
  return filled(v.parse(DropCapsule, capsule));
}

/** null when it is none. */
export function decodeDropCapsule(bytes: Buffer): DropCapsule | null {
  const parsed = v.safeParse(DropCapsule, bytes.length < 4 ? undefined : unfilled(bytes));
  return parsed.success ? parsed.output : null;
}

function prefixOf(vault: Id, entry: Id): Buffer {
  return encodePrefix(0, idBytes(vault), idBytes(entry), flag);
}

function bound(prefix: Buffer, key: DropKey): Buffer {
  return Buffer.concat([prefix, keyIdOf(key), key.publicKey]);
}

/** A header with a new file key, sealed to the vault's public key. Only that vault can open it. */
export function newDropHeader(key: DropKey, entry: Id): BlobKey & { readonly header: Buffer } {
  const prefix = prefixOf(key.vault, entry);
  const fileKey = SecretKey.random();
  try {
    const { key: content, commitment } = okm(fileKey, 'lightproof/1 drop', bound(prefix, key));
    const sealed = fileKey.use((bytes) => sealTo(key.publicKey, bytes));
    return { prefix, content, header: Buffer.concat([prefix, keyIdOf(key), sealed, commitment]) };
  } finally {
    fileKey.dispose();
  }
}

/** The key of an entry from its header. Throws `drop-foreign`, `drop-damaged`. */
function openDropHeader(vault: OpenVault, entry: Id, header: Buffer): BlobKey {
  const key = { vault: vault.id, publicKey: vault.keys.sealingPublicKey };
  const prefix = Buffer.from(header.subarray(0, prefixBytes));
  const expected = prefixOf(vault.id, entry);
  // Magic, flags and chunk size first: what has another vault's id behind them is another vault's.
  if (!prefix.subarray(0, 16).equals(expected.subarray(0, 16))) throw new CodedError('drop-damaged');
  if (!prefix.subarray(16, 32).equals(expected.subarray(16, 32))) throw new CodedError('drop-foreign');
  if (!prefix.equals(expected)) throw new CodedError('drop-damaged');
  if (!header.subarray(prefixBytes, sealedAt).equals(keyIdOf(key))) throw new CodedError('drop-foreign');
  const opened = vault.keys.openSealed(header.subarray(sealedAt, commitmentAt));
  if (opened === null) throw new CodedError('drop-damaged');
  const fileKey = SecretKey.from(opened);
  try {
    const { key: content, commitment } = okm(fileKey, 'lightproof/1 drop', bound(prefix, key));
    if (equal(commitment, header.subarray(commitmentAt))) return { prefix, content };
    content.dispose();
    throw new CodedError('drop-damaged');
  } finally {
    fileKey.dispose();
  }
}

/** Content of an entry, authenticated piece by piece. Reads reject with `drop-damaged`, `source-unreadable`, AbortError. */
export class DropReader {
  readonly capsule: DropCapsule;
  readonly #pieces: Pieces;
  readonly #start: number;

  private constructor(pieces: Pieces, capsule: DropCapsule, start: number) {
    this.#pieces = pieces;
    this.capsule = capsule;
    this.#start = start;
  }

  /** Takes the file over. Throws `drop-damaged`, `drop-foreign`, `source-not-a-file`, `source-unreadable`. */
  static async open(vault: OpenVault, entry: Id, file: DiskFile): Promise<DropReader> {
    let pieces: Pieces | null = null;
    try {
      const stat = await file.stat();
      if (!stat.isFile()) throw new CodedError('source-not-a-file');
      const length = lengthOfFile(stat.size, dropHeaderBytes);
      if (length === null) throw new CodedError('drop-damaged');
      const header = Buffer.alloc(dropHeaderBytes);
      await file.read(header, 0);
      pieces = new Pieces(entry, file, length, openDropHeader(vault, entry, header));
      const first = await pieces.join(0, Math.min(pieceBytes, length.plain));
      const capsuleBytes = first.length < 4 ? null : capsuleLength(first);
      if (capsuleBytes === null || capsuleBytes + 8 > length.plain) throw new CodedError('drop-damaged');
      const start = capsuleBytes + 8;
      const preface = start <= first.length ? first : await pieces.join(0, start);
      const capsule = decodeDropCapsule(preface.subarray(0, capsuleBytes));
      const bytes = readU64(preface, capsuleBytes);
      if (bytes === null || capsule?.bytes !== bytes) throw new CodedError('drop-damaged');
      if (blobLength(capsuleBytes, bytes, dropHeaderBytes).stored !== length.stored)
        throw new CodedError('drop-damaged');
      return new DropReader(pieces, capsule, start);
    } catch (thrown) {
      pieces?.dispose();
      await file.close();
      throw asDropError(thrown);
    }
  }

  /** Bytes from `start`, at most `count`: fewer at the end. */
  async read(start: number, count: number): Promise<Buffer> {
    const end = Math.min(start + Math.max(0, count), this.capsule.bytes);
    if (start >= end) return Buffer.alloc(0);
    return this.#pieces.join(this.#start + start, this.#start + end).catch((thrown: unknown) => {
      throw asDropError(thrown);
    });
  }

  /** All of it in pieces of at most 1 MiB, each valid until the next one is asked for; the zeros behind it are checked. */
  async *pieces(signal?: AbortSignal): AsyncGenerator<Buffer, void, void> {
    const { length } = this.#pieces;
    const room = Buffer.allocUnsafeSlow(Math.min(batchPieces, length.pieces) * pieceBytes);
    try {
      let left = this.capsule.bytes;
      const into = (bytes: number): Buffer => room.subarray(0, bytes);
      for await (const part of this.#pieces.batches(this.#start, length.plain, into, signal)) {
        const content = part.subarray(0, left);
        left -= content.length;
        if (!isZero(part.subarray(content.length))) throw new CodedError('drop-damaged');
        if (content.length > 0) yield content;
      }
    } catch (thrown) {
      throw asDropError(thrown);
    } finally {
      room.fill(0);
    }
  }

  async close(): Promise<void> {
    await this.#pieces.close();
  }
}

/** What is wrong with an entry is called by its own names; what is wrong with the disk keeps nobody from the others. */
function asDropError(thrown: unknown): unknown {
  if (!(thrown instanceof CodedError)) return thrown;
  if (thrown.code === 'blob-damaged') return new CodedError('drop-damaged', {}, { cause: thrown });
  const ofDisk = thrown.code === 'disk-failed' || thrown.code === 'no-permission';
  return ofDisk ? new CodedError('source-unreadable', {}, { cause: thrown }) : thrown;
}
