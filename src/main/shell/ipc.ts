/** @file Lets the page, and nobody else, reach the broker; Electron's main process. */
import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from 'electron';
import * as v from 'valibot';
import { channels } from '../../shared/channels.ts';
import { failed } from '../../shared/errors.ts';
import type { Broker } from './broker.ts';
import type { Place, Places } from './places.ts';

export interface IpcOptions {
  /** The page that is shown now; only its main frame may speak. */
  readonly page: () => WebContents | undefined;
  readonly origin: string;
  /** The broker of that page. */
  readonly broker: () => Broker;
  readonly places: Places;
  /** The page wants events from now on. */
  readonly onListen: () => void;
}

const Dropped = v.pipe(v.array(v.pipe(v.string(), v.maxLength(32_768))), v.maxLength(10_000));

export function serveIpc({ page, origin, broker, places, onListen }: IpcOptions): void {
  const isOurs = ({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent): boolean =>
    sender === page() &&
    senderFrame !== null &&
    senderFrame === sender.mainFrame &&
    senderFrame.origin === origin;

  ipcMain.handle(channels.call, (event, call: unknown, method: unknown, input: unknown) =>
    isOurs(event) ? broker().call(call, method, input) : failed('input-invalid', { field: 'sender' }),
  );
  ipcMain.on(channels.cancel, (event, call: unknown) => {
    if (isOurs(event)) broker().cancel(call);
  });
  ipcMain.on(channels.listen, (event) => {
    if (isOurs(event)) onListen();
  });
  // The preload script reads these paths off File objects that a person dropped. What is dropped can be imported or, being a vault, a
  // package, a key file or somebody's public keys, opened; nothing can be written there.
  ipcMain.handle(channels.drop, (event, paths: unknown): readonly Place[] => {
    const dropped = v.safeParse(Dropped, paths);
    if (!isOurs(event) || !dropped.success) return [];
    return dropped.output.flatMap((file) => {
      try {
        return [places.give(file, 'import', 'vault', 'package', 'key-file', 'keys')];
      } catch {
        return []; // no absolute path: nothing of the file system
      }
    });
  });
}
