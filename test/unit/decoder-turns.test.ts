/** @file Which decoder stays while nobody asks and who works next; that an answer is given before anything can happen to its decoder, and what becomes of one nobody waits for. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterEach, expect, it, vi } from 'vitest';
import { DecoderProcess } from '../../src/main/engine/media/decoder-process.ts';
import { decoderCommand } from '../../src/main/engine/media/isolation.ts';
import { createDecoderPool } from '../../src/main/engine/media/pool.ts';
import type { Conversion, DecodeJob } from '../../src/shared/decoding.ts';
import { plain, RED } from '../support/pictures.ts';

const entry = fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url));
const name = { name: 'photo.jpg' };
const small = await plain(60, 40, RED).jpeg().toBuffer();

afterEach(() => {
  vi.useRealTimers();
});

/** The processes this one has started, and that have not ended. */
function children(): number[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/u.test(pid))
    .filter((pid) => {
      try {
        const [state, parent] =
          readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
        return state !== 'Z' && Number(parent) === process.pid;
      } catch {
        return false; // Gone in the meantime.
      }
    })
    .map(Number);
}

it.runIf(process.platform === 'linux')(
  'when nobody has asked for long one decoder stays, whichever, and is the one asked next',
  async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const pool = createDecoderPool({ entry, size: 2, bwrap: null });
    const large = await plain(2400, 1800, RED).png().toBuffer();
    // The second one works for longer: it is the one that stays.
    for (const last of [small, large]) await Promise.all([pool.decode(small, name), pool.decode(last, name)]);
    expect(children()).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(children()).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(2000);
    await expect.poll(() => children().length).toBe(1);
    await vi.advanceTimersByTimeAsync(3_600_000);
    const [stays] = children();
    expect(stays).toBeDefined();
    expect((await pool.decode(small, name)).problem).toBe('none');
    expect(children()).toEqual([stays]);
    await pool.close();
    expect(children()).toEqual([]);
  },
);

it.runIf(process.platform === 'linux')(
  'a picture for the screen that nobody waits for takes its decoder with it only when it goes on for long',
  async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const pool = createDecoderPool({ entry, size: 1, bwrap: null });
    const large = await plain(4000, 3000, RED).png().toBuffer();
    const shown: Conversion = { format: 'shown', maxEdge: null, quality: 92, turn: 0 };
    expect((await pool.convert(small, name, shown)).problem).toBe('none');
    const [first] = children();
    const giveUp = async (begun: boolean): Promise<void> => {
      const waiting = new AbortController();
      const asked = pool.convert(large, name, shown, waiting.signal);
      if (begun) await new Promise((resolve) => setImmediate(resolve));
      waiting.abort();
      await expect(asked).rejects.toThrow(/no longer wanted/u);
    };
    for (const begun of [false, true]) {
      await giveUp(begun);
      expect((await pool.convert(small, name, shown)).problem).toBe('none');
      expect(children()).toEqual([first]);
    }
    await giveUp(true);
    await vi.advanceTimersByTimeAsync(1000);
    await expect.poll(() => children()).toEqual([]);
    expect((await pool.convert(small, name, shown)).problem).toBe('none');
    await pool.close();
  },
);

it('gives its answer before the next picture can take it down', async () => {
  const decoder = new DecoderProcess(decoderCommand(process.execPath, entry, null));
  expect(await decoder.ready).toBe(true);
  const job: DecodeJob = { mime: 'image/tiff', decodable: true, pixelLimit: 1e9 };
  // Its preview is far longer than what waits in a pipe.
  const grain = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const picture = await sharp({
    create: { width: 1600, height: 1200, channels: 3, background: RED, noise: grain },
  })
    .tiff()
    .toBuffer();
  const answered = decoder.decode(job, picture, 30_000);
  // What ends a decoder at once.
  decoder.sendAhead({} as DecodeJob, new Uint8Array(1));
  const outcome = await answered;
  expect(outcome.kind === 'answer' && outcome.frame.body.length).toBeGreaterThan(500_000);
  await decoder.gone;
  expect(decoder.alive).toBe(false);
});
