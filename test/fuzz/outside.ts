/** @file Readers of what lies outside of vaults, or in them in the clear: exported logs, packages' content, what was looked at last, locks. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCatalog } from '../../src/main/engine/catalog/index.ts';
import { SecretKey } from '../../src/main/engine/crypto/index.ts';
import { checkLogFile } from '../../src/main/engine/log/check-file.ts';
import { writeLog } from '../../src/main/engine/log/write-log.ts';
import { openView, sealView } from '../../src/main/engine/services/views.ts';
import { chunkBytes, Payload, sealed } from '../../src/main/engine/sharing/age-payload.ts';
import { createVault, standardCosts, type OpenVault } from '../../src/main/engine/vault/index.ts';
import { readHolder } from '../../src/main/engine/vault/lock-file.ts';
import { CodedError } from '../../src/shared/errors.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import type { Target } from './target.ts';

const codedAs =
  (start: string) =>
  (error: unknown): boolean =>
    error instanceof CodedError && error.code.startsWith(start);

export async function ofOutside(): Promise<{ targets: Target[]; end: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'lightproof-fuzz-'));
  const cost = { ...standardCosts, standard: { ops: 1, mem: 8192 }, minOps: 1, minMem: 8192 };
  const { vault } = await createVault({ folder, name: 'Outside', passphrase: passphraseBytes('fuzz'), cost });
  const lock = { pid: 7, host: 'here', boot: 'b'.repeat(36), started: '12' };
  return {
    targets: [
      await exportedLog(vault, join(folder, 'out')),
      await contentOfPackage(),
      viewOf(vault),
      { name: 'lock', seeds: [Buffer.from(`${JSON.stringify(lock)}\n`)], share: 1, run: readHolder },
    ],
    end: async () => {
      await vault.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Three entries, signed. */
async function exportedLog(vault: OpenVault, folder: string): Promise<Target> {
  const catalog = createCatalog(vault);
  for (const photos of [1, 2]) catalog.change((tx) => tx.log({ event: 'deleted', photos }));
  const { files } = await writeLog(vault, catalog, folder);
  catalog.close();
  const file = join(folder, files[0]);
  const whole = readFileSync(file);
  return {
    name: 'exported log',
    seeds: [whole],
    share: 0.3,
    run: async (bytes) => {
      writeFileSync(file, bytes);
      const { problems } = await checkLogFile(vault.disk, file, null);
      if (problems.length === 0 && !bytes.equals(whole)) throw new Error('a changed log holds');
    },
    may: codedAs('log-file-unreadable'),
  };
}

async function contentOfPackage(): Promise<Target> {
  const key = Buffer.alloc(32, 3);
  const content = Buffer.alloc(chunkBytes + 900, 'what a package holds ');
  const parts: Buffer[] = [];
  const pieces = (async function* () {
    yield await Promise.resolve(content);
  })();
  const sealing = SecretKey.from(Buffer.from(key));
  for await (const part of sealed(sealing, pieces)) parts.push(Buffer.from(part));
  sealing.dispose();
  return {
    name: 'content of a package',
    seeds: [Buffer.concat(parts)],
    share: 0.3,
    run: async (bytes) => {
      const read = (start: number, count: number): Promise<Buffer> =>
        Promise.resolve(bytes.subarray(start, start + count));
      const payload = new Payload({ bytes: bytes.length, read }, SecretKey.from(Buffer.from(key)), 0);
      try {
        const opened = await payload.read(0, payload.bytes);
        if (!opened.equals(content)) throw new Error('another content opened');
      } finally {
        payload.dispose();
      }
    },
    may: codedAs('package-'),
  };
}

function viewOf(vault: OpenVault): Target {
  const at = { photo: 'a'.repeat(32), below: 120 };
  const sidebar = { narrow: false, width: 16 };
  const whole = sealView(vault, { section: 'timeline', at, rowHeight: 180, sidebar, info: true, map: null });
  if (openView(vault, whole) === null) throw new Error('a sound view does not open');
  return {
    name: 'what was looked at last',
    seeds: [whole],
    share: 1,
    run: (bytes) => {
      if (openView(vault, bytes) !== null && !bytes.equals(whole)) throw new Error('a changed view opened');
    },
  };
}
