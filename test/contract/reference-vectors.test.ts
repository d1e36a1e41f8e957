/** @file The reader of docs/reference on every golden vault, and the maker of the vectors: it makes the same bytes again, whenever it runs. */
import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hash } from '../../src/main/engine/crypto/index.ts';
import { copyGolden, goldenNames, goldenVault, keyFileOf, type Golden } from '../support/golden.ts';
import { folderWith } from './open-engine.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const reader = here('../../docs/reference/read_vault.py');
const maker = here('../vectors/make_vectors.py');

interface Answer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}
type Line = Record<string, unknown>;

/** Without Python and its two libraries these tests fail: `npm test` installs them, or names the command that does. */
function python(...args: string[]): Promise<Answer> {
  return new Promise((resolve) => {
    execFile('/usr/bin/python3', args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

const lines = ({ stdout }: Answer): Line[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
const digestOf = (file: unknown): string => hash(32, readFileSync(String(file))).toString('hex');

/** The arguments for a secret. */
function secretArguments(secret: Golden['secrets'][number], folder: string): string[] {
  const file = join(folder, 'secret');
  writeFileSync(file, `${secret.passphrase ?? secret.words ?? ''}\n`);
  if (secret.words !== undefined) return ['--recovery-file', file];
  const keyFile = keyFileOf(secret, folder);
  return ['--passphrase-file', file, ...(keyFile === null ? [] : ['--key-file', keyFile])];
}

it('the vectors and golden vaults are what their script makes, and the reference reader judges every vector right', async () => {
  expect(await python(maker, '--check')).toMatchObject({ status: 0, stderr: '' });
});

describe.each(goldenNames)('the reference reader on golden vault %s', (name) => {
  const golden = goldenVault(name);

  it('lists it by every secret, checks its log, and decrypts every photo byte for byte', async () => {
    const folder = await folderWith();
    const vault = copyGolden(name, folder);
    for (const secret of golden.secrets) {
      const listed = await python(reader, vault, ...secretArguments(secret, folder), '--list', '--json');
      expect([listed.status, listed.stderr]).toEqual([0, '']);
      // What the reader tells beyond that came later.
      expect(lines(listed)).toMatchObject(
        golden.photos.map(({ favourite: _, content: __, ...photo }) => photo),
      );
    }
    const way = secretArguments(golden.secrets[0] ?? {}, folder);
    const log = await python(reader, vault, ...way, '--log', '--json');
    expect([log.status, log.stderr]).toEqual([0, '']);
    expect(lines(log).map(({ event }) => event)).toEqual(golden.log);
    const out = await python(reader, vault, ...way, '--out', join(folder, 'out'), '--json');
    expect([out.status, out.stderr]).toEqual([0, '']);
    const contents = lines(out).map(({ id, file }) => [id, digestOf(file)]);
    expect(contents).toEqual(golden.photos.map(({ id, content }) => [id, content]));
  });

  it('gets every photo back without the catalogue, and without snapshots too', async () => {
    const folder = await folderWith();
    const vault = copyGolden(name, folder);
    const way = secretArguments(golden.secrets[0] ?? {}, folder);
    rmSync(join(vault, 'catalog.db'));
    const refused = await python(reader, vault, ...way, '--list');
    expect([refused.status, refused.stdout]).toEqual([4, '']);
    expect(refused.stderr).toContain('--rescue');
    for (const without of ['catalogue', 'snapshots']) {
      if (without === 'snapshots') rmSync(join(vault, 'snapshots'), { recursive: true, force: true });
      const out = join(folder, without);
      const rescued = await python(reader, vault, ...way, '--rescue', '--out', out, '--json');
      expect(rescued.status).toBe(0);
      const found = lines(rescued).map(({ id, file }) => [id, digestOf(file)]);
      expect(found.sort()).toEqual(golden.photos.map(({ id, content }) => [id, content]).sort());
      const names = lines(rescued).map((line) => line['name']);
      expect(names.sort()).toEqual(golden.photos.map((photo) => photo.name).sort());
    }
  });
});
