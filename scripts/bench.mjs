/** @file `npm run bench`: what Lightproof does in a second, beside yardsticks measured in the same run. */
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { electronPath, orExplain, prepare } from './setup.mjs';
import { become, root } from './setup/common.mjs';
import { startVirtualDisplay } from './setup/display.mjs';
import { launchEnvironment, launchSwitches } from './setup/launch.mjs';
import { projectEnvironment, projectNode } from './setup/node.mjs';

const args = process.argv.slice(2);
const { only } = parseArgs({ args, options: { only: { type: 'string' } }, strict: false }).values;
/**
 * Whether a part is asked for; all parts are without `--only`.
 * @param {string} part
 */
const wants = (part) => typeof only !== 'string' || only.split(',').includes(part);
const windowed = wants('library');

await prepare({
  ...(windowed ? { window: 'virtual display' } : {}),
  build: windowed || wants('unlock') || wants('search'),
});
await become(projectNode(), [path.join(root, 'test/bench/index.ts'), ...args], {
  ...(windowed ? { env: await onVirtualDisplay() } : {}),
});

async function onVirtualDisplay() {
  const electron = electronPath();
  return orExplain(async () => {
    const switches = await launchSwitches(electron, 'tests');
    const { env } = await startVirtualDisplay(projectEnvironment());
    return launchEnvironment(env, electron, switches);
  });
}
