/**
 * @file Hostile code in the page: whatever it tries, it reaches the contract's methods and nothing else. Nobody is asked, nothing is loaded, run,
 * opened, saved or sent, and no path of its choosing is read or written.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { allMethods, engineMethods, maxMessageBytes } from '../../src/shared/contract.ts';
import { launch, root, temporaryFolder, type Running } from './support/app.ts';

const home = temporaryFolder();
const arrived: string[] = [];
let server: Server;
let outside: string;
let run: Running;
let page: Page;

test.beforeAll(async () => {
  server = createServer((request, response) => {
    arrived.push(request.url ?? '');
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end('fetched');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  outside = `http://127.0.0.1:${String(typeof address === 'object' ? (address?.port ?? 0) : 0)}`;
  const downloads = path.join(home, 'Downloads');
  mkdirSync(downloads);
  run = await launch({ env: { HOME: home, XDG_DOWNLOAD_DIR: downloads } });
  page = await run.page();
  await expect(page.locator('#app > *').first()).toBeVisible();
});

test.afterEach(async () => {
  expect(page.url()).toBe('lightproof://app/');
  // One that was just thrown away takes a moment to go.
  await expect
    .poll(() => run.app.evaluate(({ webContents }) => webContents.getAllWebContents().length))
    .toBe(1);
  expect(arrived).toEqual([]);
});

test.afterAll(async () => {
  await run.end();
  server.close();
  rmSync(home, { recursive: true, force: true });
});

test('no script, style or picture from anywhere but the app itself, and no text becomes code', async () => {
  const { violated, ran } = await page.evaluate(async (from) => {
    const violated = new Set<string>();
    document.addEventListener('securitypolicyviolation', (event) => violated.add(event.effectiveDirective));
    const ran: string[] = [];
    Reflect.set(window, 'ran', ran);
    const add = (tag: string, fields: object): void => {
      document.body.append(Object.assign(document.createElement(tag), fields));
    };
    const attempt = (what: string, work: () => unknown): void => {
      try {
        work();
        ran.push(what);
      } catch {
        // refused
      }
    };
    // While the tool of the test runs its own code, the page's policy is lifted.
    await new Promise((resolve) => setTimeout(resolve, 50));
    attempt('inline script', () => add('script', { textContent: "ran.push('inline')" }));
    attempt('script from outside', () => add('script', { src: `${from}/script.js` }));
    attempt('script from a blob', () =>
      add('script', { src: URL.createObjectURL(new Blob(["ran.push('blob')"])) }),
    );
    attempt('eval', () => Reflect.apply(Reflect.get(window, 'eval') as () => void, window, ['1 + 1']));
    attempt('timer of text', () => Reflect.apply(setTimeout, window, ["ran.push('timer')", 0]));
    attempt('markup', () => (document.body.innerHTML = '<img src=x onerror="ran.push(1)">'));
    const write: unknown = Reflect.get(document, 'write');
    attempt('markup, written', () => {
      if (typeof write === 'function') Reflect.apply(write, document, ['<script>ran.push(2)</script>']);
    });
    attempt('a policy of its own', () =>
      (
        window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } }
      ).trustedTypes.createPolicy('mine', {}),
    );
    const quietly = (work: () => unknown): void => {
      try {
        work();
      } catch {
        // refused at once
      }
    };
    quietly(() => add('link', { rel: 'stylesheet', href: `${from}/style.css` }));
    quietly(() => add('style', { textContent: 'body { outline: 7px solid red }' }));
    quietly(() => add('img', { src: `${from}/picture.png` }));
    quietly(() => add('iframe', { src: `${from}/frame.html` }));
    quietly(() => add('object', { data: `${from}/object` }));
    quietly(() => add('embed', { src: `${from}/embed` }));
    quietly(() => add('video', { src: `${from}/film.mp4` }));
    quietly(() => add('link', { rel: 'prefetch', href: `${from}/prefetch` }));
    quietly(() => add('link', { rel: 'preconnect', href: from }));
    quietly(() => add('base', { href: from }));
    quietly(() => add('webview', { src: `${from}/webview` }));
    quietly(() => new Worker(URL.createObjectURL(new Blob(['fetch("/")']))));
    quietly(() => new WebSocket(from.replace('http', 'ws')));
    quietly(() => new EventSource(`${from}/events`));
    quietly(() => navigator.sendBeacon(`${from}/beacon`, 'x'));
    quietly(() => fetch(`${from}/fetch`, { mode: 'no-cors' }).catch(() => undefined));
    quietly(() => {
      const form = document.createElement('form');
      Object.assign(form, { action: `${from}/form`, method: 'post' });
      document.body.append(form);
      form.submit();
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const outline = getComputedStyle(document.body).outlineWidth;
    return {
      violated: [...violated].sort(),
      ran: [...ran.filter((what) => !what.includes('script')), ...(outline === '7px' ? ['style'] : [])],
    };
  }, outside);
  expect(ran).toEqual([]);
  for (const directive of [
    'require-trusted-types-for',
    'style-src-elem',
    'img-src',
    'connect-src',
    'frame-src',
    'media-src',
    'form-action',
  ])
    expect(violated, directive).toContain(directive);
});

test('it goes nowhere, opens nothing and saves nothing', async () => {
  writeFileSync(path.join(home, 'page.html'), '<title>elsewhere</title>');
  for (const address of [
    outside,
    `file://${home}/page.html`,
    'data:text/html,x',
    'lightproof://other/',
    'vault-media://original/0',
    'devtools://devtools/bundled/inspector.html',
    'chrome://version',
  ])
    await page.evaluate((to) => {
      const click = (fields: object): void => {
        const link = Object.assign(document.createElement('a'), fields);
        document.body.append(link);
        link.click();
      };
      const quietly = (work: () => unknown): void => {
        try {
          work();
        } catch {
          // refused at once
        }
      };
      quietly(() => window.open(to));
      quietly(() => window.open(to, '_blank', 'noopener'));
      quietly(() => click({ href: to, target: '_blank' }));
      quietly(() => click({ href: to, download: 'saved.txt' }));
      quietly(() => (location.href = to));
    }, address);
  await page.evaluate(() => {
    const link = document.createElement('a');
    Object.assign(link, { href: URL.createObjectURL(new Blob(['stolen'])), download: 'stolen.txt' });
    document.body.append(link);
    link.click();
  });
  await page.waitForTimeout(500);
  const saved = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /saved|stolen/u.test(name),
  );
  expect(saved).toEqual([]);
});

test('no permission is given, and nobody is asked for one', async () => {
  const given = await page.evaluate(async () => {
    const names = [
      'geolocation',
      'camera',
      'microphone',
      'notifications',
      'midi',
      'clipboard-read',
      'clipboard-write',
      'background-sync',
      'persistent-storage',
      'screen-wake-lock',
      'idle-detection',
      'local-fonts',
      'window-management',
      'storage-access',
      'display-capture',
    ];
    const answers = await Promise.all(
      names.map(async (name) =>
        navigator.permissions.query({ name: name as PermissionName }).then(
          ({ state }) => (state === 'granted' ? name : ''),
          () => '',
        ),
      ),
    );
    const got = async (what: string, work: () => Promise<unknown>): Promise<string> => {
      try {
        const result = await Promise.race([
          work(),
          new Promise((_resolve, reject) => setTimeout(reject, 1000)),
        ]);
        return result === false || (Array.isArray(result) && result.length === 0) ? '' : what;
      } catch {
        return '';
      }
    };
    const of = (
      name: string,
    ): { requestDevice(filters: object): Promise<unknown>; requestPort(): Promise<unknown> } =>
      Reflect.get(navigator, name) as never;
    const attempts = await Promise.all([
      got('camera', () => navigator.mediaDevices.getUserMedia({ video: true, audio: true })),
      got('screen', () => navigator.mediaDevices.getDisplayMedia()),
      got(
        'place',
        () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      ),
      got('MIDI', () => navigator.requestMIDIAccess()),
      got('USB', () => of('usb').requestDevice({ filters: [] })),
      got('HID', () => of('hid').requestDevice({ filters: [] })),
      got('Bluetooth', () => of('bluetooth').requestDevice({ acceptAllDevices: true })),
      got('serial', () => of('serial').requestPort()),
      got('reading the clipboard', () => navigator.clipboard.readText()),
      got('fonts', () => (Reflect.get(window, 'queryLocalFonts') as () => Promise<unknown>)()),
      got('a file', () => (Reflect.get(window, 'showSaveFilePicker') as () => Promise<unknown>)()),
      got('service worker', () => navigator.serviceWorker.register('/worker.js')),
    ]);
    return [...answers, ...attempts].filter((what) => what !== '');
  });
  expect(given).toEqual([]);
});

test('messages of another shape, of no method, and without end are refused', async () => {
  const codes = await page.evaluate(async (most) => {
    const answer = async (...call: unknown[]): Promise<string> => {
      const result = (await Reflect.apply(
        Reflect.get(window.lightproof, 'call') as () => unknown,
        null,
        call,
      )) as {
        ok: boolean;
        error?: { code: string };
      };
      return result.ok ? 'done' : (result.error?.code ?? '');
    };
    let deep: unknown = {};
    for (let level = 0; level < 100; level += 1) deep = { deep };
    return [
      await answer('1', 'shell.state', {}),
      await answer(1.5, 'shell.state', {}),
      await answer(Number.NaN, 'shell.state', {}),
      await answer(900_001, 7, {}),
      await answer(900_002, 'shell.state', null),
      await answer(900_003, 'shell.state', { more: 1 }),
      await answer(900_004, 'shell.state', deep),
      await answer(900_005, 'shell.state', new Map()),
      await answer(900_006, 'shell.state', () => 1),
      await answer(900_007, '__proto__', {}),
      await answer(900_008, 'constructor', {}),
      await answer(900_009, 'shell.state\0', {}),
      await answer(900_010, 'import.originalPath', { check: '0'.repeat(32), index: 0 }),
      await answer(900_011, 'album.create', { name: 'x'.repeat(most + 1) }),
      await answer(),
    ];
  }, maxMessageBytes);
  expect(codes).toEqual([
    'input-invalid',
    'input-invalid',
    'input-invalid',
    'method-unknown',
    'input-invalid',
    'input-invalid',
    'input-invalid',
    'input-invalid',
    'input-invalid',
    'method-unknown',
    'method-unknown',
    'method-unknown',
    'method-unknown',
    'too-large',
    'input-invalid',
  ]);
});

test('it has the four functions of the contract and no path of its choosing is read or written', async () => {
  const target = path.join(home, 'chosen by the page');
  mkdirSync(target);
  const withPaths = Object.entries(engineMethods).flatMap(([method, shape]) =>
    'paths' in shape ? [[method, shape.paths as readonly string[]] as const] : [],
  );
  expect(withPaths.length).toBeGreaterThan(10);
  const done = await page.evaluate(
    async ([methods, chosen]) => {
      const done: string[] = [];
      const places = [
        chosen,
        `${chosen}/x`,
        '/etc/passwd',
        `file://${chosen}`,
        '../../../../etc/passwd',
        '',
        'place:0',
      ];
      let call = 800_000;
      for (const [method, fields] of methods)
        for (const place of places)
          for (const value of [place, [place], { place }, { path: place }]) {
            const secret = { kind: 'recovery', words: 'x' };
            const selection = { of: 'all' };
            const input = {
              name: 'x',
              secret,
              selection,
              dryRun: true,
              label: 'x',
              passphrase: new Uint8Array(3),
              next: new Uint8Array(3),
              current: null,
            };
            for (const field of fields) Reflect.set(input, field, value);
            call += 1;
            const result = (await window.lightproof.call(call, method, input)) as {
              ok: boolean;
              error?: { code: string; params: object };
            };
            if (result.ok || !['input-invalid', 'method-unknown'].includes(result.error?.code ?? ''))
              done.push(`${method} ${JSON.stringify(value)}: ${JSON.stringify(result)}`);
          }
      for (const method of ['shell.reveal', 'shell.forgetRecent']) {
        call += 1;
        const result = (await window.lightproof.call(call, method, { place: chosen })) as { ok: boolean };
        if (result.ok && method === 'shell.reveal') done.push(method);
      }
      return done;
    },
    [withPaths, target] as const,
  );
  expect(done).toEqual([]);
  expect(readdirSync(target)).toEqual([]);

  const reach = await page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    let made = 'refused';
    try {
      const functions = window.lightproof.call.constructor as new (code: string) => () => string;
      made = new functions('return typeof process')();
    } catch {
      // the policy
    }
    const node = ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'];
    return {
      bridge: Object.keys(window.lightproof).sort(),
      node: node.filter((name) => name in window),
      made,
    };
  });
  expect(reach).toEqual({ bridge: ['call', 'cancel', 'listen', 'placesOfDrop'], node: [], made: 'refused' });
  expect(Object.keys(allMethods).length).toBeGreaterThan(50);
});

test('a page that goes to a blank one is thrown away, and a fresh one takes its place', async () => {
  const next = run.pageAfter(page);
  await page.evaluate(() => (location.href = 'about:blank')).catch(() => undefined);
  page = await next;
  await expect(page.locator('#app > *').first()).toBeVisible();
  await expect
    .poll(() => run.app.evaluate(({ webContents }) => webContents.getAllWebContents().length))
    .toBe(1);
});

test('a frame or a window that is not the page is not answered', async () => {
  const inFrame = await page.evaluate(async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    await new Promise((resolve) => setTimeout(resolve, 200));
    return typeof Reflect.get(frame.contentWindow ?? {}, 'lightproof');
  });
  expect(inFrame).toBe('undefined');
  const answer = await run.app.evaluate(
    async ({ BrowserWindow }, preload) => {
      const other = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, contextIsolation: true },
      });
      await other.loadURL('about:blank');
      const said: unknown = await other.webContents.executeJavaScript(
        'window.lightproof.call(1, "shell.state", {})',
      );
      other.destroy();
      return said;
    },
    path.join(root, 'out/preload/index.cjs'),
  );
  expect(answer).toEqual({ ok: false, error: { code: 'input-invalid', params: { field: 'sender' } } });
});
