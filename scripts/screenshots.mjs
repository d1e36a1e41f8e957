/** @file `npm run screenshots`: pictures of the real window, on a virtual display. */
import path from 'node:path';
import process from 'node:process';
import { electronPath, orExplain, prepare } from './setup.mjs';
import { become, root } from './setup/common.mjs';
import { startVirtualDisplay } from './setup/display.mjs';
import { launchEnvironment, launchSwitches } from './setup/launch.mjs';
import { projectEnvironment, projectNode } from './setup/node.mjs';

// Always a display of its own: the same size, scale and fonts each time, and nobody's desktop is disturbed.
await prepare({ window: 'virtual display', build: true });
const electron = electronPath();
const { display, switches } = await orExplain(async () => ({
  switches: await launchSwitches(electron, 'tests'),
  display: await startVirtualDisplay(projectEnvironment()),
}));
const env = launchEnvironment(display.env, electron, switches);
await become(projectNode(), [path.join(root, 'test/screenshots/index.ts'), ...process.argv.slice(2)], {
  env,
});
