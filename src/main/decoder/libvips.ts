/** @file sharp, set up for pictures written by strangers; decoder process. Everything that decodes imports it from here. */
import sharp from 'sharp';

// One picture at a time in a process of its own: the pool runs several, so threads and caches here only cost memory.
sharp.cache(false);
sharp.concurrency(1);
// Every loader is code that parses hostile bytes: only the seven in use remain, and only from memory, never from a path.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadTiffBuffer',
    'VipsForeignLoadHeifBuffer',
    // librsvg opens no file and no address for a picture that comes without one of its own: see docs/decisions/006-formats.md.
    'VipsForeignLoadSvgBuffer',
  ],
});

export { sharp };
