/**
 * @file `drop <vault> <path...>`, `drop --to <key file> --out <folder> <path...>`: pictures into a locked vault; `inbox <vault> status|adopt|save-key`: what
 * becomes of them. Plain Node.
 */
import { resolve } from 'node:path';
import type { Dropped, Waiting } from '../../shared/contract/dropbox.ts';
import { CodedError, errorCodes } from '../../shared/errors.ts';
import type { CommonOptions } from '../options.ts';
import type { Output } from '../output.ts';
import { withSession } from '../session.ts';
import { bytesText, counted, reason, sentence } from '../words.ts';
import { runToEnd } from './import.ts';

interface DropOptions extends CommonOptions {
  readonly to?: string;
  readonly out?: string;
}

interface InboxOptions extends CommonOptions {
  readonly again?: boolean;
}

export const inboxActions = ['status', 'adopt', 'save-key'] as const;

export function dropCommand(output: Output, options: DropOptions, ...values: string[]): Promise<number> {
  const { to, out } = options;
  if ((to === undefined) !== (out === undefined))
    throw new CodedError('input-invalid', { field: 'out', detail: '--to and --out belong together' });
  const [vault = '', ...paths] = to === undefined ? values : ['', ...values];
  if (paths.length === 0)
    throw new CodedError('input-invalid', { field: 'path', detail: 'give files or folders to drop' });
  return withSession(output, async (session) => {
    const sources = paths.map((path) => resolve(path));
    const onProgress = ({ files, bytes }: { files: number; bytes: number }): void =>
      output.bar(0, `${counted(files, 'picture', 'pictures')}, ${bytesText(bytes)}`);
    if (to !== undefined && out !== undefined) {
      const input = { key: resolve(to), folder: resolve(out), sources };
      const { fingerprint, ...dropped } = await session.call('drop.putInto', input, { onProgress });
      tell(output, dropped, { fingerprint });
      output.say(`Sealed for the drop box with the fingerprint: ${fingerprint.join(' ')}`);
      output.say('Copy these files into the folder “inbox” in the vault’s folder.');
      return statusOf(dropped);
    }
    const dropped = await session.call('drop.put', { vault: resolve(vault), sources }, { onProgress });
    tell(output, dropped, {});
    return statusOf(dropped);
  });
}

export function inboxCommand(
  output: Output,
  options: InboxOptions,
  vault = '',
  action = '',
  target = '',
): Promise<number> {
  return withSession(output, async (session) => {
    const path = resolve(vault);
    switch (inboxActions.find((one) => one === action)) {
      case 'status': {
        const { fingerprint, waiting } = await session.call('drop.look', { vault: path });
        output.object({ fingerprint, ...waiting });
        output.line(`Fingerprint: ${fingerprint.join(' ')}`);
        for (const line of waitingLines(waiting)) output.line(line);
        return 0;
      }
      case 'save-key': {
        if (target === '')
          throw new CodedError('input-invalid', { field: 'file', detail: 'give a new file' });
        const { fingerprint } = await session.call('drop.saveKey', { vault: path, saveTo: resolve(target) });
        output.object({ fingerprint });
        output.line(`Fingerprint: ${fingerprint.join(' ')}`);
        return 0;
      }
      case 'adopt': {
        await session.unlock(vault, options);
        const { again = false } = options;
        const waits = await session.call('drop.status', {});
        if (waits.waiting.entries === 0 && !(again && waits.waiting.aside > 0)) {
          output.object({ adopted: 0, ...waits.waiting });
          for (const line of waitingLines(waits.waiting)) output.line(line);
          return 0;
        }
        const start = async (): Promise<{ job: string; import: string }> => {
          const started = await session.call('drop.adopt', { again });
          if (started === null) throw new CodedError('not-found'); // taken in by somebody else meanwhile
          return started;
        };
        const status = await runToEnd(session, output, start, 'dropped');
        const { waiting } = await session.call('drop.status', {});
        for (const line of waitingLines(waiting)) output.say(line);
        return status;
      }
      case undefined:
        throw new CodedError('input-invalid', { field: 'action', detail: inboxActions.join(', ') });
    }
  });
}

/** What waits in a drop box; nothing where nothing does. */
export function waitingLines({ entries, bytes, aside, strays }: Waiting): string[] {
  return [
    entries === 0
      ? 'Nothing waits in the drop box.'
      : `${counted(entries, 'file waits', 'files wait')} in the drop box (${bytesText(bytes)}).`,
    ...(aside === 0
      ? []
      : [`${counted(aside, 'file was', 'files were')} set aside: damaged, or not meant for this vault.`]),
    ...(strays === 0 ? [] : [`${counted(strays, 'thing', 'things')} in it that nobody dropped: left alone.`]),
  ];
}

function tell(output: Output, dropped: Dropped, more: Readonly<Record<string, unknown>>): void {
  output.object({ ...dropped, ...more });
  for (const { path, reason: why } of dropped.failed) output.say(`${path}: ${reason(why)}`);
  output.line(`${counted(dropped.files, 'picture', 'pictures')} dropped (${bytesText(dropped.bytes)}).`);
  if (dropped.failures > 0) output.line(`${String(dropped.failures)} failed.`);
  if (dropped.leftOut > 0) output.line(`${counted(dropped.leftOut, 'other file', 'other files')} left out.`);
  if (dropped.beside > 0)
    output.line(
      `${counted(dropped.beside, 'file', 'files')} with dates or descriptions left out: import them with the photos once the vault is open.`,
    );
  if (dropped.stopped !== null) output.say(sentence(dropped.stopped));
}

function statusOf({ failures, stopped }: Dropped): number {
  if (stopped !== null) return errorCodes[stopped.code].exitStatus;
  return failures > 0 ? 1 : 0;
}
