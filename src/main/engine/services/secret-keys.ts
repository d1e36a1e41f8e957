/** @file Keys that pages seal secrets to, and what was sealed to them: each is good for one call. Runs in the engine. */
import * as v from 'valibot';
import { secretsOf, type EngineMethodName } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { isPlain } from '../../../shared/messages.ts';
import { agree, makeKey, open, seal, Sealed, type OwnKey } from '../../../shared/sealing.ts';

/** A page asks for one right before each call: that many are never waiting but in a page that is up to something. */
const mostWaiting = 32;

/** What was opened, and how its answer goes back. */
export interface Unsealed {
  readonly input: unknown;
  /** The answer as it came, or without its secrets and with them sealed. */
  readonly answer: (output: unknown) => Promise<unknown>;
}

export class SecretKeys {
  /** By their points; the oldest first. */
  readonly #waiting = new Map<string, OwnKey>();

  /** A fresh key's point. */
  async give(): Promise<Uint8Array<ArrayBuffer>> {
    const key = await makeKey();
    this.#waiting.set(nameOf(key.point), key);
    for (const name of this.#waiting.keys()) {
      if (this.#waiting.size <= mostWaiting) break;
      this.#waiting.delete(name);
    }
    return key.point;
  }

  /**
   * Opens the secrets of an input that came sealed, and takes any other as it is: the command line and the shell seal nothing. The key is used up
   * whatever comes of it. @throws CodedError `input-invalid` for a key that was used or never given out, another method's secrets, a changed box
   */
  async open(method: EngineMethodName, given: unknown): Promise<Unsealed> {
    if (!isPlain(given) || !Object.hasOwn(given, 'sealed'))
      return { input: given, answer: (output) => Promise.resolve(output) };
    const { sealed, ...rest } = given;
    const refused = new CodedError('input-invalid', { field: 'sealed' });
    const checked = v.safeParse(Sealed, sealed);
    if (!checked.success) throw refused;
    const { to, from, box } = checked.output;
    const own = this.#waiting.get(nameOf(to));
    this.#waiting.delete(nameOf(to));
    if (own === undefined) throw refused;
    const secrets = secretsOf(method);
    const keys = await agree(own, from, { to, from }, method).catch(() => Promise.reject(refused));
    const input = await open(keys.asking, box, rest, secrets.input).catch(() => Promise.reject(refused));
    return {
      input,
      answer: async (output) => {
        const answer = await seal(keys.answering, output, secrets.output);
        return isPlain(answer.rest) ? { ...answer.rest, sealed: answer.box } : answer.rest;
      },
    };
  }
}

function nameOf(point: Uint8Array): string {
  return Buffer.from(point).toString('hex');
}
