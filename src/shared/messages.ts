/**
 * @file Messages between processes: JSON values that may hold `Uint8Array`s anywhere. The bytes travel in the frame's body, never as
 * base64; where they belong is told beside the value and not in it, so that nothing inside a value can pass for them.
 * Main ⇄ engine and tests.
 */
import { encodeFrame, FrameError, type Frame } from './frames.ts';

type Step = string | number;
/** Where an attachment belongs: the keys that lead to it, and how many bytes of the body it is. */
type Attachment = readonly [path: readonly Step[], bytes: number];

/** Deeper values are refused: nothing in the contract comes near, and a hostile one must not exhaust the stack. */
const maxDepth = 32;

/**
 * The frame of a message, as pieces to be written in this order. A single attachment is passed on uncopied.
 * @throws TypeError when the value holds something that is neither JSON nor a Uint8Array, or is nested deeper than 32
 */
export function encodeMessage(value: unknown): Uint8Array[] {
  const paths: Attachment[] = [];
  const parts: Uint8Array[] = [];
  const lift = (item: unknown, path: readonly Step[]): unknown => {
    if (item instanceof Uint8Array) {
      paths.push([path, item.byteLength]);
      parts.push(item);
      return null;
    }
    if (path.length > maxDepth) throw new TypeError('a message is nested too deeply');
    if (Array.isArray(item)) return item.map((element, index) => lift(element, [...path, index]));
    if (isPlain(item))
      return Object.fromEntries(
        Object.entries(item)
          .filter(([, field]) => field !== undefined)
          .map(([key, field]) => [key, lift(field, [...path, key])]),
      );
    if (item === null || typeof item === 'string' || typeof item === 'boolean' || Number.isFinite(item))
      return item;
    throw new TypeError('a message holds something that is neither JSON nor bytes');
  };
  return encodeFrame([lift(value, []), paths], joined(parts));
}

/**
 * The message in a frame. Attachments are buffers of their own.
 * @throws FrameError when the frame does not hold one
 */
export function decodeMessage(frame: Frame): unknown {
  const { header, body } = frame;
  if (!Array.isArray(header) || header.length !== 2 || !Array.isArray(header[1])) throw broken();
  const root: { value: unknown } = { value: header[0] };
  let at = 0;
  for (const attachment of header[1] as unknown[]) {
    const [path, bytes] = checked(attachment);
    if (at + bytes > body.byteLength) throw broken();
    put(root, path, bytes === body.byteLength ? body : body.slice(at, at + bytes));
    at += bytes;
  }
  if (at !== body.byteLength) throw broken();
  return root.value;
}

/** Tells whether a value is an object literal: what JSON can hold, and nothing with a class of its own. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Objects that came through another realm's structured clone have that realm's Object.prototype.
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** Overwrites every attachment of a message that was sent: a passphrase is not kept longer than needed. */
export function wipeAttachments(value: unknown): void {
  if (value instanceof Uint8Array) value.fill(0);
  else if (Array.isArray(value)) for (const element of value) wipeAttachments(element);
  else if (isPlain(value)) for (const field of Object.values(value)) wipeAttachments(field);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const body = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    body.set(part, at);
    at += part.byteLength;
  }
  return body;
}

function checked(attachment: unknown): Attachment {
  if (!Array.isArray(attachment) || attachment.length !== 2) throw broken();
  const [path, bytes] = attachment as [unknown, unknown];
  const steps: unknown[] = Array.isArray(path) && path.length <= maxDepth + 1 ? path : [undefined];
  if (!steps.every((step) => typeof step === 'string' || typeof step === 'number')) throw broken();
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0) throw broken();
  return [steps, bytes];
}

/** Follows own properties only, and fills in only where a null was left. */
function put(root: { value: unknown }, path: readonly Step[], bytes: Uint8Array): void {
  let holder: object = root;
  let key: Step = 'value';
  for (const step of path) {
    const next: unknown = Reflect.get(holder, key);
    if (typeof next !== 'object' || next === null || !Object.hasOwn(next, step)) throw broken();
    holder = next;
    key = step;
  }
  if (Reflect.get(holder, key) !== null) throw broken();
  Object.defineProperty(holder, key, { value: bytes, enumerable: true, writable: true, configurable: true });
}

function broken(): FrameError {
  return new FrameError('a frame does not hold a message');
}
