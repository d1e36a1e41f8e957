/** @file Answers `decoding.…`: how pictures are decoded on this computer. Runs in the engine. */
import type { ServicesOf } from './service.ts';

export const decodingServices: ServicesOf<'decoding'> = {
  'decoding.info': async ({ options }) => {
    // Costs next to nothing: its processes start with the first picture.
    const pool = options.createPool();
    const { isolation, size } = pool;
    await pool.close();
    return { isolation, processes: size };
  },
};
