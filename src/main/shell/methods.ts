/** @file Answers the contract's `shell.…` methods; Electron's main process. Inputs were checked by the broker. */
import { app, nativeTheme, shell } from 'electron';
import { stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import type { Output } from '../../shared/contract.ts';
import { CodedError } from '../../shared/errors.ts';
import { binOriginals, type AskEngine } from './bin.ts';
import type { ShellMethods } from './broker.ts';
import {
  chooseDropKeyFile,
  chooseFiles,
  chooseFolder,
  chooseKeyFile,
  chooseNewKeyFile,
  choosePdf,
  chooseSharePdf,
  chooseVault,
} from './dialogs.ts';
import { endDrag, offerDrag, waysToDrag } from './drag-out.ts';
import { printKit, saveKit } from './kit.ts';
import type { Place, Places } from './places.ts';
import type { Memory } from './settings.ts';
import { chooseShared } from './sharing-dialogs.ts';
import type { MainWindow } from './window.ts';
import type { Words } from './words.ts';

export type LockReason = Output<'shell.state'>['locked'];

export interface ShellContext {
  readonly memory: Memory;
  readonly places: Places;
  readonly window: MainWindow;
  /** Why the page is shown afresh, and the vault that was open before. */
  readonly before: () => { readonly locked: LockReason; readonly vault: string | undefined };
  /** Whether the vault that is open is another one than was open before. */
  readonly switched: () => boolean;
  readonly lock: () => void;
  /** The words of the language that is spoken. */
  readonly words: () => Words;
  /** Settings have changed. */
  readonly changed: () => void;
  readonly engine: AskEngine;
}

/** A vault on a share that does not answer is offered as missing sooner than the list is kept waiting, in milliseconds. */
const existsWithinMs = 500;

export function shellMethods({
  memory,
  places,
  window,
  before,
  switched,
  lock,
  words,
  changed,
  engine,
}: ShellContext): ShellMethods {
  const pathOf = (place: string): string => {
    const found = places.pathOf(place);
    if (found === undefined) throw new CodedError('input-invalid', { field: 'place' });
    return found;
  };
  const page = (): Electron.WebContents => {
    if (window.page === undefined) throw new CodedError('cancelled');
    return window.page;
  };
  const vaultPlace = (file: string): Place => places.give(file, 'vault');

  return {
    'shell.state': async () => {
      const { locked, vault } = before();
      const last = vault ?? memory.recents[0]?.path;
      return {
        version: app.getVersion(),
        electron: process.versions.electron,
        platform: process.platform,
        drags: await waysToDrag(),
        settings: memory.settings,
        recents: await Promise.all(
          memory.recents.map(async ({ name, path, opened }) => ({
            ...vaultPlace(path),
            name,
            opened,
            exists: await folderExists(path),
          })),
        ),
        fullScreen: window.fillsScreen, // as it is when all else is known
        home: places.give(homeFolder(), 'vault-parent'),
        locked,
        last: last === undefined ? null : vaultPlace(last).place,
      };
    },
    'shell.changeSettings': (settings) => {
      memory.change(settings);
      nativeTheme.themeSource = settings.theme;
      changed();
      return settings;
    },
    'shell.chooseFolder': async ({ purpose, at }) => {
      const begin = at === undefined ? undefined : pathOf(at);
      const folder = await chooseFolder(window.base, words(), purpose, begin);
      return folder === undefined ? null : places.give(folder, purpose);
    },
    'shell.chooseFiles': async () => {
      const files = await chooseFiles(window.base, words());
      return files.map((file) => places.give(file, 'import'));
    },
    'shell.chooseKeyFile': async ({ create }) => {
      const file = await (create ? chooseNewKeyFile : chooseKeyFile)(window.base, words());
      if (file === undefined) return null;
      return create ? places.give(file, 'new-key-file', 'key-file') : places.give(file, 'key-file');
    },
    'shell.chooseShared': async ({ purpose, name }) => {
      const file = await chooseShared(window.base, words(), purpose, name);
      return file === undefined ? null : places.give(file, purpose);
    },
    'shell.chooseVault': async () => {
      const folder = await chooseVault(window.base, words());
      return folder === undefined ? null : vaultPlace(folder);
    },
    'shell.forgetRecent': ({ place }) => {
      memory.forget(pathOf(place));
      return {};
    },
    'shell.lock': () => {
      lock();
      return {};
    },
    'shell.printKit': async () => ({ printed: await printKit(page()) }),
    'shell.chooseDropKeyFile': async () => {
      const file = await chooseDropKeyFile(window.base, words());
      return file === undefined ? null : places.give(file, 'new-key-file');
    },
    'shell.saveShare': async ({ number }) => {
      const file = await chooseSharePdf(window.base, words(), number);
      if (file === undefined) return { saved: null };
      await saveKit(page(), file);
      return { saved: file };
    },
    'shell.saveKit': async () => {
      const file = await choosePdf(window.base, words());
      if (file === undefined) return { saved: null };
      await saveKit(page(), file);
      return { saved: file };
    },
    'shell.saveReport': async () => {
      const file = await choosePdf(window.base, words(), 'report');
      if (file === undefined) return { saved: null };
      await saveKit(page(), file);
      return { saved: file };
    },
    'shell.binOriginals': (originals) => binOriginals(engine, originals),
    'shell.offerDrag': async (offer) => {
      const folder = await offerDrag(window.base, page(), offer);
      return folder === null ? null : places.give(folder, 'export');
    },
    'shell.endDrag': ({ drag, how }) => {
      endDrag(drag, how);
      return {};
    },
    'shell.fullScreen': ({ on }) => {
      window.fullScreen(on);
      return {};
    },
    'shell.windowSize': () => {
      const { width, height, maximized } = window.bounds;
      return { width, height, maximized };
    },
    'shell.resizeWindow': (size) => {
      if (switched()) window.resize(size);
      return {};
    },
    'shell.reveal': ({ place }) => {
      // Shows it in its folder: opening could run something.
      shell.showItemInFolder(pathOf(place));
      return {};
    },
  };
}

async function folderExists(folder: string): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), existsWithinMs).unref());
  const found = stat(folder).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
  return Promise.race([found, late]);
}

/** Where new vaults are suggested to go. */
function homeFolder(): string {
  const pictures = app.getPath('pictures');
  return existsSync(pictures) ? pictures : app.getPath('home');
}
