/** @file Packages for tests: made by the age library and tar-stream, so by nothing of ours; and the tools that other people have. */
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import {
  Decrypter,
  Encrypter,
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from 'age-encryption';
import { extract, pack, type Header } from 'tar-stream';

const run = promisify(execFile);

export interface TarItem extends Partial<Header> {
  readonly name: string;
  readonly content?: Uint8Array | string;
}

/** A tar by tar-stream. */
export async function tarOf(items: readonly TarItem[]): Promise<Buffer> {
  const tar = pack();
  for (const { content, ...header } of items) {
    const bytes = content === undefined ? undefined : Buffer.from(content);
    if (bytes === undefined) tar.entry(header);
    else tar.entry({ ...header, size: bytes.byteLength }, bytes);
  }
  tar.finalize();
  const parts: Buffer[] = [];
  for await (const part of tar as AsyncIterable<unknown> as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

/** What is in a tar, by tar-stream. */
export async function untar(bytes: Uint8Array): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const reader = extract();
  reader.end(Buffer.from(bytes));
  for await (const entry of reader) {
    const parts: Buffer[] = [];
    // tar-stream says nothing of what its streams give: buffers.
    for await (const part of entry as unknown as AsyncIterable<Buffer>) parts.push(part);
    files.set(entry.header.name, Buffer.concat(parts));
  }
  return files;
}

export interface AgeKey {
  readonly identity: string;
  readonly recipient: string;
}

export async function ageKey(kind: 'x25519' | 'hybrid'): Promise<AgeKey> {
  const identity = await (kind === 'hybrid' ? generateHybridIdentity() : generateX25519Identity());
  return { identity, recipient: await identityToRecipient(identity) };
}

/** By the library alone. */
export async function ageTo(bytes: Uint8Array, ...recipients: readonly string[]): Promise<Buffer> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return Buffer.from(await encrypter.encrypt(bytes));
}

export async function ageWith(bytes: Uint8Array, passphrase: string, factor = 10): Promise<Buffer> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(factor);
  return Buffer.from(await encrypter.encrypt(bytes));
}

export async function unage(
  bytes: Uint8Array,
  key: { identity: string } | { passphrase: string },
): Promise<Buffer> {
  const decrypter = new Decrypter();
  if ('identity' in key) decrypter.addIdentity(key.identity);
  else decrypter.addPassphrase(key.passphrase);
  return Buffer.from(await decrypter.decrypt(bytes));
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Whether a program of this name is on this machine. */
export function isInstalled(program: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

/** Runs a line in a shell, in a folder; its output, and its error output behind it. */
export async function shell(folder: string, line: string): Promise<string> {
  const { stdout, stderr } = await run('sh', ['-c', line], { cwd: folder });
  return stdout + stderr;
}

/** The same at a terminal of its own, whose questions are answered with these lines. By `script` of util-linux. */
export async function atTerminal(
  folder: string,
  line: string,
  ...answers: readonly string[]
): Promise<string> {
  const env = { ...process.env, SHELL: '/bin/sh' };
  const started = run('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
    cwd: folder,
    env,
  });
  started.child.stdin?.end(answers.map((answer) => `${answer}\n`).join(''));
  return (await started).stdout;
}
