/** @file The command line's entry: the same engine as the window's, from a terminal. Plain Node. */
import { run } from './program.ts';

process.exitCode = await run(process.argv.slice(2));
