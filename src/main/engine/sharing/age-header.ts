/**
 * @file The head of an age file: who can open it, and the key of what follows. The format's own library wraps and unwraps; here are its limits,
 * passphrases in libuv's threads, and what went wrong as codes (docs/decisions/013-sharing.md). Runs in the engine.
 */
import { hkdfSync } from 'node:crypto';
import { Decrypter, Encrypter, type Identity, type Recipient } from 'age-encryption';
import { CodedError } from '../../../shared/errors.ts';
import { randomBytes, SecretKey, zero } from '../crypto/index.ts';
import { PassphraseIdentity, PassphraseRecipient } from './age-passphrase.ts';

/** Who shall be able to open a file: age lets a passphrase stand with nobody else. */
export type Audience = { readonly recipients: readonly string[] } | { readonly passphrase: Uint8Array };

/** What may open a file. */
export interface Opener {
  readonly identities: readonly string[];
  readonly passphrase: Uint8Array | null;
}

export const mostRecipients = 128;
/** 128 post-quantum recipients and a line for their MAC fit. */
export const longestHeader = 256 * 1024;

const nonceBytes = 16;
const emptyPayload = 16;
const firstLine = 'age-encryption.org/v1\n';

/** The head with the nonce of what follows, and its key. */
export async function makeHeader(audience: Audience): Promise<{ header: Buffer; key: SecretKey }> {
  const encrypter = new Encrypter();
  if ('passphrase' in audience) encrypter.addRecipient(new PassphraseRecipient(audience.passphrase));
  else for (const recipient of audience.recipients) encrypter.addRecipient(recipient);
  const witness = new Witness();
  encrypter.addRecipient(witness);
  const empty = await encrypter.encrypt(new Uint8Array(0)); // the head of a file with nothing in it
  const head = empty.subarray(0, empty.byteLength - nonceBytes - emptyPayload);
  const nonce = randomBytes(nonceBytes);
  return { header: Buffer.concat([head, nonce]), key: witness.payloadKey(nonce) };
}

/** Stands in no file: learns the file key that the others wrap. */
class Witness implements Recipient {
  #fileKey = new Uint8Array(0);

  wrapFileKey(fileKey: Uint8Array): [] {
    this.#fileKey = fileKey.slice();
    return [];
  }

  payloadKey(nonce: Uint8Array): SecretKey {
    return payloadKey(this.#fileKey, nonce);
  }
}

/**
 * @param start the first bytes of a file, at least `longestHeader` + 16 of them where it has so many
 * @returns the key of what follows, and where that begins
 * @throws CodedError package-not-age, package-recipients, package-too-costly, package-passphrase, package-passphrase-wrong,
 * package-not-for-us, package-damaged
 */
export async function openHeader(start: Buffer, opener: Opener): Promise<{ key: SecretKey; at: number }> {
  const length = headerLength(start);
  const head = start.subarray(0, length);
  const byPassphrase = head.includes('\n-> scrypt ');
  if (byPassphrase && opener.passphrase === null) throw new CodedError('package-passphrase');
  const decrypter = new Decrypter();
  for (const identity of opener.identities) decrypter.addIdentity(identity);
  if (opener.passphrase !== null) decrypter.addIdentity(new PassphraseIdentity(opener.passphrase));
  const met = new Met();
  decrypter.addIdentity(met);
  let fileKey: Uint8Array;
  try {
    fileKey = await decrypter.decryptHeader(head);
  } catch (thrown) {
    if (thrown instanceof CodedError) throw thrown;
    // The last one is asked only when nobody else could.
    if (met.asked) throw new CodedError(byPassphrase ? 'package-passphrase-wrong' : 'package-not-for-us');
    throw new CodedError('package-damaged', { what: 'header' }, { cause: thrown });
  }
  const nonce = start.subarray(length, length + nonceBytes);
  if (nonce.byteLength < nonceBytes) throw new CodedError('package-truncated');
  return { key: payloadKey(fileKey, nonce), at: length + nonceBytes };
}

/** Opens nothing; tells that the head was read and nobody before it fitted. */
class Met implements Identity {
  asked = false;

  unwrapFileKey(): null {
    this.asked = true;
    return null;
  }
}

/** Of the text up to the line with its MAC. Counts recipients, so that nobody is kept busy with thousands. */
function headerLength(start: Buffer): number {
  const text = start.subarray(0, longestHeader).toString('latin1');
  if (text.startsWith('-----BEGIN AGE ENCRYPTED FILE-----'))
    throw new CodedError('package-not-age', { why: 'armored' });
  if (!text.startsWith(firstLine)) throw new CodedError('package-not-age');
  let recipients = 0;
  for (let at = firstLine.length; ;) {
    const end = text.indexOf('\n', at);
    if (text.startsWith('-> ', at)) recipients += 1;
    if (recipients > mostRecipients || (end < 0 && text.length === longestHeader))
      throw new CodedError('package-recipients', { most: mostRecipients });
    if (end < 0) throw new CodedError('package-truncated');
    if (text.startsWith('--- ', at)) return end + 1;
    at = end + 1;
  }
}

/** Zeroes the file key. */
function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): SecretKey {
  try {
    return SecretKey.from(new Uint8Array(hkdfSync('sha256', fileKey, nonce, 'payload', 32)));
  } finally {
    zero(fileKey);
  }
}
