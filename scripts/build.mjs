/** @file `npm run build`: out/ anew, with the Electron runtime it runs on. */
import { prepare } from './setup.mjs';

await prepare({ build: 'anew' });
