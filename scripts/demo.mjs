/** @file `npm run demo`: the main job in a terminal, on pictures it makes itself. */
import path from 'node:path';
import process from 'node:process';
import { prepare } from './setup.mjs';
import { become, root } from './setup/common.mjs';
import { projectNode } from './setup/node.mjs';

await prepare();
await become(projectNode(), [path.join(root, 'test/demo/index.ts'), ...process.argv.slice(2)]);
