/** @file What a vault takes on the disk, told by the engine and counted by hand. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scene } from '../support/pictures.ts';
import { folderWith, TestEngine } from './open-engine.ts';

describe('storage', () => {
  it('is told part by part, and all parts together are the whole folder', async () => {
    const engine = new TestEngine();
    const vault = await engine.create(await folderWith());
    await engine.import([
      await folderWith({ 'one.jpg': await scene(640, 480), 'two.jpg': await scene(320, 240, 2) }),
    ]);
    const { path, photos, catalogue, snapshots, aside, other, free } = await engine.call('storage.info', {});
    const files = (await readdir(vault, { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    );
    const sizes = await Promise.all(
      files.map(async (file) => (await stat(join(file.parentPath, file.name))).size),
    );
    expect(path).toBe(vault);
    expect(photos.files).toBe(2);
    expect(photos.bytes).toBeGreaterThan((await engine.call('vault.info', {})).bytes);
    expect(catalogue).toBeGreaterThan(0);
    expect(aside).toBe(0);
    expect(photos.bytes + catalogue + snapshots + aside + other).toBe(
      sizes.reduce((sum, size) => sum + size, 0),
    );
    expect(free).toBeGreaterThan(0);
  });
});
