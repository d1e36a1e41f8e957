/** @file `create <vault>`: makes a vault and hands out its recovery words, once. Plain Node. */
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CodedError } from '../../shared/errors.ts';
import type { RecoveryKit } from '../../shared/contract.ts';
import type { Output } from '../output.ts';
import { readPassphrase } from '../passphrase.ts';
import type { CommonOptions } from '../options.ts';
import { vaultPlace, withSession } from '../session.ts';

interface CreateOptions extends CommonOptions {
  readonly recoveryKit?: string;
}

export function createCommand(output: Output, options: CreateOptions, vault = ''): Promise<number> {
  return withSession(output, async (session) => {
    // Opened before anything is made: a kit that cannot be kept must not cost a vault.
    const kitFile = options.recoveryKit === undefined ? null : await newFile(resolve(options.recoveryKit));
    try {
      const passphrase = await readPassphrase(options, 'New passphrase (nobody can reset it): ', true);
      const made = await session.call('vault.create', { ...vaultPlace(vault), passphrase });
      if (kitFile === null) {
        output.say('Recovery kit. Write it down; it is shown only now:');
        for (const line of kitLines(made.kit)) output.say(line);
      } else {
        await kitFile.writeFile(`${kitLines(made.kit).join('\n')}\n`);
        await kitFile.sync();
      }
      output.object({ vault: made.vault.path, vaultId: made.vault.vaultId });
      output.line(made.vault.path);
      return 0;
    } finally {
      await kitFile?.close();
    }
  });
}

function kitLines({ vaultId, words }: RecoveryKit): string[] {
  const rows = Array.from({ length: 4 }, (_, row) => words.slice(row * 6, row * 6 + 6).join(' '));
  return [`Vault ${vaultId}`, ...rows];
}

async function newFile(path: string): Promise<Awaited<ReturnType<typeof open>>> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    throw new CodedError(
      'input-invalid',
      { field: 'recovery-kit', detail: 'the file exists or cannot be made' },
      { cause: error },
    );
  }
}
