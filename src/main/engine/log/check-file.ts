/** @file Checks an exported audit log: its signature, its chain, every entry's signature. Needs no vault and no secret (docs/format.md §5.6). Runs in the engine. */
import { setImmediate as breathe } from 'node:timers/promises';
import * as v from 'valibot';
import { Id, type Output } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { asLogRecord, LogChain } from '../catalog/index.ts';
import { idBytes } from '../crypto/index.ts';
import { isMissing, readSmallFile, toDiskError, type Disk } from '../disk/index.ts';
import { checkSignature, keyIdOf, readPublicKey } from './minisign.ts';
import { logFormat } from './write-log.ts';

const mostBytes = 1024 * 1024 * 1024;
const mostSignatureBytes = 64 * 1024;
const breath = 50;

const Head = v.object({
  format: v.literal(logFormat),
  vault: Id,
  signing: v.pipe(v.string(), v.base64()),
  length: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  head: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

/**
 * @param key file with the public key it must be signed by; null: the one it names itself
 * Error: log-file-unreadable (also: no log, or a key file that holds no key)
 */
export async function checkLogFile(
  disk: Disk,
  file: string,
  key: string | null,
): Promise<Output<'log.verifyFile'>> {
  const content = await read(disk, file, mostBytes);
  const [first, ...lines] = content.toString('utf8').split('\n');
  const head = v.safeParse(Head, parse(first ?? ''));
  if (!head.success) throw new CodedError('log-file-unreadable', { which: 'file' });
  const { vault, signing, length, head: end } = head.output;
  const publicKey = Buffer.from(signing, 'base64');
  const problems: string[] = [];
  if (key !== null) {
    const expected = readPublicKey((await read(disk, key, mostSignatureBytes)).toString('utf8'));
    if (expected === null) throw new CodedError('log-file-unreadable', { which: 'key' });
    if (!expected.equals(publicKey)) problems.push('it is signed by another key');
  }
  const chain = new LogChain(idBytes(vault), publicKey);
  if (lines.pop() !== '') problems.push('its last line is cut off');
  for (const line of lines) {
    const record = asLogRecord(parse(line));
    if (record === null || !chain.add(record)) {
      problems.push(
        `entry ${String(chain.length + 1)} is missing or altered, or does not follow the one before it`,
      );
      break; // nothing after it can be told from forged
    }
    if (chain.length % breath === 0) await breathe();
  }
  const whole = chain.length === length && chain.head.toString('hex') === end;
  if (problems.length === 0 && !whole) problems.push('it does not end where its first line says');
  const signed = await signatureOf(disk, file, content, publicKey);
  if (signed === 'bad') problems.push('its signature is not the one of this file');
  if (signed === 'missing') problems.push('the file with its signature is not beside it');
  return { vaultId: vault, keyId: keyIdOf(publicKey), length, head: end, signature: signed, problems };
}

/** Of the file as a whole, from the file beside it. */
async function signatureOf(
  disk: Disk,
  file: string,
  content: Buffer,
  publicKey: Buffer,
): Promise<'good' | 'bad' | 'missing'> {
  let text: string;
  try {
    text = ((await readSmallFile(disk, `${file}.minisig`, mostSignatureBytes)) ?? '').toString('utf8');
  } catch (thrown) {
    if (isMissing(thrown)) return 'missing';
    throw toDiskError(thrown);
  }
  return checkSignature(text, content, publicKey)?.good === true ? 'good' : 'bad';
}

async function read(disk: Disk, file: string, limit: number): Promise<Buffer> {
  const which = limit === mostBytes ? 'file' : 'key';
  try {
    const content = await readSmallFile(disk, file, limit);
    if (content !== null) return content;
  } catch (thrown) {
    throw new CodedError('log-file-unreadable', { which }, { cause: thrown });
  }
  throw new CodedError('log-file-unreadable', { which });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
