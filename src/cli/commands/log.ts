/** @file `log <vault> list|export|verify`: what was done with a vault, and whether the record of it is whole. Plain Node. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CodedError } from '../../shared/errors.ts';
import type { LogItem } from '../../shared/log.ts';
import { logSentence } from '../../shared/log-words.ts';
import type { Output } from '../output.ts';
import type { CommonOptions } from '../options.ts';
import { withSession, type Session } from '../session.ts';
import { counted } from '../words.ts';

interface LogOptions extends CommonOptions {
  readonly publicKey?: string;
}

export const logActions = ['list', 'export', 'verify'] as const;
const damaged = 4;
const pageLength = 1000;

export function logCommand(
  output: Output,
  options: LogOptions,
  vault = '',
  action = '',
  target = '',
): Promise<number> {
  return withSession(output, async (session) => {
    const chosen = logActions.find((one) => one === action);
    if (chosen === undefined)
      throw new CodedError('input-invalid', { field: 'action', detail: logActions.join(', ') });
    if (chosen === 'verify' && (await isFile(vault))) {
      const checked = await checkFile(session, output, vault, options);
      if (checked.ok && options.publicKey === undefined)
        output.say('Compare the key with the one you know: anybody can sign a log with a key of their own.');
      return checked.ok ? 0 : damaged;
    }
    await session.unlock(vault, options);
    if (chosen === 'list') return list(session, output);
    if (chosen === 'export') return exportTo(session, output, target);
    const checked = target === '' ? null : await checkFile(session, output, target, options);
    return (await verify(session, output, checked)) && checked?.ok !== false ? 0 : damaged;
  });
}

/** Oldest first: the newest stands where the terminal ends. */
async function list(session: Session, output: Output): Promise<number> {
  for (let from = 1; ; from += pageLength) {
    const page = { before: from + pageLength, limit: pageLength };
    const { length, items } = await session.call('log.list', page);
    for (const item of items.filter(({ seq }) => seq >= from).reverse()) tell(output, item);
    if (from + pageLength > length) return 0;
  }
}

function tell(output: Output, { seq, at, name, event, text }: LogItem): void {
  output.object(text === null ? { seq, damaged: true } : JSON.parse(text));
  const when = at === null ? '-' : localTime(at);
  const what =
    event === null
      ? name === null
        ? 'This entry is missing or damaged.'
        : `Something this version does not know: ${name}`
      : logSentence(event, { counted, instant: localTime });
  output.line(`${String(seq).padStart(6)}  ${when.padEnd(19)}  ${what}`);
}

/** 2026-11-22 10:36:56, as the clock on the wall said. */
function localTime(instant: string): string {
  return new Date(instant).toLocaleString('sv-SE');
}

async function exportTo(session: Session, output: Output, folder: string): Promise<number> {
  if (folder === '') throw new CodedError('input-invalid', { field: 'folder', detail: 'is needed' });
  const written = await session.call('log.export', { destination: resolve(folder) });
  output.object(written);
  for (const file of written.files) output.line(file);
  output.say(
    `${counted(written.length, 'entry', 'entries')} written, signed by key ${written.keyId}. Keep the head elsewhere: ${written.head}`,
  );
  return 0;
}

/** What an exported log says of itself, and whether that holds. */
interface Checked {
  readonly ok: boolean;
  readonly length: number;
  readonly head: string;
}

/** The log of the open vault, and whether it begins with the exported one. */
async function verify(session: Session, output: Output, exported: Checked | null): Promise<boolean> {
  const against = exported && { against: { length: exported.length, head: exported.head } };
  const { length, head, problems, holds } = await session.call('log.verify', against ?? {});
  const ok = problems.length === 0 && holds !== false;
  const details = problems.map(({ detail }) => detail);
  output.object({ ok, entries: length, head, ...(holds !== null && { holds }), problems: details });
  for (const detail of details) output.say(`The log is damaged: ${detail}.`);
  if (holds === false) output.say('The log that was exported is not how the vault’s log begins.');
  if (ok) output.say(`${counted(length, 'entry', 'entries')} verified, no problem found.`);
  return ok;
}

async function checkFile(
  session: Session,
  output: Output,
  file: string,
  { publicKey }: LogOptions,
): Promise<Checked> {
  const key = publicKey === undefined ? {} : { key: resolve(publicKey) };
  const checked = await session.call('log.verifyFile', { file: resolve(file), ...key });
  const { vaultId, keyId, length, head, problems } = checked;
  const ok = problems.length === 0;
  output.object({ ok, vault: vaultId, key: keyId, entries: length, head, problems });
  for (const problem of problems) output.say(`The file is not what was exported: ${problem}.`);
  if (ok) output.say(`${counted(length, 'entry', 'entries')} of vault ${vaultId}, signed by key ${keyId}.`);
  return { ok, length, head };
}

async function isFile(path: string): Promise<boolean> {
  return stat(resolve(path)).then(
    (found) => found.isFile(),
    () => false,
  );
}
