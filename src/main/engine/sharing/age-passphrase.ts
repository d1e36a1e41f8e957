/** @file A passphrase as age's recipient and identity: scrypt in libuv's threads, up to a cost that a computer can pay. Runs in the engine. */
import { scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { Stanza, type Identity, type Recipient } from 'age-encryption';
import { CodedError } from '../../../shared/errors.ts';
import { openShortInto, randomBytes, sealShortInto, tagBytes, zero } from '../crypto/index.ts';

/** log₂ of scrypt's N: what age itself uses, 256 MiB and about a second. */
const usualFactor = 18;
/** 1 GiB, as much as a slot of a vault may ask for. */
const highestFactor = 20;
const saltBytes = 16;
const fileKeyBytes = 16;
const label = Buffer.from('age-encryption.org/v1/scrypt');
/** Each key seals once. */
const nonce = Buffer.alloc(12);

const derive = promisify<
  Uint8Array,
  Uint8Array,
  number,
  { N: number; r: number; p: number; maxmem: number },
  Buffer
>(scrypt);

async function wrappingKey(passphrase: Uint8Array, salt: Uint8Array, factor: number): Promise<Buffer> {
  const N = 2 ** factor;
  return derive(passphrase, Buffer.concat([label, salt]), 32, {
    N,
    r: 8,
    p: 1,
    maxmem: 129 * 8 * N + 65_536,
  });
}

export class PassphraseRecipient implements Recipient {
  readonly #passphrase: Uint8Array;

  constructor(passphrase: Uint8Array) {
    this.#passphrase = passphrase;
  }

  async wrapFileKey(fileKey: Uint8Array): Promise<Stanza[]> {
    const salt = randomBytes(saltBytes);
    const key = await wrappingKey(this.#passphrase, salt, usualFactor);
    const body = Buffer.alloc(fileKey.byteLength + tagBytes);
    sealShortInto(body, key, nonce, fileKey);
    zero(key);
    return [new Stanza(['scrypt', base64(salt), String(usualFactor)], body)];
  }
}

export class PassphraseIdentity implements Identity {
  readonly #passphrase: Uint8Array;

  constructor(passphrase: Uint8Array) {
    this.#passphrase = passphrase;
  }

  /** null: it is another passphrase, or none is asked for. @throws CodedError package-too-costly, package-damaged */
  async unwrapFileKey(stanzas: Stanza[]): Promise<Uint8Array | null> {
    const stanza = stanzas.find(({ args }) => args[0] === 'scrypt');
    if (stanza === undefined) return null;
    const [, salt64 = '', factor = ''] = stanza.args;
    const salt = Buffer.from(salt64, 'base64');
    const fits =
      stanzas.length === 1 && // a passphrase stands alone, or the others could tell who knows it
      stanza.args.length === 3 &&
      salt.byteLength === saltBytes &&
      base64(salt) === salt64 &&
      /^[1-9]\d{0,8}$/u.test(factor) &&
      stanza.body.byteLength === fileKeyBytes + tagBytes;
    if (!fits) throw new CodedError('package-damaged', { what: 'header' });
    if (Number(factor) > highestFactor)
      throw new CodedError('package-too-costly', { factor: Number(factor) });
    const key = await wrappingKey(this.#passphrase, salt, Number(factor));
    const fileKey = Buffer.alloc(fileKeyBytes);
    const good = openShortInto(fileKey, key, nonce, stanza.body);
    zero(key);
    return good ? fileKey : null;
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/u, '');
}
