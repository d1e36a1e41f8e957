/**
 * @file `npm run demo`: the main job in a terminal, with the engine the window uses, on pictures it makes itself: create, import, list,
 * lock, unlock, export, compare, verify. Everything happens in a temporary folder that is removed at the end.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { columnId, readColumns } from '../../src/shared/columns.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { Output } from '../../src/cli/output.ts';
import { Session } from '../../src/cli/session.ts';
import { bytesText, sentence } from '../../src/cli/words.ts';
import { makeAlbum, notAPicture } from './pictures.ts';

const passphrase = 'a demonstration is not a secret';
const output = new Output(false);

/** Runs one step and tells how long it took, in seconds. */
async function step<T>(
  name: string,
  work: () => Promise<T>,
  told: (value: T, seconds: number) => string,
): Promise<T> {
  const start = performance.now();
  const value = await work();
  output.line(`${name.padEnd(8)} ${told(value, (performance.now() - start) / 1000)}`);
  return value;
}

function secondsText(seconds: number): string {
  return `${seconds.toFixed(2)} s`;
}

/** SHA-256 of every picture in a folder. */
async function digests(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name !== notAPicture);
  return Promise.all(
    names.map(async (name) =>
      createHash('sha256')
        .update(await readFile(join(folder, name)))
        .digest('hex'),
    ),
  );
}

async function demo(folder: string): Promise<boolean> {
  const pictures = join(folder, 'Holiday');
  const exported = join(folder, 'Exported');
  const vault = join(folder, 'Demo.lightproof');

  await step(
    'Pictures',
    () => makeAlbum(pictures, 24),
    ({ count, bytes }, seconds) =>
      `${String(count)} JPEGs with dates and places, a copy of one, a text file named .jpg; ${bytesText(bytes)} (${secondsText(seconds)})`,
  );
  let session = new Session(output);
  try {
    const { kit } = await step(
      'Create',
      () => session.call('vault.create', { folder, name: 'Demo', passphrase: passphraseBytes(passphrase) }),
      (made, seconds) =>
        `vault ${made.vault.vaultId}; key derived and sealed twice (${secondsText(seconds)})`,
    );
    output.line(
      `         recovery kit: ${kit.words.slice(0, 3).join(' ')} … (${String(kit.words.length)} words)`,
    );

    const scan = await step(
      'Scan',
      () => session.call('import.scan', { sources: [pictures] }),
      (found, seconds) =>
        `${String(found.photos)} photos, ${bytesText(found.bytes)}; needs ${bytesText(found.needsBytes)}, ${bytesText(found.freeBytes)} free (${secondsText(seconds)})`,
    );
    await step(
      'Import',
      () =>
        session.finish('import', () => session.call('import.start', { scan: scan.scan, album: 'Holiday' })),
      ({ counts }, seconds) =>
        `${String(counts.imported)} imported, ${String(counts.duplicate)} already there, ${String(counts.failed)} failed: ` +
        `${(counts.imported / seconds).toFixed(1)} photos/s, ${bytesText(counts.bytes / seconds)}/s on ${String(availableParallelism())} cores (${secondsText(seconds)})`,
    );
    await list(session);
    await step(
      'Lock',
      () => session.engine.close(),
      (_, seconds) => `keys wiped (${secondsText(seconds)})`,
    );

    session = new Session(output);
    const wrong = await session.engine.call('vault.unlock', {
      vault,
      secret: { kind: 'passphrase', passphrase: passphraseBytes('not this one') },
    });
    output.line(`Unlock   with a wrong passphrase: “${wrong.ok ? 'opened!' : sentence(wrong.error)}”`);
    if (wrong.ok) return false;
    await step(
      'Unlock',
      () =>
        session.call('vault.unlock', {
          vault,
          secret: { kind: 'passphrase', passphrase: passphraseBytes(passphrase) },
        }),
      ({ vault: info }, seconds) => `${String(info.photos)} photos (${secondsText(seconds)})`,
    );
    await step(
      'Export',
      () =>
        session.finish('export', () =>
          session.call('export.start', { destination: exported, selection: { of: 'all' } }),
        ),
      (job, seconds) =>
        `${String(job.written)} written, ${String(job.written)} match; ${bytesText(job.bytesDone / seconds)}/s (${secondsText(seconds)})`,
    );
    const [before, after] = await Promise.all([digests(pictures), digests(exported)]);
    const kept = new Set(after);
    const equal = before.length > 0 && before.every((digest) => kept.has(digest));
    output.line(
      `Compare  SHA-256 of all ${String(after.length)} files: ${equal ? 'byte for byte what went in' : 'NOT what went in'}`,
    );
    const verified = await step(
      'Verify',
      () => session.finish('verify', () => session.call('verify.start', { quick: false })),
      (job, seconds) =>
        `${String(job.filesDone)} photos read to the last byte, ${String(job.problemCount)} problems (${secondsText(seconds)})`,
    );
    return equal && verified.state === 'done' && verified.problemCount === 0;
  } finally {
    await session.engine.close();
  }
}

async function list(session: Session): Promise<void> {
  const columns = readColumns((await session.call('library.index', {})).columns);
  output.line(`List     ${String(columns.count)} photos, newest first:`);
  for (let index = 0; index < Math.min(4, columns.count); index += 1) {
    const photo = await session.call('library.details', { id: columnId(columns, index) });
    const place =
      photo.latitude === null ? '' : `${photo.latitude.toFixed(3)}, ${(photo.longitude ?? 0).toFixed(3)}`;
    output.line(
      `         ${photo.capturedAt ?? ''}  ${photo.name}  ${String(photo.width)}×${String(photo.height)}  ${photo.camera ?? ''}  ${place}`,
    );
  }
}

const folder = await mkdtemp(join(tmpdir(), 'lightproof-demo-'));
try {
  process.exitCode = (await demo(folder)) ? 0 : 1;
  output.line(
    process.exitCode === 0
      ? 'Done. The temporary folder is removed.'
      : 'Something above is not as it should be.',
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
