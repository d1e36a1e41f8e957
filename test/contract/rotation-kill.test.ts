/** @file An engine killed while it changes the passphrase or the keys, seals the catalogue anew or encrypts everything anew: the vault opens, whole, and it goes on. */
import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/shared/contract.ts';
import { photoVault } from '../support/photo-vault.ts';
import { codeOf, temporaryFolder, unlockWith, unlockWithWords } from '../support/quick-vault.ts';
import { expectWhole, passphrase, TestEngine } from './open-engine.ts';

const entry = fileURLToPath(new URL('rotation-process.ts', import.meta.url));

interface Line {
  readonly unlocked?: boolean;
  readonly words?: string;
  readonly rotated?: unknown;
  readonly changing?: boolean;
  readonly state?: string;
  readonly filesDone?: number;
}

interface Runner {
  readonly process: ChildProcess;
  readonly lines: Line[];
  readonly exited: Promise<void>;
  /** Until a line fits, or the process has ended. */
  seen(fits: (line: Line) => boolean): Promise<void>;
}

function run(vault: string, what: string): Runner {
  const child = spawn(process.execPath, [entry, vault, what], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: Line[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) lines.push(JSON.parse(part) as Line);
  });
  let ended = false;
  const exited = new Promise<void>((resolve) =>
    child.once('exit', () => {
      ended = true;
      resolve();
    }),
  );
  return {
    process: child,
    lines,
    exited,
    seen: async (fits) => {
      while (!ended && !lines.some(fits)) await wait(1);
    },
  };
}

const blobs = (path: string): string[] =>
  fs
    .readdirSync(join(path, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile())
    .map((found) => join(found.parentPath, found.name));

async function opensWithOne(
  path: string,
  ...secrets: (() => ReturnType<typeof unlockWith>)[]
): Promise<string[]> {
  const codes: string[] = [];
  for (const open of secrets) {
    const copy = `${path}.copy`; // opening puts an unfinished change right
    fs.cpSync(path, copy, { recursive: true });
    codes.push(await codeOf(open().then(({ vault }) => vault.close())));
    fs.rmSync(copy, { recursive: true });
  }
  expect(codes.every((code) => code === 'fulfilled' || code === 'secret-wrong')).toBe(true);
  expect(codes).toContain('fulfilled');
  return codes;
}

describe('SIGKILL', () => {
  it('while the keys are changed: the passphrase opens the vault, and the old kit or the new one', async () => {
    const template = await photoVault(3);
    const outcomes = new Set<string>();
    for (let turn = 0; turn < 14; turn += 1) {
      const path = join(temporaryFolder(), 'Family.lightproof');
      fs.cpSync(template.path, path, { recursive: true });
      const runner = run(path, 'rotate');
      await runner.seen(({ words }) => words !== undefined);
      await wait(turn * 0.7);
      runner.process.kill('SIGKILL');
      await runner.exited;
      const words = runner.lines.find((line) => line.words !== undefined)?.words ?? '';
      const copy = `${path}.copy`;
      const codes = await opensWithOne(
        path,
        () => unlockWithWords(copy, template.words),
        () => unlockWithWords(copy, words),
      );
      outcomes.add(codes.join());
      const engine = new TestEngine();
      await engine.unlock(path);
      await expectWhole(engine, template.photos);
      expect((await engine.verify()).problems).toEqual([]);
      await engine.call('vault.close', {});
    }
    expect(outcomes.size).toBeGreaterThan(0);
  }, 120_000);

  it('while everything is encrypted anew, again and again: all of it can be read each time, and it comes to its end', async () => {
    const { path, photos } = await photoVault(150, 150_000);
    let what = 'rotate';
    let kills = 0;
    for (const delay of [0, 5, 15, 30, 60, 90]) {
      const runner = run(path, what);
      what = 'go-on';
      await runner.seen(({ state }) => state === 'running');
      await wait(delay);
      kills += runner.process.kill('SIGKILL') ? 1 : 0;
      await runner.exited;
      const copy = `${path}.copy`;
      fs.cpSync(path, copy, { recursive: true });
      const engine = new TestEngine();
      await engine.unlock(copy);
      await expectWhole(engine, photos);
      await engine.call('vault.close', {});
      fs.rmSync(copy, { recursive: true });
    }
    expect(kills).toBeGreaterThan(2);
    const engine = new TestEngine();
    await engine.unlock(path);
    const { resealing } = await engine.call('keys.info', {});
    if (resealing?.job) {
      const job = (await engine.end(resealing.job)) as Extract<Job, { kind: 'reencrypt' }>;
      expect(job).toMatchObject({ state: 'done', problemCount: 0 });
    }
    expect(await engine.call('keys.info', {})).toMatchObject({
      epoch: 2,
      photos: 150,
      older: { blobs: 0, rows: 0 },
      resealing: null,
    });
    await expectWhole(engine, photos);
    expect((await engine.verify()).problems).toEqual([]);
    await engine.call('vault.close', {});
    expect(blobs(path).length).toBe(300);
    expect(new Set(blobs(path).map((file) => fs.readFileSync(file).readUInt32BE(12)))).toEqual(new Set([2]));
  }, 120_000);

  it('while the passphrase is changed: the old one opens the vault, or the new one', async () => {
    const template = await photoVault(1);
    for (let turn = 0; turn < 10; turn += 1) {
      const path = join(temporaryFolder(), 'Family.lightproof');
      fs.cpSync(template.path, path, { recursive: true });
      const runner = run(path, 'passphrase');
      await runner.seen(({ changing }) => changing === true);
      await wait(turn * 0.8);
      runner.process.kill('SIGKILL');
      await runner.exited;
      const copy = `${path}.copy`;
      await opensWithOne(
        path,
        () => unlockWith(copy, passphrase),
        () => unlockWith(copy, 'another passphrase'),
        () => unlockWithWords(copy, template.words),
      );
    }
  }, 60_000);
});
