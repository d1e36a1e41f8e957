/** @file `npm run -s cli -- …`: the command line, straight from source. */
import path from 'node:path';
import process from 'node:process';
import { prepare } from './setup.mjs';
import { become, root } from './setup/common.mjs';
import { projectNode } from './setup/node.mjs';

await prepare();
await become(projectNode(), [path.join(root, 'src/cli/index.ts'), ...process.argv.slice(2)], {
  // npm moves into the project first; relative paths are meant from where the person stands.
  cwd: process.env['INIT_CWD'] ?? process.cwd(),
});
