/**
 * @file Makes the drop box's small form: a folder with one program and libsodium for every computer, to be carried to one that has Node and a vault's public key; plain
 * Node.
 */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { root } from '../setup/common.mjs';
import { linkOf } from './files.mjs';
import { licencesOf } from './licences.mjs';
import { packagesOf } from './packages.mjs';
import { putInPlace } from './workbench.mjs';

const program = 'lightproof-drop.mjs';
/** Computers that nobody carries a card reader to. */
const leftOut = /^(android|ios)-/;
const readme = `Lightproof drop box, the small form

    node ${program} KEYFILE FOLDER PATH...

seals the pictures in PATH... into FOLDER, for the vault whose public key is in KEYFILE (in Lightproof's settings, under
"Drop box", or by \`inbox <vault> save-key FILE\` in a terminal). Needs Node 20 or newer, and nothing else: no vault, no passphrase, no network.

Then copy the files of FOLDER into the folder "inbox" of the vault. They are taken in when the vault is next unlocked. What is sealed cannot be
read without the vault's passphrase, on this computer neither. The pictures themselves stay where they were.

Compare the eight words it prints with those in Lightproof before you trust KEYFILE.
`;

/**
 * @param {string} folder where it shall be; what an earlier run has made there is replaced
 * @returns {Promise<string>} path of the program
 * @throws {SetupError} when something else is in the folder
 */
export async function packageDropForm(folder) {
  await putInPlace(folder, [program], async (workbench) => {
    await build({
      configFile: false,
      root,
      logLevel: 'error',
      // All in one file but what is not JavaScript.
      ssr: { noExternal: true, external: ['sodium-native'] },
      build: {
        ssr: path.join(root, 'src', 'drop', 'index.ts'),
        target: 'node20',
        outDir: workbench,
        rolldownOptions: { output: { format: 'es', entryFileNames: program, codeSplitting: false } },
      },
    });
    const packages = packagesOf((name) => name === 'sodium-native');
    for (const place of packages) linkOf(path.join(root, place), path.join(workbench, place));
    const prebuilds = path.join(workbench, 'node_modules', 'sodium-native', 'prebuilds');
    for (const name of readdirSync(prebuilds))
      if (leftOut.test(name)) rmSync(path.join(prebuilds, name), { recursive: true });
    writeFileSync(path.join(workbench, 'README.txt'), readme);
    const inside = ['sodium-native', '@scure/bip39', 'valibot'];
    writeFileSync(
      path.join(workbench, 'LICENSES.txt'),
      licencesOf((name) => inside.includes(name)),
    );
  });
  return path.join(folder, program);
}
