/** @file The native dialogs: the only way, with drops, by which a path enters the app; Electron's main process. */
import { dialog, type BaseWindow, type OpenDialogOptions } from 'electron';
import type { Words } from './words.ts';

export type FolderPurpose = 'vault-parent' | 'import' | 'export';

export async function chooseFolder(
  parent: BaseWindow,
  words: Words,
  purpose: FolderPurpose,
): Promise<string | undefined> {
  const [folder] = await open(parent, {
    ...words.folders[purpose],
    properties: purpose === 'import' ? ['openDirectory'] : ['openDirectory', 'createDirectory'],
  });
  return folder;
}

/** A vault is a folder. */
export async function chooseVault(parent: BaseWindow, words: Words): Promise<string | undefined> {
  const [folder] = await open(parent, { ...words.folders.vault, properties: ['openDirectory'] });
  return folder;
}

export function chooseFiles(parent: BaseWindow, words: Words): Promise<readonly string[]> {
  return open(parent, { ...words.files, properties: ['openFile', 'multiSelections'] });
}

export async function chooseKeyFile(parent: BaseWindow, words: Words): Promise<string | undefined> {
  const [file] = await open(parent, { ...words.keyFile, properties: ['openFile', 'showHiddenFiles'] });
  return file;
}

/** A name for a key file that is to be made. One that is there is refused later, whatever the dialog says: it may be a key to something. */
export async function chooseNewKeyFile(parent: BaseWindow, words: Words): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog(parent, {
    ...words.newKeyFile,
    defaultPath: words.keyFileName,
    properties: ['createDirectory', 'dontAddToRecent'],
  });
  return canceled || filePath === '' ? undefined : filePath;
}

/** Asks before it names a file that is there already. */
export async function choosePdf(
  parent: BaseWindow,
  words: Words,
  what: 'kit' | 'report' = 'kit',
): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog(parent, {
    ...(what === 'kit' ? words.saveKit : words.saveReport),
    defaultPath: what === 'kit' ? words.kitFile : words.reportFile,
    filters: [{ name: 'PDF', extensions: ['pdf'] }],
    properties: ['showOverwriteConfirmation', 'createDirectory', 'dontAddToRecent'],
  });
  if (canceled || filePath === '') return undefined;
  return filePath;
}

async function open(parent: BaseWindow, options: OpenDialogOptions): Promise<readonly string[]> {
  const { canceled, filePaths } = await dialog.showOpenDialog(parent, {
    ...options,
    properties: [...(options.properties ?? []), 'dontAddToRecent'],
  });
  return canceled ? [] : filePaths;
}
