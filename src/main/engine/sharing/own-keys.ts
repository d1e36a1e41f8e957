/** @file The vault's own age identities and public keys, derived from its keyring (docs/format.md §10.1). Runs in the engine. */
import { bech32 } from '@scure/base';
import { identityToRecipient } from 'age-encryption';
import type { PublicKeys } from '../../../shared/contract/sharing.ts';
import type { SecretKey } from '../crypto/index.ts';
import { publicKeyLine } from '../log/minisign.ts';
import type { OpenVault } from '../vault/index.ts';

const prefixes = { hybrid: 'AGE-SECRET-KEY-PQ-', x25519: 'AGE-SECRET-KEY-' } as const;

/**
 * Both identities as the library takes them. They are text, which cannot be wiped (docs/security.md): to be used and let go of at once.
 */
export function identitiesOf({ keys }: OpenVault): { hybrid: string; x25519: string } {
  return { hybrid: identity('hybrid', keys.sharing.hybrid), x25519: identity('x25519', keys.sharing.x25519) };
}

function identity(kind: keyof typeof prefixes, key: SecretKey): string {
  return key.use((bytes) => bech32.encodeFromBytes(prefixes[kind], bytes).toUpperCase());
}

/** The same for as long as the vault has its sealing seed: new keys for its content do not change them. */
export async function ownKeys(vault: OpenVault): Promise<Record<keyof PublicKeys, string>> {
  const { hybrid, x25519 } = identitiesOf(vault);
  return {
    hybrid: await identityToRecipient(hybrid),
    x25519: await identityToRecipient(x25519),
    signing: publicKeyLine(vault.keys.signingPublicKey),
  };
}
