/** @file What stands on a recovery kit beside the words. Runs in the renderer. */

/** The text of the kit's QR code: a mark, the vault's id, the 24 words. */
export function kitCode(vaultId: string, words: readonly string[]): string {
  return `lightproof-recovery 1 ${vaultId} ${words.join(' ')}`;
}

/** A vault id in groups of four digits, as it is compared by eye. */
export function spacedId(vaultId: string): string {
  return vaultId.replace(/(.{4})(?=.)/gu, '$1 ');
}
