/**
 * @file Stands between the page and everything it may ask for: knows the method, checks what the shell itself answers, puts paths in
 * the stead of places, and hands the rest to the engine; Electron's main process. Knows nothing of Electron. Never throws or rejects.
 */
import * as v from 'valibot';
import {
  engineMethods,
  maxMessageBytes,
  secretsOf,
  shellMethods,
  type EngineMethodName,
  type Input,
  type Output,
  type ShellMethodName,
} from '../../shared/contract.ts';
import { failed, toErrorValue, type Result } from '../../shared/errors.ts';
import { isPlain } from '../../shared/messages.ts';
import type { CallOptions } from './engine-client.ts';
import { useOf, type Places } from './places.ts';

/** One function per method that the shell answers. A thrown CodedError is answered as its value. */
export type ShellMethods = {
  readonly [M in ShellMethodName]: (input: Input<M>) => Promise<Output<M>> | Output<M>;
};

export interface BrokerOptions {
  readonly places: Places;
  readonly shell: ShellMethods;
  readonly engine: (method: string, input: unknown, options: CallOptions) => Promise<Result<unknown>>;
  /** Takes progress of a call to the page it came from. */
  readonly onProgress: (call: number, progress: unknown) => void;
  /** A call to the engine was answered well. */
  readonly onDone?: (method: EngineMethodName, output: unknown) => void;
}

/** A page that asks more at a time than any of ours does is refused, not served. */
const mostCalls = 1000;

/** Serves one page; a fresh page gets a fresh broker. */
export class Broker {
  readonly #options: BrokerOptions;
  readonly #underWay = new Map<number, AbortController>();
  #retired = false;

  constructor(options: BrokerOptions) {
    this.#options = options;
  }

  /** Answers one call; everything about it is the page's word and is checked. */
  async call(call: unknown, method: unknown, input: unknown): Promise<Result<unknown>> {
    if (typeof call !== 'number' || !Number.isSafeInteger(call))
      return failed('input-invalid', { field: 'call' });
    if (this.#retired || this.#underWay.has(call)) return failed('input-invalid', { field: 'call' });
    if (this.#underWay.size >= mostCalls) return failed('busy');
    if (typeof method !== 'string') return failed('method-unknown');
    const size = messageSize(input);
    if (size === undefined) return failed('input-invalid');
    if (size > maxMessageBytes) return failed('too-large');

    const controller = new AbortController();
    this.#underWay.set(call, controller);
    try {
      // Closing is the shell's business: with the vault goes the engine, and with that the page.
      if (method === 'vault.close') return await this.#askShell('shell.lock', input);
      if (isShellMethod(method)) return await this.#askShell(method, input);
      if (isEngineMethod(method)) return await this.#askEngine(call, method, input, controller.signal);
      return failed('method-unknown');
    } catch (error) {
      return { ok: false, error: toErrorValue(error) };
    } finally {
      this.#underWay.delete(call);
    }
  }

  cancel(call: unknown): void {
    if (typeof call === 'number') this.#underWay.get(call)?.abort();
  }

  /** The page is being destroyed: what it asked for is cancelled, and it is not answered any more. */
  retire(): void {
    this.#retired = true;
    for (const controller of this.#underWay.values()) controller.abort();
  }

  async #askShell<M extends ShellMethodName>(method: M, input: unknown): Promise<Result<Output<M>>> {
    const checked = v.safeParse(shellMethods[method].input, input);
    if (!checked.success) return failed('input-invalid');
    // The schema just passed is the one Input<M> is inferred from.
    return { ok: true, value: await this.#options.shell[method](checked.output) };
  }

  async #askEngine(
    call: number,
    method: EngineMethodName,
    input: unknown,
    signal: AbortSignal,
  ): Promise<Result<unknown>> {
    if (!isSealed(method, input)) return failed('input-invalid', { field: 'sealed' });
    const withPaths = this.#withPaths(method, input);
    if (withPaths === undefined) return failed('input-invalid', { field: 'place' });
    const result = await this.#options.engine(method, withPaths, {
      signal,
      onProgress: (progress) => {
        if (!this.#retired) this.#options.onProgress(call, progress);
      },
    });
    if (result.ok) this.#options.onDone?.(method, result.value);
    return result;
  }

  /** Undefined when a place is unknown or was given out for something else. */
  #withPaths(method: EngineMethodName, input: unknown): unknown {
    const shape = engineMethods[method];
    if (!('paths' in shape)) return input;
    if (!isPlain(input)) return undefined;
    const replaced = { ...input };
    for (const field of shape.paths) {
      const value = input[field];
      if (value === undefined && isOptional(method, field)) continue;
      const use = useOf(method, field);
      const pathOf = (place: unknown): string | undefined =>
        typeof place === 'string' && use !== undefined ? this.#options.places.pathOf(place, use) : undefined;
      const paths = Array.isArray(value) ? value.map(pathOf) : pathOf(value);
      if (paths === undefined || (Array.isArray(paths) && paths.includes(undefined))) return undefined;
      replaced[field] = paths;
    }
    return replaced;
  }
}

/** Whether no secret of this call, nor of its answer, comes through this process as it is (docs/security.md, "Keys in memory"). */
function isSealed(method: EngineMethodName, input: unknown): boolean {
  const secrets = secretsOf(method);
  if (secrets.input.length === 0 && secrets.output.length === 0) return true;
  return (
    isPlain(input) &&
    Object.hasOwn(input, 'sealed') &&
    !secrets.input.some(([name]) => name !== undefined && Object.hasOwn(input, name))
  );
}

/** Whether an input may do without this field. */
function isOptional(method: EngineMethodName, field: string): boolean {
  const entries: Readonly<Record<string, v.GenericSchema>> = engineMethods[method].input.entries;
  return entries[field]?.type === 'optional';
}

function isShellMethod(method: string): method is ShellMethodName {
  return Object.hasOwn(shellMethods, method);
}

/** Whether a page may ask the engine for this. */
function isEngineMethod(method: string): method is EngineMethodName {
  const methods: Readonly<Record<string, object>> = engineMethods;
  const shape = Object.hasOwn(methods, method) ? methods[method] : undefined;
  return shape !== undefined && !('notForPage' in shape);
}

/** About how many bytes a message is; undefined when it holds what messages do not, or is nested deeper than they are. */
function messageSize(value: unknown, depth = 0): number | undefined {
  if (typeof value === 'string') return value.length;
  if (value === null || value === undefined || typeof value === 'boolean' || typeof value === 'number')
    return 8;
  if (value instanceof Uint8Array) return value.byteLength;
  if (depth > 32) return undefined;
  if (!Array.isArray(value) && !isPlain(value)) return undefined;
  let sum = 8;
  for (const [key, item] of Object.entries(value)) {
    const size = messageSize(item, depth + 1);
    if (size === undefined) return undefined;
    sum += key.length + size;
    if (sum > maxMessageBytes) return sum;
  }
  return sum;
}
