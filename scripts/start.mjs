/** @file `npm start`: the app in its window. */
import process from 'node:process';
import { electronPath, orExplain, prepare } from './setup.mjs';
import { become, root } from './setup/common.mjs';
import { launchSwitches } from './setup/launch.mjs';
import { projectEnvironment } from './setup/node.mjs';

await prepare({ window: 'display', build: true });
const electron = electronPath();
const switches = await orExplain(() => launchSwitches(electron, 'person'));
await become(electron, [...switches, root, ...process.argv.slice(2)], { env: projectEnvironment() });
