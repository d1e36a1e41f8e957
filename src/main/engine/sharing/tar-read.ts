/**
 * @file Lists a tar written by anybody, without unpacking it: ustar, pax and GNU names. Whatever could lead out of a folder or is no plain
 * file is refused, and so is more than anybody sends (docs/decisions/013-sharing.md). Runs in the engine.
 */
import { isUtf8 } from 'node:buffer';
import { CodedError } from '../../../shared/errors.ts';

const block = 512;
/** Headers, folders and files together. */
export const mostEntries = 100_000;
const longestExtra = 64 * 1024;
const longestPath = 4096;

export interface TarEntry {
  /** Parts joined by `/`: none of them empty, `.` or `..`. */
  readonly path: string;
  /** Where its content begins. */
  readonly at: number;
  readonly bytes: number;
  /** In ms since 1970. */
  readonly modified: number;
}

export interface TarBytes {
  readonly bytes: number;
  read(start: number, count: number): Promise<Buffer>;
}

/** What a header before tells of the next entry. */
interface Told {
  path?: string;
  bytes?: number;
  modified?: number;
}

/**
 * Plain files in their order. Reads headers alone, and to the end: behind the last entry there is nothing but zeros.
 * @throws CodedError package-tar, package-unsafe (`what`: path, link, device, kind, twice), package-too-many, package-truncated
 */
export async function* readTar(tar: TarBytes): AsyncGenerator<TarEntry> {
  let told: Told = {};
  const seen = new Set<string>();
  let count = 0;
  for (let at = 0; ;) {
    const header = await tar.read(at, block);
    if (header.byteLength < block) throw new CodedError(at === 0 ? 'package-tar' : 'package-truncated');
    if (isZero(header)) return restIsZero(tar, at);
    count += 1;
    if (count > mostEntries) throw new CodedError('package-too-many', { most: mostEntries });
    checkSum(header);
    const own = { bytes: numberAt(header, 124, 12), modified: numberAt(header, 136, 12) * 1000 };
    const type = String.fromCharCode(header[156] ?? 0);
    const content = at + block;
    const bytes = told.bytes ?? own.bytes;
    const next = content + Math.ceil(bytes / block) * block;
    if (next > tar.bytes) throw new CodedError('package-truncated');
    at = next;
    if (type === 'x' || type === 'g' || type === 'L') {
      if (bytes > longestExtra) throw new CodedError('package-tar');
      const extra = await tar.read(content, bytes);
      if (type === 'x') told = { ...told, ...paxOf(extra) };
      if (type === 'L') told = { ...told, path: text(extra) };
      continue;
    }
    const path = partsOf(told.path ?? pathAt(header));
    const modified = told.modified ?? own.modified;
    told = {};
    if (type === '5') {
      if (bytes !== 0) throw new CodedError('package-tar');
      continue;
    }
    refuseOthers(type);
    if (path.length === 0) throw unsafe('path');
    const whole = path.join('/');
    if (seen.has(whole)) throw unsafe('twice');
    seen.add(whole);
    yield { path: whole, at: content, bytes, modified };
  }
}

function refuseOthers(type: string): void {
  if (type === '1' || type === '2' || type === 'K') throw unsafe('link');
  if (type === '3' || type === '4' || type === '6') throw unsafe('device');
  if (type !== '0' && type !== '\0' && type !== '7') throw unsafe('kind');
}

function unsafe(what: string): CodedError {
  return new CodedError('package-unsafe', { what });
}

async function restIsZero(tar: TarBytes, from: number): Promise<void> {
  const piece = 1024 * 1024;
  for (let at = from; at < tar.bytes; at += piece)
    if (!isZero(await tar.read(at, piece))) throw new CodedError('package-tar');
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}

function checkSum(header: Buffer): void {
  let sum = 8 * 0x20; // its own field counts as spaces
  for (let at = 0; at < block; at += 1) if (at < 148 || at >= 156) sum += header[at] ?? 0;
  if (numberAt(header, 148, 8) !== sum) throw new CodedError('package-tar');
}

/** Octal digits, or base 256 where the first bit is set. */
function numberAt(header: Buffer, at: number, length: number): number {
  const field = header.subarray(at, at + length);
  if (((field[0] ?? 0) & 0x80) !== 0) {
    const value = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
    if (field[0] !== 0x80 || !Number.isSafeInteger(value)) throw new CodedError('package-tar');
    return value;
  }
  const digits = field.toString('latin1').replace(/^[ ]+|[ \0].*$/gsu, '');
  if (!/^[0-7]*$/u.test(digits)) throw new CodedError('package-tar');
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

function pathAt(header: Buffer): string {
  const name = text(header.subarray(0, 100));
  const ustar = header.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = ustar ? text(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function text(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  const part = end < 0 ? bytes : bytes.subarray(0, end);
  // Names that are not UTF-8 stay names of files: each byte is a letter then.
  return part.toString(isUtf8(part) ? 'utf8' : 'latin1');
}

/** Errors: package-unsafe, for a path that is absolute, leads upwards or steers a terminal. */
function partsOf(path: string): string[] {
  const parts = path.split('/').filter((part, at) => !(part === '.' || (part === '' && at > 0)));
  const bad = (part: string): boolean => part === '' || part === '..' || /[\p{Cc}\\]/u.test(part);
  if (path.length > longestPath || /^[A-Za-z]:/u.test(path) || parts.some(bad)) throw unsafe('path');
  return parts;
}

function paxOf(extra: Buffer): Told {
  const told: Told = {};
  for (let at = 0; at < extra.byteLength;) {
    const space = extra.indexOf(0x20, at);
    const length = Number(extra.toString('latin1', at, Math.max(at, space)));
    const record = extra.subarray(space + 1, at + length - 1);
    const equals = record.indexOf(0x3d);
    if (space < 0 || !Number.isInteger(length) || at + length > extra.byteLength || length < 5 || equals < 1)
      throw new CodedError('package-tar');
    const key = record.toString('latin1', 0, equals);
    const value = record.subarray(equals + 1).toString('utf8');
    if (key === 'path') told.path = value;
    if (key === 'size') told.bytes = paxNumber(value);
    if (key === 'mtime' && Number.isFinite(Number(value))) told.modified = Math.max(0, Number(value) * 1000);
    if (key === 'linkpath') throw unsafe('link');
    if (key.startsWith('GNU.sparse')) throw unsafe('kind');
    at += length;
  }
  return told;
}

function paxNumber(value: string): number {
  const number = /^\d{1,16}$/u.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw new CodedError('package-tar');
  return number;
}
