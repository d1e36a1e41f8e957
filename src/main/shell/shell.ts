/** @file Puts window, page, broker and engine together, and decides when the vault is locked; Electron's main process. */
import { app, nativeTheme } from 'electron';
import path from 'node:path';
import * as v from 'valibot';
import { channels, pageOrigin } from '../../shared/channels.ts';
import type { CommandName } from '../../shared/commands.ts';
import { spoken } from '../../shared/languages.ts';
import { memoryFolder } from '../../shared/memory.ts';
import type { EngineMethodName } from '../../shared/contract.ts';
import { Broker } from './broker.ts';
import { refuseCoreDumps } from './core-dumps.ts';
import { startEngine } from './engine-process.ts';
import { forgetWhatPassed } from './forgetting.ts';
import { serveIpc } from './ipc.ts';
import { LongJobs } from './long-jobs.ts';
import { mediaResponder } from './media-protocol.ts';
import { setMenu } from './menu.ts';
import { shellMethods, type LockReason } from './methods.ts';
import { notifyEnded } from './notices.ts';
import { pageResponder } from './page-protocol.ts';
import { Places } from './places.ts';
import { watchPresence } from './presence.ts';
import { engineProgram } from './runtime.ts';
import { Sessions } from './session.ts';
import { Memory } from './settings.ts';
import { Supervisor } from './supervisor.ts';
import { TrayIcon } from './tray.ts';
import { MainWindow } from './window.ts';
import { wordsIn, type Words } from './words.ts';

export interface ShellOptions {
  /** Folder of the bundled main process: `out/main`. */
  readonly here: string;
  /** Vite's server while developing; undefined otherwise. */
  readonly developmentUrl: string | undefined;
}

/** How long an import or export may take to come to a safe point. Killing it later loses nothing that was reported as done. */
const graceMs = 3000;
/** Before sleep the system does not wait that long. */
const sleepGraceMs = 500;
/** How long a page may take to keep what is being looked at. */
const keepingMs = 300;
/** A page that falls twice within this time will fall again. */
const fallsWithinMs = 5000;

const RepairNews = v.object({ kind: v.literal('repair'), state: v.string() });
const ended = new Set(['done', 'cancelled', 'stopped']);
const Opened = v.object({ vault: v.object({ name: v.string(), path: v.string() }) });

export class Shell {
  readonly #memory = new Memory(app.getPath('userData'));
  readonly #places = new Places();
  readonly #supervisor: Supervisor;
  readonly #window: MainWindow;
  readonly #jobs: LongJobs;
  readonly #tray: TrayIcon;
  #broker: Broker;
  #listening = false;
  #locked: LockReason = null;
  #vault: string | undefined;
  #switched = false;
  #quitting: Promise<void> | undefined;
  #pageFell = 0;
  #repairing = false;

  /** Electron is ready. */
  constructor({ here, developmentUrl }: ShellOptions) {
    const program = {
      ...engineProgram({ here, packaged: app.isPackaged, resources: process.resourcesPath }),
      memory: path.join(app.getPath('userData'), memoryFolder),
    };
    this.#supervisor = new Supervisor({
      start: () => startEngine(program, (text) => app.isPackaged || process.stderr.write(text)),
      onEvent: (event, payload) => {
        const repair = event === 'job' ? v.safeParse(RepairNews, payload) : null;
        if (event === 'job') this.#jobs.take(payload);
        if (repair?.success === true) this.#repairing = !ended.has(repair.output.state);
        this.#tell(event, payload);
      },
      onGone: (wasUnlocked) => {
        if (wasUnlocked) this.#startAfresh('engine-gone');
      },
    });

    const origin = developmentUrl === undefined ? pageOrigin : new URL(developmentUrl).origin;
    const sessions = new Sessions({
      page: pageResponder(path.join(here, '../renderer')),
      media: mediaResponder((...request) => this.#supervisor.openMedia(...request), origin),
      developmentOrigin: developmentUrl === undefined ? undefined : origin,
    });
    nativeTheme.themeSource = this.#memory.settings.theme;
    const touched = watchPresence({
      idleMinutes: () => this.#memory.settings.idleMinutes,
      onIdle: () => {
        // A repair would have to begin again. It is looked at every few seconds: once it is done, the vault is locked.
        if (!this.#repairing) this.lock('idle');
      },
      onSleep: () => this.lock('sleep'),
    });
    const icon = path.join(here, '../../resources/icons/512.png');
    this.#window = new MainWindow({
      session: () => sessions.next(),
      preload: path.join(here, '../preload/index.cjs'),
      url: developmentUrl ?? `${pageOrigin}/`,
      icon,
      bounds: this.#memory.bounds,
      textSize: () => this.#memory.settings.textSize ?? 100,
      onClose: () => void this.quit(),
      onFullScreen: (on) => this.#tell('full-screen', { on }),
      onTouch: touched,
      onPageGone: () => this.#pageGone(),
    });
    this.#jobs = new LongJobs({
      onProgress: (share) => this.#window.progress(share),
      onEnd: (kind) => {
        const { notify = true } = this.#memory.settings;
        if (notify && !this.#window.focused) notifyEnded(kind, this.#words(), () => this.raise());
      },
    });
    this.#tray = new TrayIcon({
      icon,
      onShow: () => this.raise(),
      onLock: () => this.#lockByHand(),
      onQuit: () => void this.quit(),
    });
    this.#broker = this.#createBroker();
    serveIpc({
      page: () => this.#window.page,
      origin,
      broker: () => this.#broker,
      places: this.#places,
      onListen: () => (this.#listening = true),
    });
    this.#setMenu();
  }

  /** Shows the window with its first page. */
  async open(): Promise<void> {
    await this.#window.renew();
    this.#window.show();
    refuseCoreDumps(app.getAppMetrics().map((metric) => metric.pid));
  }

  raise(): void {
    this.#window.raise();
  }

  /** Wipes keys and pictures: the engine ends at a safe point or is killed, the page's process ends now. Nothing when nothing is open. */
  lock(reason: 'hand' | 'idle' | 'sleep'): void {
    if (!this.#supervisor.holdsSecrets) return;
    void this.#supervisor.lock(reason === 'sleep' ? sleepGraceMs : graceMs).then(forgetWhatPassed);
    this.#startAfresh(reason);
  }

  /** Locks, then ends the app. The same promise however often it is asked. */
  quit(): Promise<void> {
    this.#quitting ??= this.#putAway();
    return this.#quitting;
  }

  async #putAway(): Promise<void> {
    this.#window.hide();
    this.#broker.retire();
    try {
      this.#memory.placed(this.#window.bounds);
    } catch {
      // Where the window was is not worth keeping the vault open for.
    }
    await this.#supervisor.end(graceMs);
    this.#window.destroy();
    app.exit(0);
  }

  #startAfresh(reason: LockReason): void {
    this.#locked = reason;
    this.#repairing = false;
    this.#broker.retire();
    this.#jobs.forget();
    this.#places.forget();
    this.#listening = false;
    if (this.#quitting !== undefined) return;
    this.#broker = this.#createBroker();
    this.#setMenu();
    // A page that does not load shows its background; its fall, if it falls, is told by onPageGone.
    void this.#window
      .renew()
      .catch(() => undefined)
      .then(forgetWhatPassed);
  }

  #pageGone(): void {
    const now = Date.now();
    if (now - this.#pageFell < fallsWithinMs) {
      void this.quit();
      return;
    }
    this.#pageFell = now;
    void this.#supervisor.lock(graceMs);
    this.#startAfresh('engine-gone');
  }

  #createBroker(): Broker {
    return new Broker({
      places: this.#places,
      shell: shellMethods({
        memory: this.#memory,
        places: this.#places,
        window: this.#window,
        before: () => ({ locked: this.#locked, vault: this.#vault }),
        switched: () => this.#switched,
        lock: () => this.lock('hand'),
        words: () => this.#words(),
        changed: () => {
          this.#setMenu();
          this.#window.resizeText();
        },
        engine: (method, input) => this.#supervisor.call(method, input),
      }),
      engine: (method, input, options) => this.#supervisor.call(method, input, options),
      onProgress: (call, progress) => this.#tell('progress', { call, progress }),
      onDone: (method, output) => this.#done(method, output),
    });
  }

  #done(method: EngineMethodName, output: unknown): void {
    if (method !== 'vault.create' && method !== 'vault.unlock' && method !== 'repair.start') return;
    const opened = v.safeParse(Opened, output);
    if (!opened.success) return;
    const { vault } = opened.output;
    // The window is as it was left with the vault that was open last, in this run or the one before.
    const before = this.#vault ?? this.#memory.recents[0]?.path;
    this.#switched = before !== undefined && before !== vault.path;
    this.#vault = vault.path;
    this.#locked = null;
    this.#setMenu();
    try {
      this.#memory.opened(vault);
    } catch {
      // A full disk must not keep anybody out of their vault; it is only missing from the list.
    }
  }

  #words(): Words {
    return wordsIn(spoken(this.#memory.settings.language ?? 'system', app.getLocale()));
  }

  #setMenu(): void {
    setMenu({
      menu: this.#words().menu,
      unlocked: this.#supervisor.unlocked,
      development: !app.isPackaged,
      onCommand: (command) => this.#command(command),
      onQuit: () => void this.quit(),
    });
    this.#tray.update(this.#memory.settings.tray ?? false, this.#supervisor.unlocked, this.#words());
  }

  #command(command: CommandName): void {
    if (command === 'lock') this.#lockByHand();
    else this.#tell('menu', { command });
  }

  /** The page keeps what is being looked at and asks for the lock itself; one that does not is locked all the same. */
  #lockByHand(): void {
    const { page } = this.#window;
    this.#tell('menu', { command: 'lock' });
    setTimeout(() => {
      if (this.#window.page === page) this.lock('hand');
    }, keepingMs);
  }

  #tell(event: string, payload: unknown): void {
    if (this.#listening) this.#window.page?.send(channels.event, event, payload);
  }
}
