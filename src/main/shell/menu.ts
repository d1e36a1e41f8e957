/** @file The native menu and its accelerators; Electron's main process. What concerns the page is told it as a `menu` event. */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Event } from '../../shared/contract.ts';
import type { Words } from './words.ts';

export type MenuCommand = Event<'menu'>['command'];

export interface MenuOptions {
  readonly menu: Words['menu'];
  /** Whether a vault is open: most of the menu is for that. */
  readonly unlocked: boolean;
  /** Reload and developer tools; never in a packaged app. */
  readonly development: boolean;
  readonly onCommand: (command: MenuCommand) => void;
  readonly onQuit: () => void;
}

export function setMenu({ menu, unlocked, development, onCommand, onQuit }: MenuOptions): void {
  const item = (
    label: string,
    command: MenuCommand,
    more: MenuItemConstructorOptions = {},
  ): MenuItemConstructorOptions => ({ label, click: () => onCommand(command), ...more });
  const open: MenuItemConstructorOptions = { enabled: unlocked };
  const separator: MenuItemConstructorOptions = { type: 'separator' };

  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: menu.file,
      submenu: [
        item(menu.importFolder, 'import-folder', { ...open, accelerator: 'CmdOrCtrl+I' }),
        item(menu.importFiles, 'import-files', { ...open, accelerator: 'CmdOrCtrl+Alt+I' }),
        item(menu.export, 'export', { ...open, accelerator: 'CmdOrCtrl+E' }),
        separator,
        item(menu.settings, 'settings', { accelerator: 'CmdOrCtrl+,' }),
        separator,
        { label: menu.quit, accelerator: 'CmdOrCtrl+Q', click: onQuit },
      ],
    },
    {
      label: menu.edit,
      submenu: [
        { role: 'undo', label: menu.undo },
        { role: 'redo', label: menu.redo },
        separator,
        { role: 'cut', label: menu.cut },
        { role: 'copy', label: menu.copy },
        { role: 'paste', label: menu.paste },
        // Shown, not registered: in a text field it selects the text, in the grid the photos; the page knows which.
        item(menu.selectAll, 'select-all', { accelerator: 'CmdOrCtrl+A', registerAccelerator: false }),
      ],
    },
    {
      label: menu.view,
      submenu: [
        { role: 'resetZoom', label: menu.resetZoom },
        { role: 'zoomIn', label: menu.zoomIn },
        { role: 'zoomOut', label: menu.zoomOut },
        separator,
        { role: 'togglefullscreen', label: menu.fullScreen },
        ...(development ? ([separator, { role: 'reload' }, { role: 'toggleDevTools' }] as const) : []),
      ],
    },
    {
      label: menu.vault,
      submenu: [
        item(menu.lock, 'lock', { ...open, accelerator: 'CmdOrCtrl+L' }),
        separator,
        item(menu.verify, 'verify', open),
        item(menu.changePassphrase, 'change-passphrase', open),
      ],
    },
    { label: menu.help, submenu: [item(menu.shortcuts, 'shortcuts')] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
