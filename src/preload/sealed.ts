/**
 * @file Seals the secrets of a call for the engine and opens those of its answer, so that the shell between them holds none. Sandboxed preload
 * script (isolated world of the renderer).
 */
import { engineMethods, secretsOf, type EngineMethodName } from '../shared/contract.ts';
import { isPlain } from '../shared/messages.ts';
import { agree, makeKey, open, seal } from '../shared/sealing.ts';

/** Asks the shell: its answer is a Result. */
export type Ask = (call: number, method: string, input: unknown) => Promise<unknown>;

/** Calls as the page has asked; a method without secrets goes as it is. @throws what `ask` throws, and an Error when an answer does not open */
export async function callSealed(ask: Ask, call: number, method: string, input: unknown): Promise<unknown> {
  if (!isMethod(method) || !isPlain(input)) return ask(call, method, input);
  const secrets = secretsOf(method);
  if (secrets.input.length === 0 && secrets.output.length === 0) return ask(call, method, input);

  // A number the page does not use: its own are not negative.
  const given = await ask(-1 - call, 'secret.key', {});
  const to = keyIn(given);
  if (to === undefined) return given;
  const own = await makeKey();
  const from = own.point;
  const keys = await agree(own, to, { to, from }, method);
  const { rest, box } = await seal(keys.asking, input, secrets.input);
  // An object without a secret is still one.
  const answer = await ask(call, method, { ...(rest as object), sealed: { to, from, box } });
  if (!isPlain(answer) || answer['ok'] !== true || !isPlain(answer['value'])) return answer;
  const { sealed, ...value } = answer['value'];
  if (!isBytes(sealed)) throw new TypeError('an answer is not sealed');
  return { ok: true, value: await open(keys.answering, sealed, value, secrets.output) };
}

function isMethod(method: string): method is EngineMethodName {
  return Object.hasOwn(engineMethods, method);
}

function isBytes(value: unknown): value is Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array;
}

/** The engine's key out of the answer of `secret.key`; undefined when that failed. */
function keyIn(answer: unknown): Uint8Array<ArrayBuffer> | undefined {
  const value = isPlain(answer) && answer['ok'] === true ? answer['value'] : undefined;
  return isPlain(value) && isBytes(value['key']) ? value['key'] : undefined;
}
