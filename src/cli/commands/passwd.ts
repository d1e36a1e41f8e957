/** @file `passwd <vault>`: changes the passphrase. Plain Node. */
import type { Output } from '../output.ts';
import { resolve } from 'node:path';
import { readPassphrase, readPassphraseFile } from '../passphrase.ts';
import type { CommonOptions } from '../options.ts';
import { withSession } from '../session.ts';

interface PasswdOptions extends CommonOptions {
  readonly newPassphraseFile?: string;
}

export function passwdCommand(output: Output, options: PasswdOptions, vault = ''): Promise<number> {
  return withSession(output, async (session) => {
    const path = resolve(vault);
    await session.call('vault.inspect', { vault: path });
    const passphrase = await readPassphrase(options, 'Passphrase until now: ');
    const current = passphrase.slice(); // unlocking zeroes its own
    await session.call('vault.unlock', { vault: path, secret: { kind: 'passphrase', passphrase } });
    const next =
      options.newPassphraseFile === undefined
        ? await readPassphrase({}, 'New passphrase (nobody can reset it): ', true)
        : await readPassphraseFile(options.newPassphraseFile);
    await session.call('vault.changePassphrase', { current, next });
    output.object({ changed: true });
    output.say('The passphrase was changed. A copy of the vault made earlier still opens with the old one.');
    return 0;
  });
}
