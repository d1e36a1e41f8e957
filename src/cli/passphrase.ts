/** @file Where the command line gets passphrases: a file, a descriptor or a prompt; never an argument. Plain Node. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CodedError } from '../shared/errors.ts';
import { passphraseBytes } from '../shared/passphrase.ts';
import type { CommonOptions } from './options.ts';

const maxLine = 4096;

/** The passphrase of a vault, NFC-normalised UTF-8; `confirm` asks twice at a prompt. Errors: input-invalid, passphrase-empty, source-unreadable. */
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
    throw new CodedError('source-unreadable', { field: 'passphrase' }, { cause: error });
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
