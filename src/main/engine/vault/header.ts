/** @file The header file's three lines (docs/format.md §3.1, §3.2); runs in the engine. */
import * as v from 'valibot';
import { Id } from '../../../shared/contract.ts';
import { type SecretKey, equal, hash, kdf } from '../crypto/index.ts';
import { base64, decodeBase64 } from './base64.ts';
import { Instant, Slot, slotJson } from './slot.ts';

export const formatVersion = 1;
export const maxSlots = 8;
export const maxHeaderBytes = 1024 * 1024;

const Header = v.object({
  format: v.literal(formatVersion),
  vault: Id,
  generation: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  catalogue: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), 0), // version 0.1.0 wrote none
  created: Instant,
  slots: v.pipe(v.array(Slot), v.minLength(1), v.maxLength(maxSlots)),
  keyring: v.object({ nonce: base64(24), box: base64() }),
  publicKeys: v.object({ signing: base64(32), sealing: base64(32) }),
});
/** Line 1, checked for form. Nothing of it is authentic before `macHolds` says so. */
export type Header = v.InferOutput<typeof Header>;

export type ParsedHeader =
  | { readonly state: 'readable'; readonly header: Header; readonly line: Buffer; readonly mac: Buffer }
  /** A larger `format`. `intact` = the checksum, as format 1 has it, holds. */
  | { readonly state: 'newer'; readonly format: number; readonly intact: boolean }
  | { readonly state: 'damaged' };

/** Reads the bytes of one copy, as far as that goes without a secret. */
export function parseHeader(bytes: Buffer): ParsedHeader {
  if (bytes.length > maxHeaderBytes) return { state: 'damaged' };
  const first = bytes.indexOf(0x0a);
  const second = bytes.indexOf(0x0a, first + 1);
  const end = bytes.length - 1;
  const line = bytes.subarray(0, Math.max(first, 0));
  const json = parseJson(line);
  const format = v.safeParse(v.object({ format: v.pipe(v.number(), v.integer(), v.minValue(2)) }), json);
  const whole = first > 0 && second > first && bytes[end] === 0x0a && bytes.indexOf(0x0a, second + 1) === end;
  const checksum = whole ? decodeBase64(bytes.toString('latin1', second + 1, end)) : null;
  const intact = checksum !== null && equal(checksum, hash(32, bytes.subarray(0, second + 1)));
  if (format.success) return { state: 'newer', format: format.output.format, intact };
  const mac = whole ? decodeBase64(bytes.toString('latin1', first + 1, second)) : null;
  const header = v.safeParse(Header, json);
  if (!intact || mac?.length !== 32 || !header.success) return { state: 'damaged' };
  return { state: 'readable', header: header.output, line, mac };
}

/** Refuses what is no UTF-8, instead of guessing at it; keeps a byte order mark, which is no JSON. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parseJson(line: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(line));
  } catch {
    return undefined; // no schema accepts it
  }
}

function macOf(line: Uint8Array, root: SecretKey): Buffer {
  const key = kdf(root, 1, 'LPheader');
  try {
    return hash(32, line, key);
  } finally {
    key.dispose();
  }
}

/** Whether line 1 was written by someone who has the root key. */
export function macHolds(copy: { readonly line: Buffer; readonly mac: Buffer }, root: SecretKey): boolean {
  return equal(copy.mac, macOf(copy.line, root));
}

/** The bytes of the file. */
export function encodeHeader(header: Header, root: SecretKey): Buffer {
  const { format, vault, generation, catalogue, created, slots, keyring, publicKeys } = header;
  const line = Buffer.from(
    JSON.stringify({
      format,
      vault,
      generation,
      catalogue,
      created,
      slots: slots.map(slotJson),
      keyring: { nonce: keyring.nonce.toString('base64'), box: keyring.box.toString('base64') },
      publicKeys: {
        signing: publicKeys.signing.toString('base64'),
        sealing: publicKeys.sealing.toString('base64'),
      },
    }),
  );
  const newline = Buffer.from('\n');
  const two = Buffer.concat([line, newline, Buffer.from(macOf(line, root).toString('base64')), newline]);
  return Buffer.concat([two, Buffer.from(hash(32, two).toString('base64')), newline]);
}
