/** @file `npm run dev`: the app in its window, following every change of a source. */
import path from 'node:path';
import process from 'node:process';
import { electronPath, orExplain, prepare } from './setup.mjs';
import { become, modules } from './setup/common.mjs';
import { launchEnvironment, launchSwitches } from './setup/launch.mjs';
import { projectEnvironment, projectNode } from './setup/node.mjs';

await prepare({ window: 'display' });
const electron = electronPath();
const switches = await orExplain(() => launchSwitches(electron, 'person'));
await become(
  projectNode(),
  [
    path.join(modules, 'electron-vite', 'bin', 'electron-vite.js'),
    'dev',
    // Changes of main, engine, decoder and preload start the app anew; the renderer's are swapped in.
    '--watch',
    ...(switches.length > 0 ? ['--noSandbox'] : []),
    ...process.argv.slice(2),
  ],
  { env: launchEnvironment(projectEnvironment(), electron, switches) },
);
