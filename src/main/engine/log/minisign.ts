/** @file Signatures and public keys as the tool minisign reads them (docs/format.md §5.6). Runs in the engine. */
import { hash, isSignedBy } from '../crypto/index.ts';

const algorithm = Buffer.from('Ed');
/** Of a signature over the file's BLAKE2b-512 instead of the file. */
const prehashed = Buffer.from('ED');
const idBytes = 8;
const keyBytes = 32;
const signatureBytes = 64;
const comment = 'untrusted comment: ';
const trusted = 'trusted comment: ';

export interface Signer {
  readonly publicKey: Buffer;
  sign(message: Uint8Array): Buffer;
}

/** Whose signature it claims to be, what it says, and whether it is. */
export interface CheckedSignature {
  readonly keyId: string;
  readonly comment: string;
  readonly good: boolean;
}

/** The key's number as minisign shows it: 16 hex digits. */
export function keyIdOf(publicKey: Uint8Array): string {
  return shown(idOf(publicKey));
}

/** The file `….minisig` for content whose pieces are given. Comments are one line. */
export function signatureFile(
  signer: Signer,
  content: readonly Uint8Array[],
  trustedComment: string,
): string {
  const signature = signer.sign(hash(64, content));
  const whole = signer.sign(Buffer.concat([signature, Buffer.from(trustedComment, 'utf8')]));
  const line = Buffer.concat([prehashed, idOf(signer.publicKey), signature]);
  const lines = [
    `${comment}signature of a Lightproof vault, key ${keyIdOf(signer.publicKey)}`,
    line.toString('base64'),
    `${trusted}${trustedComment}`,
    whole.toString('base64'),
  ];
  return `${lines.join('\n')}\n`;
}

export function publicKeyFile(publicKey: Uint8Array): string {
  return `${comment}minisign public key ${keyIdOf(publicKey)}\n${publicKeyLine(publicKey)}\n`;
}

/** The key as `minisign -P` takes it. */
export function publicKeyLine(publicKey: Uint8Array): string {
  return Buffer.concat([algorithm, idOf(publicKey), publicKey]).toString('base64');
}

/** The key in a public key file, or in its second line alone; null when it is none. */
export function readPublicKey(text: string): Buffer | null {
  const line = text.split('\n').find((one) => one.trim() !== '' && !one.startsWith(comment));
  const bytes = Buffer.from(line ?? '', 'base64');
  const fits = bytes.byteLength === algorithm.byteLength + idBytes + keyBytes;
  return fits && bytes.subarray(0, 2).equals(algorithm) ? bytes.subarray(2 + idBytes) : null;
}

/** Checks a file `….minisig` against the content and the key; null when it is no such file. */
export function checkSignature(
  text: string,
  content: Uint8Array,
  publicKey: Uint8Array,
): CheckedSignature | null {
  const [first = '', second = '', third = '', fourth = ''] = text.split('\n');
  const line = Buffer.from(second, 'base64');
  const fits = line.byteLength === prehashed.byteLength + idBytes + signatureBytes;
  if (!first.startsWith(comment) || !third.startsWith(trusted) || !fits) return null;
  const said = third.slice(trusted.length).replace(/\r$/, '');
  const signature = line.subarray(2 + idBytes);
  const whole = Buffer.concat([signature, Buffer.from(said, 'utf8')]);
  const good =
    line.subarray(0, 2).equals(prehashed) &&
    isSignedBy(publicKey, hash(64, content), signature) &&
    isSignedBy(publicKey, whole, Buffer.from(fourth, 'base64'));
  return { keyId: shown(line.subarray(2, 2 + idBytes)), comment: said, good };
}

function idOf(publicKey: Uint8Array): Buffer {
  return hash(32, publicKey).subarray(0, idBytes);
}

/** minisign reads the number with its lowest byte first. */
function shown(id: Uint8Array): string {
  return Buffer.from(id).reverse().toString('hex').toUpperCase();
}
