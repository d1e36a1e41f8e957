/** @file The engine's process: plain Node, started by the shell with a pipe for calls and one for the bytes of photos. */
import path from 'node:path';
import { createEngine } from './engine.ts';
import { closeInherited } from './server/inherited.ts';
import { serve } from './server/serve.ts';

// Bundled, the decoder lies beside this file; run from the sources (tests) it has its own folder.
const bundled = !import.meta.filename.endsWith('.ts');
const decoderEntry = path.join(import.meta.dirname, bundled ? 'decoder.js' : '../decoder/index.ts');

closeInherited();
// The shell says where to remember; by hand (tests) it may say nothing.
const [memory] = process.argv.slice(2);
serve(createEngine({ decoderEntry, watch: true, ...(memory === undefined ? {} : { memory }) }));
