/**
 * @file The app as it is given away: its fuses, what is in its archive, the switches it refuses; and that it works, for a person who types and looks, since
 * it lets no tool in. Linux.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from 'playwright/test';
import sharp from 'sharp';
import { createEngine } from '../../src/main/engine/engine.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { childrenOf, isRunning } from '../support/processes.ts';
import { packageApp } from '../../scripts/packaging/app.mjs';
import { fallback, root, temporaryFolder } from './support/app.ts';
import { familyOf } from './support/canary.ts';
import { Display, count, keys } from './support/x11.ts';

test.skip(process.platform !== 'linux', 'packaged for Linux');
test.describe.configure({ mode: 'serial' });

const passphrase = 'kestrel marrow quilt';
const before = [214, 40, 190] as const;
const after = [30, 190, 205] as const;
/** As `--accent` of the page's style. */
const accent = [244, 98, 47] as const;
const folder = temporaryFolder();
const home = path.join(folder, 'home');
const watched = path.join(home, 'Camera');
const program = path.join(folder, 'app', 'lightproof');
/** Chromium's sandbox refuses root, and the app refuses to go without: root starts it as nobody. */
const somebody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
/** A normal user's may need a helper that only root can make. */
const canStart = somebody.uid !== undefined || process.env['LIGHTPROOF_NO_SANDBOX'] === '';
const started: ChildProcess[] = [];

interface Ended {
  readonly status: number | null;
  readonly said: string;
}

function start(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const authority = path.join(home, '.Xauthority');
  const { DISPLAY } = process.env;
  const child = spawn(program, [`--user-data-dir=${path.join(home, 'data')}`, '--lang=en-US', ...args], {
    cwd: home,
    env: {
      PATH: '/usr/bin:/bin',
      HOME: home,
      XDG_RUNTIME_DIR: home,
      DISPLAY,
      XDG_SESSION_TYPE: 'x11',
      XAUTHORITY: authority,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...somebody,
  });
  started.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<Ended>((resolve) => child.on('close', (status) => resolve({ status, said })));
  return { child, ended };
}

/** Not compressed: long enough (1.6 MB) for the engine to leave its digest to a thread, with a file of its own in the package. */
async function plain(file: string, [r, g, b]: readonly [number, number, number]): Promise<void> {
  const picture = sharp({ create: { width: 900, height: 600, channels: 3, background: { r, g, b } } });
  writeFileSync(file, await picture.png({ compressionLevel: 0 }).toBuffer());
}

/** A vault with one picture that watches a folder. */
async function makeVault(): Promise<string> {
  const pictures = path.join(home, 'Pictures');
  for (const made of [pictures, watched]) mkdirSync(made);
  await plain(path.join(pictures, 'first.png'), before);
  const engine = createEngine({ decoderEntry: path.join(root, 'src/main/decoder/index.ts') });
  const made = await engine.call('vault.create', {
    folder: home,
    name: 'Family',
    passphrase: passphraseBytes(passphrase),
  });
  const scan = await engine.call('import.scan', { sources: [pictures] });
  if (!made.ok || !scan.ok) throw new Error('no vault to start with');
  await engine.call('import.start', { scan: scan.value.scan, album: null });
  await expect
    .poll(() => engine.call('import.list', {}), { timeout: 30_000 })
    .toMatchObject({ value: [{ state: 'done' }] });
  expect(await engine.call('watch.add', { folder: watched })).toMatchObject({ ok: true });
  await engine.close();
  return made.value.vault.path;
}

function giveAway(place: string): void {
  if (somebody.uid === undefined) return;
  chownSync(place, somebody.uid, somebody.gid);
  if (!lstatSync(place).isDirectory()) return;
  for (const name of readdirSync(place)) giveAway(path.join(place, name));
}

test.beforeAll(async () => {
  await packageApp(process.env['ELECTRON_EXEC_PATH'] ?? fallback, path.dirname(program));
  mkdirSync(path.join(home, 'data'), { recursive: true });
  const vault = await makeVault();
  const recents = [{ name: 'Family', path: vault, opened: '2026-01-01T00:00:00.000Z' }];
  const settings = { settings: { theme: 'dark', idleMinutes: 10 }, recents, bounds: null };
  writeFileSync(path.join(home, 'data', 'settings.json'), JSON.stringify(settings));
  const { XAUTHORITY } = process.env;
  writeFileSync(path.join(home, '.Xauthority'), XAUTHORITY === undefined ? '' : readFileSync(XAUTHORITY));
  giveAway(home);
  chmodSync(folder, 0o755);
  // As an installer does where normal users may not make namespaces.
  if (somebody.uid !== undefined) chmodSync(path.join(path.dirname(program), 'chrome-sandbox'), 0o4755);
});

test.afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

test('its fuses are flipped, and the archive holds window and page and nothing else', async () => {
  const wire = await getCurrentFuseWire(program);
  const on = (fuse: FuseV1Options): boolean => wire[fuse] === FuseState.ENABLE;
  expect({
    node: on(FuseV1Options.RunAsNode),
    options: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: on(FuseV1Options.EnableNodeCliInspectArguments),
    files: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
    cookies: on(FuseV1Options.EnableCookieEncryption),
    archive: on(FuseV1Options.OnlyLoadAppFromAsar),
    integrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
  }).toEqual({
    node: false,
    options: false,
    inspect: false,
    files: false,
    cookies: true,
    archive: true,
    integrity: true,
  });
  const resources = path.join(path.dirname(program), 'resources');
  expect(readdirSync(resources).sort()).toEqual(['app.asar', 'app.asar.unpacked', 'node']);
  const held = listPackage(path.join(resources, 'app.asar'), { isPack: false });
  expect(held).toContain('/out/main/index.js');
  expect(held.filter((name) => /engine\.js|decoder\.js|\.map$|\.ts$/u.test(name))).toEqual([]);
});

test('it starts, unlocks, imports what is new, shows it and locks, in Chromium’s sandbox; and meanwhile refuses every switch that opens it', async () => {
  if (!canStart) {
    test.info().annotations.push({ type: 'not started', description: 'no sandbox for this user here' });
    return;
  }
  test.setTimeout(240_000);
  const screen = await Display.open();
  const shown = async (colour: readonly [number, number, number]): Promise<boolean> =>
    count(await screen.look(), colour) > 500;
  const { child } = start([]);
  // Once the lock is drawn, its page has the keyboard. What a slow page has missed is typed anew, over what it has.
  await expect.poll(() => shown(accent), { timeout: 60_000 }).toBe(true);
  await expect(async () => {
    screen.press(keys.control, 'a'.codePointAt(0) ?? 0);
    screen.type(passphrase);
    screen.press(keys.enter);
    await expect.poll(() => shown(before), { timeout: 30_000 }).toBe(true);
  }).toPass({ timeout: 90_000 });
  await plain(path.join(watched, 'second.png'), after);
  giveAway(watched);

  expect(await refusals()).toEqual([]);

  await expect.poll(() => shown(after), { timeout: 60_000 }).toBe(true);
  const pid = child.pid ?? 0;
  expect(childrenOf(pid, 'engine.js')).toHaveLength(1);
  // The page is in Chromium's sandbox: its calls to the system are filtered.
  const pages = familyOf(pid).filter(({ kind }) => kind === 'renderer');
  expect(
    pages.map(
      (page) => /^Seccomp:\s*(\d)/mu.exec(readFileSync(`/proc/${String(page.pid)}/status`, 'utf8'))?.[1],
    ),
  ).toEqual(['2']);
  await expect(async () => {
    screen.press(keys.control, 'l'.codePointAt(0) ?? 0);
    await expect
      .poll(async () => [await shown(before), await shown(after), await shown(accent)], { timeout: 10_000 })
      .toEqual([false, false, true]);
  }).toPass({ timeout: 60_000 });
  screen.close();
  child.kill('SIGTERM');
  await expect.poll(() => isRunning(pid)).toBe(false);
});

/** What has started, or said something else than that it does not. */
async function refusals(): Promise<string[]> {
  const wrong: string[] = [];
  const switches = [
    '--remote-debugging-port=0',
    '--remote-debugging-pipe',
    '--inspect=0',
    '--inspect-brk=0',
    '--js-flags=--expose-gc',
    '--no-sandbox',
    '--disable-web-security',
    '--proxy-server=127.0.0.1:1',
    '--load-extension=/tmp',
    '--enable-logging',
    '--disable-dev-shm-usage',
    '--single-process',
  ];
  const waiting = [...switches];
  const tryThem = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { status, said } = await start([
        next,
        `--user-data-dir=${path.join(home, `data-${String(waiting.length)}`)}`,
      ]).ended;
      if (status !== 2 || !said.includes('does not start with') || /DevTools|Debugger/u.test(said))
        wrong.push(`${next}: ${String(status)} ${said}`);
    }
  };
  await Promise.all([tryThem(), tryThem()]);
  const evil = path.join(home, 'evil.cjs');
  writeFileSync(evil, "console.log('taken over')");
  for (const [args, env] of [
    [[evil], { ELECTRON_RUN_AS_NODE: '1' }],
    [['--inspect'], { NODE_OPTIONS: `--require ${evil}` }],
  ] as const) {
    // Without a screen: a second window would take the keyboard from the first.
    const { child, ended } = start([...args, `--user-data-dir=${path.join(home, 'data-evil')}`], {
      ...env,
      DISPLAY: '',
    });
    const late = setTimeout(() => child.kill('SIGKILL'), 1500);
    const { said } = await ended;
    clearTimeout(late);
    if (said.includes('taken over')) wrong.push(JSON.stringify(env));
  }
  return wrong;
}
