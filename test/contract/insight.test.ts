/** @file What a thief sees, through the engine's one face: real bytes of real files, figures that fit them, ciphers compared. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { columnId, readColumns } from '../../src/shared/columns.ts';
import { schemes } from '../../src/shared/contract/insight.ts';
import { plain, quarters, scene } from '../support/pictures.ts';
import { folderWith, TestEngine } from './open-engine.ts';

async function vaultWith(
  files: Record<string, Buffer>,
): Promise<{ engine: TestEngine; vault: string; idOf: (name: string) => string }> {
  const engine = new TestEngine();
  const vault = await engine.create(await folderWith());
  await engine.import([await folderWith(files)]);
  const columns = readColumns((await engine.call('library.index', {})).columns);
  const ids = new Map<string, string>();
  for (let at = 0; at < columns.count; at += 1) {
    const { name, id } = await engine.call('library.details', { id: columnId(columns, at) });
    ids.set(name, id);
  }
  return { engine, vault, idOf: (name) => ids.get(name) ?? '' };
}

describe('a photo beside its file', () => {
  it('is drawn from the very bytes on the disk; ciphers are tried on its middle; bad input gets its code', async () => {
    const { engine, vault, idOf } = await vaultWith({
      'photo.jpg': await scene(1200, 800),
      'kept.heic': Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
    });
    const id = idOf('photo.jpg');
    const seen = await engine.call('insight.photo', { id });
    const file = readFileSync(join(vault, seen.file.path));
    expect([seen.width, seen.height]).toEqual([384, 256]);
    expect(seen.picture?.pixels).toHaveLength(384 * 256 * 3);
    expect(Buffer.from(seen.stored).equals(file.subarray(0, 384 * 256 * 3))).toBe(true);
    expect(seen.file.bytes).toBe(file.length);
    expect(seen.file.epoch).toBe(file.readUInt32BE(12));
    // The photo follows itself, its file follows nothing.
    expect(seen.picture?.figures.correlation.horizontal).toBeGreaterThan(0.5);
    expect(Math.abs(seen.sealed.correlation.horizontal ?? 1)).toBeLessThan(0.03);
    expect(seen.sealed.entropy).toBeGreaterThan(7.99);
    expect(seen.sealed.repeated).toBe(0);
    // A JPEG is no ciphertext, although it looks like one: the figures tell it from chance.
    expect(seen.original.chiSquare).toBeGreaterThan(seen.sealed.chiSquare * 2);

    const { width, height, pixels, figures } = await engine.call('insight.subject', { id, subject: 'photo' });
    expect([width, height]).toEqual([256, 256]);
    for (const scheme of schemes) {
      const tried = await engine.call('insight.scheme', { id, subject: 'photo', scheme });
      expect(tried.cipher).toHaveLength(pixels.length);
      expect(Buffer.from(tried.cipher).equals(pixels), scheme).toBe(false);
      if (scheme === 'arnold') expect(tried.figures.histogram).toEqual(figures.histogram);
    }
    const drawn = await engine.call('insight.scheme', { id, subject: 'drawing', scheme: 'aes-ecb' });
    expect(drawn.figures.repeated).toBeGreaterThan(0.9);

    const ask = { id, subject: 'photo', at: 0.5, bytes: 1 } as const;
    const opened = await engine.call('insight.tamper', { ...ask, scheme: 'aes-ctr' });
    expect(opened).toMatchObject({ changed: 1, flipped: 1 });
    const refused = await engine.call('insight.tamper', { ...ask, scheme: 'xchacha20-poly1305' });
    expect(refused).toEqual({ pixels: null, changed: 0, flipped: 1 });

    const codeOf = async (method: string, input: unknown): Promise<string> => {
      const answer = await engine.engine.call(method, input);
      return answer.ok ? 'ok' : answer.error.code;
    };
    expect(await codeOf('insight.photo', { id: 'f'.repeat(32) })).toBe('not-found');
    expect(await codeOf('insight.scheme', { id, subject: 'photo', scheme: 'rot13' })).toBe('input-invalid');
    for (const wrong of [{ at: 2 }, { at: -1 }, { bytes: 0 }, { bytes: 1e6 }])
      expect(await codeOf('insight.tamper', { ...ask, scheme: 'aes-ctr', ...wrong })).toBe('input-invalid');
    expect(await codeOf('insight.subject', { id: idOf('kept.heic'), subject: 'photo' })).toBe(
      'picture-unsupported',
    );
    await engine.engine.call('vault.close', {});
    expect(await codeOf('insight.photo', { id })).toBe('not-unlocked');
    // Nothing was written on the way.
    expect(readFileSync(join(vault, seen.file.path)).equals(file)).toBe(true);
  });

  it('is as small as the file has bytes, turned as it was turned, on white where it is clear, grey where it is grey', async () => {
    const { engine, idOf } = await vaultWith({
      'small.png': await plain(600, 300, { r: 9, g: 8, b: 7 }).png().toBuffer(),
      'clear.png': await plain(40, 40, { r: 0, g: 0, b: 0, alpha: 0 }).png().toBuffer(),
      'grey.png': await plain(40, 40, { r: 90, g: 90, b: 90 }).toColourspace('b-w').png().toBuffer(),
      'turned.png': await quarters(120, 80).png().toBuffer(),
    });
    const small = await engine.call('insight.photo', { id: idOf('small.png') });
    expect(small.stored).toHaveLength(small.width * small.height * 3);
    expect(Math.abs(small.width / small.height - 2)).toBeLessThan(0.2);
    expect(small.picture?.figures).toMatchObject({ entropy: 0, correlation: { horizontal: null } });
    expect(small.sealed.entropy).toBeGreaterThan(7.5);

    const first = async (name: string): Promise<number[]> => [
      ...((await engine.call('insight.photo', { id: idOf(name) })).picture?.pixels.subarray(0, 3) ?? []),
    ];
    expect(await first('clear.png')).toEqual([255, 255, 255]);
    expect(await first('grey.png')).toEqual([90, 90, 90]);
    const id = idOf('turned.png');
    await engine.call('edit.turn', { ids: [id], quarters: 1 });
    const { width, height, picture } = await engine.call('insight.photo', { id });
    expect(height).toBeGreaterThan(width);
    expect(picture?.pixels[2]).toBeGreaterThan(150); // what was at the bottom left, blue, is at the top left now
  });

  it('is its file alone where there is no picture of it, and says why', async () => {
    const { engine, vault, idOf } = await vaultWith({
      'kept.heic': Buffer.concat([
        Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
        randomBytes(100_000),
      ]),
      'damaged.jpg': Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF', 'latin1'),
    });
    const kept = await engine.call('insight.photo', { id: idOf('kept.heic') });
    const file = readFileSync(join(vault, kept.file.path));
    const side = Math.floor(Math.sqrt(file.length / 3));
    expect(kept).toMatchObject({ picture: null, width: side, height: side });
    expect(Buffer.from(kept.stored).equals(file.subarray(0, side * side * 3))).toBe(true);
    expect(kept.sealed.entropy).toBeGreaterThan(7.9);
    expect(kept.original.samples).toBeGreaterThan(90_000);
    const damaged = await engine.call('insight.photo', { id: idOf('damaged.jpg') });
    expect([kept.problem, damaged.problem]).toEqual(['picture-damaged', 'picture-damaged']);
    expect(damaged.stored).toHaveLength(damaged.width ** 2 * 3);
    // Ciphers can be tried all the same.
    const tried = { id: idOf('kept.heic'), subject: 'drawing', scheme: 'xchacha20-poly1305' } as const;
    expect((await engine.call('insight.scheme', tried)).figures.repeated).toBe(0);
  });
});
