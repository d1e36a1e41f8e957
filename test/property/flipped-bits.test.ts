/** @file Every bit of a header whose checksum was made anew, of cells and of log entries: flipped, they are refused, and nothing else is read. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cells } from '../../src/main/engine/catalog/cell.ts';
import { tables } from '../../src/main/engine/catalog/database.ts';
import { LogChain, type LogRecord } from '../../src/main/engine/catalog/log-chain.ts';
import { hash } from '../../src/main/engine/crypto/index.ts';
import { nodeDisk } from '../../src/main/engine/disk/index.ts';
import { standardCosts, unlockVault, type OpenVault } from '../../src/main/engine/vault/index.ts';
import { parseHeader } from '../../src/main/engine/vault/header.ts';
import { SlotSecrets, openHeader } from '../../src/main/engine/vault/open-header.ts';
import { codeOf } from '../support/quick-vault.ts';
import { base64, hex, vectors, vectorsFolder } from '../support/vectors.ts';

const vaultFile = JSON.parse(readFileSync(new URL('vault.json', vectorsFolder), 'utf8')) as {
  words: string;
  header: string;
}; // our own file
const secret = { kind: 'recovery', words: vaultFile.words } as const;

let folder = '';
let vault: OpenVault;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lightproof-test-'));
  mkdirSync(join(folder, 'blobs'));
  for (const name of ['vault.hdr', 'vault.hdr.bak']) writeFileSync(join(folder, name), vaultFile.header);
  vault = (await unlockVault({ path: folder, secret })).vault;
});
afterAll(async () => {
  await vault.close();
  rmSync(folder, { recursive: true, force: true });
});

function* flipped(bytes: Uint8Array): Generator<[bit: number, altered: Buffer]> {
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const altered = Buffer.from(bytes);
    altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    yield [bit, altered];
  }
}

/** Lines 1 and 2 with the checksum they ask for: what somebody without the keys can make. */
function withChecksum(lines: Buffer): Buffer {
  return Buffer.concat([lines, Buffer.from(`${hash(32, lines).toString('base64')}\n`)]);
}

describe('one flipped bit', () => {
  it('in a header, its checksum made anew, lets nobody in', async () => {
    const good = Buffer.from(vaultFile.header);
    const lines = good.subarray(0, good.lastIndexOf(0x0a, good.length - 2) + 1);
    expect(withChecksum(lines)).toEqual(good);
    const secrets = await SlotSecrets.read(secret, standardCosts, nodeDisk);
    const told = new Map<string, number>();
    const open = async (bytes: Buffer): Promise<string> => {
      const parsed = parseHeader(bytes);
      if (parsed.state !== 'readable') return parsed.state;
      return codeOf(openHeader([{ name: 'vault.hdr', bytes, ...parsed }], secrets));
    };
    expect(await open(good)).toBe('fulfilled');
    for (const [bit, altered] of flipped(lines)) {
      const code = await open(withChecksum(altered));
      told.set(code, (told.get(code) ?? 0) + 1);
      expect(['damaged', 'newer', 'header-damaged', 'secret-wrong'], `bit ${String(bit)}`).toContain(code);
    }
    // Most of it is seen only by MAC and commitment: the form is right.
    expect(told.get('header-damaged')).toBeGreaterThan(3000);
    expect(told.get('secret-wrong')).toBeGreaterThan(300);
    secrets.dispose();
  });

  it('in a cell, its nonce or tag, opens to nothing', () => {
    interface Cell {
      readonly table: (typeof tables)[number];
      readonly id: string;
      readonly version: number;
      readonly epoch: number;
      readonly cell: string;
    }
    const sound = vectors<Cell>('cells').cases.filter(({ code, name }) => code === null && !/^\d/.test(name));
    expect(new Set(sound.map(({ table }) => table)).size).toBe(tables.length);
    const cells = new Cells(vault);
    for (const { table, id, version, epoch, cell } of sound) {
      const row = { id: hex(id), version, epoch, cell: base64(cell) };
      expect(cells.open(table, row)).not.toBeNull();
      for (const [bit, altered] of flipped(row.cell))
        expect(cells.open(table, { ...row, cell: altered }), `${table} ${String(bit)}`).toBeNull();
      for (const [, altered] of flipped(row.id))
        expect(cells.open(table, { ...row, id: altered })).toBeNull();
    }
  });

  it('in an entry of the log, or its signature, breaks the chain there', () => {
    interface Log {
      readonly log: LogRecord[];
      readonly length: number;
    }
    const whole = vectors<Log>('log').cases.find(({ code, length }) => code === null && length === 4);
    const records = whole?.log ?? [];
    expect(records).toHaveLength(4);
    records.forEach((record, index) => {
      const chain = new LogChain(vault.idBytes, vault.keys.signingPublicKey);
      for (const before of records.slice(0, index)) expect(chain.add(before)).toBe(true);
      for (const [bit, altered] of flipped(Buffer.from(record.entry))) {
        // A byte that is no letter any more is not what JSON holds either.
        const entry = altered.toString('latin1');
        expect(chain.add({ ...record, entry }), `entry ${String(index + 1)}, bit ${String(bit)}`).toBe(false);
      }
      for (const [, altered] of flipped(base64(record.signature)))
        expect(chain.add({ ...record, signature: altered.toString('base64') })).toBe(false);
      expect(chain.add(record)).toBe(true);
    });
  });
});
