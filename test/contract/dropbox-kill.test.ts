/**
 * @file SIGKILL before every single operation of the file system, while pictures are dropped into a locked vault and while they are taken in: nothing that was
 * said to be dropped is lost, and nothing is in the vault twice.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { DropBox } from '../../src/main/engine/dropbox/index.ts';
import { openEntry } from '../../src/main/engine/dropbox/source.ts';
import { quarters } from '../support/pictures.ts';
import { temporaryFolder, unlockWith } from '../support/quick-vault.ts';
import { quickDecoders } from './dropbox-kill.ts';
import { folderWith, passphrase, TestEngine } from './open-engine.ts';

const entry = fileURLToPath(new URL('dropbox-process.ts', import.meta.url));
const atOnce = 3;
/** So many operations that something must be wrong with the count. */
const tooMany = 300;

/** Runs it; what it has said, and whether it was killed. */
async function run(args: readonly string[]): Promise<{ killed: boolean; told: number }> {
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [status, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once('close', (...how) => resolve(how)),
  );
  expect([status, signal], args.join(' ')).toEqual(signal === null ? [0, null] : [null, 'SIGKILL']);
  return { killed: signal !== null, told: Number(said.trim().split('\n').at(-1)) };
}

/** `turn(1)`, `turn(2)` … until one says that it was not killed; how many there were. */
async function untilDone(turn: (at: number) => Promise<boolean>): Promise<number> {
  let next = 1;
  let end = tooMany;
  const turns = async (): Promise<void> => {
    while (next < end) {
      const at = next;
      next += 1;
      if (!(await turn(at))) end = Math.min(end, at);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, turns));
  expect(end).toBeLessThan(tooMany);
  return end;
}

async function lockedVault(): Promise<{ template: string; source: string; pictures: Buffer[] }> {
  const pictures = await Promise.all([60].map((red) => quarters(red, 40).png().toBuffer()));
  const files = Object.fromEntries(pictures.map((picture, at) => [`p${String(at)}.png`, picture]));
  const source = await folderWith(files);
  const engine = new TestEngine();
  const template = await engine.create(await folderWith());
  await engine.call('vault.close', {});
  return { template, source, pictures };
}

function copyOf(template: string): string {
  const path = join(temporaryFolder(), 'Family.lightproof');
  cpSync(template, path, { recursive: true });
  return path;
}

it('SIGKILL before every operation of dropping', async () => {
  const { template, source, pictures } = await lockedVault();
  const steps = await untilDone(async (at) => {
    const path = copyOf(template);
    const { killed, told } = await run(['drop', path, String(at), source]);
    const { vault } = await unlockWith(path, passphrase);
    const { entries } = await new DropBox(vault.disk, path).look();
    expect(entries.length, `operation ${String(at)}`).toBeGreaterThanOrEqual(told);
    for (const one of entries) {
      const reader = await openEntry(vault, vault.disk, one);
      const content = await reader.read(0, reader.capsule.bytes);
      expect(pictures.some((picture) => picture.equals(content))).toBe(true);
      await reader.close();
    }
    await vault.close();
    rmSync(path, { recursive: true });
    return killed;
  });
  expect(steps).toBeGreaterThan(6);
}, 120_000);

it('SIGKILL before every operation of taking in', async () => {
  const { template, source, pictures } = await lockedVault();
  await new TestEngine().call('drop.put', { vault: template, sources: [source] });
  const left = new Set<number>();
  const steps = await untilDone(async (at) => {
    const path = copyOf(template);
    const { killed } = await run(['adopt', path, String(at)]);
    const message = `operation ${String(at)}`;
    left.add(readdirSync(join(path, 'inbox')).length);
    rmSync(join(path, 'lock'), { force: true }); // one that was being written keeps others out for ten seconds
    const engine = new TestEngine({ decoders: quickDecoders });
    await engine.unlock(path);
    const again = await engine.call('drop.adopt', { again: false });
    if (again !== null)
      expect(await engine.end(again.job), message).toMatchObject({ state: 'done', counts: { failed: 0 } });
    const { waiting } = await engine.call('drop.status', {});
    expect(waiting, message).toMatchObject({ entries: 0, aside: 0 });
    const target = temporaryFolder();
    expect(await engine.export(target), message).toMatchObject({ written: pictures.length, failed: 0 });
    for (const [index, picture] of pictures.entries())
      expect(readFileSync(join(target, `p${String(index)}.png`)).equals(picture), message).toBe(true);
    const { problems } = await engine.verify();
    expect(
      problems.filter(({ kind }) => kind !== 'blob-orphan'),
      message,
    ).toEqual([]);
    const reports = await engine.call('import.list', {});
    expect(
      reports.every(({ state, resumable }) => state === 'done' && !resumable),
      message,
    ).toBe(true);
    await engine.call('vault.close', {});
    expect(existsSync(join(path, 'inbox', 'aside')), message).toBe(false);
    rmSync(path, { recursive: true });
    return killed;
  });
  expect(steps).toBeGreaterThan(10);
  expect([...left].sort()).toEqual([0, 1]); // killed before and after the entry was removed
}, 300_000);
