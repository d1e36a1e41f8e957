/** @file What a page may ask for: everything it says is checked before anybody acts on it, and a path it never has. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Broker, type ShellMethods } from '../../src/main/shell/broker.ts';
import type { CallOptions } from '../../src/main/shell/engine-client.ts';
import { Places } from '../../src/main/shell/places.ts';
import { engineMethods } from '../../src/shared/contract.ts';
import { CodedError, ok, type Result } from '../../src/shared/errors.ts';

let places: Places;
let asked: { method: string; input: unknown; options: CallOptions }[];
let locks: number;
let answer: (options: CallOptions) => Promise<Result<unknown>>;
let progress: unknown[];
let broker: Broker;

beforeEach(() => {
  places = new Places();
  asked = [];
  locks = 0;
  progress = [];
  answer = () => Promise.resolve(ok('done'));
  // The methods that no test asks for are left out: asking for one fails the test.
  const shell = {
    'shell.lock': () => {
      locks += 1;
      return {};
    },
    'shell.changeSettings': (settings: unknown) => settings,
    'shell.forgetRecent': () => {
      throw new CodedError('input-invalid', { field: 'place' });
    },
    'shell.reveal': () => {
      throw new TypeError('/home/somebody/private.jpg');
    },
  } as unknown as ShellMethods;
  broker = new Broker({
    places,
    shell,
    engine: (method, input, options) => {
      asked.push({ method, input, options });
      return answer(options);
    },
    onProgress: (call, value) => progress.push([call, value]),
  });
});

const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code);

describe('Broker', () => {
  it('hands a known method to the engine', async () => {
    expect(await broker.call(1, 'job.list', {})).toEqual(ok('done'));
    expect(asked).toMatchObject([{ method: 'job.list', input: {} }]);
  });

  it('does not let a page ask for what is the shell’s to ask', async () => {
    const input = { check: 'a'.repeat(32), index: 0 };
    expect(codeOf(await broker.call(1, 'import.originalPath', input))).toBe('method-unknown');
    expect(asked).toEqual([]);
  });

  it.each(['nope', '', 'constructor', '__proto__', 'toString', 7, null])(
    'knows no method %s',
    async (method) => {
      expect(codeOf(await broker.call(1, method, {}))).toBe('method-unknown');
      expect(asked).toEqual([]);
    },
  );

  it.each([1.5, '1', null, Number.NaN, {}])('refuses %s as the number of a call', async (call) => {
    expect(codeOf(await broker.call(call, 'job.list', {}))).toBe('input-invalid');
  });

  it.each([
    ['a Map', new Map()],
    ['a Date', new Date()],
    ['an ArrayBuffer', new ArrayBuffer(1)],
    ['an object of a class', new URL('lightproof://app/')],
  ])('refuses %s in an input', async (_, value) => {
    expect(codeOf(await broker.call(1, 'job.list', { value }))).toBe('input-invalid');
  });

  it('refuses what is too large or nested without end', async () => {
    const large = new Uint8Array(129 * 1024 * 1024);
    expect(codeOf(await broker.call(1, 'job.list', { large }))).toBe('too-large');
    let deep: unknown = null;
    for (let level = 0; level < 10_000; level += 1) deep = [deep];
    expect(codeOf(await broker.call(1, 'job.list', { deep }))).toBe('input-invalid');
    expect(asked).toEqual([]);
  });

  it('checks what the shell itself answers, and turns its faults into codes without their text', async () => {
    expect(await broker.call(1, 'shell.changeSettings', { theme: 'dark', idleMinutes: 5 })).toEqual(
      ok({ theme: 'dark', idleMinutes: 5 }),
    );
    expect(codeOf(await broker.call(2, 'shell.changeSettings', { theme: 'pink', idleMinutes: 5 }))).toBe(
      'input-invalid',
    );
    expect(codeOf(await broker.call(3, 'shell.changeSettings', { theme: 'dark', idleMinutes: -1 }))).toBe(
      'input-invalid',
    );
    expect(codeOf(await broker.call(4, 'shell.forgetRecent', { place: 'x' }))).toBe('input-invalid');
    expect(JSON.stringify(await broker.call(5, 'shell.reveal', { place: 'x' }))).not.toContain('private');
  });

  it('locks when the page closes the vault', async () => {
    await broker.call(1, 'vault.close', {});
    expect([locks, asked.length]).toEqual([1, 0]);
  });

  it('puts paths in the stead of places, in lists too', async () => {
    const [a, b] = [places.give('/photos/a', 'import', 'vault'), places.give('/photos/b', 'import')];
    await broker.call(1, 'import.scan', { sources: [a.place, b.place] });
    await broker.call(2, 'vault.inspect', { vault: a.place });
    expect(asked.map(({ input }) => input)).toEqual([
      { sources: ['/photos/a', '/photos/b'] },
      { vault: '/photos/a' },
    ]);
  });

  it('takes no path from the page, and no place for what it was not given out for', async () => {
    const dropped = places.give('/photos', 'import', 'vault').place;
    const attempts: [string, unknown][] = [
      ['vault.inspect', { vault: '/etc' }],
      ['vault.inspect', {}],
      ['vault.inspect', null],
      ['import.scan', { sources: [dropped, '/etc'] }],
      ['import.scan', { sources: ['/etc'] }],
      ['watch.add', { folder: '/etc' }],
      ['export.start', { destination: dropped, selection: { of: 'all' } }],
      ['vault.create', { folder: dropped, name: 'x', sealed: new Uint8Array(8) }],
    ];
    for (const [method, input] of attempts) {
      expect(codeOf(await broker.call(1, method, input))).toBe('input-invalid');
    }
    expect(asked).toEqual([]);
  });

  it('takes a key file only as one, or none at all', async () => {
    const vault = places.give('/Family.lightproof', 'vault').place;
    const key = places.give('/my.key', 'key-file').place;
    const fresh = places.give('/new.key', 'new-key-file', 'key-file').place;
    const photo = places.give('/photo.jpg', 'import').place;
    const sealed = new Uint8Array(8); // what is in it is between page and engine
    await broker.call(1, 'vault.unlock', { vault, sealed });
    await broker.call(2, 'vault.unlock', { vault, sealed, keyFile: key });
    await broker.call(3, 'slot.createKeyFile', { file: fresh });
    expect(asked.map(({ input }) => input)).toEqual([
      { vault: '/Family.lightproof', sealed },
      { vault: '/Family.lightproof', sealed, keyFile: '/my.key' },
      { file: '/new.key' },
    ]);
    const refused: [string, unknown][] = [
      ['vault.unlock', { vault, sealed, keyFile: photo }],
      ['vault.unlock', { vault, sealed, keyFile: '/my.key' }],
      ['vault.unlock', { sealed, keyFile: key }],
      ['slot.createKeyFile', { file: key }], // chosen to be read, not to be made
      ['slot.createKeyFile', {}],
    ];
    for (const [method, input] of refused)
      expect(codeOf(await broker.call(4, method, input))).toBe('input-invalid');
    expect(asked).toHaveLength(3);
  });

  it('passes no secret on that is not sealed, whatever stands beside it', async () => {
    const vault = places.give('/Family.lightproof', 'vault').place;
    const passphrase = new Uint8Array(8);
    const secret = { kind: 'passphrase', passphrase };
    const attempts: [string, unknown][] = [
      ['vault.unlock', { vault, secret }],
      ['vault.unlock', { vault, secret, sealed: {} }],
      ['vault.changePassphrase', { current: null, next: passphrase, sealed: {} }],
      ['slot.add', { secret, label: 'x', passphrase }],
      ['vault.suggestPassphrase', {}], // its answer is one
      ['slot.draftKit', { secret }],
      ['keys.draftRotation', { secret }],
    ];
    for (const [method, input] of attempts)
      expect(codeOf(await broker.call(1, method, input)), method).toBe('input-invalid');
    expect(asked).toEqual([]);
  });

  const files = ['key-file', 'new-key-file', 'package', 'new-package', 'keys', 'new-keys'] as const;
  const uses = ['vault', 'vault-parent', 'import', 'export', ...files] as const;
  it('knows a use for every method that takes a path', async () => {
    for (const [method, shape] of Object.entries(engineMethods)) {
      if (!('paths' in shape) || 'notForPage' in shape) continue;
      const place = places.give('/x', ...uses).place;
      const fields = { ...Object.fromEntries(shape.paths.map((field) => [field, place])), sealed: {} };
      expect([method, codeOf(await broker.call(1, method, fields))]).toEqual([method, 'ok']);
    }
  });

  it('cancels a call, and passes on its progress', async () => {
    answer = ({ signal, onProgress }) =>
      new Promise((resolve) => {
        onProgress?.({ files: 1 });
        signal?.addEventListener('abort', () =>
          resolve({ ok: false, error: { code: 'cancelled', params: {} } }),
        );
      });
    const result = broker.call(7, 'job.list', {});
    broker.cancel(7);
    expect(codeOf(await result)).toBe('cancelled');
    expect(progress).toEqual([[7, { files: 1 }]]);
  });

  it('refuses the number of a call under way, and more calls than any page has', async () => {
    answer = () => new Promise(() => undefined);
    void broker.call(1, 'job.list', {});
    expect(codeOf(await broker.call(1, 'job.list', {}))).toBe('input-invalid');
    for (let call = 2; call <= 1000; call += 1) void broker.call(call, 'job.list', {});
    expect(codeOf(await broker.call(1001, 'job.list', {}))).toBe('busy');
  });

  it('serves a page no more once that is being thrown away', async () => {
    let aborted = false;
    answer = ({ signal }) =>
      new Promise(() => {
        signal?.addEventListener('abort', () => (aborted = true));
      });
    void broker.call(1, 'job.list', {});
    broker.retire();
    expect(aborted).toBe(true);
    expect(codeOf(await broker.call(2, 'job.list', {}))).toBe('input-invalid');
  });
});

describe('Places', () => {
  it('are the same for the same path, say nothing of it, and are forgotten with the page', () => {
    const { place } = places.give('/photos', 'import');
    expect(places.give('/photos', 'import').place).toBe(place);
    expect(place).toMatch(/^[0-9a-f]{32}$/u);
    expect(places.pathOf(place, 'import')).toBe('/photos');
    places.forget();
    expect(places.pathOf(place)).toBeUndefined();
  });

  it('are absolute', () => {
    expect(() => places.give('photos', 'import')).toThrow(RangeError);
    expect(() => places.give('/photos\0/x', 'import')).toThrow(RangeError);
  });
});
