/** @file What a thief sees, through the engine's one face: real bytes of real files, figures that fit them, ciphers compared. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { columnId, readColumns } from '../../src/shared/columns.ts';
import { schemes } from '../../src/shared/insight.ts';
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
  it('is drawn from the very bytes on the disk, at the size of the photo', async () => {
    const { engine, vault, idOf } = await vaultWith({ 'photo.jpg': await scene(1200, 800) });
    const seen = await engine.call('insight.photo', { id: idOf('photo.jpg') });
    const file = readFileSync(join(vault, seen.file.path));
    expect([seen.width, seen.height]).toEqual([384, 256]);
    expect(seen.pixels).toHaveLength(384 * 256 * 3);
    expect(Buffer.from(seen.stored).equals(file.subarray(0, 384 * 256 * 3))).toBe(true);
    expect(seen.file.bytes).toBe(file.length);
    expect(seen.file.epoch).toBe(file.readUInt32BE(12));
    // The photo follows itself, its file follows nothing.
    expect(seen.plain.correlation.horizontal).toBeGreaterThan(0.5);
    expect(Math.abs(seen.sealed.correlation.horizontal ?? 1)).toBeLessThan(0.03);
    expect(seen.sealed.entropy).toBeGreaterThan(7.99);
    expect(seen.sealed.repeated).toBe(0);
    // A JPEG is no ciphertext, although it looks like one: the figures tell it from chance.
    expect(seen.original.chiSquare).toBeGreaterThan(seen.sealed.chiSquare * 2);
  });

  it('is drawn so small that the file has bytes enough', async () => {
    const { engine, idOf } = await vaultWith({
      'small.png': await plain(600, 300, { r: 9, g: 8, b: 7 }).png().toBuffer(),
    });
    const seen = await engine.call('insight.photo', { id: idOf('small.png') });
    expect(seen.stored).toHaveLength(seen.width * seen.height * 3);
    expect(Math.abs(seen.width / seen.height - 2)).toBeLessThan(0.2);
    expect(seen.plain).toMatchObject({ entropy: 0, correlation: { horizontal: null } });
    expect(seen.sealed.entropy).toBeGreaterThan(7.5);
  });

  it('shows what was turned turned, what is clear on white, and grey as it is', async () => {
    const clear = await plain(40, 40, { r: 0, g: 0, b: 0, alpha: 0 }).png().toBuffer();
    const grey = await sharp(await plain(40, 40, { r: 90, g: 90, b: 90 }).png().toBuffer())
      .toColourspace('b-w')
      .png()
      .toBuffer();
    const { engine, idOf } = await vaultWith({
      'clear.png': clear,
      'grey.png': grey,
      'turned.png': await quarters(120, 80).png().toBuffer(),
    });
    const first = async (name: string): Promise<number[]> => [
      ...(await engine.call('insight.photo', { id: idOf(name) })).pixels.subarray(0, 3),
    ];
    expect(await first('clear.png')).toEqual([255, 255, 255]);
    expect(await first('grey.png')).toEqual([90, 90, 90]);
    const id = idOf('turned.png');
    await engine.call('edit.turn', { ids: [id], quarters: 1 });
    const { width, height, pixels } = await engine.call('insight.photo', { id });
    expect(height).toBeGreaterThan(width);
    expect(pixels[2]).toBeGreaterThan(150); // what was at the bottom left, blue, is at the top left now
  });
});

describe('ciphers', () => {
  it('are tried on the middle of the photo and on a drawing, each with its figures', async () => {
    const { engine, idOf } = await vaultWith({ 'photo.jpg': await scene(1200, 800) });
    const id = idOf('photo.jpg');
    const { width, height, pixels, figures } = await engine.call('insight.subject', { id, subject: 'photo' });
    expect([width, height]).toEqual([256, 256]);
    for (const scheme of schemes) {
      const tried = await engine.call('insight.scheme', { id, subject: 'photo', scheme });
      expect(tried.cipher).toHaveLength(pixels.length);
      expect(Buffer.from(tried.cipher).equals(pixels)).toBe(false);
      if (scheme === 'arnold') expect(tried.figures.histogram).toEqual(figures.histogram);
    }
    const drawn = await engine.call('insight.scheme', { id, subject: 'drawing', scheme: 'aes-ecb' });
    expect(drawn.figures.repeated).toBeGreaterThan(0.9);
  });

  it('tell of a changed byte, or show what comes of it', async () => {
    const { engine, idOf } = await vaultWith({ 'photo.jpg': await scene(400, 300) });
    const ask = { id: idOf('photo.jpg'), subject: 'photo', at: 0.5, bytes: 1 } as const;
    expect(await engine.call('insight.tamper', { ...ask, scheme: 'aes-ctr' })).toMatchObject({
      changed: 1,
      flipped: 1,
    });
    expect(await engine.call('insight.tamper', { ...ask, scheme: 'xchacha20-poly1305' })).toEqual({
      pixels: null,
      changed: 0,
      flipped: 1,
    });
  });
});

describe('bad input', () => {
  it('gets its code', async () => {
    const { engine, vault, idOf } = await vaultWith({
      'photo.jpg': await scene(400, 300),
      'kept.heic': Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
    });
    const codeOf = async (method: string, input: unknown): Promise<string> => {
      const answer = await engine.engine.call(method, input);
      return answer.ok ? 'ok' : answer.error.code;
    };
    const id = idOf('photo.jpg');
    expect(await codeOf('insight.photo', { id: 'f'.repeat(32) })).toBe('not-found');
    expect(await codeOf('insight.scheme', { id, subject: 'photo', scheme: 'rot13' })).toBe('input-invalid');
    expect(await codeOf('insight.tamper', { id, subject: 'photo', scheme: 'aes-ctr', at: 2, bytes: 1 })).toBe(
      'input-invalid',
    );
    expect(await codeOf('insight.tamper', { id, subject: 'photo', scheme: 'aes-ctr', at: 0, bytes: 0 })).toBe(
      'input-invalid',
    );
    expect(await codeOf('insight.photo', { id: idOf('kept.heic') })).toBe('picture-unsupported');
    const seen = await engine.call('insight.photo', { id });
    await engine.engine.call('vault.close', {});
    expect(await codeOf('insight.photo', { id })).toBe('not-unlocked');
    expect(readFileSync(join(vault, seen.file.path)).length).toBe(seen.file.bytes);
  });
});
