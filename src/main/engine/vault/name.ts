/** @file A vault's name as the name of its folder; runs in the engine. */
import { basename } from 'node:path';
import { CodedError } from '../../../shared/errors.ts';

export const vaultSuffix = '.lightproof';
const maxBytes = 200; // room for the suffix and for endings of unfinished writes below 255

// Separators and what Windows refuses; control characters, line ends, and what makes a name look like another one. The joiners of
// emoji and of some scripts (U+200C, U+200D) stay.
const forbidden =
  /[/\\:*?"<>|\p{Cc}\p{Zl}\p{Zp}\u{61C}\u{200B}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2060}-\u{2069}\u{FEFF}]/u;
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;

/** The folder's name for a vault's name: NFC, without spaces around it. Throws `name-invalid`. */
export function vaultFolderName(name: string): string {
  const clean = name.normalize('NFC').trim();
  const usable =
    clean !== '' &&
    clean !== '.' &&
    clean !== '..' &&
    clean.isWellFormed() &&
    Buffer.byteLength(clean) <= maxBytes &&
    !forbidden.test(clean) &&
    !reserved.test(clean);
  if (!usable) throw new CodedError('name-invalid');
  return clean + vaultSuffix;
}

/** The vault's name, from the path of its folder. */
export function nameOfVault(path: string): string {
  const name = basename(path);
  return name.endsWith(vaultSuffix) && name !== vaultSuffix ? name.slice(0, -vaultSuffix.length) : name;
}
