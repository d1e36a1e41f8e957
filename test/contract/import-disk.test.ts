/** @file A disk that is full, failing or not to be written stops an import where it is; what was before is there, and it can go on. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FaultyDisk, type Fault } from '../support/faulty-disk.ts';
import { quarters } from '../support/pictures.ts';
import { folderWith, TestEngine } from './open-engine.ts';

const codes: Partial<Record<Fault, string>> = {
  ENOSPC: 'no-space',
  EIO: 'disk-failed',
  EACCES: 'no-permission',
};

describe('a disk that fails while importing', () => {
  it.each([
    ['ENOSPC', 20],
    ['ENOSPC', 333],
    ['ENOSPC', 700],
    ['EIO', 50],
    ['EIO', 401],
    ['EACCES', 500],
  ] as const)('%s at operation %d', async (fault, operation) => {
    const files: Record<string, Buffer> = {};
    for (let index = 0; index < 150; index += 1)
      files[`p${String(index)}.png`] = await quarters(30 + index, 20)
        .png()
        .toBuffer();
    const source = await folderWith(files);
    const parent = await folderWith();
    const first = new TestEngine();
    const vault = await first.create(parent);
    await first.call('vault.close', {});

    const disk = new FaultyDisk(operation, fault);
    const failing = new TestEngine({ disk });
    await failing.unlock(vault);
    const { job, import: id } = await failing.startImport([source]);
    const end = await failing.end(job);
    expect(end.state).toBe('stopped');
    expect(end.error?.code).toBe(codes[fault]);
    if (fault === 'ENOSPC') {
      expect(end.error?.params['needed']).toBeGreaterThan(0);
      expect(end.error?.params).toHaveProperty('free');
    }
    if (end.kind !== 'import') throw new Error(end.kind);
    expect(end.counts.imported).toBeLessThan(150);
    const [report] = await failing.call('import.list', {});
    expect(report).toMatchObject({ id, resumable: true, state: 'stopped', error: { code: codes[fault] } });
    // A disk that lets nothing be changed keeps the lock as well: its owner is gone, as far as the next engine can tell.
    await failing.engine.close().catch(() => rm(join(vault, 'lock')));

    const good = new TestEngine();
    const { vault: info } = await good.unlock(vault);
    expect(info.photos).toBe(end.counts.imported);
    expect((await good.verify()).problemCount).toBe(0);
    const resumed = await good.call('import.resume', { import: id });
    expect(await good.end(resumed.job)).toMatchObject({
      state: 'done',
      counts: { imported: 150, duplicate: 0, failed: 0 },
    });
    expect(await good.items(id)).toHaveLength(150);
  });
});
