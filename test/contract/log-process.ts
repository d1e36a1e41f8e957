/**
 * @file A process that changes a catalogue until it is killed: `node log-process.ts <vault> <passphrase>`. Every change puts an album and writes an entry.
 * Says `ready` when it has begun.
 */
import { openCatalog } from '../../src/main/engine/catalog/index.ts';
import { randomId } from '../../src/main/engine/crypto/index.ts';
import { standardCosts, unlockVault } from '../../src/main/engine/vault/index.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';

const [path = '', passphrase = ''] = process.argv.slice(2);
const secret = { kind: 'passphrase', passphrase: passphraseBytes(passphrase) } as const;
const cost = { ...standardCosts, standard: { ops: 1, mem: 64 * 1024 }, minOps: 1, minMem: 8 * 1024 };
const { vault } = await unlockVault({ path, secret, cost });
const { catalog } = openCatalog(vault);
for (;;) {
  catalog.change((tx) => {
    const id = randomId();
    tx.putObject(id, { type: 'album', name: id, created: new Date().toISOString() });
    tx.log({ event: 'deleted', photos: 1 });
  });
  process.stdout.write('ready\n');
}
