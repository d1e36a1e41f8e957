/** @file `receive <vault> FILE`: tells who has signed a file and what is in it, and imports it. What an import of it has left comes first. Plain Node. */
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ImportReport, Output as Answer, Progress } from '../../shared/contract.ts';
import { CodedError, type ErrorCode } from '../../shared/errors.ts';
import type { Output } from '../output.ts';
import type { CommonOptions } from '../options.ts';
import { readPassphraseFile } from '../passphrase.ts';
import { withSession, type Session } from '../session.ts';
import { bytesText, counted } from '../words.ts';
import { runToEnd } from './import.ts';

interface ReceiveOptions extends CommonOptions {
  readonly filePassphrase?: string;
  readonly album?: string;
  readonly list?: boolean;
  readonly accept?: 'unknown' | 'unsigned';
}

export const acceptable = ['unknown', 'unsigned'] as const;

export function receiveCommand(
  output: Output,
  options: ReceiveOptions,
  vault = '',
  file = '',
): Promise<number> {
  return withSession(output, async (session) => {
    await session.unlock(vault, options);
    const { filePassphrase } = options;
    const passphrase = filePassphrase === undefined ? null : await readPassphraseFile(filePassphrase);
    const path = resolve(file);
    const last = options.album === undefined ? await unfinished(session, path) : null;
    const onProgress = ({ bytes, total }: Progress<'receive.open'>): void =>
      output.bar(total === 0 ? 0 : bytes / total, 'checking');
    // The passphrase is zeroed by whoever takes it; another file of the same name is opened as what it is.
    const own = passphrase === null ? null : Uint8Array.from(passphrase);
    const reopened =
      last === null
        ? null
        : await session
            .call('receive.reopen', { import: last.id, passphrase: own }, { onProgress })
            .catch(nullIf('package-other'));
    const opened =
      reopened ?? (await session.call('receive.open', { file: path, passphrase }, { onProgress }));
    output.endBar();
    const { receipt, sender, ...about } = opened;
    output.object({ package: { ...about, words: sender?.words.join(' ') ?? null } });
    for (const line of lines(opened)) output.say(line);
    if (reopened !== null && last !== null) output.say(`Goes on with the import of ${last.started}.`);
    if (options.list === true) {
      await list(session, output, receipt);
      return 0;
    }
    const start = { receipt, album: options.album ?? null, accept: options.accept ?? null };
    return runToEnd(session, output, () => session.call('receive.start', start), 'dropped');
  });
}

function nullIf(code: ErrorCode): (thrown: unknown) => null {
  return (thrown) => {
    if (thrown instanceof CodedError && thrown.code === code) return null;
    throw thrown;
  };
}

/** The newest import of this file that has something left. */
async function unfinished(session: Session, file: string): Promise<ImportReport | null> {
  const real = await realpath(file).catch(() => file); // that it is missing is told when it is opened
  const reports = await session.call('import.list', {});
  return reports.find(({ received, sources }) => received?.left === true && sources[0] === real) ?? null;
}

function lines({
  signer,
  name,
  keyId,
  note,
  namesake,
  forThisVault,
  sender,
  files,
  bytes,
}: Answer<'receive.open'>): string[] {
  const called = name === null ? '' : `, who is called “${name}”`;
  const signed = {
    known: `Signed by ${name ?? ''}.`,
    own: 'Signed by this vault itself.',
    unknown: `Signed by the unknown key ${keyId ?? ''}${called}.`,
    unsigned: `Not signed: nothing proves who made it${name === null ? '' : `; it says “${name}”`}.`,
    wrong: 'Its signature is wrong: somebody has changed it, or signed it with another key.',
  }[signer];
  return [
    signed,
    ...(namesake ? [`You know somebody called ${name ?? ''}, and this is not their key.`] : []),
    ...(signer === 'unknown' && sender !== null ? [`Words of its keys: ${sender.words.join(' ')}`] : []),
    ...(forThisVault === false ? ['It was sent to others than this vault, and passed on.'] : []),
    ...(note === null ? [] : [`Note: ${note}`]),
    `${counted(files, 'file', 'files')}, ${bytesText(bytes)}`,
  ];
}

async function list(session: Session, output: Output, receipt: string): Promise<void> {
  const limit = 1000;
  for (let offset = 0; ; offset += limit) {
    const { total, items } = await session.call('receive.items', { receipt, offset, limit });
    for (const item of items) {
      output.object(item);
      output.line(`${item.path}  ${bytesText(item.bytes)}${item.alreadyHere ? '  already here' : ''}`);
    }
    if (offset + limit >= total) return;
  }
}
