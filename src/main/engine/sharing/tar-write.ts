/** @file Writes a tar (POSIX.1-2001: ustar, with pax headers where a name or a length does not fit), one entry after the other. Runs in the engine. */

const block = 512;
const mostOctal = 8 ** 11 - 1;

export interface TarFile {
  /** With `/`; relative. */
  readonly path: string;
  readonly bytes: number;
  /** In ms since 1970. */
  readonly modified: number;
}

/** What stands before the content of a file. */
export function tarHeader(file: TarFile): Buffer {
  const { path, bytes } = file;
  const plain = /^[\x20-\x7e]{1,100}$/u.test(path) && bytes <= mostOctal;
  if (plain) return header(file, '0');
  const pax = Buffer.concat([
    record('path', path),
    ...(bytes > mostOctal ? [record('size', String(bytes))] : []),
  ]);
  const short = Buffer.from(path.replace(/[^\x20-\x7e]/gu, '_'))
    .toString('latin1')
    .slice(-99);
  return Buffer.concat([
    header({ ...file, path: 'PaxHeader', bytes: pax.byteLength }, 'x'),
    pax,
    tarPadding(pax.byteLength),
    header({ ...file, path: short.replace(/^\/+/u, ''), bytes: Math.min(bytes, mostOctal) }, '0'),
  ]);
}

/** What stands behind the content of a file. */
export function tarPadding(bytes: number): Buffer {
  return Buffer.alloc((block - (bytes % block)) % block);
}

/** What ends a tar. */
export function tarEnd(): Buffer {
  return Buffer.alloc(2 * block);
}

/** How much an entry adds, but for a name that needs more. */
export function tarLength(bytes: number): number {
  return block + Math.ceil(bytes / block) * block;
}

function header({ path, bytes, modified }: TarFile, type: '0' | 'x'): Buffer {
  const out = Buffer.alloc(block);
  out.write(path, 0, 100, 'latin1');
  out.write('0000644\0', 100, 'latin1');
  out.write('0000000\0', 108, 'latin1');
  out.write('0000000\0', 116, 'latin1');
  out.write(`${octal(bytes, 11)}\0`, 124, 'latin1');
  out.write(`${octal(Math.min(Math.max(0, Math.floor(modified / 1000)), mostOctal), 11)}\0`, 136, 'latin1');
  out.fill(' ', 148, 156); // the checksum counts as spaces
  out.write(type, 156, 'latin1');
  out.write('ustar\x0000', 257, 'latin1');
  const sum = out.reduce((total, byte) => total + byte, 0);
  out.write(`${octal(sum, 6)}\0 `, 148, 'latin1');
  return out;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

/** `<length> <key>=<value>\n`, the length counting itself. */
function record(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`, 'utf8');
  let length = rest.byteLength;
  while (length !== rest.byteLength + String(length).length) length = rest.byteLength + String(length).length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}
