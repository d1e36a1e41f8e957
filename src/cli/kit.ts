/** @file Recovery words on their way to a person: a new file, or the terminal, once. Plain Node. */
import { open, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { RecoveryKit } from '../shared/contract.ts';
import { CodedError } from '../shared/errors.ts';
import type { Output } from './output.ts';

/** Made before the words are: a kit that cannot be kept must not cost a vault, or the kit there was. */
export async function newKitFile(path: string): Promise<FileHandle> {
  try {
    return await open(resolve(path), 'wx', 0o600);
  } catch (error) {
    throw new CodedError(
      'input-invalid',
      { field: 'recovery-kit', detail: 'the file exists or cannot be made' },
      { cause: error },
    );
  }
}

/** Writes the words, durably, or shows them where there is no file. The file stays open. */
export async function handOut(output: Output, kit: RecoveryKit, file: FileHandle | null): Promise<void> {
  if (file === null) {
    output.say('Recovery kit. Write it down; it is shown only now:');
    for (const line of kitLines(kit)) output.say(line);
  } else {
    await file.writeFile(`${kitLines(kit).join('\n')}\n`);
    await file.sync();
  }
}

function kitLines({ vaultId, words }: RecoveryKit): string[] {
  const rows = Array.from({ length: 4 }, (_, row) => words.slice(row * 6, row * 6 + 6).join(' '));
  return [`Vault ${vaultId}`, ...rows];
}
