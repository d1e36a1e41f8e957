/** @file The pool outlives its decoders: killed, hanging, lying, not starting; and confines them, with and without bubblewrap. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { findBwrap } from '../../src/main/engine/media/isolation.ts';
import { createDecoderPool } from '../../src/main/engine/media/pool.ts';
import { poolSize } from '../../src/main/engine/media/pool-size.ts';
import type { DecoderPool, DecoderPoolOptions } from '../../src/main/engine/media/types.ts';
import { plain, RED, scene } from '../support/pictures.ts';

const entry = fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lightproof-pool-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const pools: DecoderPool[] = [];
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));
function open(options: Partial<DecoderPoolOptions>): DecoderPool {
  const pool = createDecoderPool({ entry, size: 1, bwrap: null, ...options });
  pools.push(pool);
  return pool;
}

/** A decoder that says it is ready and then does this with the first bytes it gets. */
function decoderThat(name: string, does: string): string {
  const path = join(folder, `${name}.mjs`);
  const ready = Buffer.from('{"ready":true}');
  const frame = [...Buffer.from([0, 0, 0, ready.length, 0, 0, 0, 0]), ...ready];
  writeFileSync(
    path,
    `import fs from 'node:fs';
    process.stdin.once('data', async () => { ${does} });
    process.stdout.write(Buffer.from(${JSON.stringify(frame)}));`,
  );
  return path;
}

/** Processes whose parent is this one and, through a shell or bubblewrap, theirs. */
function descendants(of = process.pid): number[] {
  const children: number[] = [];
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/u.test(pid)) continue;
    try {
      const after = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '';
      if (Number(after.split(' ')[1]) === of) children.push(Number(pid));
    } catch {
      // Gone in the meantime.
    }
  }
  return children.flatMap((pid) => [pid, ...descendants(pid)]);
}

/** One that has gone with its parent already is gone. */
function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // what `kill` throws
  }
}

const name = { name: 'photo.jpg' };
const small = await plain(60, 40, RED).jpeg().toBuffer();
const branches: [string, string | null][] = [['as a separate process', null]];
const bwrap = findBwrap();
if (bwrap !== null) branches.push(['under bubblewrap', bwrap]);

describe.runIf(process.platform === 'linux').each(branches)('a decoder %s', (_, how) => {
  it('that is killed in the middle of a picture costs nothing', async () => {
    const pool = open({ bwrap: how });
    await pool.decode(small, name);
    const large = await scene(4000, 3000);
    const decoding = pool.decode(large, name);
    const others = [1, 2, 3].map(() => pool.decode(small, name));
    await new Promise((resolve) => setTimeout(resolve, 10));
    for (const pid of descendants()) killNow(pid);
    expect(await decoding).toMatchObject({ problem: 'none', facts: { width: 4000 } });
    for (const other of await Promise.all(others)) expect(other.problem).toBe('none');
  });

  it('that is killed while it waits is replaced', async () => {
    const pool = open({ bwrap: how });
    await pool.decode(small, name);
    for (const pid of descendants()) killNow(pid);
    expect((await pool.decode(small, name)).problem).toBe('none');
  });

  it('is there before anybody asks, once, and takes what is asked first', async () => {
    const pool = open({ bwrap: how });
    pool.warm();
    pool.warm();
    const [started] = descendants();
    expect(started).toBeDefined();
    expect((await pool.decode(small, name)).problem).toBe('none');
    expect(descendants()[0]).toBe(started);
    // Nothing but what belongs to that one.
    expect(descendants().filter((pid) => pid !== started)).toEqual(descendants(started));
  });

  it('knows nothing of our environment and can write nowhere', async () => {
    const target = join(folder, `written-${how === null ? 'plain' : 'isolated'}`);
    const liar = decoderThat(
      'writes',
      `let wrote = 'refused';
       process.on('SIGXFSZ', () => {});
       try { fs.writeFileSync(${JSON.stringify(target)}, 'pixels'); wrote = 'wrote'; } catch {}
       process.stderr.write('seen: ' + Object.keys(process.env).sort() + '; ' + wrote, () => process.exit(3));`,
    );
    const { problem, detail } = await open({ bwrap: how, entry: liar }).decode(small, name);
    expect(problem).toBe('crashed');
    expect(detail).toMatch(/seen: [A-Z_,]*; refused$/u);
    expect(detail).not.toMatch(/PATH|HOME|USER/u);
    expect(existsSync(target) ? readFileSync(target, 'utf8') : '').toBe('');
  });

  it('under bubblewrap reaches no network, sees no other process, and of our files what it needs alone', async () => {
    if (how === null) return; // it has only what a process has: no keys, no environment, no writing
    let heard = 0;
    const server = createServer((connection) => {
      heard += 1;
      connection.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // of a server that listens on a port
    mkdirSync(`${folder}-beside`);
    const spy = decoderThat(
      'spies',
      `const { connect } = await import('node:net');
       const { hostname } = await import('node:os');
       const reached = await new Promise((resolve) => connect(${String(port)}, '127.0.0.1')
         .on('error', () => resolve('nobody')).on('connect', () => resolve('somebody')));
       const seen = [hostname(), 'reached ' + reached, 'parent ' + process.ppid, fs.existsSync('/proc/self') ? 'processes' : 'alone',
         'own ' + fs.existsSync(${JSON.stringify(folder)}) + ', beside ' + fs.existsSync(${JSON.stringify(`${folder}-beside`)})];
       process.stderr.write(seen.join('; '), () => process.exit(3));`,
    );
    const { detail } = await open({ bwrap: how, entry: spy }).decode(small, name);
    server.close();
    rmSync(`${folder}-beside`, { recursive: true });
    expect(detail).toMatch(/decoder; reached nobody; parent 1; alone; own true, beside false$/u);
    expect(heard).toBe(0);
  });

  it('cannot take all the memory there is', async () => {
    const hungry = decoderThat(
      'hungry',
      `const taken = [];
       let said = 'took it';
       try { while (taken.length < 8) taken.push(Buffer.allocUnsafeSlow(2 ** 30)); } catch { said = 'refused'; }
       process.stderr.write(said + ' after ' + taken.length + ' GiB', () => process.exit(3));`,
    );
    const { detail } = await open({ bwrap: how, entry: hungry }).decode(small, name);
    expect(detail).toMatch(/refused after [12] GiB$/u);
  });

  it('leaves no process behind when the pool closes', async () => {
    const pool = open({ bwrap: how });
    const decoding = pool.decode(await scene(2000, 1500), name);
    await pool.decode(small, name).catch(() => undefined);
    await decoding;
    expect(descendants()).not.toEqual([]);
    await pool.close();
    await expect.poll(() => descendants()).toEqual([]);
  });
});

describe('a decoder that misbehaves', () => {
  it('and hangs is ended, twice, and the picture reported', async () => {
    const pool = open({ entry: decoderThat('hangs', 'for (;;);'), timeoutMs: 300 });
    expect(await pool.decode(small, name)).toMatchObject({
      problem: 'timeout',
      thumbnail: null,
      facts: { mime: 'image/jpeg' },
      detail: 'no answer within 300 ms',
    });
  });

  it('and hangs holds the others up for a third of its time, over a drawing for much less', async () => {
    const hangs = decoderThat('hangs-again', 'for (;;);');
    const taken = async (bytes: Buffer, timeoutMs: number): Promise<number> => {
      const pool = open({ entry: hangs, timeoutMs });
      const start = performance.now();
      expect(await pool.decode(bytes, name)).toMatchObject({ problem: 'timeout' });
      return performance.now() - start;
    };
    expect(await taken(small, 3000)).toBeLessThan(3000 + 1000 + 1500);
    const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    expect(await taken(drawing, 15_000)).toBeLessThan(3000 + 1000 + 1500);
  }, 20_000);

  it('is tried again with no other beside it, and then shown', async () => {
    // Dies of every picture unless it is the only decoder there is.
    const alone = decoderThat(
      'alone',
      `const others = fs.readdirSync('/proc').filter((pid) => /^\\d+$/u.test(pid) && Number(pid) !== process.pid)
         .filter((pid) => { try { return fs.readFileSync('/proc/' + pid + '/cmdline', 'utf8').includes('alone.mjs'); } catch { return false; } })
         .filter((pid) => fs.readFileSync('/proc/' + pid + '/status', 'utf8').includes('State:\\tR'));
       if (others.length > 0) process.abort();
       for (const end = Date.now() + 150; Date.now() < end;);
       process.stderr.write('it was alone', () => process.exit(3));`,
    );
    const pool = open({ size: 2, entry: alone });
    const both = await Promise.all([pool.decode(small, name), pool.decode(small, name)]);
    for (const { detail } of both) expect(detail).toContain('it was alone');
  });

  it.each([
    ['dies', 'process.abort()'],
    ['answers garbage', `process.stdout.write(Buffer.alloc(64, 0xee))`],
    [
      'promises more than is allowed',
      `process.stdout.write(Buffer.from([0, 0, 0, 2, 0xff, 0xff, 0xff, 0xff, 0x7b, 0x7d]))`,
    ],
    ['answers something else', `process.stdout.write(Buffer.from([0, 0, 0, 2, 0, 0, 0, 0, 0x7b, 0x7d]))`],
  ])('and %s is reported as crashed, and the next picture has its turn', async (how, does) => {
    const pool = open({ entry: decoderThat(how.replaceAll(' ', '-'), does) });
    const both = await Promise.all([pool.decode(small, name), pool.decode(small, name)]);
    expect(both.map(({ problem }) => problem)).toEqual(['crashed', 'crashed']);
  });

  it('and does not start at all fails the picture, not the import', async () => {
    for (const how of [null, ...(bwrap === null ? [] : [bwrap])]) {
      const pool = open({ entry: join(folder, 'missing.mjs'), bwrap: how });
      expect(await pool.decode(small, name)).toMatchObject({
        problem: 'crashed',
        detail: 'the decoder did not start',
        facts: { mime: 'image/jpeg' },
      });
    }
  });
});

it('each picture has its own answer, however many one decoder is sent', async () => {
  const pool = open({ size: 1 });
  const widths = Array.from({ length: 24 }, (_, index) => 40 + 3 * index);
  const pictures = await Promise.all(
    widths.map((width) =>
      sharp({ create: { width, height: 30, channels: 3, background: '#4080c0' } })
        .png()
        .toBuffer(),
    ),
  );
  const found = await Promise.all(pictures.map((picture) => pool.decode(picture, name)));
  expect(found.map(({ facts }) => facts.width)).toEqual(widths);
});

describe('isolation', () => {
  it.runIf(bwrap !== null)('is there when bubblewrap works', () => {
    expect(open({ bwrap }).isolation).toBe('isolated');
  });

  it('falls back when bubblewrap is missing or refused', async () => {
    for (const broken of ['/bin/false', join(folder, 'no-such-program')]) {
      const pool = open({ bwrap: broken });
      expect(pool.isolation).toBe('separate process');
      expect((await pool.decode(small, name)).problem).toBe('none');
    }
  });

  it.runIf(process.platform !== 'win32')(
    'falls back when the decoder does not start in it after all',
    async () => {
      const half = join(folder, 'bwrap');
      writeFileSync(half, '#!/bin/sh\ncase "$*" in *--version) exit 0;; esac\nexit 1\n');
      chmodSync(half, 0o755);
      const pool = open({ bwrap: half });
      expect(pool.isolation).toBe('isolated');
      expect((await pool.decode(small, name)).problem).toBe('none');
      expect(pool.isolation).toBe('separate process');
    },
  );
});

describe('giving up', () => {
  it('rejects a waiting picture and one under way with AbortError, and goes on with the others', async () => {
    const pool = open({});
    const controller = new AbortController();
    const underWay = pool.decode(await scene(4000, 3000), name, controller.signal);
    const waiting = pool.decode(small, name, controller.signal);
    const wanted = pool.decode(small, name);
    setTimeout(() => {
      controller.abort();
    }, 5);
    await expect(underWay).rejects.toMatchObject({ name: 'AbortError' });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    expect((await wanted).problem).toBe('none');
    await expect(pool.decode(small, name, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('rejects everything when the pool closes', async () => {
    const pool = open({});
    const both = [pool.decode(small, name), pool.decode(small, name)];
    const settled = Promise.allSettled(both);
    await pool.close();
    for (const result of await settled)
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } });
    await expect(pool.decode(small, name)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('decodes with between one and eight processes', () => {
    expect(open({ size: 0 }).size).toBe(1);
    expect(open({ size: 99 }).size).toBe(8);
  });

  it.each([
    [1, 8, 1],
    [2, 8, 2],
    [4, 16, 3], // one for the engine
    [16, 64, 8],
    [16, 4, 2],
    [8, 1, 1],
  ])('of %i cores and %i GiB of memory: %i', (cores, gigabytes, size) => {
    expect(poolSize(undefined, { cores, memory: gigabytes * 1024 ** 3 })).toBe(size);
  });
});
