/** @file Engine and decoder as another process sees them, and what a decoder that was taken over can reach, by trying. Linux: reads /proc. */
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { findBwrap } from '../../src/main/engine/media/isolation.ts';
import { createDecoderPool } from '../../src/main/engine/media/pool.ts';
import { startEngine } from '../../src/main/shell/engine-process.ts';
import { engineProgram } from '../../src/main/shell/runtime.ts';
import { plain, RED } from '../support/pictures.ts';
import { isRunning } from '../support/processes.ts';

const source = fileURLToPath(new URL('../../src/main', import.meta.url));
const here = path.join(import.meta.dirname, '../../out/main');
const { node } = engineProgram({ here, packaged: false, resources: '' });
const folder = mkdtempSync(path.join(tmpdir(), 'lightproof-outside-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const picture = await plain(60, 40, RED).jpeg().toBuffer();
const name = { name: 'photo.jpg' };

describe.runIf(process.platform === 'linux')('seen from outside', () => {
  it('the engine has a bare environment, no core dump, no port, and does not open a debugger when told to', async () => {
    process.env['LIGHTPROOF_TEST_SECRET'] = 'inherited';
    onTestFinished(() => {
      delete process.env['LIGHTPROOF_TEST_SECRET'];
    });
    const engine = startEngine({ node, entry: path.join(source, 'engine/index.ts') }, () => undefined);
    onTestFinished(() => engine.kill());
    const pid = engine.pid ?? 0;
    await expect.poll(() => commandOf(pid), { timeout: 10_000 }).toContain('engine/index.ts');
    await delay(1000);
    expect(namesIn(`/proc/${String(pid)}/environ`)).toEqual([
      'MALLOC_ARENA_MAX',
      'MALLOC_MMAP_THRESHOLD_',
      'PATH',
      'PWD',
    ]);
    expect(limitOf(pid, 'Max core file size')).toBe('0');
    expect(readlinkSync(`/proc/${String(pid)}/cwd`)).toBe('/');
    expect(portsOf(pid)).toEqual([]);
    process.kill(pid, 'SIGUSR1');
    await delay(500);
    // Deaf to it, or ended by it: what does not happen is a port by which its memory can be read.
    expect(isRunning(pid) ? portsOf(pid) : []).toEqual([]);
  });

  it('the decoder has nothing of ours in its environment, no core dump, no port, and writes no file', async () => {
    const pool = createDecoderPool({ entry: path.join(source, 'decoder/index.ts'), size: 1, bwrap: null });
    onTestFinished(() => pool.close());
    expect((await pool.decode(picture, name)).problem).toBe('none');
    const [pid = 0] = childrenWith('decoder/index.ts');
    const seen = namesIn(`/proc/${String(pid)}/environ`);
    expect(seen.filter((one) => /HOME|USER|TOKEN|SECRET|PROXY|NODE_OPTIONS|LD_/u.test(one))).toEqual([]);
    expect(limitOf(pid, 'Max core file size')).toBe('0');
    expect(limitOf(pid, 'Max file size')).toBe('0');
    expect(portsOf(pid)).toEqual([]);
    process.kill(pid, 'SIGUSR1');
    await delay(300);
    expect(isRunning(pid) ? portsOf(pid) : []).toEqual([]);
    expect((await pool.decode(picture, name)).problem).toBe('none');
  });
});

const bwrap = findBwrap();

/** What somebody tries who runs code in a decoder. Says what has worked. */
const attempts = (secret: string, places: readonly string[], inside: boolean, port: number): string => `
  import fs from 'node:fs';
  import net from 'node:net';
  import dgram from 'node:dgram';
  import { spawnSync } from 'node:child_process';
  const reached = [];
  const attempt = (what, work) => { try { if (work() !== false) reached.push(what); } catch {} };
  const waiting = (what, start) => new Promise((resolve) => {
    const timer = setTimeout(resolve, 1500);
    const done = (worked) => { clearTimeout(timer); if (worked) reached.push(what); resolve(); };
    try { start(done); } catch { done(false); }
  });
  process.on('SIGXFSZ', () => {});
  process.stdin.once('data', async () => {
    attempt('read a file', () => fs.readFileSync(${JSON.stringify(secret)}).length > 0);
    attempt('read /etc/passwd', () => fs.readFileSync('/etc/passwd').length > 0);
    attempt('list the home folder', () => fs.readdirSync('/root').concat(fs.readdirSync('/home')).length >= 0);
    for (const place of [...${JSON.stringify(places)}, ${String(inside)} && process.argv[1]].filter(Boolean))
      attempt('write ' + place, () => { fs.writeFileSync(place, 'pixels'); return fs.readFileSync(place, 'utf8') === 'pixels'; });
    attempt('see another process', () => fs.readdirSync('/proc').some((one) => /^\\d+$/.test(one) && one !== String(process.pid)));
    attempt('signal another process', () => process.kill(${String(process.pid)}, 0));
    attempt('run a program', () => spawnSync('/bin/sh', ['-c', 'exit 7']).status === 7);
    await waiting('connect over TCP', (done) => net.connect(${String(port)}, '127.0.0.1').on('connect', () => done(true)).on('error', () => done(false)));
    await waiting('look a name up', (done) => import('node:dns').then((dns) => dns.lookup('example.com', (error) => done(!error))));
    await waiting('send over UDP', (done) => dgram.createSocket('udp4').send('x', 53, '192.0.2.1', (error) => done(!error)));
    process.stderr.write('reached: ' + JSON.stringify(reached), () => process.exit(3));
  });
`;

describe.runIf(bwrap !== null)('a decoder under bubblewrap that was taken over', () => {
  it('reads and writes no file, opens no connection, sees and starts no process', async () => {
    const { reached, arrived, target } = await takenOver(bwrap ?? '');
    expect(reached).toEqual([]);
    expect(arrived).toBe(0);
    expect(existsSync(target)).toBe(false);
  });

  it('would have reached all of that without: the attempts are real', async () => {
    const { reached, arrived } = await takenOver(null);
    expect(reached).toEqual(
      expect.arrayContaining(['read a file', 'see another process', 'connect over TCP']),
    );
    expect(arrived).toBe(1);
  });
});

async function takenOver(
  how: string | null,
): Promise<{ reached: string[]; arrived: number; target: string }> {
  let arrived = 0;
  const server = createServer((socket) => {
    arrived += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const secret = path.join(folder, 'secret');
  const target = path.join(folder, 'written');
  writeFileSync(secret, 'a secret');
  // Only where it cannot harm is it tried in places that are not ours.
  const places = how === null ? [target] : [target, '/tmp/x', '/dev/shm/x', '/x', '/usr/lib/x'];
  // In a folder of its own: what lies beside the entry is the decoder's, and it may read that.
  const own = mkdtempSync(path.join(tmpdir(), 'lightproof-entry-'));
  onTestFinished(() => rmSync(own, { recursive: true }));
  const entry = path.join(own, 'hostile.mjs');
  const ready = Buffer.from('{"ready":true}');
  const frame = [...Buffer.from([0, 0, 0, ready.length, 0, 0, 0, 0]), ...ready];
  writeFileSync(
    entry,
    `${attempts(secret, places, how !== null, port)}\nprocess.stdout.write(Buffer.from(${JSON.stringify(frame)}));`,
  );
  const pool = createDecoderPool({ entry, size: 1, bwrap: how });
  onTestFinished(() => pool.close());
  const before = arrived;
  const { detail } = await pool.decode(picture, name);
  const told = /reached: (\[.*\])/u.exec(detail ?? '')?.[1] ?? '["nothing was told"]';
  // It was tried twice: what takes its decoder down gets another chance.
  return { reached: JSON.parse(told) as string[], arrived: Math.min(1, arrived - before), target };
}

function namesIn(file: string): string[] {
  return readFileSync(file, 'latin1')
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => line.split('=')[0] ?? '')
    .filter((one) => !['_', 'OLDPWD', 'SHLVL'].includes(one))
    .sort();
}

function limitOf(pid: number, what: string): string | undefined {
  const line = readFileSync(`/proc/${String(pid)}/limits`, 'latin1')
    .split('\n')
    .find((one) => one.startsWith(what));
  return line?.slice(what.length).trim().split(/\s+/u)[1];
}

/** Sockets of a process by which somebody could reach it or be reached: all that have an address. */
function portsOf(pid: number): string[] {
  const own = new Set(
    readdirSync(`/proc/${String(pid)}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/u.exec(readlinkSync(`/proc/${String(pid)}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return []; // closed meanwhile
      }
    }),
  );
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) =>
    readFileSync(`/proc/${String(pid)}/net/${kind}`, 'latin1')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/u))
      .filter((fields) => own.has(fields[9] ?? ''))
      .map((fields) => `${kind} ${fields[1] ?? ''}`),
  );
}

function commandOf(pid: number): string {
  return readFileSync(`/proc/${String(pid)}/cmdline`, 'latin1').replaceAll('\0', ' ');
}

function childrenWith(text: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        const parent = readFileSync(`/proc/${String(pid)}/stat`, 'latin1')
          .split(') ')
          .at(-1)
          ?.split(' ')[1];
        return Number(parent) === process.pid && commandOf(pid).includes(text);
      } catch {
        return false;
      }
    });
}
