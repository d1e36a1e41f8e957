/** @file `passwd <vault>`: changes the passphrase. Plain Node. */
import type { Output } from '../output.ts';
import { readPassphrase, readPassphraseFile } from '../passphrase.ts';
import type { CommonOptions } from '../options.ts';
import { withSession } from '../session.ts';

interface PasswdOptions extends CommonOptions {
  readonly newPassphraseFile?: string;
}

export function passwdCommand(output: Output, options: PasswdOptions, vault = ''): Promise<number> {
  return withSession(output, async (session) => {
    const { proof } = await session.unlockToChange(vault, options);
    const next =
      options.newPassphraseFile === undefined
        ? await readPassphrase({}, 'New passphrase (nobody can reset it): ', true)
        : await readPassphraseFile(options.newPassphraseFile);
    const { secret, keyFile } = proof;
    const current = secret.kind === 'passphrase' ? secret.passphrase : null;
    await session.call('vault.changePassphrase', {
      current,
      next,
      ...(keyFile === undefined ? {} : { keyFile }),
    });
    output.object({ changed: true });
    output.say('The passphrase was changed. A copy of the vault made earlier still opens with the old one.');
    return 0;
  });
}
