/** @file `npm run package [-- <folder>]`: the app as it is given away, in a folder that starts by itself; Linux. */
import path from 'node:path';
import process from 'node:process';
import { electronPath, orExplain, prepare } from './setup.mjs';
import { root, say } from './setup/common.mjs';
import { packageApp } from './packaging/app.mjs';

const [folder = path.join(root, 'dist', `lightproof-${process.platform}-${process.arch}`)] =
  process.argv.slice(2);
await prepare({ window: 'virtual display', build: true });
await orExplain(async () => {
  const program = await packageApp(electronPath(), path.resolve(folder));
  say(`packaged: ${program}`);
});
