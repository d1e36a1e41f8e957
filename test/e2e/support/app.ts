/** @file Starts the real app for a test, with a user folder of its own, and notes everything a page complains about. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
// Only for its declaration of window.lightproof.
import type {} from '../../../src/renderer/lib/api.ts';
import { _electron, type ElectronApplication, type Page } from 'playwright';

export const root = path.join(import.meta.dirname, '../../..');
/** Where the set-up puts the runtime when the current one cannot be had. */
export const fallback = path.join(root, 'node_modules/.cache/electron-runtime/33.2.1-1/electron');

export interface Running {
  readonly app: ElectronApplication;
  /** What the app remembers between runs lies here; removed by `end`. */
  readonly userData: string;
  /** Console errors and warnings, uncaught errors, refused content, and requests to anywhere else, of every page there was. */
  readonly complaints: readonly string[];
  /** The page shown now: after a lock it is another one. */
  page(): Promise<Page>;
  /** Waits for the page that takes the place of this one. */
  pageAfter(old: Page): Promise<Page>;
  /** Quits as a person would, and waits until it has. */
  quit(): Promise<void>;
  /** Quits if need be and clears up. */
  end(): Promise<void>;
}

export interface LaunchOptions {
  /** A user folder to go on with; a fresh one unless told. */
  readonly userData?: string;
  readonly colorScheme?: 'dark' | 'light';
  /** Put over the environment of the tests. */
  readonly env?: Readonly<Record<string, string>>;
  /** Put behind our own switches. */
  readonly switches?: readonly string[];
}

/** `npm test` names the runtime and whether it can have Chromium's sandbox (scripts/setup/launch.mjs). */
export async function launch({
  userData = temporaryFolder(),
  colorScheme,
  env = {},
  switches = [],
}: LaunchOptions = {}): Promise<Running> {
  const executablePath = process.env['ELECTRON_EXEC_PATH'] ?? fallback;
  const unsandboxed = process.env['LIGHTPROOF_NO_SANDBOX'] ?? (process.getuid?.() === 0 ? '1' : '');
  const app = await _electron.launch({
    executablePath,
    args: [
      ...(unsandboxed === '' ? [] : ['--no-sandbox']),
      // Dates and numbers look the same wherever the tests run.
      '--lang=en-US',
      `--user-data-dir=${userData}`,
      ...switches,
      path.join(import.meta.dirname, 'main.mjs'),
    ],
    cwd: root,
    env: { ...present(process.env), ...env },
    ...(colorScheme === undefined ? {} : { colorScheme }),
  });
  const complaints: string[] = [];
  const watch = (page: Page): void => {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()))
        complaints.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
    page.on('request', (request) => {
      if (!/^(?:lightproof|vault-media):/u.test(request.url())) complaints.push(`request: ${request.url()}`);
    });
  };
  for (const page of app.windows()) watch(page);
  app.on('window', watch);

  const closed = new Promise<void>((resolve) => app.on('close', () => resolve()));
  let open = true;
  void closed.then(() => (open = false));
  const quit = async (): Promise<void> => {
    if (open) await app.close();
    await closed;
  };
  return {
    app,
    userData,
    complaints,
    page: () => app.firstWindow(),
    pageAfter: async (old) => {
      const other = (): Page | undefined => app.windows().find((page) => page !== old && !page.isClosed());
      return other() ?? app.waitForEvent('window', { predicate: (page) => page !== old });
    },
    quit,
    end: async () => {
      await quit();
      rmSync(userData, { recursive: true, force: true });
    },
  };
}

function present(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'lightproof-test-'));
}
