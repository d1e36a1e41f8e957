/** @file The public key that a vault's drop box is sealed to, its fingerprint, and the file it travels in (docs/format.md §4.5). Runs in the engine. */
import { wordlist } from '@scure/bip39/wordlists/english.js';
import * as v from 'valibot';
import { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { hash, idBytes } from '../crypto/index.ts';
import { type Disk, readSmallFile, toDiskError } from '../disk/index.ts';
import { readHeaders } from '../vault/header-files.ts';
import { nameOfVault } from '../vault/name.ts';
import { requireFolder } from '../vault/unlock.ts';

/** Where what is dropped goes, and what it is sealed to. */
export interface DropKey {
  readonly vault: Id;
  /** X25519, 32 bytes. */
  readonly publicKey: Buffer;
}

export const keyIdBytes = 8;
const fingerprintWords = 8;
const maxFileBytes = 4096;

function digestOf({ vault, publicKey }: DropKey): Buffer {
  return hash(32, [Buffer.from('lightproof/1 sealing key'), idBytes(vault), publicKey]);
}

/** What an entry says of the key it was sealed to, so that another key's is not taken for a damaged one. */
export function keyIdOf(key: DropKey): Buffer {
  return digestOf(key).subarray(0, keyIdBytes);
}

/** Eight words of the recovery kit's list, 88 bits: to be compared aloud. */
export function fingerprintOf(key: DropKey): string[] {
  let bits = BigInt(`0x${digestOf(key).toString('hex', 0, (fingerprintWords * 11) / 8)}`);
  const words: string[] = [];
  for (let at = 0; at < fingerprintWords; at += 1) {
    words.unshift(wordlist[Number(bits & 0x7ffn)] ?? '');
    bits >>= 11n;
  }
  return words;
}

/**
 * The key as the header of a locked vault tells it, which nothing authenticates before the vault is unlocked. So both copies have to tell the same, and what this
 * computer remembers of the vault. Throws as `inspectVault`, and `drop-key-changed`.
 * @param remembered the key this computer knows from the last unlocking, if there was one
 */
export async function keyOfVault(
  disk: Disk,
  path: string,
  remembered: (vault: Id) => Promise<Buffer | null>,
): Promise<DropKey & { readonly name: string }> {
  await requireFolder(disk, path);
  const { readable } = await readHeaders(disk, path);
  const [first, ...others] = readable;
  if (first === undefined) throw new CodedError('header-damaged');
  const { vault, publicKeys } = first.header;
  const agree = others.every(
    ({ header }) => header.vault === vault && header.publicKeys.sealing.equals(publicKeys.sealing),
  );
  const known = await remembered(vault);
  if (!agree || (known !== null && !known.equals(publicKeys.sealing)))
    throw new CodedError('drop-key-changed');
  return { vault, publicKey: publicKeys.sealing, name: nameOfVault(path) };
}

const format = 'lightproof/1 drop key';
const KeyFile = v.object({
  format: v.literal(format),
  vault: Id,
  sealing: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{43}=$/)),
  fingerprint: v.pipe(v.string(), v.maxLength(200)),
});

/** The bytes of the file. */
export function encodeKeyFile(key: DropKey): Buffer {
  const { vault, publicKey } = key;
  const sealing = publicKey.toString('base64');
  const fingerprint = fingerprintOf(key).join(' ');
  return Buffer.from(`${JSON.stringify({ format, vault, sealing, fingerprint }, null, 2)}\n`);
}

/** null when it is no such file, or one that was damaged: the fingerprint in it has to be that of its key. */
export function decodeKeyFile(bytes: Buffer): DropKey | null {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
  const parsed = v.safeParse(KeyFile, json);
  if (!parsed.success) return null;
  const { vault, sealing, fingerprint } = parsed.output;
  const key = { vault, publicKey: Buffer.from(sealing, 'base64') };
  const isWhole =
    key.publicKey.toString('base64') === sealing && fingerprintOf(key).join(' ') === fingerprint;
  return isWhole ? key : null;
}

/** Throws `drop-key-unreadable`. */
export async function readKeyFile(disk: Disk, path: string): Promise<DropKey> {
  let bytes: Buffer | null;
  try {
    bytes = await readSmallFile(disk, path, maxFileBytes);
  } catch (thrown) {
    throw new CodedError('drop-key-unreadable', {}, { cause: toDiskError(thrown) });
  }
  const key = bytes === null ? null : decodeKeyFile(bytes);
  if (key === null) throw new CodedError('drop-key-unreadable');
  return key;
}
