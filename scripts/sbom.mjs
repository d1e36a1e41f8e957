/** @file `npm run sbom`: everything the lockfile holds as a CycloneDX bill of materials, on standard output; asks no registry. */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { endOf, root } from './setup/common.mjs';
import { npmCommand } from './setup/packages.mjs';

const npm = npmCommand();
const child = spawn(
  npm.file,
  [
    ...npm.args,
    'sbom',
    '--sbom-format=cyclonedx',
    '--package-lock-only',
    '--sbom-type=application',
    '--loglevel=error',
  ],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  },
);
process.exitCode = await endOf(child);
