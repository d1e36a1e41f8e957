/** @file `shares <vault> split|join`: the recovery kit in parts, of which some are needed. Plain Node. */
import { join, resolve } from 'node:path';
import { CodedError } from '../../shared/errors.ts';
import { handOut, newKitFile } from '../kit.ts';
import type { CommonOptions } from '../options.ts';
import type { Output } from '../output.ts';
import { withSession, type Session } from '../session.ts';

interface SharesOptions extends CommonOptions {
  readonly count?: number;
  readonly needed?: number;
  readonly out?: string;
  readonly recoveryKit?: string;
}

export const shareActions = ['split', 'join'] as const;

export function sharesCommand(
  output: Output,
  options: SharesOptions,
  vault = '',
  action = '',
): Promise<number> {
  return withSession(output, async (session) => {
    const chosen = shareActions.find((one) => one === action);
    if (chosen === undefined)
      throw new CodedError('input-invalid', { field: 'action', detail: shareActions.join(', ') });
    if (chosen === 'split' && options.recoveryFile === undefined)
      throw new CodedError('input-invalid', {
        field: 'recovery-file',
        detail: 'the words of the kit are needed to split it',
      });
    if (chosen === 'join' && options.shareFile === undefined)
      throw new CodedError('input-invalid', { field: 'share-file', detail: 'give the shares' });
    const { proof } = await session.unlockToChange(vault, options);
    const words = proof.secret.kind === 'recovery' ? proof.secret.words : '';
    await (chosen === 'split' ? split : joinAgain)(session, output, options, words);
    return 0;
  });
}

async function split(session: Session, output: Output, options: SharesOptions, words: string): Promise<void> {
  const { count = 5, needed = 3, out } = options;
  const { vaultId, shares } = await session.call('shares.split', { words, needed, count });
  for (const [at, share] of shares.entries()) {
    const number = `${String(at + 1)} of ${String(count)}`;
    const lines = [
      `# Share ${number} of the recovery kit of vault ${vaultId}`,
      `# ${String(needed)} shares open it. Fewer tell nothing.`,
      ...Array.from({ length: 6 }, (_, row) => share.slice(row * 6, row * 6 + 6).join(' ')),
    ];
    if (out === undefined) for (const line of lines) output.say(line);
    else await write(join(resolve(out), `share ${number}.txt`), lines);
  }
  output.object({ split: true, vault: vaultId, needed, count });
  output.say('Give each share to somebody else. The recovery kit itself still opens the vault.');
}

async function joinAgain(
  session: Session,
  output: Output,
  { recoveryKit }: SharesOptions,
  shares: string,
): Promise<void> {
  const kit = await session.call('shares.join', { shares });
  const file = recoveryKit === undefined ? null : await newKitFile(recoveryKit);
  try {
    await handOut(output, kit, file);
  } finally {
    await file?.close();
  }
  output.object({ joined: true, vault: kit.vaultId });
}

async function write(path: string, lines: readonly string[]): Promise<void> {
  const file = await newKitFile(path);
  try {
    await file.writeFile(`${lines.join('\n')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}
