/** @file Where the command line gets what opens a vault: a file, a descriptor or a prompt; never an argument. Plain Node. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Input } from '../shared/contract.ts';
import { CodedError } from '../shared/errors.ts';
import { passphraseBytes } from '../shared/passphrase.ts';
import type { CommonOptions } from './options.ts';

const maxLine = 4096;

/** What opens a vault, as methods of the contract take it. */
export type Proof = Pick<Input<'vault.unlock'>, 'secret' | 'keyFile'>;

/** Recovery words, or a passphrase with or without a key file. Errors as `readPassphrase`. */
export async function readSecret(options: CommonOptions, prompt: string): Promise<Proof> {
  const { keyFile, recoveryFile, shareFile = [] } = options;
  if (recoveryFile === undefined && shareFile.length === 0) {
    const passphrase = await readPassphrase(options, prompt);
    return {
      secret: { kind: 'passphrase', passphrase },
      ...(keyFile === undefined ? {} : { keyFile: resolve(keyFile) }),
    };
  }
  const others = [keyFile, options.passphraseFile, options.passphraseFd];
  if (others.some((one) => one !== undefined) || (recoveryFile !== undefined && shareFile.length > 0)) {
    throw new CodedError('input-invalid', {
      field: 'recovery-file',
      detail: 'give either the recovery words, or shares of them, or a passphrase',
    });
  }
  const files = recoveryFile === undefined ? shareFile : [recoveryFile];
  const words = await Promise.all(files.map(readWords));
  return { secret: { kind: 'recovery', words: words.join('\n') } };
}

/** The same once more: the engine zeroes what it is given. */
export function copyOf({ secret, ...rest }: Proof): Proof {
  if (secret.kind === 'recovery') return { secret, ...rest };
  return { secret: { ...secret, passphrase: secret.passphrase.slice() }, ...rest };
}

/** The words of a file that `create --recovery-kit` has written, or of one with only the words. */
async function readWords(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^Vault [0-9a-f]{32}$/mu, '').slice(0, 1000);
  } catch (error) {
    throw new CodedError('secret-file-unreadable', {}, { cause: error });
  }
}

/** The passphrase of a vault, NFC-normalised UTF-8; `confirm` asks twice at a prompt. Errors: input-invalid, passphrase-empty, secret-file-unreadable. */
export async function readPassphrase(
  options: CommonOptions,
  prompt: string,
  confirm = false,
): Promise<Uint8Array> {
  if (options.passphraseFile !== undefined) return firstLine(createReadStream(options.passphraseFile));
  if (options.passphraseFd !== undefined)
    return firstLine(createReadStream('', { fd: options.passphraseFd, autoClose: false }));
  if (!process.stdin.isTTY) {
    throw new CodedError('input-invalid', {
      field: 'passphrase',
      detail: 'give --passphrase-file or --passphrase-fd, or run in a terminal',
    });
  }
  const first = await ask(prompt);
  if (confirm && (await ask('Once more: ')) !== first) {
    throw new CodedError('input-invalid', {
      field: 'passphrase',
      detail: 'the two passphrases are not the same',
    });
  }
  return passphraseBytes(first);
}

/** The first line of a file as a passphrase. */
export function readPassphraseFile(file: string): Promise<Uint8Array> {
  return firstLine(createReadStream(file));
}

async function firstLine(stream: NodeJS.ReadableStream & AsyncIterable<Buffer>): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of stream) {
      pieces.push(piece);
      bytes += piece.byteLength;
      if (piece.includes(0x0a) || bytes > maxLine) break;
    }
  } catch (error) {
    throw new CodedError('secret-file-unreadable', {}, { cause: error });
  }
  const all = Buffer.concat(pieces);
  const end = all.indexOf(0x0a);
  const line = end === -1 ? all : all.subarray(0, end);
  if (line.byteLength > maxLine)
    throw new CodedError('input-invalid', { field: 'passphrase', detail: 'longer than 4096 bytes' });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(line).replace(/\r$/, '');
  } catch (error) {
    throw new CodedError('input-invalid', { field: 'passphrase', detail: 'not UTF-8' }, { cause: error });
  } finally {
    for (const piece of [...pieces, all]) piece.fill(0);
  }
  if (text === '') throw new CodedError('passphrase-empty');
  return passphraseBytes(text);
}

/** Asks on the terminal without showing what is typed. */
async function ask(prompt: string): Promise<string> {
  process.stderr.write(prompt);
  const silent = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true, historySize: 0 });
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      terminal.once('line', resolve);
      terminal.once('SIGINT', () => {
        reject(new CodedError('cancelled'));
      });
      terminal.once('close', () => {
        reject(new CodedError('passphrase-empty'));
      });
    });
    if (answer === '') throw new CodedError('passphrase-empty');
    return answer;
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
