/** @file Who has signed a package: a person known here, this vault, another key, nobody (docs/format.md §10.3). Runs in the engine. */
import { createHash } from 'node:crypto';
import type { PublicKeys, Signer } from '../../../shared/contract/sharing.ts';
import type { PersonRecord } from '../catalog/index.ts';
import { checkSignature, readPublicKey } from '../log/minisign.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { OpenPackage } from './package.ts';
import { readKeys } from './public-keys.ts';

export interface SignedBy {
  readonly signer: Signer;
  /** The line of minisign's key that the signature holds by; null: none. */
  readonly key: string | null;
  readonly person: PersonRecord | null;
}

/** @param own the vault's own key, as a line */
export function signedBy(
  { manifest, signed }: Pick<OpenPackage, 'manifest' | 'signed'>,
  people: readonly PersonRecord[],
  own: string,
): SignedBy {
  if (manifest === null || signed === null) {
    // Who says a name but signs nothing is nobody.
    return { signer: 'unsigned', key: null, person: null };
  }
  const holds = (line: string | null): line is string => {
    const key = line === null ? null : readPublicKey(line);
    return key !== null && checkSignature(signed.signature, signed.list, key)?.good === true;
  };
  if (holds(own)) return { signer: 'own', key: own, person: null };
  const person = people.find(({ keys }) => holds(keys.signing));
  if (person !== undefined) return { signer: 'known', key: person.keys.signing, person };
  const key = manifest.from?.keys.signing ?? null;
  return holds(key) ? { signer: 'unknown', key, person: null } : { signer: 'wrong', key: null, person: null };
}

/** The keys a package names as its sender's, where they are any; the one it is signed by among them. */
export function senderKeys({ manifest }: Pick<OpenPackage, 'manifest'>): PublicKeys | null {
  const { hybrid, x25519, signing } = manifest?.from?.keys ?? {};
  try {
    return readKeys([hybrid, x25519, signing].filter((key) => typeof key === 'string').join('\n'));
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return null;
  }
}

/** How a package's list names this vault, by either of its keys. */
export function recipientSums({
  hybrid,
  x25519,
}: {
  readonly hybrid: string;
  readonly x25519: string;
}): ReadonlySet<string> {
  return new Set([hybrid, x25519].map((key) => createHash('sha256').update(key).digest('hex')));
}
