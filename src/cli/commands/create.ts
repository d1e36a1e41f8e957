/** @file `create <vault>`: makes a vault and hands out its recovery words, once. Plain Node. */
import { CodedError } from '../../shared/errors.ts';
import { handOut, newKitFile } from '../kit.ts';
import type { Output } from '../output.ts';
import { readPassphrase } from '../passphrase.ts';
import type { CommonOptions } from '../options.ts';
import { vaultPlace, withSession } from '../session.ts';

interface CreateOptions extends CommonOptions {
  readonly recoveryKit?: string;
}

export function createCommand(output: Output, options: CreateOptions, vault = ''): Promise<number> {
  return withSession(output, async (session) => {
    if (options.keyFile !== undefined || options.recoveryFile !== undefined) {
      throw new CodedError('input-invalid', {
        field: options.keyFile === undefined ? 'recovery-file' : 'key-file',
        detail: 'not when a vault is made; see slots add',
      });
    }
    // Opened before anything is made: a kit that cannot be kept must not cost a vault.
    const kitFile = options.recoveryKit === undefined ? null : await newKitFile(options.recoveryKit);
    try {
      const passphrase = await readPassphrase(options, 'New passphrase (nobody can reset it): ', true);
      const made = await session.call('vault.create', { ...vaultPlace(vault), passphrase });
      await handOut(output, made.kit, kitFile);
      output.object({ vault: made.vault.path, vaultId: made.vault.vaultId });
      output.line(made.vault.path);
      return 0;
    } finally {
      await kitFile?.close();
    }
  });
}
