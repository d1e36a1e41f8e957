/** @file The native dialogs for what is sent, received or known of other people's keys; Electron's main process. */
import { dialog, type BaseWindow } from 'electron';
import type { Input } from '../../shared/contract.ts';
import type { Words } from './words.ts';

export type SharedFile = Input<'shell.chooseShared'>['purpose'];

/** A file to be read, or a name for one to be made: it replaces nothing, whatever the dialog says. */
export async function chooseShared(
  parent: BaseWindow,
  words: Words,
  purpose: SharedFile,
  name: string,
): Promise<string | undefined> {
  const title = words.shared[purpose];
  const age = { filters: [{ name: 'age', extensions: ['age'] }] };
  const isNew = purpose === 'new-package' || purpose === 'new-keys';
  if (isNew) {
    const { canceled, filePath } = await dialog.showSaveDialog(parent, {
      ...title,
      defaultPath: name,
      ...(purpose === 'new-package' && age),
      properties: ['createDirectory', 'dontAddToRecent'],
    });
    return canceled || filePath === '' ? undefined : filePath;
  }
  const { canceled, filePaths } = await dialog.showOpenDialog(parent, {
    ...title,
    properties: ['openFile', 'dontAddToRecent'],
  });
  return canceled ? undefined : filePaths[0];
}
