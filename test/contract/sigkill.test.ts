/**
 * @file SIGKILL before every single operation of the file system while the passphrase or the keys are changed, everything is encrypted anew, a
 * copy of the catalogue is written, the vault is repaired: it opens with the old secret or the new one, and everything is in it.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { photoVault } from '../support/photo-vault.ts';
import { codeOf, passphrase, temporaryFolder, unlockWith, unlockWithWords } from '../support/quick-vault.ts';
import { TestEngine } from './open-engine.ts';

const entry = fileURLToPath(new URL('sigkill-process.ts', import.meta.url));
const atOnce = 3;

interface Ended {
  readonly path: string;
  readonly killed: boolean;
  /** The words of a new kit, if it came to that. */
  readonly words: string | null;
}

async function run(template: string, what: string, at: number): Promise<Ended> {
  const folder = temporaryFolder();
  const path = join(folder, 'Family.lightproof');
  cpSync(template, path, { recursive: true });
  const kit = join(folder, 'kit');
  const child = spawn(process.execPath, [entry, path, what, String(at), kit], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [status, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once('exit', (...how) => resolve(how)),
  );
  expect([status, signal], `${what}, killed before operation ${String(at)}`).toEqual(
    signal === null ? [0, null] : [null, 'SIGKILL'],
  );
  return { path, killed: signal !== null, words: existsSync(kit) ? readFileSync(kit, 'utf8') : null };
}

/** Whether it opens; not the vault itself, but a copy: opening puts an unfinished change right. */
async function opens(path: string, open: (copy: string) => ReturnType<typeof unlockWith>): Promise<boolean> {
  const copy = `${path}.copy`;
  cpSync(path, copy, { recursive: true });
  rmSync(join(copy, 'lock'), { force: true });
  const code = await codeOf(open(copy).then(({ vault }) => vault.close()));
  rmSync(copy, { recursive: true });
  expect(['fulfilled', 'secret-wrong']).toContain(code);
  return code === 'fulfilled';
}

/** Opened, with what was cut off brought to its end: every photo is there, byte for byte, and so is the log. */
async function expectWhole(path: string, text: string, photos: number, message: string): Promise<void> {
  rmSync(join(path, 'lock'), { force: true }); // one that was being written keeps others out for ten seconds
  const engine = new TestEngine();
  const secret = { kind: 'passphrase', passphrase: passphraseBytes(text) } as const;
  const opened = await engine.engine.call('vault.unlock', { vault: path, secret });
  if (!opened.ok) {
    expect(opened.error.code, message).toBe('catalogue-missing'); // the one that was to be repaired
    const again = { kind: 'passphrase', passphrase: passphraseBytes(text) } as const;
    const { job } = await engine.call('repair.start', { vault: path, secret: again, dryRun: false });
    expect(await engine.end(job), message).toMatchObject({ state: 'done', missing: 0, damaged: 0 });
  }
  const { resealing } = await engine.call('keys.info', {});
  if (resealing?.job) expect(await engine.end(resealing.job), message).toMatchObject({ state: 'done' });
  expect(await engine.call('keys.info', {}), message).toMatchObject({ photos, resealing: null });
  const verified = await engine.verify();
  expect(
    verified.problems.filter(({ kind }) => kind !== 'blob-orphan'),
    message,
  ).toEqual([]);
  expect(await engine.call('log.verify', {}), message).toMatchObject({ problems: [] });
  await engine.engine.close();
}

it.each(['passphrase', 'rotation', 'encrypting anew', 'snapshot', 'repair'])(
  'SIGKILL before every operation: %s',
  async (what) => {
    const photos = what === 'repair' ? 2 : 1;
    const template = await photoVault(photos, 3000);
    if (what === 'repair') rmSync(join(template.path, 'catalog.db'));
    const outcomes = new Set<string>();
    let end = Infinity;
    let next = 1;
    const turns = async (): Promise<void> => {
      while (next < end) {
        const at = next;
        next += 1;
        const { path, killed, words } = await run(template.path, what, at);
        const message = `${what}, killed before operation ${String(at)}`;
        if (!killed) end = Math.min(end, at);
        const old = await opens(path, (copy) => unlockWith(copy, passphrase));
        const changed =
          what === 'passphrase' && (await opens(path, (copy) => unlockWith(copy, 'another passphrase')));
        const oldKit = await opens(path, (copy) => unlockWithWords(copy, template.words));
        const newKit = words !== null && (await opens(path, (copy) => unlockWithWords(copy, words)));
        expect(old || changed, message).toBe(true);
        expect(oldKit || newKit, message).toBe(true);
        outcomes.add([old, changed, oldKit, newKit].join());
        await expectWhole(path, old ? passphrase : 'another passphrase', photos, message);
        rmSync(path, { recursive: true });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, turns));
    expect(end, 'operations').toBeGreaterThan(10);
    const isChange = what === 'passphrase' || what === 'rotation' || what === 'encrypting anew';
    expect(outcomes.size, [...outcomes].join(' ')).toBeGreaterThanOrEqual(isChange ? 2 : 1);
  },
  600_000,
);
