/** @file Every vector of test/vectors/1, which are made from docs/format.md without the engine, put to the engine's own functions. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { safeParse } from 'valibot';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { BlobStore } from '../../src/main/engine/blobs/index.ts';
import { padme } from '../../src/main/engine/blobs/layout.ts';
import { Cells } from '../../src/main/engine/catalog/cell.ts';
import { tables, type Table } from '../../src/main/engine/catalog/database.ts';
import { LogChain, asLogRecord } from '../../src/main/engine/catalog/log-chain.ts';
import { Leaves, RootTree, type RootTable } from '../../src/main/engine/catalog/root.ts';
import {
  type SecretKey,
  argon2id,
  hash,
  idBytes,
  kdf,
  okm,
  open,
  seal,
  sealingPublicKey,
  sign,
  signingPublicKey,
} from '../../src/main/engine/crypto/index.ts';
import { SnapshotParser } from '../../src/main/engine/integrity/snapshot-content.ts';
import { CostMeter, standardCosts } from '../../src/main/engine/vault/cost.ts';
import {
  type OpenVault,
  type Secret,
  passphraseSecret,
  unlockVault,
} from '../../src/main/engine/vault/index.ts';
import { Slot, unwrap } from '../../src/main/engine/vault/slot.ts';
import { secretOfWords } from '../../src/main/engine/vault/words.ts';
import { CodedError } from '../../src/shared/errors.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import {
  type BlobText,
  type Edit,
  type HeaderText,
  base64,
  blobBytes,
  describedContent,
  edited,
  headerBytes,
  hex,
  key,
  pieceOf,
  vectors,
  vectorsFolder,
} from '../support/vectors.ts';

/** Today's costs, but for the slots of the vectors, which are at the least that is accepted, not written anew. */
const costs = { ...standardCosts, standard: { ops: 3, mem: standardCosts.minMem } };

interface VaultFile {
  readonly words: string;
  readonly header: string;
}
const vaultFile = JSON.parse(readFileSync(new URL('vault.json', vectorsFolder), 'utf8')) as VaultFile; // our own file

/** A vault's folder that holds these headers, and a blob where there is none. */
function folderWith(first: Buffer | null, second: Buffer | null): string {
  const folder = mkdtempSync(join(tmpdir(), 'lightproof-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'blobs', 'ab'), { recursive: true });
  if (first !== null) writeFileSync(join(folder, 'vault.hdr'), first);
  if (second !== null) writeFileSync(join(folder, 'vault.hdr.bak'), second);
  return folder;
}

/** The code of what is thrown, null when nothing is. */
async function codeOf(work: () => unknown): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (thrown) {
    if (thrown instanceof CodedError) return thrown.code;
    throw thrown;
  }
}

/** `text` of a key. */
function told(secret: SecretKey): string {
  const text = secret.use((bytes) => bytes.toString('hex'));
  secret.dispose();
  return text;
}

let folder = '';
/** The vault that blobs, cells, logs and snapshots belong to. */
let vault: OpenVault;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lightproof-test-'));
  mkdirSync(join(folder, 'blobs'));
  for (const name of ['vault.hdr', 'vault.hdr.bak']) writeFileSync(join(folder, name), vaultFile.header);
  const secret = { kind: 'recovery', words: vaultFile.words } as const;
  vault = (await unlockVault({ path: folder, secret, cost: costs })).vault;
});
afterAll(async () => {
  await vault.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('primitives', () => {
  interface Primitive {
    readonly what: string;
    readonly key: string;
    readonly data: string;
    readonly size: number;
    readonly number: number;
    readonly context: string;
    readonly out: string;
    readonly commitment: string;
    readonly salt: string;
    readonly ops: number;
    readonly mem: number;
    readonly seed: string;
    readonly message: string;
    readonly signature: string;
  }
  for (const one of vectors<Primitive>('primitives').cases) {
    it(one.name, async () => {
      if (one.what === 'H') {
        const keyed = one.key === '' ? undefined : hex(one.key);
        expect(hash(one.size, hex(one.data), keyed).toString('hex')).toBe(one.out);
      } else if (one.what === 'kdf') {
        expect(told(kdf(key(one.key), one.number, one.context))).toBe(one.out);
      } else if (one.what === 'okm') {
        const { key: derived, commitment } = okm(key(one.key), one.context, hex(one.data));
        expect([told(derived), commitment.toString('hex')]).toEqual([one.out, one.commitment]);
      } else if (one.what === 'Argon2id') {
        const cost = { ops: one.ops, mem: one.mem };
        expect(told(await argon2id(hex(one.data), hex(one.salt), cost))).toBe(one.out);
      } else if (one.what === 'signing') {
        expect(signingPublicKey(key(one.seed)).toString('hex')).toBe(one.out);
      } else if (one.what === 'sealing') {
        expect(sealingPublicKey(key(one.seed)).toString('hex')).toBe(one.out);
      } else if (one.what === 'sign') {
        expect(sign(key(one.seed), hex(one.message)).toString('hex')).toBe(one.signature);
      } else {
        expect(one.what).toBe('keyfile');
        const mark = Buffer.from('lightproof/1 keyfile');
        expect(hash(32, [mark, hash(32, hex(one.data))], key(one.key)).toString('hex')).toBe(one.out);
      }
    });
  }
});

describe('XChaCha20-Poly1305', () => {
  interface Aead {
    readonly key: string;
    readonly nonce: string;
    readonly ad: string;
    readonly message: string;
    readonly box: string;
  }
  for (const one of vectors<Aead>('aead').cases) {
    it(one.name, () => {
      const secret = key(one.key);
      const opened = open(secret, hex(one.nonce), hex(one.box), hex(one.ad));
      if (one.code !== null) {
        expect(opened, one.reason).toBeNull();
      } else {
        expect(opened?.toString('hex')).toBe(one.message);
        expect(seal(secret, hex(one.nonce), hex(one.message), hex(one.ad)).toString('hex')).toBe(one.box);
      }
      secret.dispose();
    });
  }
});

describe('Padmé', () => {
  for (const one of vectors<{ length: number; padded: number }>('padme').cases)
    it(one.name, () => expect(padme(one.length)).toBe(one.padded));
});

describe('recovery words', () => {
  for (const one of vectors<{ words: string; secret: string }>('words').cases) {
    it(one.name, async () => {
      let secret = '';
      expect(await codeOf(() => (secret = told(secretOfWords(one.words)))), one.reason).toBe(one.code);
      expect(secret).toBe(one.code === null ? one.secret : '');
    });
  }
});

describe('headers', () => {
  interface Headers {
    readonly first: HeaderText;
    readonly second: HeaderText;
    readonly words?: string;
    readonly generation?: number;
    readonly notice?: boolean;
  }
  const { cases, words } = vectors<Headers>('headers');
  for (const one of cases) {
    it(one.name, async () => {
      const path = folderWith(
        headerBytes(one.first),
        headerBytes(one.second === 'same' ? one.first : one.second),
      );
      const secret = { kind: 'recovery', words: one.words ?? words } as const;
      const code = await codeOf(async () => {
        const { vault: opened, notices } = await unlockVault({ path, secret, cost: costs });
        expect(opened.generation).toBe(one.generation);
        expect(notices.map((notice) => notice.code)).toEqual(one.notice ? ['header-copy-damaged'] : []);
        await opened.close();
      });
      expect(code, one.reason).toBe(one.code);
    });
  }
});

describe('costs', () => {
  for (const one of vectors<{ costs: [ops: number, mem: number][]; taken: number }>('costs').cases) {
    it(one.name, async () => {
      const meter = new CostMeter(standardCosts);
      let taken = 0;
      const code = await codeOf(() => {
        for (const [ops, mem] of one.costs) {
          meter.take({ ops, mem });
          taken += 1;
        }
      });
      expect([code, taken], one.reason).toEqual([one.code, one.taken]);
    });
  }
});

describe('slots', () => {
  interface OneSlot {
    readonly vault: string;
    readonly slot: unknown;
    readonly secret: string;
    readonly root: string;
  }
  for (const one of vectors<OneSlot>('slots').cases) {
    it(one.name, async () => {
      const slot = safeParse(Slot, one.slot);
      const secret = key(one.secret);
      let root = '';
      const code = await codeOf(() => {
        // A slot that is not well-formed is a header's fault (§3.7).
        if (!slot.success) throw new CodedError('header-damaged');
        const opened = unwrap(slot.output, hex(one.vault), secret);
        if (opened === null) throw new CodedError('secret-wrong');
        root = told(opened);
      });
      secret.dispose();
      expect([code, root], one.reason).toEqual([one.code, one.code === null ? one.root : '']);
    });
  }
});

describe('unlocking', () => {
  interface Unlocking {
    readonly header: string;
    readonly passphrase: string;
    readonly keyFile?: string | { of: string; size: number };
    readonly words?: string;
    readonly slot: string;
  }
  const { cases, headers } = vectors<Unlocking>('unlocking');
  for (const one of cases) {
    it(one.name, async () => {
      const header = Buffer.from(headers[one.header] ?? '');
      const path = folderWith(header, header);
      const keyFile = join(path, 'key');
      const { keyFile: file } = one;
      if (file !== undefined)
        writeFileSync(
          keyFile,
          typeof file === 'string' ? base64(file) : Buffer.alloc(file.size, base64(file.of)),
        );
      const secret: Secret =
        one.words === undefined
          ? passphraseSecret(passphraseBytes(one.passphrase), file === undefined ? undefined : keyFile)
          : { kind: 'recovery', words: one.words };
      const code = await codeOf(async () => {
        const { vault: opened } = await unlockVault({ path, secret, cost: costs });
        expect(opened.slots.find(({ id }) => id === opened.openedBy?.id)?.label).toBe(one.slot);
        await opened.close();
      });
      expect(code, one.reason).toBe(one.code);
    });
  }
});

describe('blobs', () => {
  interface Blob {
    readonly blob: string;
    readonly pieces?: [blob: string, index: number][];
    readonly edits?: Edit[];
    readonly id?: string;
    readonly where?: string;
    readonly capsule?: unknown;
    readonly content?: { bytes: number; blake2b: string };
  }
  const { cases, blobs } = vectors<Blob>('blobs');
  const made = new Map<string, Buffer>();
  const text = (name: string): BlobText => blobs[name] ?? { id: '', base64: '' };
  const bytesOf = (name: string): Buffer => {
    const bytes = made.get(name) ?? blobBytes(text(name));
    made.set(name, bytes);
    return bytes;
  };
  for (const one of cases) {
    it(one.name, async () => {
      let file = bytesOf(one.blob);
      if (one.pieces !== undefined) {
        const pieces = one.pieces.map(([name, index]) => pieceOf(bytesOf(name), index));
        file = Buffer.concat([file.subarray(0, 152), ...pieces]);
      }
      const id = one.id ?? text(one.blob).id;
      mkdirSync(join(folder, 'blobs', id.slice(0, 2)), { recursive: true });
      writeFileSync(join(folder, 'blobs', id.slice(0, 2), id), edited(file, one.edits ?? []));
      const released: Uint8Array[] = [];
      let where: unknown;
      let capsule: unknown;
      const code = await codeOf(async () => {
        try {
          const reader = await new BlobStore(vault).open(id);
          try {
            capsule = reader.capsule;
            for await (const part of reader.read()) released.push(part);
            await reader.verify();
          } finally {
            await reader.close();
          }
        } catch (thrown) {
          if (thrown instanceof CodedError) where = thrown.params['detail'];
          throw thrown;
        }
      });
      expect(code, one.reason).toBe(one.code);
      const content = Buffer.concat(released);
      if (one.code === null) {
        expect(one.capsule).toMatchObject(capsule as object); // what it was read with: fields nobody knows are left out
        expect({ bytes: content.length, blake2b: hash(32, content).toString('hex') }).toEqual(one.content);
        return;
      }
      if (one.where !== undefined) expect(where).toBe(one.where);
      // Whatever came out before was right: never another plaintext.
      const sound = describedContent(text(one.blob));
      if (sound !== null) expect(content.equals(sound.subarray(0, content.length))).toBe(true);
    });
  }
});

describe('cells', () => {
  interface Cell {
    readonly table: Table;
    readonly id: string;
    readonly version: number;
    readonly epoch: number;
    readonly cell: string;
    readonly data: string;
  }
  for (const one of vectors<Cell>('cells').cases) {
    it(one.name, () => {
      expect(tables).toContain(one.table);
      const row = { id: hex(one.id), version: one.version, epoch: one.epoch, cell: base64(one.cell) };
      const data = new Cells(vault).open(one.table, row);
      expect(data?.toString('base64') ?? null, one.reason).toBe(one.code === null ? one.data : null);
      if (one.code !== null) expect(new Cells(vault).openShared(one.table, row)).toBeNull();
    });
  }
});

describe('the root', () => {
  interface Root {
    readonly rows: [table: RootTable, id: string, version: number, cell: string][];
    readonly root: string;
  }
  const { cases, vault: id } = vectors<Root>('root');
  for (const one of cases) {
    it(one.name, () => {
      const tree = new RootTree(idBytes(id));
      const leaves = new Leaves();
      for (const [table, row, version, cell] of one.rows) leaves.add(table, hex(row), version, hex(cell));
      tree.load(leaves);
      expect(tree.root.toString('hex') === one.root, one.reason).toBe(one.code === null);
    });
  }
});

describe('the log', () => {
  interface Log {
    readonly log: unknown[];
    readonly length: number;
    readonly head: string;
  }
  for (const one of vectors<Log>('log').cases) {
    it(one.name, () => {
      const chain = new LogChain(vault.idBytes, vault.keys.signingPublicKey);
      const holds = one.log.every((value) => {
        const record = asLogRecord(value);
        return record !== null && chain.add(record);
      });
      const ends = chain.length === one.length && chain.head.toString('hex') === one.head;
      expect(holds && ends, one.reason).toBe(one.code === null);
    });
  }
});

describe('snapshots', () => {
  interface Content {
    readonly content: string;
    readonly generation: number;
    readonly photos: number;
    readonly objects: number;
    readonly log: number;
  }
  for (const one of vectors<Content>('snapshots').cases) {
    it(one.name, () => {
      const parser = new SnapshotParser();
      const bytes = Buffer.from(one.content);
      for (let at = 0; at < bytes.length; at += 100) parser.add(bytes.subarray(at, at + 100));
      const snapshot = parser.end();
      const good = snapshot?.generation === one.generation ? snapshot : null;
      const counts = good && [good.photos.size, good.objects.size, good.log.size];
      expect(counts, one.reason).toEqual(one.code === null ? [one.photos, one.objects, one.log] : null);
    });
  }
});

it('there are as many vectors as promised, three quarters of them to be refused', () => {
  const names = ['aead', 'words', 'headers', 'costs', 'slots', 'unlocking', 'blobs', 'cells', 'root', 'log'];
  const all = [...names, 'snapshots', 'primitives', 'padme'].flatMap((name) => vectors(name).cases);
  const refused = all.filter(({ code }) => code !== null);
  expect(all.length).toBeGreaterThan(700);
  expect(refused.length / all.length).toBeGreaterThanOrEqual(0.75);
  for (const { name, reason } of refused) expect(reason, name).toMatch(/\w/);
});
