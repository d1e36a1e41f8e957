/** @file The command line from outside: its answers, its exit status, and that what goes in comes out. Every command is a process of its own. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnId, readColumns } from '../../src/shared/columns.ts';
import { createEngine } from '../../src/main/engine/engine.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { cliEntry, runCli, type CliAnswer } from '../support/cli.ts';
import { FULL_EXIF, jpegWith, plain, scene } from '../support/pictures.ts';

const decoderEntry = fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url));

let folder = '';
let photos = '';
let vault = '';
/** Hidden for a while. */
let hidden = '';

const run = (...args: string[]): Promise<CliAnswer> => runCli(folder, args);

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lightproof-test-'));
  photos = join(folder, 'photos');
  vault = join(folder, 'Family.lightproof');
  await mkdir(join(photos, 'deeper'), { recursive: true });
  await writeFile(join(folder, 'passphrase'), 'a long passphrase\r\nsecond line\n');
  await writeFile(join(folder, 'wrong'), 'another passphrase\n');
  await writeFile(join(photos, 'scene.jpg'), await scene(640, 480));
  await writeFile(join(photos, 'exif.jpg'), await jpegWith(FULL_EXIF));
  await writeFile(
    join(photos, 'deeper', 'Grün 🌿.png'),
    await plain(64, 48, { r: 0, g: 160, b: 60 }).png().toBuffer(),
  );
  await writeFile(join(photos, 'deeper', 'again.jpg'), await readFile(join(photos, 'scene.jpg')));
  await writeFile(join(photos, 'letter.jpg'), 'Dear diary');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('command line', () => {
  it('tells its version and its commands on standard output', async () => {
    const version = await run('--version');
    expect(version).toMatchObject({ status: 0, stderr: '' });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const help = await run('--help');
    expect(help).toMatchObject({ status: 0, stderr: '' });
    for (const command of ['import', 'export', 'verify', 'repair']) expect(help.stdout).toContain(command);
  });

  it('creates, imports, lists, exports, verifies: byte for byte, one object a line', async () => {
    const created = await run(
      'create',
      vault,
      '--passphrase-file',
      'passphrase',
      '--recovery-kit',
      'kit',
      '--json',
    );
    expect(created.status).toBe(0);
    expect(created.objects).toEqual([{ vault, vaultId: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
    expect((await readFile(join(folder, 'kit'), 'utf8')).trim().split(/\s+/)).toHaveLength(2 + 24);

    const imported = await run(
      'import',
      vault,
      'photos',
      '--album',
      'Summer',
      '--passphrase-file',
      'passphrase',
      '--json',
    );
    expect(imported.status).toBe(1); // the letter
    const results = new Map(imported.objects.map((object) => [object['path'], object]));
    expect(results.get(join(photos, 'letter.jpg'))).toMatchObject({
      result: 'failed',
      reason: 'not-a-picture',
    });
    expect(results.get(join(photos, 'exif.jpg'))).toMatchObject({
      result: 'imported',
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(imported.objects.at(-1)).toEqual({
      summary: {
        import: expect.stringMatching(/^[0-9a-f]{32}$/),
        imported: 3,
        attached: 0,
        duplicate: 1,
        skipped: 0,
        failed: 1,
        bytes: expect.any(Number),
        seconds: expect.any(Number),
      },
    });

    const listed = await run('list', vault, '--passphrase-file', 'passphrase', '--json');
    expect(listed.status).toBe(0);
    const exif = listed.objects.find((photo) => photo['name'] === 'exif.jpg');
    expect(exif).toMatchObject({
      type: 'image/jpeg',
      capturedAt: expect.stringMatching(/^2019-07-14T18:30:05(\.25\d*)?\+02:00$/),
      camera: 'Canon EOS 40D',
      latitude: expect.closeTo(-33.8598, 3),
      longitude: expect.closeTo(151.2111, 3),
      albums: ['Summer'],
      trashed: false,
    });
    expect(listed.objects.find((photo) => photo['name'] === 'Grün 🌿.png')).toMatchObject({
      width: 64,
      height: 48,
      capturedAt: null,
      camera: null,
    });

    const exported = await run('export', vault, 'out', '--passphrase-file', 'passphrase', '--json');
    expect(exported.status).toBe(0);
    expect(exported.objects.at(-1)).toMatchObject({ summary: { written: 3, failed: 0 } });
    const written = await Promise.all(
      (await readdir(join(folder, 'out'))).map(async (name) =>
        digest(await readFile(join(folder, 'out', name))),
      ),
    );
    const wanted = await Promise.all(
      ['scene.jpg', 'exif.jpg', 'deeper/Grün 🌿.png'].map(async (name) =>
        digest(await readFile(join(photos, name))),
      ),
    );
    expect(written.sort()).toEqual(wanted.sort());

    // Into the same folder again: nothing is written twice.
    const again = await run('export', vault, 'out', '--passphrase-file', 'passphrase', '--json');
    expect(again.objects.at(-1)).toMatchObject({ summary: { written: 0, already: 3, failed: 0 } });
    const options = ['--what', 'webp', '--max-edge', '32', '--quality', '70', '--without', 'place'];
    const beside = ['--layout', 'albums', '--sidecars', '--checksums', '--times', 'captured'];
    const small = await run(
      'export',
      vault,
      'small',
      ...options,
      ...beside,
      '--passphrase-file',
      'passphrase',
    );
    expect([small.status, small.stderr]).toEqual([0, expect.stringContaining('3 written, 3 match')]);
    const made = await readdir(join(folder, 'small', 'Summer'));
    expect(made).toHaveLength(6);
    expect(made).toEqual(expect.arrayContaining(['exif.webp', 'exif.webp.xmp', 'Grün 🌿.webp']));
    expect(await readFile(join(folder, 'small', 'SHA256SUMS'), 'utf8')).toContain('  Summer/exif.webp.xmp\n');
    for (const wrong of [
      ['--what', 'gif'],
      ['--quality', '70'],
      ['--what', 'no-place', '--without', 'metadata'],
      ['--what', 'jpeg', '--max-edge', '3'],
      ['--what', 'no-metadata', '--sidecars'],
    ])
      expect((await run('export', vault, 'wrong', ...wrong, '--passphrase-file', 'passphrase')).status).toBe(
        2,
      );

    const one = await run(
      'export',
      vault,
      'one',
      '--id',
      String(exif?.['id']),
      '--passphrase-file',
      'passphrase',
      '--json',
    );
    expect([one.status, await readdir(join(folder, 'one'))]).toEqual([0, ['exif.jpg']]);
    const album = await run(
      'export',
      vault,
      'album',
      '--album',
      'Summer',
      '--passphrase-file',
      'passphrase',
      '--json',
    );
    expect([album.status, (await readdir(join(folder, 'album'))).length]).toEqual([0, 3]);

    const verified = await run('verify', vault, '--passphrase-file', 'passphrase', '--json');
    expect([verified.status, verified.objects]).toEqual([0, [{ ok: true, checked: 3, problems: [] }]]);
  });

  it('puts nothing but the answer on standard output', async () => {
    const info = await run('info', vault, '--passphrase-file', 'passphrase', '--json');
    expect(info.status).toBe(0);
    expect(info.objects).toHaveLength(1);
    expect(info.objects[0]).toMatchObject({
      photos: 3,
      trashed: 0,
      unfinishedImport: null,
      slots: [{ kind: 'passphrase' }, { kind: 'recovery' }],
    });
  });

  it('takes the passphrase from a descriptor, and never shows it', async () => {
    const shell = await new Promise<string>((resolve, reject) => {
      const command = `exec 7<passphrase; exec "$0" "$@" --passphrase-fd 7`;
      execFile(
        '/bin/sh',
        ['-c', command, process.execPath, cliEntry, 'info', vault],
        { cwd: folder },
        (error, stdout, stderr) => {
          if (error === null) resolve(stdout + stderr);
          else reject(new Error('the command failed', { cause: error }));
        },
      );
    });
    expect(shell).toContain('Family');
    expect(shell).not.toContain('a long passphrase');
  });

  it('answers a wrong passphrase with one sentence and status 3', async () => {
    const wrong = await run('list', vault, '--passphrase-file', 'wrong');
    expect([wrong.status, wrong.stdout]).toEqual([3, '']);
    expect(wrong.stderr.trim().split('\n')).toHaveLength(1);
  });

  it('calls wrong use by its name, with status 2', async () => {
    const uses = [
      ['frobnicate'],
      ['import', vault],
      ['list', vault, '--colour'],
      ['info', folder, '--passphrase-file', 'passphrase'],
      ['list', vault],
    ];
    for (const use of uses) {
      const answer = await run(...use);
      expect([use[0], answer.status, answer.stderr.length > 0]).toEqual([use[0], 2, true]);
    }
    expect((await run('create', vault, '--passphrase-file', 'passphrase')).status).toBe(2);
    expect(
      (await run('create', join(folder, 'New'), '--passphrase-file', 'passphrase', '--recovery-kit', 'kit'))
        .status,
    ).toBe(2);
    expect(await readdir(folder)).not.toContain('New.lightproof');
    expect((await run('list', vault, '--passphrase-file', 'no such file')).status).toBe(2);
    const homeless = await run('create', join(folder, 'nowhere', 'New'), '--passphrase-file', 'passphrase');
    expect([homeless.status, homeless.stderr]).toEqual([2, expect.stringContaining('is not there')]);
  });

  it('says that a vault is in use, with status 5, and leaves it alone', async () => {
    const engine = createEngine({ decoderEntry });
    const passphrase = passphraseBytes('a long passphrase');
    expect(
      (await engine.call('vault.unlock', { vault, secret: { kind: 'passphrase', passphrase } })).ok,
    ).toBe(true);
    expect((await run('list', vault, '--passphrase-file', 'passphrase')).status).toBe(5);
    expect((await engine.call('library.index', {})).ok).toBe(true);
    const index = await engine.call('library.index', {});
    hidden = index.ok ? columnId(readColumns(index.value.columns), 0) : '';
    expect(await engine.call('hidden.set', { ids: [hidden], on: true })).toMatchObject({ ok: true });
    await engine.close();
    const left = await run('list', vault, '--passphrase-file', 'passphrase', '--json');
    expect(left.status).toBe(0);
    expect(left.objects.map(({ id }) => id)).not.toContain(hidden);
  });

  it('lists and exports hidden photos when it is asked for them', async () => {
    const asked = ['--hidden', '--json', '--passphrase-file', 'passphrase'];
    const listed = (await run('list', vault, ...asked)).objects;
    expect(listed.filter((photo) => photo['hidden'] === true).map(({ id }) => id)).toEqual([hidden]);
    expect(listed.length).toBeGreaterThan(1);
    expect((await run('export', vault, 'asked', ...asked)).status).toBe(0);
    expect(await readdir(join(folder, 'asked'))).toContain(listed.at(-1)?.['name']);

    const engine = createEngine({ decoderEntry });
    const secret = () => ({ kind: 'passphrase', passphrase: passphraseBytes('a long passphrase') }) as const;
    await engine.call('vault.unlock', { vault, secret: secret() });
    await engine.call('hidden.reveal', { secret: secret() });
    expect(await engine.call('hidden.set', { ids: [hidden], on: false })).toMatchObject({ ok: true });
    await engine.close();
  });

  it('exports neither into the vault nor where a folder cannot be, and leaves nothing there', async () => {
    const before = await readdir(vault);
    for (const target of [join(vault, 'out'), vault, join(folder, 'passphrase')])
      expect((await run('export', vault, target, '--passphrase-file', 'passphrase')).status).toBe(2);
    expect(await readdir(vault)).toEqual(before);
    // A place that is not there and cannot be made: it must not be tried for ever.
    expect((await run('export', vault, '/proc/lightproof', '--passphrase-file', 'passphrase')).status).toBe(
      6,
    );
  });

  it('ends with status 6 where nothing may be written', async () => {
    expect((await run('export', vault, '/sys/lightproof', '--passphrase-file', 'passphrase')).status).toBe(6);
  });

  it('changes the passphrase', async () => {
    await writeFile(join(folder, 'next'), 'yet another one\n');
    expect(
      (await run('passwd', vault, '--passphrase-file', 'wrong', '--new-passphrase-file', 'next')).status,
    ).toBe(3);
    expect(
      (await run('passwd', vault, '--passphrase-file', 'passphrase', '--new-passphrase-file', 'next')).status,
    ).toBe(0);
    expect((await run('info', vault, '--passphrase-file', 'passphrase')).status).toBe(3);
    expect((await run('info', vault, '--passphrase-file', 'next')).status).toBe(0);
    expect(
      (await run('passwd', vault, '--passphrase-file', 'next', '--new-passphrase-file', 'passphrase')).status,
    ).toBe(0);
  });

  it('tells damage with status 4 and still gives out what is whole', async () => {
    const blobs = (await readdir(join(vault, 'blobs'), { recursive: true, withFileTypes: true })).filter(
      (file) => file.isFile(),
    );
    const first = join(blobs[0]?.parentPath ?? '', blobs[0]?.name ?? '');
    const bytes = await readFile(first);
    bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
    await writeFile(first, bytes);
    const verified = await run('verify', vault, '--passphrase-file', 'passphrase', '--json');
    expect(verified.status).toBe(4);
    expect(verified.objects[0]).toMatchObject({
      ok: false,
      problems: [{ kind: 'blob-damaged', id: expect.any(String), file: expect.stringContaining('blobs/') }],
    });
    expect(verified.stderr).toContain('1 problem found.');
    const exported = await run('export', vault, 'rest', '--passphrase-file', 'passphrase', '--json');
    expect([exported.status, exported.objects.at(-1)]).toMatchObject([
      1,
      { summary: { written: 2, failed: 1 } },
    ]);
    expect(await readdir(join(folder, 'rest'))).toHaveLength(2);

    for (const name of ['vault.hdr', 'vault.hdr.bak']) await writeFile(join(vault, name), 'scratched');
    expect((await run('list', vault, '--passphrase-file', 'passphrase')).status).toBe(4);
  });

  it('goes on with an import that was broken off, and tries what has failed again', async () => {
    const many = join(folder, 'many');
    await mkdir(many);
    for (let number = 0; number < 6; number += 1)
      await writeFile(join(many, `${String(number)}.jpg`), await scene(200 + number, 150));
    // Kept without a preview, as no decoder here knows it.
    await writeFile(join(many, 'layers.psd'), Buffer.from(`8BPS\0\x01${'\0'.repeat(40)}`, 'latin1'));
    const late = join(many, 'late.jpg');
    await writeFile(late, 'not yet');
    const other = join(folder, 'Other.lightproof');
    const open = ['--passphrase-file', 'passphrase', '--json'];
    expect((await run('create', other, ...open, '--recovery-kit', 'kit2')).status).toBe(0);

    expect(await run('import', other, '--resume', ...open)).toMatchObject({
      status: 0,
      objects: [{ summary: null }],
      stderr: 'There is no import to go on with.\n',
    });
    expect((await run('import', other, ...open)).status).toBe(2);
    expect((await run('import', other, many, '--resume', ...open)).status).toBe(2);
    expect((await run('import', other, '--resume', '--retry', ...open)).status).toBe(2);

    await cancelledImport(other, many);
    const resumed = await run('import', other, '--resume', ...open);
    expect(resumed.status).toBe(1);
    const summary = { imported: 7, duplicate: 0, failed: 1 };
    expect(resumed.objects.at(-1)).toMatchObject({ summary });
    expect(resumed.stderr).toContain('--retry');
    expect(resumed.stderr).toMatch(/layers\.psd: There is nothing in this file .* is kept as it is\.\n/u);
    const { import: id } = resumed.objects.at(-1)?.['summary'] as { import: string };

    await writeFile(late, await scene(300, 200));
    const retried = await run('import', other, '--retry', '--import', id, ...open);
    expect(retried).toMatchObject({ status: 0 });
    expect(retried.objects).toMatchObject([
      { path: late, result: 'imported' },
      { summary: { import: id, imported: 8, failed: 0 } },
    ]);
    expect(await run('import', other, '--retry', ...open)).toMatchObject({
      status: 0,
      stderr: 'No file has failed.\n',
    });
    expect((await run('import', other, '--retry', '--import', '0'.repeat(32), ...open)).status).toBe(2);
  });
});

/** An import that is cancelled as soon as it has begun. */
async function cancelledImport(at: string, source: string): Promise<void> {
  const engine = createEngine({ decoderEntry });
  try {
    const passphrase = passphraseBytes('a long passphrase');
    const secret = { kind: 'passphrase', passphrase } as const;
    const unlocked = await engine.call('vault.unlock', { vault: at, secret });
    if (!unlocked.ok) throw new Error(unlocked.error.code);
    const ended = new Promise<void>((resolve) => {
      engine.on((event, job) => {
        if (event === 'job' && 'state' in job && job.state === 'cancelled') resolve();
      });
    });
    const scan = await engine.call('import.scan', { sources: [source] });
    if (!scan.ok) throw new Error(scan.error.code);
    const started = await engine.call('import.start', { scan: scan.value.scan, album: null });
    if (!started.ok) throw new Error(started.error.code);
    await engine.call('job.cancel', { job: started.value.job });
    await ended;
  } finally {
    await engine.close();
  }
}
