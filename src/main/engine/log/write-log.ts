/** @file The audit log as a file anyone can check without the vault, with its signature and public key beside it (docs/format.md §5.6). Runs in the engine. */
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Catalog } from '../catalog/index.ts';
import { removeQuietly, toDiskError } from '../disk/index.ts';
import { inspectDestination, makeDestination } from '../export/destination.ts';
import { FolderNames } from '../export/names.ts';
import type { OpenVault } from '../vault/index.ts';
import { keyIdOf, publicKeyFile, signatureFile } from './minisign.ts';

/** What the first line of an exported log says that it is. */
export const logFormat = 'lightproof/1 log';

export interface WrittenLog {
  readonly folder: string;
  /** Log, signature, public key. */
  readonly files: readonly [string, string, string];
  readonly length: number;
  readonly head: string;
  readonly keyId: string;
}

const pieceBytes = 128 * 1024;

/**
 * Writes three new files into a folder, which is made where it is missing; nothing there is ever replaced, and nothing of it stays when it fails.
 * Errors: destination-unfit, log-damaged (an entry does not open), no-space, no-permission, disk-failed.
 */
export async function writeLog(vault: OpenVault, catalog: Catalog, destination: string): Promise<WrittenLog> {
  const { keys, disk } = vault;
  const place = await inspectDestination(vault, destination);
  const { length, head, pieces } = await contentOf(vault, catalog);
  const said = `Lightproof audit log of vault ${vault.id}, ${String(length)} entries, head ${head}`;
  const signer = { publicKey: keys.signingPublicKey, sign: (message: Uint8Array) => keys.sign(message) };
  const signature = signatureFile(signer, pieces, said);
  await makeDestination(vault, place);
  const made: string[] = [];
  try {
    const names = namesIn(await disk.readdir(place.path), vault.name);
    const contents = [pieces, [signature], [publicKeyFile(keys.signingPublicKey)]] as const;
    for (const [index, name] of names.entries()) {
      const file = await disk.open(join(place.path, name), 'create', 0o666);
      made.push(name);
      try {
        let at = 0;
        for (const piece of contents[index] ?? []) {
          const bytes = Buffer.from(piece);
          await file.write(bytes, at);
          at += bytes.byteLength;
        }
        await file.sync();
      } finally {
        await file.close();
      }
    }
    await disk.syncFolder(place.path);
    return { folder: place.path, files: names, length, head, keyId: keyIdOf(keys.signingPublicKey) };
  } catch (thrown) {
    for (const name of made) await removeQuietly(disk, join(place.path, name));
    throw toDiskError(thrown);
  }
}

/** All lines, as of one moment. */
async function contentOf(
  vault: OpenVault,
  catalog: Catalog,
): Promise<{ length: number; head: string; pieces: Buffer[] }> {
  const { logHead: head } = catalog;
  const entries = catalog.entries();
  const { logLength: length } = entries;
  const signing = vault.keys.signingPublicKey.toString('base64');
  const pieces: Buffer[] = [];
  let text = `${JSON.stringify({ format: logFormat, vault: vault.id, signing, length, head })}\n`;
  for (const { entry, signature } of entries.log()) {
    text += `${JSON.stringify({ entry, signature })}\n`;
    if (text.length < pieceBytes) continue;
    pieces.push(Buffer.from(text, 'utf8'));
    text = '';
    await breathe();
  }
  pieces.push(Buffer.from(text, 'utf8'));
  return { length, head, pieces };
}

/** Names nothing in the folder has: `Family audit log 2026-11-22.jsonl` and what belongs to it. */
function namesIn(existing: readonly string[], vaultName: string): [string, string, string] {
  const names = new FolderNames(existing);
  const taken = new Set(existing.map((name) => name.toLowerCase()));
  for (;;) {
    const log = names.take(`${vaultName} audit log ${new Date().toISOString().slice(0, 10)}.jsonl`);
    const others = [`${log}.minisig`, `${log}.pub`] as const;
    if (!others.some((name) => taken.has(name.toLowerCase()))) return [log, ...others];
  }
}
