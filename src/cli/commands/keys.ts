/** @file `keys <vault> info|rotate|reencrypt`: the keys everything in a vault is encrypted under. Plain Node. */
import { unlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CodedError, errorCodes } from '../../shared/errors.ts';
import { handOut, newKitFile } from '../kit.ts';
import type { Output } from '../output.ts';
import type { CommonOptions } from '../options.ts';
import type { Proof } from '../passphrase.ts';
import { withSession, type JobOf, type Session } from '../session.ts';
import { bytesText, counted, problemLine, sentence } from '../words.ts';

interface KeysOptions extends CommonOptions {
  readonly reencrypt?: boolean;
  readonly recoveryKit?: string;
}

export const keyActions = ['info', 'rotate', 'reencrypt'] as const;

interface Work {
  readonly session: Session;
  readonly output: Output;
  readonly options: KeysOptions;
  readonly proof: Proof;
}

const damaged = 4;

export function keysCommand(output: Output, options: KeysOptions, vault = '', action = ''): Promise<number> {
  return withSession(output, async (session) => {
    const chosen = keyActions.find((one) => one === action);
    if (chosen === undefined)
      throw new CodedError('input-invalid', { field: 'action', detail: keyActions.join(', ') });
    const { proof } = await session.unlockToChange(vault, options);
    return works[chosen]({ session, output, options, proof });
  });
}

const works: Readonly<Record<(typeof keyActions)[number], (work: Work) => Promise<number>>> = {
  info: async ({ session, output }) => {
    const { epoch, created, photos, older, resealing } = await session.call('keys.info', {});
    output.object({ epoch, created, photos, older, resealing: resealing?.scope ?? null });
    output.line(`keys      ${String(epoch)}${created === null ? '' : `, since ${created.slice(0, 10)}`}`);
    if (older.blobs === 0 && older.rows === 0) output.line('older     nothing is under older keys');
    if (older.rows > 0) output.line(`older     ${counted(older.rows, 'entry', 'entries')} of the catalogue`);
    if (older.blobs > 0)
      output.line(
        `older     files of ${String(older.photos)} of ${counted(photos, 'photo', 'photos')}, ${bytesText(older.bytes)}`,
      );
    if (resealing !== null) output.say('Encrypting anew was begun and goes on whenever the vault is open.');
    return 0;
  },
  rotate: async ({ session, output, options, proof }) => {
    const { recoveryKit } = options;
    const scope = options.reencrypt === true ? 'everything' : 'catalogue';
    const file = recoveryKit === undefined ? null : await newKitFile(recoveryKit);
    let rotated;
    try {
      // Handed out before the old one stops working: a kit nobody has must not replace one that somebody has.
      const { kit, dropped } = await session.call('keys.draftRotation', proof);
      await handOut(output, kit, file);
      rotated = await session.call('keys.rotate', { scope });
      for (const { label } of dropped) output.say(`“${label}” opens the vault no more.`);
    } catch (error) {
      if (recoveryKit !== undefined) await unlink(resolve(recoveryKit)); // its words open nothing
      throw error;
    } finally {
      await file?.close();
    }
    const { epoch, job } = rotated;
    output.object({ rotated: true, epoch });
    output.say('The vault has new keys. The new recovery kit is valid; earlier ones no longer open it.');
    if (job !== null) return ended(output, await session.finish('reencrypt', () => Promise.resolve({ job })));
    output.say('The disk did not confirm it yet: the rest is done when the vault is next opened.');
    return 0;
  },
  reencrypt: async ({ session, output }) =>
    ended(
      output,
      await session.finish('reencrypt', () => session.call('keys.reencrypt', { scope: 'everything' })),
    ),
};

function ended(output: Output, job: JobOf<'reencrypt'>): number {
  const { scope, state, filesDone, already, problems, problemCount, error } = job;
  const renewed = filesDone - problemCount;
  output.object({ reencrypted: state === 'done', scope, photos: renewed, already, problems });
  for (const problem of problems) output.say(problemLine(problem));
  if (error !== null) {
    output.failure(error, sentence(error));
    output.say('It goes on when the vault is next opened.');
    return errorCodes[error.code].exitStatus;
  }
  if (state === 'cancelled') {
    output.say('Cancelled. The vault is whole; the command `keys reencrypt` does the rest.');
    return 1;
  }
  if (scope === 'everything') output.say(`${counted(renewed, 'photo', 'photos')} encrypted anew.`);
  else output.say('The catalogue is encrypted anew. Photos stay under the keys they were imported with.');
  return problemCount > 0 ? damaged : 0;
}
