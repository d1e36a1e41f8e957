/** @file Where windows can be shown: the display there is, or a virtual one for tests and pictures; plain Node. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { SetupError } from './common.mjs';

/** @returns {boolean} whether a window could be shown to a person */
export function hasDisplay() {
  return (
    process.platform !== 'linux' || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY'])
  );
}

/**
 * Starts Xvfb on a display number that is free, 1600 × 1200 at 24 bit, open to its own cookie only.
 * @param {NodeJS.ProcessEnv} env environment of the programs that shall use it
 * @returns {Promise<{ env: NodeJS.ProcessEnv, stop: () => Promise<void> }>} env: the same with the display in it;
 *   stop: ends it; so does the `exit` event of this process, which a signal brings only to those who listen for it
 * @throws {SetupError} when it does not come up within 20 s
 */
export async function startVirtualDisplay(env) {
  const folder = mkdtempSync(path.join(tmpdir(), 'lightproof-display-'));
  const authority = path.join(folder, 'Xauthority');
  writeFileSync(authority, cookieForEveryDisplay(), { mode: 0o600 });
  // With -displayfd the server itself picks the number and tells it when it is ready: no race.
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-auth', authority, '-nolisten', 'tcp', '-noreset'],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise((resolve) => {
    server.on('close', resolve);
    server.on('error', resolve);
  });
  const kill = () => {
    server.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  process.on('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    kill();
    await ended;
  };

  /** @type {Promise<number>} */
  const ready = new Promise((resolve, reject) => {
    let complaint = '';
    let told = '';
    const late = setTimeout(() => {
      reject(new SetupError(`Xvfb did not come up within 20 s. ${complaint}`));
    }, 20_000);
    const settle = (/** @type {() => void} */ act) => {
      clearTimeout(late);
      act();
    };
    server.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (complaint += text));
    server.stdio[3]?.on('data', (/** @type {Buffer} */ text) => {
      told += text.toString();
      if (told.includes('\n')) {
        settle(() => {
          resolve(Number(told));
        });
      }
    });
    server.on('error', (error) => {
      settle(() => {
        reject(new SetupError(`Xvfb could not be started: ${error.message}`));
      });
    });
    server.on('exit', () => {
      settle(() => {
        reject(new SetupError(`Xvfb ended at once. ${complaint.trim()}`));
      });
    });
  });
  const number = await ready.catch(async (/** @type {unknown} */ error) => {
    await stop();
    throw error;
  });

  // Electron would prefer a Wayland session that happens to be there.
  const { WAYLAND_DISPLAY: _, ...others } = env;
  return { env: { ...others, DISPLAY: `:${number}`, XAUTHORITY: authority, XDG_SESSION_TYPE: 'x11' }, stop };
}

/** One Xauthority entry (FamilyWild, any address, any number), as Xau(3) lays it out. */
function cookieForEveryDisplay() {
  const field = (/** @type {Buffer} */ bytes) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  return Buffer.concat([
    Buffer.from([0xff, 0xff]),
    field(Buffer.alloc(0)),
    field(Buffer.alloc(0)),
    field(Buffer.from('MIT-MAGIC-COOKIE-1')),
    field(randomBytes(16)),
  ]);
}
