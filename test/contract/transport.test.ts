/** @file The two pipes between shell and engine, with a real process behind them: calls, cancellation, streams, and an end that is told. */
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineFlags, startEngine } from '../../src/main/shell/engine-process.ts';
import { mediaResponder } from '../../src/main/shell/media-protocol.ts';
import { engineProgram } from '../../src/main/shell/runtime.ts';
import { Supervisor } from '../../src/main/shell/supervisor.ts';
import { mediaWindow } from '../../src/shared/engine-protocol.ts';
import type { Result } from '../../src/shared/errors.ts';
import { childrenOf, isRunning } from '../support/processes.ts';

const here = path.join(import.meta.dirname, '../../out/main');
const { node } = engineProgram({ here, packaged: false, resources: '' });
const entry = path.join(import.meta.dirname, 'transport-engine.ts');

let log: string;
let events: unknown[];
let gone: boolean[];
let supervisor: Supervisor;

beforeEach(() => {
  log = '';
  events = [];
  gone = [];
  supervisor = new Supervisor({
    start: () => startEngine({ node, entry }, (text) => (log += text)),
    onEvent: (event, payload) => events.push([event, payload]),
    onGone: (wasUnlocked) => gone.push(wasUnlocked),
  });
});
afterEach(async () => supervisor.end(0));

const ask = async (method: string, input: unknown = {}): Promise<unknown> => {
  const result = await supervisor.call(method, input);
  return result.ok ? result.value : result.error.code;
};
const counts = async (): Promise<{ read: number; open: number }> =>
  (await ask('counts')) as { read: number; open: number };
/** A photo of so many bytes. */
const photo = (size: number, first = '0'): string => first + size.toString(16).padStart(31, '0');
const pattern = (start: number, end: number): Uint8Array =>
  Uint8Array.from({ length: end - start }, (_, index) => (start + index) % 251);
const fetchMedia = (address: string, headers: Record<string, string> = {}): Promise<Response> =>
  mediaResponder(
    (...request) => supervisor.openMedia(...request),
    'lightproof://app',
  )(new Request(address, { headers }));
const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  await expect.poll(condition, { timeout: 10_000, interval: 20 }).toBe(true);
};

describe("the engine's process", () => {
  it('inherits nothing, writes no core dump and makes no code out of text', async () => {
    process.env['LIGHTPROOF_TEST_SECRET'] = 'inherited';
    const seen = (await ask('environment')) as Record<string, unknown>;
    delete process.env['LIGHTPROOF_TEST_SECRET'];
    const given = ['PATH', 'MALLOC_MMAP_THRESHOLD_', 'MALLOC_ARENA_MAX', 'PWD', '_', 'OLDPWD'];
    expect(Object.keys(seen['env'] as object).filter((name) => !given.includes(name))).toEqual([]);
    expect(seen['execArgv']).toEqual(engineFlags);
    expect(engineFlags).toEqual(
      expect.arrayContaining(['--disable-sigusr1', '--disallow-code-generation-from-strings']),
    );
    expect(seen['cwd']).toBe('/');
    expect(seen['limits']).toMatch(/Max core file size\s+0\s+0\s/u);
    expect(seen['evaluates']).toBe(false);
    expect(seen['pid']).toBe(supervisor.pid);
  });

  it('ends by itself when the shell is gone', async () => {
    const handle = startEngine({ node, entry }, () => undefined);
    await new Promise((resolve) => setTimeout(resolve, 300));
    handle.control.close();
    await handle.ended;
    expect(isRunning(handle.pid ?? 0)).toBe(false);
  });

  it('says the kind and place of a fault on stderr, never its text', async () => {
    expect(await ask('fall')).toBe(null);
    await until(() => gone.length === 1);
    await until(() => log.includes('engine: Error'));
    expect(log).toContain('transport-engine.ts');
    expect(log).not.toContain('private.jpg');
  });
});

describe('calls', () => {
  it('carry bytes both ways, and overwrite what was sent', async () => {
    const passphrase = new TextEncoder().encode('correct horse');
    const seen = await ask('spell', { passphrase });
    expect(seen).toEqual({ text: 'correct horse', bytes: new TextEncoder().encode('correct horse') });
    await until(() => passphrase.every((byte) => byte === 0));
  });

  it('carry an index of a million photos', async () => {
    const columns = new Uint8Array(62_000_000).fill(7);
    const back = (await ask('echo', { columns })) as { columns: Uint8Array };
    expect(back.columns.byteLength).toBe(62_000_000);
  });

  it('report progress before the result', async () => {
    const seen: unknown[] = [];
    await supervisor.call('progress', {}, { onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual([{ files: 1 }, { files: 2 }, { files: 3 }]);
  });

  it('can be cancelled', async () => {
    const controller = new AbortController();
    const answer = supervisor.call('wait', {}, { signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    expect(await answer).toEqual({ ok: false, error: { code: 'cancelled', params: {} } });
  });

  it('answer a fault with a code, and nothing of its text', async () => {
    const result = await supervisor.call('throw', {});
    expect(result).toEqual({ ok: false, error: { code: 'internal', params: { detail: 'Error' } } });
  });

  it('answer with a code when the answer cannot be sent', async () => {
    expect(await ask('unsendable')).toBe('internal');
  });

  it('bring events with bytes', async () => {
    await ask('tell');
    await until(() => events.length === 1);
    expect(events[0]).toEqual(['library', { generation: 1, columns: pattern(0, 1000), removed: [] }]);
  });
});

describe('an engine that is killed from outside', () => {
  it('answers every call with engine-gone, and is there again', async () => {
    await ask('vault.unlock');
    expect(supervisor.unlocked).toBe(true);
    const waiting = [ask('wait'), ask('wait'), ask('wait')];
    const streaming = await fetchMedia(`vault-media://original/${photo(10_000_000)}`);
    const old = supervisor.pid ?? 0;
    process.kill(old, 'SIGKILL');
    expect(await Promise.all(waiting)).toEqual(['engine-gone', 'engine-gone', 'engine-gone']);
    await expect(streaming.arrayBuffer()).rejects.toThrow();
    await until(() => gone.length === 1);
    expect(gone).toEqual([true]);
    expect(supervisor.unlocked).toBe(false);
    expect(await ask('echo', 1)).toBe(1);
    expect(supervisor.pid).not.toBe(old);
  });

  it('does not spin when no engine gets going', async () => {
    let starts = 0;
    const broken = new Supervisor({
      start: () => {
        starts += 1;
        return startEngine({ node, entry: '/nowhere.js' }, () => undefined);
      },
      onEvent: () => undefined,
      onGone: () => undefined,
    });
    expect(await broken.call('echo', 1)).toMatchObject({ ok: false, error: { code: 'engine-gone' } });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(starts).toBeLessThan(5);
    await broken.end(0);
  });
});

describe('lock', () => {
  it('ends the process, and a fresh one without the vault answers', async () => {
    await ask('vault.unlock');
    const old = supervisor.pid ?? 0;
    await supervisor.lock(3000);
    expect(isRunning(old)).toBe(false);
    expect(supervisor.unlocked).toBe(false);
    expect(await ask('echo', 1)).toBe(1);
    expect(gone).toEqual([]);
  });

  it.each(['close-slowly', 'hang'])('does not wait longer than it may (%s)', async (how) => {
    await ask('vault.unlock');
    const old = supervisor.pid ?? 0;
    const stuck = ask(how);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const started = performance.now();
    await supervisor.lock(500);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(isRunning(old)).toBe(false);
    expect(await stuck).toBe(how === 'hang' ? 'engine-gone' : null);
  });

  it('keeps what is asked of the next engine until the old one has let go', async () => {
    await ask('vault.unlock');
    await ask('close-slowly');
    const old = supervisor.pid ?? 0;
    void supervisor.lock(500);
    expect(await ask('echo', 2)).toBe(2);
    expect(isRunning(old)).toBe(false);
  });
});

describe('photos', () => {
  it('come whole', async () => {
    const response = await fetchMedia(`vault-media://original/${photo(300_000)}?v=3`);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': '300000',
      // What it is called where it is dropped.
      'content-disposition': "inline; filename*=UTF-8''Oma%20%26%20%C3%A4%27s%20%281%29.jpg",
      'accept-ranges': 'bytes',
      'access-control-allow-origin': 'lightproof://app',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(pattern(0, 300_000));
  });

  it.each([
    ['bytes=0-0', 0, 1],
    ['bytes=65535-65537', 65_535, 65_538],
    ['bytes=1000-', 1000, 100_000],
    ['bytes=-10', 99_990, 100_000],
    ['bytes=-900000', 0, 100_000],
    ['bytes=99999-900000', 99_999, 100_000],
  ])('come in part (%s)', async (range, start, end) => {
    const response = await fetchMedia(`vault-media://original/${photo(100_000)}`, { range });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/100000`);
    expect(response.headers.get('content-length')).toBe(String(end - start));
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(pattern(start, end));
  });

  it.each(['bytes=100000-', 'bytes=-0'])('behind the end are refused with 416 (%s)', async (range) => {
    const response = await fetchMedia(`vault-media://original/${photo(100_000)}`, { range });
    expect([response.status, response.headers.get('content-range')]).toEqual([416, 'bytes */100000']);
  });

  it.each(['bytes=5-2', 'bytes=a-b', 'bytes=0-1,5-6', 'lines=1-2', 'bytes=-'])(
    'come whole when the range is none we know (%s)',
    async (range) => {
      expect((await fetchMedia(`vault-media://original/${photo(10)}`, { range })).status).toBe(200);
    },
  );

  it.each([
    `vault-media://original/${'f'.repeat(32)}`,
    'vault-media://original/1234',
    `vault-media://secret/${photo(1)}`,
    `vault-media://original/${photo(1)}/../../etc/passwd`,
    `vault-media://original/${photo(1)}?x=1`,
    `vault-media://region/${photo(1)}`,
    `vault-media://region/${photo(1)}?at=0,0,9`,
    `vault-media://region/${photo(1)}?at=0,0,9000,9000`,
    `vault-media://original/${photo(1)}?at=0,0,9,9`,
  ])('that are not there are not found (%s)', async (address) => {
    expect((await fetchMedia(address)).status).toBe(404);
  });

  it('of no bytes are empty', async () => {
    const response = await fetchMedia(`vault-media://original/${photo(0)}`);
    expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, 0]);
  });

  it('that break in the middle break off, and the others go on', async () => {
    const broken = await fetchMedia(`vault-media://original/${photo(400_000, 'e')}`);
    await expect(broken.arrayBuffer()).rejects.toThrow();
    expect((await (await fetchMedia(`vault-media://thumb/${photo(5000)}`)).arrayBuffer()).byteLength).toBe(
      5000,
    );
    expect((await counts()).open).toBe(0);
  });

  it('that nobody reads cost their window and hold up no other', async () => {
    const stalled = await Promise.all(
      Array.from({ length: 20 }, () => fetchMedia(`vault-media://original/${photo(50_000_000)}`)),
    );
    const started = performance.now();
    const other = await fetchMedia(`vault-media://original/${photo(20_000_000)}`);
    expect((await other.arrayBuffer()).byteLength).toBe(20_000_000);
    console.log(`20 MB beside 20 stalled streams: ${Math.round(performance.now() - started)} ms`);
    const { read } = await counts();
    // A piece that was read and waits for credit is up to 100,000 bytes here.
    expect(read).toBeLessThanOrEqual(20_000_000 + 20 * (mediaWindow + 200_000));
    await Promise.all(stalled.map((response) => response.body?.cancel() ?? Promise.resolve()));
    await until(async () => (await counts()).open === 0);
  });

  it('that are given up before they are opened are never opened', async () => {
    const controller = new AbortController();
    const answers = Array.from({ length: 500 }, () =>
      supervisor.openMedia({ kind: 'thumb', photo: photo(1_000_000), region: null }, null, controller.signal),
    );
    controller.abort();
    const results: Result<unknown>[] = await Promise.all(answers);
    expect(results.every((result) => !result.ok && result.error.code === 'cancelled')).toBe(true);
    await until(async () => (await counts()).open === 0);
  });
});

it('leaves no process behind', async () => {
  const pid = supervisor.pid ?? 0;
  await supervisor.end(1000);
  expect(isRunning(pid)).toBe(false);
  expect(childrenOf(process.pid, 'transport-engine.ts')).toEqual([]);
});
