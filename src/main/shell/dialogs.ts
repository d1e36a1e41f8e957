/** @file The native dialogs: the only way, with drops, by which a path enters the app; Electron's main process. */
import { dialog, type BaseWindow, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import type { Words } from './words.ts';

export type FolderPurpose = 'vault-parent' | 'import' | 'export';

/** `begin`: the folder, absolute, that is chosen already when the dialog opens. */
export async function chooseFolder(
  parent: BaseWindow,
  words: Words,
  purpose: FolderPurpose,
  begin?: string,
): Promise<string | undefined> {
  const [folder] = await open(parent, {
    ...words.folders[purpose],
    ...(begin !== undefined && { defaultPath: begin }),
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
export function chooseNewKeyFile(parent: BaseWindow, words: Words): Promise<string | undefined> {
  return save(parent, { ...words.newKeyFile, defaultPath: words.keyFileName });
}

/** The same for the public key of a drop box. */
export function chooseDropKeyFile(parent: BaseWindow, words: Words): Promise<string | undefined> {
  return save(parent, { ...words.saveDropKey, defaultPath: words.dropKeyFile });
}

/** Asks before it names a file that is there already. */
export async function choosePdf(
  parent: BaseWindow,
  words: Words,
  what: 'kit' | 'report' = 'kit',
): Promise<string | undefined> {
  const title = what === 'kit' ? words.saveKit : words.saveReport;
  return savePdf(parent, title, what === 'kit' ? words.kitFile : words.reportFile);
}

/** The same for one share of the kit. */
export function chooseSharePdf(
  parent: BaseWindow,
  words: Words,
  number: number,
): Promise<string | undefined> {
  return savePdf(parent, words.saveShare, words.shareFile(number));
}

function savePdf(
  parent: BaseWindow,
  words: SaveDialogOptions,
  defaultPath: string,
): Promise<string | undefined> {
  return save(parent, {
    ...words,
    defaultPath,
    filters: [{ name: 'PDF', extensions: ['pdf'] }],
    properties: ['showOverwriteConfirmation'],
  });
}

async function save(parent: BaseWindow, options: SaveDialogOptions): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog(parent, {
    ...options,
    properties: [...(options.properties ?? []), 'createDirectory', 'dontAddToRecent'],
  });
  return canceled || filePath === '' ? undefined : filePath;
}

async function open(parent: BaseWindow, options: OpenDialogOptions): Promise<readonly string[]> {
  const { canceled, filePaths } = await dialog.showOpenDialog(parent, {
    ...options,
    properties: [...(options.properties ?? []), 'dontAddToRecent'],
  });
  return canceled ? [] : filePaths;
}
