/** @file `send <vault> FILE`: photos into an encrypted file for people, or for whoever knows a passphrase; for both, into two. Plain Node. */
import { resolve } from 'node:path';
import { CodedError, errorCodes } from '../../shared/errors.ts';
import { passphraseFile, type SendOptions as Wishes } from '../../shared/contract/sharing.ts';
import type { Output } from '../output.ts';
import type { CommonOptions } from '../options.ts';
import { readPassphraseFile } from '../passphrase.ts';
import { withSession } from '../session.ts';
import { bytesText, counted, sentence } from '../words.ts';
import { selected } from './export.ts';
import { personNamed } from './people.ts';

interface SendOptions extends CommonOptions {
  readonly to?: readonly string[];
  readonly filePassphrase?: string;
  readonly album?: string;
  readonly id?: readonly string[];
  readonly what?: (typeof sendKinds)[number];
  readonly maxEdge?: number;
  readonly from?: string;
  readonly note?: string;
  readonly unsigned?: boolean;
  readonly olderTools?: boolean;
}

export const sendKinds = ['originals', 'no-place', 'no-metadata', 'jpeg'] as const;

export function sendCommand(output: Output, options: SendOptions, vault = '', file = ''): Promise<number> {
  return withSession(output, async (session) => {
    if (options.album !== undefined && options.id !== undefined)
      throw new CodedError('input-invalid', { field: 'id', detail: 'give either --album or --id' });
    const { name } = await session.unlock(vault, options);
    const to: string[] = [];
    for (const person of options.to ?? []) to.push((await personNamed(session, person)).id);
    const passphrase =
      options.filePassphrase === undefined ? null : await readPassphraseFile(options.filePassphrase);
    const selection = await selected(session, options);
    if (to.length > 0 && passphrase !== null)
      output.say(`Two files: one for people, and ${passphraseFile(file)} for whoever knows the passphrase.`);
    const safe = { fromQuantum: true };
    const job = await session.finish('send', async () => {
      const started = await session.call('send.start', {
        file: resolve(file),
        selection,
        options: wishesOf(options),
        to,
        passphrase,
        older: options.olderTools ?? false,
        from: options.unsigned === true ? null : (options.from ?? name),
        note: options.note ?? '',
      });
      safe.fromQuantum = started.quantumSafe;
      return started;
    });
    const { written, failed, failures, bytesDone: bytes, seconds } = job;
    for (const failure of failures) {
      output.object({ name: failure.name, result: 'failed', reason: failure.error?.code ?? null });
      if (failure.error !== null) output.say(`${failure.name}: ${sentence(failure.error)}`);
    }
    output.object({
      summary: {
        files: job.files.map((made) => made.file),
        written,
        failed,
        bytes,
        seconds,
        quantumSafe: safe.fromQuantum,
      },
    });
    if (job.error !== null) {
      output.failure(job.error, sentence(job.error));
      return errorCodes[job.error.code].exitStatus;
    }
    if (job.state === 'cancelled') return 1;
    for (const made of job.files)
      output.say(
        `${counted(written, 'photo', 'photos')} (${bytesText(bytes / job.files.length)}) in ${made.file}`,
      );
    if (!safe.fromQuantum) output.say('By the older kind of key: not protected against quantum computers.');
    return failed > 0 ? 1 : 0;
  });
}

function wishesOf({ what = 'originals', maxEdge }: SendOptions): Wishes {
  if (maxEdge !== undefined && what !== 'jpeg')
    throw new CodedError('input-invalid', { field: 'max-edge', detail: 'with --what jpeg' });
  switch (what) {
    case 'originals':
      return {};
    case 'no-place':
      return { without: 'place' };
    case 'no-metadata':
      return { without: 'metadata' };
    case 'jpeg':
      return { format: 'jpeg', without: 'metadata', ...(maxEdge !== undefined && { maxEdge }) };
  }
}
