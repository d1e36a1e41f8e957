/** @file `npm run bench`: what Lightproof does in a second, beside yardsticks measured in the same run. */
import path from 'node:path';
import process from 'node:process';
import { prepare } from './setup.mjs';
import { become, root } from './setup/common.mjs';
import { projectNode } from './setup/node.mjs';

await prepare();
await become(projectNode(), [path.join(root, 'test/bench/index.ts'), ...process.argv.slice(2)]);
