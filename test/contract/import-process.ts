/**
 * @file An engine in a process of its own that imports a folder, to be killed: `node import-process.ts <folder for the vault> <source>`.
 * Creates the vault, or unlocks it and resumes. One line of JSON for everything it was told; run by import-runner.ts.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEngine } from '../../src/main/engine/engine.ts';
import { standardCosts } from '../../src/main/engine/vault/index.ts';
import { columnId, readColumns } from '../../src/shared/columns.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import type { Result } from '../../src/shared/errors.ts';

const [parent = '', source = ''] = process.argv.slice(2);
const tell = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const engine = createEngine({
  decoderEntry: fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url)),
  cost: { ...standardCosts, standard: { ops: 1, mem: 8192 }, minOps: 1, minMem: 8192 },
});
engine.on((...[event, payload]) => {
  if (event === 'library') {
    const columns = readColumns(payload.columns);
    tell({ came: Array.from({ length: columns.count }, (_, at) => columnId(columns, at)) });
  } else if (payload.kind === 'import' && payload.state !== 'running') {
    void finish(payload.import);
  }
});

const passphrase = passphraseBytes('correct horse battery staple');
const vault = join(parent, 'Killed.lightproof');
if (existsSync(vault)) {
  const unlocked = value(
    await engine.call('vault.unlock', { vault, secret: { kind: 'passphrase', passphrase } }),
  );
  const { unfinishedImport } = unlocked.vault;
  if (unfinishedImport === null) await finish(value(await engine.call('import.list', {}))[0]?.id ?? '');
  else value(await engine.call('import.resume', { import: unfinishedImport }));
} else {
  value(await engine.call('vault.create', { folder: parent, name: 'Killed', passphrase }));
  await start();
}

async function start(): Promise<void> {
  const { scan } = value(await engine.call('import.scan', { sources: [source] }));
  value(await engine.call('import.start', { scan, album: null }));
}

async function finish(id: string): Promise<void> {
  const query = { import: id, result: null, offset: 0, limit: 1000 };
  const { items } = value(await engine.call('import.items', query));
  await engine.close();
  tell({ items });
}

function value<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.error.code);
}
