/** @file The icon beside the clock, where that was asked for: shows the window, or locks; Electron's main process. */
import { Menu, nativeImage, Tray } from 'electron';
import type { Words } from './words.ts';

export interface TrayOptions {
  /** Absolute. */
  readonly icon: string;
  readonly onShow: () => void;
  readonly onLock: () => void;
  readonly onQuit: () => void;
}

/** CSS px. */
const size = 22;

export class TrayIcon {
  readonly #options: TrayOptions;
  #tray: Tray | null = null;

  constructor(options: TrayOptions) {
    this.#options = options;
  }

  /** Puts it there with these words, or takes it away. */
  update(wanted: boolean, unlocked: boolean, { tray }: Words): void {
    if (!wanted) {
      this.#tray?.destroy();
      this.#tray = null;
      return;
    }
    const { icon, onShow, onLock, onQuit } = this.#options;
    this.#tray ??= this.#put(icon, onShow);
    this.#tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: tray.show, click: onShow },
        { label: tray.lock, click: onLock, enabled: unlocked },
        { type: 'separator' },
        { label: tray.quit, click: onQuit },
      ]),
    );
  }

  #put(icon: string, onShow: () => void): Tray {
    const tray = new Tray(nativeImage.createFromPath(icon).resize({ width: size, height: size }));
    tray.setToolTip('Lightproof');
    tray.on('click', onShow);
    return tray;
  }
}
