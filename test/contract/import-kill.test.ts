/** @file An engine killed in the middle of an import has lost nothing that it had said was there. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { quarters, scene } from '../support/pictures.ts';
import { startRunner } from './import-runner.ts';
import { folderWith, TestEngine } from './open-engine.ts';

describe('SIGKILL while importing', () => {
  it('keeps everything that was reported, and the rest can be resumed', async () => {
    const files: Record<string, Buffer> = {};
    for (let index = 0; index < 240; index += 1)
      files[`p${String(index).padStart(3, '0')}.png`] = await quarters(30 + index, 100)
        .png()
        .toBuffer();
    for (let index = 0; index < 5; index += 1)
      files[`q${String(index)}.jpg`] = await scene(1600, 1200, index);
    const source = await folderWith(files);
    const parent = await folderWith();
    const vault = join(parent, 'Killed.lightproof');
    const reported = new Set<string>();
    for (const delay of [0, 40, 90, 150]) {
      const runner = startRunner(parent, source);
      // Killed while more is on its way; should it be done already, there is nothing to kill.
      const ended = runner.exited.then(() => true);
      while (runner.came.size === 0 && !(await Promise.race([ended, wait(5, false)])));
      await wait(delay);
      runner.process.kill('SIGKILL');
      await runner.exited;
      for (const id of runner.came) reported.add(id);
      const engine = new TestEngine();
      const { vault: info, notices } = await engine.unlock(vault);
      expect(notices).toEqual([]);
      expect(info.photos).toBeGreaterThanOrEqual(reported.size);
      const { problems, problemCount } = await engine.verify();
      expect(problemCount, JSON.stringify(problems)).toBe(0);
      for (const id of reported) await engine.call('library.details', { id });
      await engine.call('vault.close', {});
    }
    const last = startRunner(parent, source);
    const items = await last.items;
    await last.exited;
    expect(items).toHaveLength(245);
    expect(items.every(({ result }) => result === 'imported')).toBe(true);
    const engine = new TestEngine();
    const { vault: info } = await engine.unlock(vault);
    expect(info).toMatchObject({ photos: 245, unfinishedImport: null });
    const target = await folderWith();
    expect(await engine.export(target)).toMatchObject({ written: 245, failed: 0 });
    for (const [name, content] of Object.entries(files))
      expect((await readFile(join(target, name))).equals(content)).toBe(true);
  }, 120_000);
});
