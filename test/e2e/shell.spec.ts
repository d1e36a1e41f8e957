/** @file The shell in the real window: what a page can and cannot do, photos on their way to it, and what lock, kill and quit leave behind. */
import { createSocket } from 'node:dgram';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import sharp from 'sharp';
import type { MethodName, Output } from '../../src/shared/contract.ts';
import { childrenOf, isRunning } from '../support/processes.ts';
import { launch, type Running } from './support/app.ts';
import { appForEach } from './support/fresh.ts';

/** The contract's Result with both fields readable: a test that expects one and gets the other fails on it. */
interface Answer<M extends MethodName> {
  ok: boolean;
  value: Output<M>;
  error?: { code: string };
}

const passphrase = 'correct horse battery staple';
let running: Running;
let folder: string;
let calls = 1_000_000;

appForEach((given, home) => {
  running = given;
  folder = home;
});

/** Asks as the page does; the passphrase is put in as bytes inside the page. */
async function ask<M extends MethodName>(page: Page, method: M, input: object = {}): Promise<Answer<M>> {
  calls += 1;
  return page.evaluate(
    async ([call, name, text]) => {
      const value: unknown = JSON.parse(text, (key, field: unknown) =>
        key === 'passphrase' ? new TextEncoder().encode(String(field)) : field,
      );
      return (await window.lightproof.call(call, name, value)) as Answer<M>;
    },
    [calls, method, JSON.stringify(input)] as const,
  );
}

async function loaded(page: Page): Promise<Page> {
  await page.waitForLoadState();
  await expect(page.locator('#app > *').first()).toBeVisible();
  return page;
}

/** The native folder dialog cannot be driven: it answers with this folder. */
async function choose(page: Page, purpose: 'vault-parent'): Promise<string> {
  await running.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen], bookmarks: [] });
  }, folder);
  return (await ask(page, 'shell.chooseFolder', { purpose })).value?.place ?? '';
}

async function createVault(page: Page): Promise<void> {
  const place = await choose(page, 'vault-parent');
  const made = await ask(page, 'vault.create', { folder: place, name: 'Shell', passphrase });
  expect(made.ok).toBe(true);
}

function engines(): number[] {
  return childrenOf(running.app.process().pid ?? 0, 'engine.js');
}

async function clickMenu(accelerator: string): Promise<boolean> {
  return running.app.evaluate(({ Menu }, wanted) => {
    const all = (menu: Electron.Menu): Electron.MenuItem[] =>
      menu.items.flatMap((item) => [item, ...(item.submenu ? all(item.submenu) : [])]);
    const menu = Menu.getApplicationMenu();
    const item = menu === null ? undefined : all(menu).find((each) => each.accelerator === wanted);
    if (item?.enabled !== true) return false;
    Reflect.apply(item.click, item, []);
    return true;
  }, accelerator);
}

/** Imports a picture of about `side`² random pixels and gives its id. */
async function importPicture(page: Page, side: number): Promise<string> {
  const file = path.join(folder, `noise-${side}.png`);
  await sharp({
    create: {
      width: side,
      height: side,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .png({ compressionLevel: 1 })
    .toFile(file);
  await page.evaluate(() => {
    document.querySelector('#test-files')?.remove();
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'test-files';
    document.body.append(input);
  });
  await page.locator('#test-files').setInputFiles(file);
  const sources = await page.evaluate(async () => {
    const files = document.querySelector<HTMLInputElement>('#test-files')?.files ?? [];
    return window.lightproof.placesOfDrop([
      ...files,
      new File(['x'], '/etc/passwd'),
      { path: '/etc' },
      '/etc',
    ]);
  });
  expect(sources.map((source) => source.path)).toEqual([file]);
  const scan = await ask(page, 'import.scan', { sources: sources.map((source) => source.place) });
  const start = await ask(page, 'import.start', { scan: scan.value.scan, album: null });
  await expect
    .poll(async () => (await ask(page, 'import.list')).value[0]?.state, { timeout: 60_000 })
    .toBe('done');
  const items = await ask(page, 'import.items', {
    import: start.value.import,
    result: null,
    offset: 0,
    limit: 1,
  });
  return items.value.items[0]?.photo ?? '';
}

test('a page has four functions, its policy, and no way out', async () => {
  const page = await loaded(await running.page());
  expect(running.complaints).toEqual([]);
  expect(
    await page.evaluate(() => [
      Object.keys(window.lightproof).sort(),
      typeof globalThis.process,
      location.href,
    ]),
  ).toEqual([['call', 'cancel', 'listen', 'placesOfDrop'], 'undefined', 'lightproof://app/']);
  const served = await running.app.evaluate(async ({ webContents }) => {
    const [contents] = webContents.getAllWebContents();
    const response = await contents?.session.fetch('lightproof://app/');
    return response?.headers.get('content-security-policy') ?? '';
  });
  expect(served).toContain("default-src 'none'");

  // Nothing of a page is kept, and nothing of it is looked up in a dictionary.
  const kept = await running.app.evaluate(async ({ webContents }) => {
    const [contents] = webContents.getAllWebContents();
    if (contents === undefined) return {};
    const { session } = contents;
    return {
      persistent: session.isPersistent(),
      place: session.getStoragePath(),
      cached: await session.getCacheSize(),
      spelling: session.isSpellCheckerEnabled(),
      cookies: (await session.cookies.get({})).length,
    };
  });
  expect(kept).toEqual({ persistent: false, place: null, cached: 0, spelling: false, cookies: 0 });

  const preferences = await running.app.evaluate(({ webContents }) => {
    const [contents] = webContents.getAllWebContents();
    // Not in the types, but how Electron itself tells what a page runs with.
    const { sandbox, contextIsolation, nodeIntegration, webviewTag } = (
      contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
    ).getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration, webviewTag };
  });
  expect(preferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
  });

  const refused = await page.evaluate(async () => {
    const outcome = (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'allowed',
        () => 'refused',
      );
    return {
      fetch: await outcome(fetch('https://example.com/')),
      local: await outcome(fetch('http://127.0.0.1:1/')),
      file: await outcome(fetch('file:///etc/passwd')),
      vault: await outcome(fetch(`vault-media://original/${'0'.repeat(32)}`)),
      clipboard: await outcome(navigator.clipboard.readText()),
      camera: await outcome(navigator.mediaDevices.getUserMedia({ video: true })),
      notifications: Notification.permission,
      place: (await navigator.permissions.query({ name: 'geolocation' })).state,
      window: window.open('https://example.com/') === null ? 'refused' : 'allowed',
      evaluation: await outcome(
        new Promise((resolve) => {
          resolve(Reflect.construct(Function, ['return 1']));
        }),
      ),
    };
  });
  expect(refused).toEqual({
    fetch: 'refused',
    local: 'refused',
    file: 'refused',
    vault: 'refused',
    clipboard: 'refused',
    camera: 'refused',
    notifications: 'denied',
    place: 'denied',
    window: 'refused',
    evaluation: 'refused',
  });
  // From the privileged side too: the session itself has no network.
  const fromSession = await running.app.evaluate(async ({ webContents }) =>
    webContents
      .getAllWebContents()[0]
      ?.session.fetch('https://example.com/')
      .then(() => 'allowed')
      .catch(() => 'refused'),
  );
  expect(fromSession).toBe('refused');
  await page.evaluate(() => (location.href = 'https://example.com/'));
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(page.url()).toBe('lightproof://app/');
});

test('WebRTC reaches nobody, over UDP or TCP', async () => {
  const page = await loaded(await running.page());
  const arrived: string[] = [];
  const udp = createSocket('udp4').on('message', () => arrived.push('udp'));
  const tcp = createServer((socket) => {
    arrived.push('tcp');
    socket.destroy();
  });
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const tcpAddress = tcp.address();
  const ports = [udp.address().port, typeof tcpAddress === 'object' ? (tcpAddress?.port ?? 0) : 0] as const;
  await page.evaluate(async ([udpPort, tcpPort]) => {
    const peer = new RTCPeerConnection({
      iceServers: [
        { urls: `stun:127.0.0.1:${udpPort}` },
        { urls: `turn:127.0.0.1:${tcpPort}?transport=tcp`, username: 'a', credential: 'b' },
      ],
    });
    peer.createDataChannel('x');
    await peer.setLocalDescription(await peer.createOffer());
    await new Promise((resolve) => setTimeout(resolve, 2500));
  }, ports);
  udp.close();
  tcp.close();
  expect(arrived).toEqual([]);
});

test('the page names no path and asks nothing it may not', async () => {
  const page = await loaded(await running.page());
  const codes = async (method: MethodName, input: object): Promise<string | undefined> =>
    (await ask(page, method, input)).error?.code;
  expect(await codes('vault.inspect', { vault: '/etc' })).toBe('input-invalid');
  expect(await codes('import.scan', { sources: ['/etc'] })).toBe('input-invalid');
  expect(await codes('nope' as MethodName, {})).toBe('method-unknown');
  expect(await codes('library.index', {})).toBe('not-unlocked');
  expect(await codes('shell.changeSettings', { theme: 'dark', idleMinutes: 1000 })).toBe('input-invalid');
  const { home } = (await ask(page, 'shell.state')).value;
  // Given out to make a vault in, not to open one.
  expect(await codes('vault.inspect', { vault: home.place })).toBe('input-invalid');
});

test('photos come whole and in part, and a stream nobody reads is let go', async () => {
  const page = await loaded(await running.page());
  await createVault(page);
  const photo = await importPicture(page, 2400);
  const original = `vault-media://original/${photo}`;
  const show = (address: string): Promise<string> =>
    page.evaluate(async (src) => {
      const image = new Image();
      const shown = new Promise<string>((resolve) => {
        image.onload = () => resolve(`${image.naturalWidth} × ${image.naturalHeight}`);
        image.onerror = () => resolve('nothing');
      });
      image.src = src;
      return shown;
    }, address);
  expect(await show(`${original}?v=1`)).toBe('2400 × 2400');
  expect(await show(`vault-media://thumb/${photo}?v=1`)).toMatch(/^\d+ × \d+$/u);
  expect(await show(`vault-media://thumb/${'0'.repeat(32)}`)).toBe('nothing');

  const answers = await running.app.evaluate(
    async ({ webContents }, [address, ...ranges]) => {
      const [contents] = webContents.getAllWebContents();
      const get = async (range: string): Promise<(string | number | null)[]> => {
        const response = await contents?.session.fetch(address ?? '', {
          headers: range === '' ? {} : { Range: range },
        });
        if (response === undefined) return [];
        const bytes = Buffer.from(await response.arrayBuffer());
        const { createHash } = process.getBuiltinModule('node:crypto');
        const digest = createHash('sha256').update(bytes).digest('hex');
        return [response.status, response.headers.get('content-range'), digest];
      };
      return Promise.all(ranges.map(get));
    },
    [original, '', 'bytes=1000000-1099999', 'bytes=-5', 'bytes=999999999-'],
  );
  const file = readFileSync(path.join(folder, 'noise-2400.png'));
  const { createHash } = await import('node:crypto');
  const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
  const size = file.byteLength;
  expect(answers).toEqual([
    [200, null, digest(file)],
    [206, `bytes 1000000-1099999/${size}`, digest(file.subarray(1_000_000, 1_100_000))],
    [206, `bytes ${size - 5}-${size - 1}/${size}`, digest(file.subarray(-5))],
    [416, `bytes */${size}`, digest(Buffer.alloc(0))],
  ]);

  // Many pictures are asked for and given up at once: the next one comes all the same.
  await page.evaluate(async (address) => {
    for (let number = 0; number < 60; number += 1) {
      const image = new Image();
      image.src = `${address}?v=${100 + number}`;
      await new Promise((resolve) => setTimeout(resolve, 5));
      image.src = '';
    }
  }, original);
  expect(await show(`vault-media://thumb/${photo}?v=2`)).toMatch(/^\d+ × \d+$/u);
});

test('lock ends the engine and the page, and the vault opens again in fresh ones', async () => {
  const page = await loaded(await running.page());
  expect(await clickMenu('CmdOrCtrl+L')).toBe(false); // nothing to lock yet
  await createVault(page);
  const [engine] = engines();
  const pageProcess = await running.app.evaluate(
    ({ webContents }) => webContents.getAllWebContents()[0]?.getOSProcessId() ?? 0,
  );

  expect(await clickMenu('CmdOrCtrl+L')).toBe(true);
  const fresh = await loaded(await running.pageAfter(page));
  await expect.poll(() => isRunning(engine ?? 0)).toBe(false);
  await expect.poll(() => isRunning(pageProcess)).toBe(false);
  const state = (await ask(fresh, 'shell.state')).value;
  expect(state).toMatchObject({
    locked: 'hand',
    recents: [{ name: 'Shell', exists: true, place: state.last }],
  });
  expect((await ask(fresh, 'library.index')).error?.code).toBe('not-unlocked');

  const secret = { kind: 'passphrase', passphrase: 'wrong' };
  expect((await ask(fresh, 'vault.unlock', { vault: state.last, secret })).error?.code).toBe('secret-wrong');
  const right = { kind: 'passphrase', passphrase };
  expect((await ask(fresh, 'vault.unlock', { vault: state.last, secret: right })).ok).toBe(true);

  // The computer goes to sleep.
  await running.app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
  const woken = await loaded(await running.pageAfter(fresh));
  expect((await ask(woken, 'shell.state')).value).toMatchObject({ locked: 'sleep' });
  expect(running.complaints).toEqual([]);
});

test('an engine killed from outside is said, and what was asked of it is answered', async () => {
  const page = await loaded(await running.page());
  await createVault(page);
  const [engine] = engines();
  process.kill(engine ?? 0, 'SIGKILL');
  const fresh = await loaded(await running.pageAfter(page));
  const state = (await ask(fresh, 'shell.state')).value;
  expect(state.locked).toBe('engine-gone');
  const secret = { kind: 'passphrase', passphrase };
  expect((await ask(fresh, 'vault.unlock', { vault: state.last, secret })).ok).toBe(true);
});

test('the engine holds nothing of Chromium', async () => {
  test.skip(process.platform !== 'linux', 'read from /proc');
  await loaded(await running.page());
  const holds = (fd: string): string => {
    try {
      return readlinkSync(`/proc/${engines()[0] ?? 0}/fd/${fd}`);
    } catch {
      return ''; // closed meanwhile
    }
  };
  // Its output and its two pipes are sockets; every other one would be an end of something of Chromium's.
  const seen = (): string[] =>
    readdirSync(`/proc/${engines()[0] ?? 0}/fd`)
      .filter((fd) => Number(fd) > 4)
      .map(holds)
      .filter((what) => /socket|shm|electron|chrom/iu.test(what));
  await expect.poll(seen).toEqual([]);
});

test('a page that falls takes the vault with it', async () => {
  const page = await loaded(await running.page());
  await createVault(page);
  const [engine] = engines();
  await running.app.evaluate(({ webContents }) => {
    process.kill(webContents.getAllWebContents()[0]?.getOSProcessId() ?? 0, 'SIGKILL');
  });
  const fresh = await loaded(await running.pageAfter(page));
  expect((await ask(fresh, 'shell.state')).value).toMatchObject({ locked: 'engine-gone' });
  await expect.poll(() => isRunning(engine ?? 0)).toBe(false);
});

test('closing the window locks, and leaves nothing behind but the settings and what was seen of the vault', async () => {
  const page = await loaded(await running.page());
  await createVault(page);
  await importPicture(page, 320);
  const [engine] = engines();
  const closed = running.app.waitForEvent('close');
  await running.app.evaluate(({ BaseWindow }) => BaseWindow.getAllWindows()[0]?.close());
  await closed;
  expect(isRunning(engine ?? 0)).toBe(false);
  expect(readdirSync(running.userData).sort()).toEqual(['settings.json', 'vaults-seen']);
  const settings = readFileSync(path.join(running.userData, 'settings.json'), 'utf8');
  expect(settings).toContain('Shell.lightproof');
  expect(settings).not.toContain('noise-320');

  // docs/format.md §8: one small file a vault, of numbers and digests; and the public key of its drop box.
  const memory = path.join(running.userData, 'vaults-seen');
  const names = readdirSync(memory).sort();
  const name = names.find((one) => one.endsWith('.json')) ?? '';
  expect(name).toMatch(/^[0-9a-f]{32}\.json$/u);
  expect(names.filter((one) => one !== name && one !== name.replace('.json', '.key'))).toEqual([]);
  expect(statSync(memory).mode & 0o77).toBe(0);
  const remembered = readFileSync(path.join(memory, name), 'utf8');
  const { seen, ...rest } = JSON.parse(remembered) as { seen: object };
  expect(rest).toEqual({ vault: name.slice(0, -'.json'.length), failures: null });
  expect(Object.keys(seen).sort()).toEqual([
    'catalogue',
    'changed',
    'header',
    'logHead',
    'logLength',
    'root',
  ]);
  for (const word of ['noise', 'Shell', passphrase, folder]) expect(remembered).not.toContain(word);
});

test('the app killed leaves no engine running', async () => {
  const page = await loaded(await running.page());
  await createVault(page);
  const [engine] = engines();
  const closed = running.app.waitForEvent('close');
  running.app.process().kill('SIGKILL');
  await closed;
  await expect.poll(() => isRunning(engine ?? 0), { timeout: 10_000 }).toBe(false);
});

test('the recovery kit is saved as PDF where the dialog says', async () => {
  const page = await loaded(await running.page());
  const file = path.join(folder, 'kit.pdf');
  await running.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  expect((await ask(page, 'shell.saveKit')).value).toEqual({ saved: file });
  expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
  await running.app.evaluate(
    ({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    },
    path.join(folder, 'nowhere', 'kit.pdf'),
  );
  expect((await ask(page, 'shell.saveKit')).error?.code).toBe('disk-failed');
});

test('a second start brings the first window to the front', async () => {
  await loaded(await running.page());
  await running.app.evaluate(({ BaseWindow }) => BaseWindow.getAllWindows()[0]?.hide());
  await expect(launch({ userData: running.userData })).rejects.toThrow();
  await expect
    .poll(() => running.app.evaluate(({ BaseWindow }) => BaseWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true);
});
