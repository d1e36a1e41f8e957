/** @file The reader of docs/reference, written from docs/format.md alone, on vaults that the command line has just made. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../src/main/engine/engine.ts';
import { Id } from '../../src/shared/contract.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { FULL_EXIF, jpegWith, plain, quarters, scene } from '../support/pictures.ts';
import { parse } from 'valibot';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const cli = here('../../src/cli/index.ts');
const decoderEntry = here('../../src/main/decoder/index.ts');
const reader = here('../../docs/reference/read_vault.py');
const python = '/usr/bin/python3';

interface Answer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}
type Line = Record<string, unknown>;

let folder = '';
let vault = '';
/** The header with the first passphrase, before it was changed. */
let headerBefore: Uint8Array = new Uint8Array();
/** Decomposed letters, as some keyboards type them: derivation is from the composed ones (docs/format.md §3.3). */
const passphrase = 'schöne Grüße aus Århus'.normalize('NFD');
/** What was imported, by name. Two are called twin.jpg. */
const pictures = new Map<string, Uint8Array>();

function run(program: string, ...args: string[]): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}
const lightproof = (...args: string[]): Promise<Answer> => run(process.execPath, cli, ...args);
const read = (of: string, ...args: string[]): Promise<Answer> => run(python, reader, of, ...args);
const objects = ({ stdout }: Answer): Line[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
const byId = (lines: Line[]): Line[] =>
  lines.sort((one, other) => (String(one['id']) < String(other['id']) ? -1 : 1));

/** A copy of the vault to damage. */
function copy(name: string): string {
  const path = join(folder, `${name}.lightproof`);
  cpSync(vault, path, { recursive: true });
  return path;
}

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

async function trash(engine: Engine, id: string): Promise<void> {
  const secret = { kind: 'passphrase', passphrase: passphraseBytes(passphrase) } as const;
  expect(await engine.call('vault.unlock', { vault, secret })).toMatchObject({ ok: true });
  expect(await engine.call('library.trash', { ids: [parse(Id, id)] })).toMatchObject({ ok: true });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lightproof-test-'));
  if ((await run(python, '-c', 'import argon2, cryptography')).status !== 0) {
    throw new Error(
      'The reference reader needs Python and two of its libraries, which this command installs: ' +
        'sudo apt-get install python3 python3-cryptography python3-argon2',
    );
  }
  const large = await scene(3400, 2400, 7);
  expect(large.length).toBeGreaterThan(3_000_000);
  pictures.set('large.jpg', large);
  pictures.set('small.jpg', await scene(320, 240, 2));
  pictures.set('facts.jpg', await jpegWith(FULL_EXIF));
  pictures.set('without facts.png', await plain(64, 48, { r: 0, g: 160, b: 60 }).png().toBuffer());
  pictures.set('Grün 🌿.tif', await quarters(300, 200).tiff().toBuffer());
  pictures.set('con.jpg', await scene(200, 100, 3));
  pictures.set('twin.jpg', await scene(200, 100, 4));
  pictures.set('other/twin.jpg', await scene(200, 100, 5));
  mkdirSync(join(folder, 'photos', 'other'), { recursive: true });
  for (const [name, bytes] of pictures) writeFileSync(join(folder, 'photos', name), bytes);
  writeFileSync(join(folder, 'photos', 'other', 'large.jpg'), large);
  writeFileSync(join(folder, 'first'), 'the first passphrase\n');
  writeFileSync(join(folder, 'pass'), `${passphrase}\r\nsecond line\n`);
  writeFileSync(join(folder, 'wrong'), 'another passphrase\n');

  vault = join(folder, 'Family.lightproof');
  const first = ['--passphrase-file', 'first'];
  expect((await lightproof('create', vault, ...first, '--recovery-kit', 'kit')).status).toBe(0);
  const imported = await lightproof('import', vault, 'photos', '--album', 'Summer 🌞', ...first, '--json');
  expect(objects(imported).at(-1)).toMatchObject({ summary: { imported: 8, duplicate: 1, failed: 0 } });
  headerBefore = readFileSync(join(vault, 'vault.hdr'));
  expect((await lightproof('passwd', vault, ...first, '--new-passphrase-file', 'pass')).status).toBe(0);
}, 180_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

// A key derivation at full strength for every run of the reader, on machines that are small and busy.
describe('the reference reader', { timeout: 180_000 }, () => {
  it('lists what the command line lists, also while the vault is open and its last changes are in the log', async () => {
    const before = byId(objects(await lightproof('list', vault, '--passphrase-file', 'pass', '--json')));
    expect(before).toHaveLength(8);
    expect(before.find(({ name }) => name === 'facts.jpg')).toMatchObject({ albums: ['Summer 🌞'] });
    const listed = await read(vault, '--passphrase-file', 'pass', '--list', '--json');
    expect([listed.status, listed.stderr]).toEqual([0, '']);
    expect(byId(objects(listed))).toEqual(before);

    const con = before.find(({ name }) => name === 'con.jpg');
    const engine = createEngine({ decoderEntry });
    try {
      await trash(engine, String(con?.['id']));
      const open = await read(vault, '--passphrase-file', 'pass', '--list', '--json');
      expect(open.status).toBe(0);
      expect(open.stderr).toContain('the vault is open');
      expect(objects(open).filter(({ trashed }) => trashed)).toMatchObject([{ name: 'con.jpg' }]);
    } finally {
      await engine.close();
    }
    const after = byId(objects(await lightproof('list', vault, '--passphrase-file', 'pass', '--json')));
    const read1 = await read(vault, '--passphrase-file', 'pass', '--list', '--json');
    expect([read1.status, read1.stderr]).toEqual([0, '']);
    expect(byId(objects(read1))).toEqual(after);

    const shown = await read(vault, '--passphrase-file', 'pass', '--list');
    expect(shown.stdout).toContain('name: facts.jpg');
    expect(shown.stdout).toContain('camera: Canon EOS 40D');
  });

  it('decrypts every photo byte for byte, under safe names, with the passphrase or the recovery words', async () => {
    const ways = [
      ['--passphrase-file', 'pass'],
      ['--recovery-file', 'kit'],
    ];
    for (const [index, way] of ways.entries()) {
      const out = join(folder, `out${String(index)}`);
      const answer = await read(vault, ...way, '--out', out, '--json');
      expect([answer.status, answer.stderr]).toEqual([0, '']);
      const written = objects(answer).map(({ file }) => readFileSync(String(file)));
      const wanted = [...pictures.values()];
      const sorted = (all: Uint8Array[]): string[] =>
        all.map((bytes) => Buffer.from(bytes).toString('base64')).sort();
      expect(sorted(written)).toEqual(sorted(wanted));
      expect(readdirSync(out).sort()).toEqual(
        [
          'Grün 🌿.tif',
          'facts.jpg',
          'large.jpg',
          'small.jpg',
          'trash',
          'twin (2).jpg',
          'twin.jpg',
          'without facts.png',
        ].sort(),
      );
      expect(readdirSync(join(out, 'trash'))).toEqual(['_con.jpg']);
    }
    // A preview is a blob more than there are originals, and the words on the kit may be typed in any case.
    const blobs = readdirSync(join(vault, 'blobs'), { recursive: true, withFileTypes: true });
    expect(blobs.filter((entry) => entry.isFile()).length).toBeGreaterThan(pictures.size);
    writeFileSync(
      join(folder, 'typed'),
      readFileSync(join(folder, 'kit'), 'utf8').split('\n').slice(1).join(' ').toUpperCase(),
    );
    expect((await read(vault, '--recovery-file', 'typed', '--list')).status).toBe(0);
  });

  it('opens by a passphrase with its key file, tells what was done with the vault, and does without the catalogue', async () => {
    const more = copy('More');
    writeFileSync(join(folder, 'key.bin'), Buffer.alloc(5000, 7));
    writeFileSync(join(folder, 'second'), 'the second passphrase\n');
    const way = ['--new-passphrase-file', 'second', '--new-key-file', 'key.bin', '--label', 'Stick'];
    const added = await lightproof('slots', more, 'add', ...way, '--passphrase-file', 'pass');
    expect(added.status).toBe(0);
    const both = ['--passphrase-file', 'second', '--key-file', 'key.bin'];
    const log = await read(more, ...both, '--log', '--json');
    expect([log.status, log.stderr]).toEqual([0, '']);
    expect(objects(log).map(({ seq }) => seq)).toEqual(objects(log).map((_, index) => index + 1));
    const events = objects(log).map(({ event }) => event);
    expect(events[0]).toBe('created');
    for (const event of ['imported', 'passphrase-changed', 'slot-added']) expect(events).toContain(event);
    expect((await read(more, '--passphrase-file', 'second', '--list')).status).toBe(3);
    expect((await read(more, '--passphrase-file', 'pass', '--key-file', 'key.bin', '--list')).status).toBe(3);

    rmSync(join(more, 'catalog.db'));
    expect((await read(more, ...both, '--list')).status).toBe(4);
    const rescued = await read(more, ...both, '--rescue', '--out', join(folder, 'rescued'), '--json');
    expect(rescued.status).toBe(0);
    expect(objects(rescued)).toHaveLength(pictures.size);
    for (const line of objects(rescued)) {
      const content = readFileSync(String(line['file']));
      expect([...pictures.values()].some((picture) => content.equals(picture))).toBe(true);
    }
  });

  it('never writes over a file', async () => {
    const out = join(folder, 'kept');
    mkdirSync(out);
    writeFileSync(join(out, 'small.jpg'), 'mine');
    expect((await read(vault, '--passphrase-file', 'pass', '--out', out)).status).toBe(0);
    expect(readFileSync(join(out, 'small.jpg'), 'utf8')).toBe('mine');
    expect(readFileSync(join(out, 'small (2).jpg'))).toEqual(pictures.get('small.jpg'));
  });

  it('ends with 3 on a wrong passphrase, the old one included, and on wrong words', async () => {
    const kit = readFileSync(join(folder, 'kit'), 'utf8');
    const words = kit.split('\n').slice(1).join(' ').trim().split(/\s+/);
    const misspelt = [...words.slice(0, -1), words.at(-1) === 'zoo' ? 'zone' : 'zoo'];
    writeFileSync(join(folder, 'misspelt'), misspelt.join(' '));
    for (const way of [
      ['--passphrase-file', 'wrong'],
      ['--passphrase-file', 'first'],
      ['--recovery-file', 'misspelt'],
    ]) {
      const answer = await read(vault, ...way, '--list');
      expect([way, answer.status, answer.stdout]).toEqual([way, 3, '']);
      expect(answer.stderr.trim().split('\n')).toHaveLength(1);
    }
  });

  it('ends with 2 on wrong use', async () => {
    expect((await read(folder, '--passphrase-file', 'pass', '--list')).status).toBe(2);
    expect((await read(vault, '--passphrase-file', 'missing', '--list')).status).toBe(2);
    expect((await read(vault, '--list')).status).toBe(2);
    expect((await read(vault, '--recovery-file', 'kit', '--word-list', 'first', '--list')).status).toBe(2);
  });

  it('names a damaged or missing blob, ends with 1 and writes the others', async () => {
    const damaged = copy('Flipped');
    const blobs = readdirSync(join(damaged, 'blobs'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    // Every blob in a place of its own: header, nonce, wrapped key, commitment, first chunk, last byte, cut off, gone, swapped.
    const [a = '', b = '', c = '', d = '', e = '', f = '', g = '', h = '', i = ''] = blobs;
    for (const [file, at] of [
      [a, 13],
      [b, 50],
      [c, 80],
      [d, 151],
      [e, 160],
      [f, -1],
    ] as const)
      flip(file, at);
    writeFileSync(g, readFileSync(g).subarray(0, -1));
    rmSync(h);
    renameSync(i, join(damaged, 'aside'));
    cpSync(a, i);
    const answer = await read(damaged, '--passphrase-file', 'pass', '--out', join(folder, 'rest'), '--json');
    expect(answer.status).toBe(1);
    for (const file of [a, b, c, d, e, f, g, h, i]) expect(answer.stderr).toContain(basename(file));
    expect(objects(answer).filter(({ file }) => file === null)).not.toHaveLength(0);

    const one = copy('One');
    flip(e.replace(damaged, one), 160);
    const some = await read(one, '--passphrase-file', 'pass', '--out', join(folder, 'some'), '--json');
    expect([some.status, some.stderr.trim().split('\n').length]).toEqual([1, 1]);
    expect(objects(some).filter(({ damage }) => Array.isArray(damage) && damage.length > 0)).toHaveLength(1);
  });

  it('ends with 4 when a row was deleted, changed or put back', async () => {
    const wounds: Record<string, string> = {
      deleted: 'DELETE FROM photos WHERE id = (SELECT min(id) FROM photos)',
      changed: 'UPDATE photos SET cell = zeroblob(length(cell)) WHERE id = (SELECT min(id) FROM photos)',
      swapped: `UPDATE photos SET cell = (SELECT cell FROM photos WHERE id = (SELECT max(id) FROM photos))
                WHERE id = (SELECT min(id) FROM photos)`,
      older: 'UPDATE state SET version = version - 1',
      extra: 'CREATE TABLE more(id BLOB)',
      unlogged: 'DELETE FROM log WHERE id = (SELECT max(id) FROM log)',
      relogged: `UPDATE log SET cell = (SELECT cell FROM log WHERE id = (SELECT max(id) FROM log))
                 WHERE id = (SELECT min(id) FROM log)`,
    };
    for (const [name, wound] of Object.entries(wounds)) {
      const damaged = copy(name);
      const db = new Database(join(damaged, 'catalog.db'));
      db.exec(wound);
      db.close();
      const answer = await read(damaged, '--passphrase-file', 'pass', '--list');
      expect([name, answer.status, answer.stdout]).toEqual([name, 4, '']);
      expect(answer.stderr).toMatch(/^the vault is damaged: .+\n$/);
    }
  });

  it('opens by one good copy of the header, and ends with 4 without one', async () => {
    const damaged = copy('Header');
    flip(join(damaged, 'vault.hdr'), 300);
    const one = await read(damaged, '--passphrase-file', 'pass', '--list');
    expect([one.status, one.stderr]).toEqual([0, expect.stringContaining('one copy of the header')]);
    flip(join(damaged, 'vault.hdr.bak'), 300);
    expect((await read(damaged, '--passphrase-file', 'pass', '--list')).status).toBe(4);

    // A change of passphrase that was interrupted between the two copies (docs/format.md §3.7).
    const between = copy('Between');
    writeFileSync(join(between, 'vault.hdr.bak'), headerBefore);
    const [newer, older] = [
      await read(between, '--passphrase-file', 'pass', '--list'),
      await read(between, '--passphrase-file', 'first', '--list'),
    ];
    expect([newer.status, newer.stderr]).toEqual([0, expect.stringContaining('one copy')]);
    // The older copy opens, and what it opens was last changed under a newer one.
    expect([older.status, older.stderr]).toEqual([1, expect.stringContaining('older than the catalogue')]);
    expect(older.stdout).toBe(newer.stdout);
    expect((await read(between, '--passphrase-file', 'wrong', '--list')).status).toBe(3);
  });
});
