/**
 * @file The one window, and the page in it; Electron's main process. The window stays; the page is thrown away on lock, with its process
 * and the pictures in it, and a fresh one takes its place at once, first as plain background.
 */
import {
  app,
  BaseWindow,
  nativeTheme,
  screen,
  WebContentsView,
  type Session,
  type WebContents,
} from 'electron';
import type { WindowSize } from '../../shared/contract/viewing.ts';
import type { Bounds } from './settings.ts';
import { emptied } from './session.ts';

export interface WindowOptions {
  readonly session: () => Session;
  /** The preload script, absolute. */
  readonly preload: string;
  /** The page's address. */
  readonly url: string;
  readonly icon: string;
  readonly bounds: Bounds | null;
  /** Of everything in the page, per cent. */
  readonly textSize: () => number;
  /** The window is to be closed: the owner does so with `destroy`, when all is put away. */
  readonly onClose: () => void;
  readonly onFullScreen: (on: boolean) => void;
  /** Somebody is there. */
  readonly onTouch: () => void;
  /** The page's process ended by itself. */
  readonly onPageGone: () => void;
}

const size = { width: 1280, height: 800 };
const least = { minWidth: 900, minHeight: 600 };
/** As `--surface-0` of the page's style, so that nothing flashes before it is painted. */
const background = { dark: '#0c0c0d', light: '#ffffff' };
/** How long a page's process may take to end before it is killed, in milliseconds. */
const pageGraceMs = 1000;

export class MainWindow {
  readonly #options: WindowOptions;
  readonly #window: BaseWindow;
  #view: WebContentsView | undefined;

  constructor(options: WindowOptions) {
    this.#options = options;
    this.#window = new BaseWindow({
      title: 'Lightproof', // neutral: no name of a vault or photo where others can read it
      ...size,
      ...least,
      ...onScreen(options.bounds),
      icon: options.icon,
      backgroundColor: colour(),
      autoHideMenuBar: true,
      show: false,
    });
    if (options.bounds?.maximized === true) this.#window.maximize();
    // A development run is photographed for the documentation; a packaged app cannot be.
    if (app.isPackaged) this.#window.setContentProtection(true);
    this.#window.on('close', (event) => {
      event.preventDefault();
      options.onClose();
    });
    this.#window.on('enter-full-screen', () => options.onFullScreen(true));
    this.#window.on('leave-full-screen', () => options.onFullScreen(false));
    nativeTheme.on('updated', () => this.#paintBackground());
  }

  /** The window, as the parent of native dialogs. */
  get base(): BaseWindow {
    return this.#window;
  }

  /** The page that is shown now. */
  get page(): WebContents | undefined {
    return this.#view?.webContents;
  }

  get bounds(): Bounds {
    return { ...this.#window.getNormalBounds(), maximized: this.#window.isMaximized() };
  }

  /** No larger than the screen it is on, and wholly on that. */
  resize({ width, height, maximized }: WindowSize): void {
    if (this.#window.isFullScreen()) return;
    const { x, y } = this.#window.getNormalBounds();
    const { workArea: area } = screen.getDisplayMatching(this.#window.getNormalBounds());
    const [wide, high] = [Math.min(width, area.width), Math.min(height, area.height)];
    if (!maximized && this.#window.isMaximized()) this.#window.unmaximize();
    this.#window.setBounds({
      x: Math.max(area.x, Math.min(x, area.x + area.width - wide)),
      y: Math.max(area.y, Math.min(y, area.y + area.height - high)),
      width: wide,
      height: high,
    });
    if (maximized) this.#window.maximize();
  }

  /** Throws the page away, if there is one, and loads a fresh one. Resolves when that is loaded. */
  async renew(): Promise<void> {
    const old = this.#view;
    const view = this.#createView();
    this.#view = view;
    this.#window.setContentView(view);
    if (old !== undefined) void discard(old.webContents);
    await view.webContents.loadURL(this.#options.url);
    if (this.#view === view) view.webContents.focus();
  }

  show(): void {
    this.#window.show();
    this.page?.focus();
  }

  /** Brings the window to the front: the app was started a second time. */
  raise(): void {
    if (this.#window.isMinimized()) this.#window.restore();
    this.show();
  }

  /** Nothing is seen any more while the rest is put away: the page ends now, with the pictures in it. */
  hide(): void {
    this.#window.hide();
    this.page?.close({ waitForBeforeUnload: false });
    this.#view = undefined;
  }

  /** Whether somebody looks at it. */
  get focused(): boolean {
    return this.#window.isFocused();
  }

  /** On the taskbar: 0 to 1; `undefined`: it takes as long as it takes; `null`: nothing. */
  progress(share: number | null | undefined): void {
    if (this.#window.isDestroyed()) return;
    if (share === undefined) this.#window.setProgressBar(2, { mode: 'indeterminate' });
    else this.#window.setProgressBar(share ?? -1);
  }

  /** Draws the page in the size that is set now. */
  resizeText(): void {
    this.page?.setZoomFactor(this.#options.textSize() / 100);
  }

  get fillsScreen(): boolean {
    return this.#window.isFullScreen();
  }

  fullScreen(on: boolean): void {
    this.#window.setFullScreen(on);
  }

  destroy(): void {
    this.page?.close({ waitForBeforeUnload: false });
    this.#window.destroy();
  }

  #createView(): WebContentsView {
    const view = new WebContentsView({
      webPreferences: {
        session: this.#options.session(),
        preload: this.#options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webviewTag: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        enableWebSQL: false,
        webgl: false,
        v8CacheOptions: 'none',
        devTools: !app.isPackaged,
        zoomFactor: this.#options.textSize() / 100,
      },
    });
    // Chromium remembers it for each session, and there are two.
    view.webContents.on('dom-ready', () => this.resizeText());
    view.setBackgroundColor(colour());
    // WebRTC asks for no permission; without UDP and with a proxy that leads nowhere (hardening.ts) it reaches nobody.
    view.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    // Every way elsewhere is refused (hardening.ts) but one that asks nobody: to a blank page. Who goes there loses page and vault.
    let arrived = false;
    view.webContents.on('did-navigate', (_event, address) => {
      if (address === this.#options.url) arrived = true;
      else if (arrived && this.#view === view) this.#options.onPageGone();
    });
    view.webContents.on('input-event', () => this.#options.onTouch());
    view.webContents.on('render-process-gone', () => {
      if (this.#view === view) this.#options.onPageGone();
    });
    return view;
  }

  #paintBackground(): void {
    if (this.#window.isDestroyed()) return;
    this.#window.setBackgroundColor(colour());
    this.#view?.setBackgroundColor(colour());
  }
}

function colour(): string {
  return nativeTheme.shouldUseDarkColors ? background.dark : background.light;
}

/** Remembered bounds, if a good part of them is on a screen that is still there. */
function onScreen(bounds: Bounds | null): Partial<Bounds> {
  if (bounds === null) return {};
  const { x, y, width, height } = bounds;
  const area = screen.getDisplayMatching({ x, y, width, height }).workArea;
  const across = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  const down = Math.min(y + height, area.y + area.height) - Math.max(y, area.y);
  return across > 200 && down > 200 ? { x, y, width, height } : {};
}

/** Ends a page and makes sure that its process, with every decoded picture in it, is gone. */
async function discard(page: WebContents): Promise<void> {
  const { session } = page;
  const pid = page.getOSProcessId();
  page.close({ waitForBeforeUnload: false });
  await new Promise((resolve) => setTimeout(resolve, pageGraceMs));
  // The number may be somebody else's by now: only a page's process of our own is ended.
  if (app.getAppMetrics().some((metric) => metric.pid === pid && metric.type === 'Tab'))
    process.kill(pid, 'SIGKILL');
  await emptied(session);
}
