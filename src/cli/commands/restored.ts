/** @file `restored <vault>`: takes a vault that is older than it should be as it is, on purpose. Plain Node. */
import { errorCodes, isAcceptable } from '../../shared/errors.ts';
import type { CommonOptions } from '../options.ts';
import type { Output } from '../output.ts';
import { withSession } from '../session.ts';

interface RestoredOptions extends CommonOptions {
  readonly onPurpose?: boolean;
}

export function restoredCommand(output: Output, options: RestoredOptions, vault = ''): Promise<number> {
  return withSession(output, async (session) => {
    const { info, proof } = await session.unlockToChange(vault, options);
    const { damage } = info;
    if (damage === null) {
      output.object({ accepted: false });
      output.say('Nothing was noticed about this vault: it can be changed as it is.');
      return 0;
    }
    const { exitStatus } = errorCodes[damage.code];
    if (!isAcceptable(damage)) return exitStatus; // it was said on unlocking
    if (options.onPurpose !== true) {
      output.object({ accepted: false, noticed: damage.code });
      return exitStatus;
    }
    await session.call('vault.acceptRestored', proof);
    output.object({ accepted: true, noticed: damage.code });
    output.say('Accepted as restored on purpose. The vault can be changed again; its log tells of it.');
    return 0;
  });
}
