/** @file `npm run soak`: hours of random operations against a model, kills, power cuts, failing disks (test/soak/index.ts). */
import path from 'node:path';
import process from 'node:process';
import { prepare } from './setup.mjs';
import { become, root } from './setup/common.mjs';
import { projectNode } from './setup/node.mjs';

await prepare();
await become(projectNode(), [path.join(root, 'test/soak/index.ts'), ...process.argv.slice(2)]);
