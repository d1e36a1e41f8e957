/** @file A blob's header: its own file key, wrapped for the vault (docs/format.md §4.1); runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { SecretKey, equal, idBytes, nonceBytes, okm, open, randomBytes, seal } from '../crypto/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { encodePrefix, headerBytes, prefixBytes } from './layout.ts';

export interface BlobKey {
  /** AD of every piece. */
  readonly prefix: Buffer;
  /** To be disposed of by whoever gets this. */
  readonly content: SecretKey;
}

function wrapData(prefix: Buffer, commitment: Buffer): Buffer {
  return Buffer.concat([Buffer.from('lightproof/1 filekey'), prefix, commitment]);
}

/** A header with a new file key, wrapped with the newest epoch key. */
export function newHeader(vault: OpenVault, id: Id): BlobKey & { readonly header: Buffer } {
  const { epoch } = vault.keys;
  const prefix = encodePrefix(epoch, vault.idBytes, idBytes(id));
  const nonce = randomBytes(nonceBytes);
  const fileKey = SecretKey.random();
  try {
    const { key: content, commitment } = okm(fileKey, 'lightproof/1 blob', prefix);
    const wrapping = vault.keys.blobKey(epoch);
    const wrapped = fileKey.use((bytes) => seal(wrapping, nonce, bytes, wrapData(prefix, commitment)));
    return { prefix, content, header: Buffer.concat([prefix, nonce, wrapped, commitment]) };
  } finally {
    fileKey.dispose();
  }
}

/**
 * The key of a blob from its header. A string names what is wrong with it: `header` (magic, flags, chunk size, zeros, vault, id),
 * `epoch` (no key for it), `file key` (does not open), `commitment`.
 */
export function openHeader(vault: OpenVault, id: Id, header: Buffer): BlobKey | string {
  if (header.length !== headerBytes) return 'header';
  const prefix = Buffer.from(header.subarray(0, prefixBytes));
  const epoch = prefix.readUInt32BE(12);
  if (!prefix.equals(encodePrefix(epoch, vault.idBytes, idBytes(id)))) return 'header';
  if (!vault.keys.knows(epoch)) return 'epoch';
  const nonce = header.subarray(48, 72);
  const commitment = header.subarray(120, headerBytes);
  const opened = open(
    vault.keys.blobKey(epoch),
    nonce,
    header.subarray(72, 120),
    wrapData(prefix, commitment),
  );
  if (opened === null) return 'file key';
  const fileKey = SecretKey.from(opened);
  try {
    const { key: content, commitment: expected } = okm(fileKey, 'lightproof/1 blob', prefix);
    if (equal(commitment, expected)) return { prefix, content };
    content.dispose();
    return 'commitment';
  } finally {
    fileKey.dispose();
  }
}
