/**
 * @file The drop box's small form, for a computer that has nothing but a vault's public key: seals pictures into a folder, from which somebody carries them into the vault's
 * `inbox` (docs/format.md §4.5). Can neither read what it has sealed nor open a vault. Plain Node.
 */
import { resolve } from 'node:path';
import { CodedError, toErrorValue } from '../shared/errors.ts';
import { Output } from '../cli/output.ts';
import { bytesText, counted, reason, sentence } from '../cli/words.ts';
import { nodeDisk } from '../main/engine/disk/index.ts';
import { putInto } from '../main/engine/dropbox/index.ts';

const usage = [
  'lightproof-drop KEYFILE FOLDER PATH…',
  'Seals the pictures in PATH… into FOLDER, for the vault whose key is in KEYFILE. Then copy the files of FOLDER into the folder “inbox” of the vault:',
  'they are taken in when it is next unlocked. Nobody can read them without the vault’s passphrase, whoever has sealed them neither.',
];

const output = new Output(false);

/** 0: all is sealed; 1: not all of it; 2: asked for wrongly; 4: nothing is. */
async function run([key, folder, ...paths]: readonly string[]): Promise<number> {
  if (key === undefined || folder === undefined || paths.length === 0) {
    for (const line of usage) output.say(line);
    return 2;
  }
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  try {
    const request = {
      key: resolve(key),
      folder: resolve(folder),
      sources: paths.map((path) => resolve(path)),
    };
    const dropped = await putInto(nodeDisk, request, stop.signal, ({ files, bytes }) =>
      output.bar(0, `${counted(files, 'picture', 'pictures')}, ${bytesText(bytes)}`),
    );
    output.endBar();
    for (const { path, reason: code } of dropped.failed) output.say(`${path}: ${reason(code)}`);
    output.line(`Sealed: ${counted(dropped.files, 'picture', 'pictures')}, ${bytesText(dropped.bytes)}`);
    output.line(`For the drop box with the fingerprint: ${dropped.fingerprint.join(' ')}`);
    if (dropped.stopped !== null) output.say(sentence(dropped.stopped));
    return dropped.stopped === null && dropped.failures === 0 ? 0 : 1;
  } catch (thrown) {
    output.endBar();
    if (!(thrown instanceof CodedError)) throw thrown;
    output.say(sentence(toErrorValue(thrown)));
    return 4;
  }
}

process.exitCode = await run(process.argv.slice(2));
