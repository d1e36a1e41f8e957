/** @file Secrets between page and engine: sealed by the preload script, opened by the engine, and nothing of them in what the shell passes on. */
import { describe, expect, it } from 'vitest';
import { SecretKeys } from '../../src/main/engine/services/secret-keys.ts';
import { callSealed } from '../../src/preload/sealed.ts';
import { engineMethods, secretsOf, type EngineMethodName } from '../../src/shared/contract.ts';
import { failed, ok, toErrorValue } from '../../src/shared/errors.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';

const typed = 'grommet-yelling-quixotic-93-harpoon';
const secret = () => ({ kind: 'passphrase', passphrase: passphraseBytes(typed) }) as const;

/** An engine that answers as told, behind a shell that notes what it has seen. */
class Shell {
  readonly keys = new SecretKeys();
  readonly seen: unknown[] = [];
  readonly #answer: (input: unknown) => unknown;
  /** What became of an input on its way. */
  twist: (input: unknown) => unknown = (input) => input;

  constructor(answer: (input: unknown) => unknown) {
    this.#answer = answer;
  }

  readonly ask = async (call: number, method: string, input: unknown): Promise<unknown> => {
    this.seen.push(call, method, input);
    const result = await this.#asked(method, method === 'secret.key' ? input : this.twist(input));
    this.seen.push(result);
    return result;
  };

  async #asked(method: string, input: unknown): Promise<unknown> {
    if (method === 'secret.key') return ok({ key: await this.keys.give() });
    try {
      const opened = await this.keys.open(method as EngineMethodName, input);
      return ok(await opened.answer(this.#answer(opened.input)));
    } catch (error) {
      return { ok: false, error: toErrorValue(error) };
    }
  }

  /** Everything the shell has held, as bytes. */
  get held(): string {
    const texts = (value: unknown): string =>
      value instanceof Uint8Array
        ? Buffer.from(value).toString('latin1')
        : typeof value === 'object' && value !== null
          ? Object.values(value).map(texts).join('\n')
          : String(value);
    return this.seen.map(texts).join('\n');
  }
}

const refusal = failed('input-invalid', { field: 'sealed' });

describe('a secret between page and engine', () => {
  it('arrives, and the process between them has seen nothing of it but that there is one', async () => {
    let arrived: unknown;
    const shell = new Shell((input) => ((arrived = input), { vault: 1 }));
    const input = { vault: 'place', secret: secret(), keyFile: 'other' };
    expect(await callSealed(shell.ask, 5, 'vault.unlock', input)).toEqual(ok({ vault: 1 }));
    expect(arrived).toEqual({ vault: 'place', secret: secret(), keyFile: 'other' });
    expect(shell.held).toContain('place');
    for (const word of [typed, 'grommet', 'passphrase']) expect(shell.held).not.toContain(word);
  });

  it('does not tell its length', async () => {
    const shell = new Shell(() => ({}));
    const boxes: number[] = [];
    shell.twist = (input) => {
      const { sealed } = input as { sealed: { box: Uint8Array } };
      boxes.push(sealed.box.length);
      return input;
    };
    for (const text of ['x', typed, typed.repeat(3)]) {
      const next = passphraseBytes(text);
      await callSealed(shell.ask, 1, 'vault.changePassphrase', { current: null, next });
    }
    expect(boxes).toHaveLength(3);
    expect(new Set(boxes).size).toBe(1);
  });

  it('is not seen in an answer either: kit, suggested passphrase', async () => {
    const words = Array.from({ length: 24 }, (_, index) => `kitword${String(index)}`);
    const shell = new Shell(() => ({ vault: { name: 'Family' }, kit: { vaultId: 'ab', words } }));
    const made = await callSealed(shell.ask, 5, 'vault.create', {
      folder: 'f',
      name: 'n',
      passphrase: passphraseBytes(typed),
    });
    expect(made).toEqual(ok({ vault: { name: 'Family' }, kit: { vaultId: 'ab', words } }));
    const other = new Shell(() => ({ passphrase: 'six words nobody has seen' }));
    expect(await callSealed(other.ask, 6, 'vault.suggestPassphrase', {})).toEqual(
      ok({ passphrase: 'six words nobody has seen' }),
    );
    expect(`${shell.held}${other.held}`).not.toMatch(/kitword|nobody/u);
    expect(shell.held).toContain('Family'); // so that the shell knows what was opened
  });

  it('is good for one call, of the method it was sealed for, and not changed on the way', async () => {
    const shell = new Shell(() => ({}));
    const unlock = (): Promise<unknown> =>
      callSealed(shell.ask, 1, 'vault.unlock', { vault: 'v', secret: secret() });
    let kept: unknown;
    shell.twist = (input) => (kept = input);
    expect(await unlock()).toEqual(ok({}));
    shell.twist = (input) => input;
    expect(await shell.ask(2, 'vault.unlock', kept)).toEqual(refusal);

    // Another's box under a key that was not used yet.
    const { sealed } = kept as { sealed: object };
    const to = await shell.keys.give();
    expect(await shell.ask(3, 'vault.unlock', { vault: 'v', sealed: { ...sealed, to } })).toEqual(refusal);
    shell.twist = (input) => {
      const { box } = (input as { sealed: { box: Uint8Array } }).sealed;
      box[7] = (box[7] ?? 0) ^ 1;
      return input;
    };
    expect(await unlock()).toEqual(refusal);
  });

  it('opens for the method it was sealed for alone', async () => {
    const shell = new Shell(() => ({}));
    const asked = (call: number, method: string, input: unknown): Promise<unknown> =>
      shell.ask(call, method === 'slot.draftKit' ? 'vault.acceptRestored' : method, input);
    expect(await callSealed(asked, 1, 'slot.draftKit', { secret: secret() })).toEqual(refusal);
  });

  it('takes one of 32 keys at most that wait, so that nobody fills memory with them', async () => {
    const shell = new Shell(() => ({}));
    let first = true;
    const late = async (call: number, method: string, input: unknown): Promise<unknown> => {
      if (method !== 'secret.key' && first) {
        first = false;
        for (let more = 0; more < 32; more += 1) await shell.keys.give();
      }
      return shell.ask(call, method, input);
    };
    const unlock = { vault: 'v', secret: secret() };
    expect(await callSealed(late, 1, 'vault.unlock', unlock)).toEqual(refusal);
    expect(await callSealed(late, 2, 'vault.unlock', unlock)).toEqual(ok({}));
  });

  it('is what every field is that holds one, in every method', () => {
    // Whoever adds a method with a passphrase, words or kit uses the schemas of secrets.ts: anything named so is one.
    const published = /^(?:people|sharing|drop)\.\w+ words$/u; // of public keys, to be read aloud
    const names = /passphrase|^secret$|words|^kit$|^current$|^next$|identity/iu;
    for (const [method, { input, output }] of Object.entries(engineMethods)) {
      const known = secretsOf(method as EngineMethodName);
      const covered = (side: 'input' | 'output', name: string): boolean =>
        known[side].some(([first]) => first === undefined || first === name);
      const fields = (schema: object): string[] =>
        'entries' in schema ? Object.keys(schema.entries as object) : [];
      for (const name of fields(input))
        if (names.test(name)) expect(covered('input', name), `${method} takes ${name}`).toBe(true);
      for (const name of fields(output))
        if (names.test(name) && !published.test(`${method} ${name}`))
          expect(covered('output', name), `${method} answers ${name}`).toBe(true);
    }
    expect(secretsOf('slot.add').input).toEqual([['secret'], ['passphrase']]);
    expect(secretsOf('keys.draftRotation').output).toEqual([['kit', 'words']]);
    expect(secretsOf('library.index')).toEqual({ input: [], output: [] });
  });
});
