/**
 * @file Opens a package and reads it once to its end: every chunk authentic, every file what the signed list says, before anything is taken from it.
 * What it finds is kept with the open file and its key; nothing is written anywhere (docs/format.md §10.3). Runs in the engine.
 */
import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { CodedError } from '../../../shared/errors.ts';
import { contentHasher } from '../crypto/index.ts';
import { leftOut } from '../import/skip.ts';
import { SourceFile } from '../import/source-file.ts';
import { sourcePath } from '../import/source-path.ts';
import { sourceReason } from '../import/source-error.ts';
import { sniff } from '../media/sniff.ts';
import type { OpenVault } from '../vault/index.ts';
import { longestHeader, openHeader } from './age-header.ts';
import { Payload } from './age-payload.ts';
import {
  claimsManifest,
  longestManifest,
  longestSignature,
  manifestName,
  readManifest,
  signatureName,
  type Manifest,
} from './manifest.ts';
import { readmeName, senderName, sumsSignatureName } from './manifest.ts';
import { sumsName } from '../export/sums.ts';
import { identitiesOf } from './own-keys.ts';
import { readTar, type TarEntry } from './tar-read.ts';

/** A file of a package as it was found. */
export interface PackedFile extends TarEntry {
  readonly sha256: string;
  /** Content digest (docs/format.md §3.4). */
  readonly digest: string;
  readonly kind: 'picture' | 'film' | 'other';
  readonly capturedAt: string | null;
}

export interface OpenPackage {
  /** Absolute path. */
  readonly path: string;
  readonly payload: Payload;
  /** What import will look at, in the package's order. */
  readonly files: readonly PackedFile[];
  /** null: a tar of somebody who does not use Lightproof. */
  readonly manifest: Manifest | null;
  /** The list as it was signed, and its signature; null: there is none. */
  readonly signed: { readonly list: Buffer; readonly signature: string } | null;
  readonly close: () => Promise<void>;
}

export interface OpenRequest {
  readonly vault: OpenVault;
  readonly file: string;
  readonly passphrase: Uint8Array | null;
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number, total: number) => void;
}

const pieceBytes = 1024 * 1024;
/** Enough to tell what a file is. */
const headBytes = 65_536;
/** What stands in a package beside the photos. */
const own = new Set([manifestName, signatureName, sumsName, sumsSignatureName, senderName, readmeName]);

/**
 * @throws CodedError what `openHeader`, `Payload` and `readTar` throw; package-mismatch (`which`: list, missing, extra, altered); source-missing,
 * source-unreadable, source-not-a-file; `cancelled` or AbortError
 */
export async function openPackage(request: OpenRequest): Promise<OpenPackage> {
  const { vault, passphrase, signal } = request;
  const path = await realpath(request.file).catch((error: unknown) => {
    throw new CodedError(sourceReason(error), {}, { cause: error });
  });
  const file = await SourceFile.open(sourcePath(path));
  let payload: Payload | null = null;
  try {
    const { hybrid, x25519 } = identitiesOf(vault);
    const start = await file.head(longestHeader + 16);
    const { key, at } = await openHeader(start, { identities: [hybrid, x25519], passphrase });
    payload = new Payload(file, key, at);
    const { files, texts } = await readAll(payload, { ...request, signal });
    const opened = payload;
    const close = async (): Promise<void> => {
      opened.dispose();
      await file.close();
    };
    return { path, payload, ...contentsOf(files, texts), close };
  } catch (error) {
    payload?.dispose();
    await file.close();
    throw error;
  }
}

interface Texts {
  /** By path. */
  readonly lists: ReadonlyMap<string, Buffer>;
  readonly signatures: ReadonlyMap<string, Buffer>;
}

async function readAll(
  payload: Payload,
  { vault, signal, onBytes }: Pick<OpenRequest, 'vault' | 'signal' | 'onBytes'>,
): Promise<{ files: PackedFile[]; texts: Texts }> {
  const files: PackedFile[] = [];
  const lists = new Map<string, Buffer>();
  const signatures = new Map<string, Buffer>();
  const piece = Buffer.allocUnsafeSlow(pieceBytes);
  try {
    for await (const entry of readTar(payload)) {
      signal.throwIfAborted();
      const sum = createHash('sha256');
      const hasher = contentHasher(vault.keys.digest, entry.bytes);
      let kind: PackedFile['kind'] = 'other';
      try {
        for (let done = 0; done < entry.bytes;) {
          signal.throwIfAborted();
          const wanted = piece.subarray(0, Math.min(pieceBytes, entry.bytes - done));
          if ((await payload.readInto(wanted, entry.at + done)) < wanted.byteLength)
            throw new CodedError('package-truncated');
          if (done === 0) kind = kindOf(wanted.subarray(0, headBytes), baseOf(entry.path));
          sum.update(wanted);
          await hasher.update(wanted);
          done += wanted.byteLength;
          onBytes(entry.at + done, payload.bytes);
        }
        const digest = await hasher.digest();
        files.push({ ...entry, kind, sha256: sum.digest('hex'), digest, capturedAt: null });
      } finally {
        hasher.dispose();
      }
      const name = baseOf(entry.path);
      // In the folder that a package is, or beside the photos where somebody has packed it differently.
      if (entry.path.split('/').length > 2) continue;
      if (name === manifestName && entry.bytes <= longestManifest) {
        const bytes = await payload.read(entry.at, entry.bytes);
        if (claimsManifest(bytes)) lists.set(entry.path, bytes);
      }
      if (name === signatureName && entry.bytes <= longestSignature)
        signatures.set(entry.path, await payload.read(entry.at, entry.bytes));
    }
    return { files, texts: { lists, signatures } };
  } finally {
    piece.fill(0);
  }
}

function kindOf(head: Buffer, name: string): PackedFile['kind'] {
  const kind = sniff(head, name)?.kind ?? 'other';
  return kind === 'picture' ? 'picture' : kind === 'video' ? 'film' : 'other';
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function contentsOf(
  found: readonly PackedFile[],
  { lists, signatures }: Texts,
): Pick<OpenPackage, 'files' | 'manifest' | 'signed'> {
  const [[path, list] = ['', null], second] = lists;
  if (list === null) return { files: found.filter((file) => !isLeftOut(file)), manifest: null, signed: null };
  const manifest = readManifest(list);
  if (manifest === null || second !== undefined) throw mismatch('list');
  const folder = path.slice(0, -manifestName.length);
  const signature = signatures.get(`${folder}${signatureName}`);
  const byPath = new Map(found.map((file) => [file.path, file]));
  const files = manifest.files.map((entry): PackedFile => {
    const file = byPath.get(`${folder}${entry.path}`);
    if (file === undefined || !byPath.delete(file.path)) throw mismatch('missing');
    if (file.bytes !== entry.bytes || file.sha256 !== entry.sha256) throw mismatch('altered');
    return { ...file, capturedAt: entry.capturedAt ?? null };
  });
  for (const left of byPath.keys())
    if (!left.startsWith(folder) || !own.has(left.slice(folder.length))) throw mismatch('extra');
  return {
    files,
    manifest,
    signed: signature === undefined ? null : { list, signature: signature.toString('utf8') },
  };
}

function mismatch(which: string): CodedError {
  return new CodedError('package-mismatch', { which });
}

/** Hidden files and what systems leave, as import passes them over in a folder. */
function isLeftOut({ path }: PackedFile): boolean {
  const parts = path.split('/');
  return parts.some((part, at) => leftOut(Buffer.from(part), Buffer.from(parts[at - 1] ?? '')) !== null);
}
