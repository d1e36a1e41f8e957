/**
 * @file `npm run package [-- <folder>]`: the app as it is given away, in a folder that starts by itself; Linux. `-- --drop [<folder>]`: the drop box's small form for a
 * computer with nothing but Node and a public key.
 */
import path from 'node:path';
import process from 'node:process';
import { electronPath, orExplain, prepare } from './setup.mjs';
import { root, say } from './setup/common.mjs';
import { packageApp } from './packaging/app.mjs';
import { packageDropForm } from './packaging/drop-form.mjs';

const [first, ...rest] = process.argv.slice(2);
const isDrop = first === '--drop';
const name = isDrop ? 'lightproof-drop' : `lightproof-${process.platform}-${process.arch}`;
const folder = path.resolve((isDrop ? rest[0] : first) ?? path.join(root, 'dist', name));
if (isDrop) await prepare();
else await prepare({ window: 'virtual display', build: true });
await orExplain(async () => {
  const program = isDrop ? await packageDropForm(folder) : await packageApp(electronPath(), folder);
  say(`packaged: ${program}`);
});
