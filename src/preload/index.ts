/**
 * @file Puts the contract's `Bridge` on `window.lightproof`: four named functions and nothing else of Electron. Sandboxed preload script
 * (isolated world of the renderer).
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels } from '../shared/channels.ts';
import type { Bridge } from '../shared/contract.ts';
import { failed } from '../shared/errors.ts';
import { callSealed } from './sealed.ts';

let handler: ((event: string, payload: unknown) => void) | undefined;

const bridge: Bridge = {
  async call(call, method, input) {
    try {
      return await callSealed((...asked) => ipcRenderer.invoke(channels.call, ...asked), call, method, input);
    } catch (error) {
      // What cannot be cloned never left this process; anything else is a fault of the shell, whose text stays here.
      const uncloneable = error instanceof Error && error.message.includes('could not be cloned');
      return failed(uncloneable ? 'input-invalid' : 'internal', { detail: 'ipc' });
    }
  },
  cancel(call) {
    ipcRenderer.send(channels.cancel, call);
  },
  listen(next) {
    const first = handler === undefined;
    handler = next;
    if (!first) return;
    ipcRenderer.on(channels.event, (_event, name: string, payload: unknown) => handler?.(name, payload));
    ipcRenderer.send(channels.listen);
  },
  async placesOfDrop(files) {
    // A path comes only from a File the user dropped: one made by a script has none.
    const paths = files.flatMap((file) => {
      if (!(file instanceof File)) return [];
      const path = webUtils.getPathForFile(file);
      return path === '' ? [] : [path];
    });
    // The shell answers this channel with the bridge's own type.
    return (await ipcRenderer.invoke(channels.drop, paths)) as { place: string; path: string }[];
  },
};

contextBridge.exposeInMainWorld('lightproof', bridge);
