/** @file What lets a program in at the X server, out of the user's own file (Xau(3)). Electron's main process. Knows nothing of Electron. */
import { readFile } from 'node:fs/promises';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';

export interface Cookie {
  readonly name: string;
  readonly data: Buffer;
}

const families = { local: 256, any: 0xffff } as const;
/** The one way in that is understood here; others need more than what the file holds. */
const understood = 'MIT-MAGIC-COOKIE-1';
const none: Cookie = { name: '', data: Buffer.alloc(0) };

/** For a display of this computer; empty where there is none for it, which some servers let in as well. */
export async function cookieFor(display: string): Promise<Cookie> {
  const named = process.env['XAUTHORITY'] ?? '';
  const file = named === '' ? join(homedir(), '.Xauthority') : named;
  return cookieIn(await readFile(file).catch(() => Buffer.alloc(0)), display, hostname());
}

/** @param bytes of the file, which may be cut off or be anything else @param host name of this computer */
export function cookieIn(bytes: Buffer, display: string, host: string): Cookie {
  let found = none;
  for (let at = 0; at + 2 <= bytes.length;) {
    const family = bytes.readUInt16BE(at);
    at += 2;
    const fields: Buffer[] = [];
    for (let field = 0; field < 4 && at + 2 <= bytes.length; field += 1) {
      const length = bytes.readUInt16BE(at);
      if (at + 2 + length > bytes.length) return found;
      fields.push(bytes.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
    const [address, number, name, data] = fields;
    if (address === undefined || number === undefined || name === undefined || data === undefined)
      return found;
    // What is for another computer's display stays here.
    if (family !== families.any && family !== families.local) continue;
    if (name.toString('latin1') !== understood) continue;
    if (number.length > 0 && number.toString('latin1') !== display) continue;
    const entry = { name: understood, data };
    if (family === families.any || address.toString() === host) return entry;
    found = entry; // the computer may have got another name since
  }
  return found;
}
