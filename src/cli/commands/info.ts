/** @file `info <vault>`: what is known of a vault. Plain Node. */
import { resolve } from 'node:path';
import type { Output } from '../output.ts';
import type { CommonOptions } from '../options.ts';
import { withSession } from '../session.ts';
import { bytesText } from '../words.ts';

export function infoCommand(output: Output, options: CommonOptions, vault = ''): Promise<number> {
  return withSession(output, async (session) => {
    const { slots } = await session.call('vault.inspect', { vault: resolve(vault) });
    const info = await session.unlock(vault, options);
    output.object({ ...info, slots });
    output.line(`Vault     ${info.name}`);
    output.line(`Folder    ${info.path}`);
    output.line(`Id        ${info.vaultId}`);
    output.line(`Created   ${info.created}`);
    output.line(`Photos    ${String(info.photos)} (${String(info.trashed)} in the trash)`);
    output.line(`Size      ${bytesText(info.bytes)}`);
    output.line(
      `Verified  ${info.verified === null ? 'never' : `${info.verified.at}, ${String(info.verified.problems)} problems`}`,
    );
    output.line(`Opens by  ${slots.map(({ kind, label }) => label || kind).join(', ')}`);
    if (info.unfinishedImport !== null)
      output.line('An import was interrupted; `import --resume` goes on with it.');
    return 0;
  });
}
