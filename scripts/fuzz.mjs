/** @file `npm run fuzz`: a million damaged inputs for every reader of what strangers write. */
import path from 'node:path';
import process from 'node:process';
import { prepare } from './setup.mjs';
import { become, root } from './setup/common.mjs';
import { projectNode } from './setup/node.mjs';

await prepare();
await become(projectNode(), [path.join(root, 'test/fuzz/index.ts'), ...process.argv.slice(2)]);
