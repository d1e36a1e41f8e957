/** @file The native menu and its accelerators; Electron's main process. What concerns the page is told it as a `menu` event. */
import { Menu, webContents, type MenuItemConstructorOptions } from 'electron';
import { commandInfos, type CommandName } from '../../shared/commands.ts';
import type { Words } from './words.ts';

export interface MenuOptions {
  readonly menu: Words['menu'];
  /** Whether a vault is open: most of the menu is for that. */
  readonly unlocked: boolean;
  /** Reload and developer tools; never in a packaged app. */
  readonly development: boolean;
  readonly onCommand: (command: CommandName) => void;
  readonly onQuit: () => void;
}

export function setMenu({ menu, unlocked, development, onCommand, onQuit }: MenuOptions): void {
  const item = (
    label: string,
    command: CommandName,
    more: MenuItemConstructorOptions = {},
  ): MenuItemConstructorOptions => {
    const [chord] = commandInfos[command].keys;
    return { label, click: () => onCommand(command), ...acceleratorOf(chord), ...more };
  };
  const open: MenuItemConstructorOptions = { enabled: unlocked };
  const separator: MenuItemConstructorOptions = { type: 'separator' };

  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: menu.file,
      submenu: [
        item(menu.importFolder, 'import-folder', open),
        item(menu.importFiles, 'import-files', open),
        item(menu.export, 'export', open),
        separator,
        item(menu.send, 'send', open),
        item(menu.receive, 'receive', open),
        separator,
        item(menu.settings, 'settings'),
        separator,
        { label: menu.quit, accelerator: 'CmdOrCtrl+Q', click: onQuit },
      ],
    },
    {
      label: menu.edit,
      submenu: [
        // In a text field its own last change is meant, else that of photos: the page knows which.
        item(menu.undo, 'undo', {
          registerAccelerator: false,
          click: () => {
            webContents.getFocusedWebContents()?.undo();
            onCommand('undo');
          },
        }),
        item(menu.redo, 'redo', {
          registerAccelerator: false,
          click: () => {
            webContents.getFocusedWebContents()?.redo();
            onCommand('redo');
          },
        }),
        separator,
        { role: 'cut', label: menu.cut },
        { role: 'copy', label: menu.copy },
        { role: 'paste', label: menu.paste },
        // Shown, not registered: in a text field it selects the text, in the grid the photos; the page knows which.
        item(menu.selectAll, 'select-all', { registerAccelerator: false }),
      ],
    },
    {
      label: menu.view,
      submenu: [
        item(menu.sidebar, 'sidebar', open),
        item(menu.info, 'info', open),
        item(menu.goToDate, 'go-to-date', open),
        separator,
        item(menu.resetZoom, 'text-usual'),
        item(menu.zoomIn, 'text-larger'),
        item(menu.zoomOut, 'text-smaller'),
        separator,
        item(menu.fullScreen, 'full-screen'),
        ...(development
          ? ([separator, { role: 'reload' }, { role: 'toggleDevTools', accelerator: 'F12' }] as const)
          : []),
      ],
    },
    {
      label: menu.vault,
      submenu: [
        item(menu.lock, 'lock', open),
        separator,
        item(menu.verify, 'verify', open),
        item(menu.changePassphrase, 'change-passphrase', open),
      ],
    },
    { label: menu.help, submenu: [item(menu.palette, 'palette', open), item(menu.shortcuts, 'shortcuts')] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

const names: Readonly<Record<string, string>> = { mod: 'CmdOrCtrl', '+': 'Plus' };

/** A chord as Electron writes it. One without Ctrl is shown only: it belongs to whoever is not typing, which the page knows. */
function acceleratorOf(
  chord: string | undefined,
): Pick<MenuItemConstructorOptions, 'accelerator' | 'registerAccelerator'> {
  if (chord === undefined) return {};
  const parts = chord === 'mod++' ? ['mod', '+'] : chord.split('+');
  const accelerator = parts.map((part) => names[part] ?? part.toUpperCase()).join('+');
  return { accelerator, registerAccelerator: parts[0] === 'mod' || /^f\d+$/u.test(chord) };
}
