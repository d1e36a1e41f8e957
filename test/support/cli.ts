/** @file The command line as it is used: every command a process of its own. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const cliEntry = fileURLToPath(new URL('../../src/cli/index.ts', import.meta.url));

export interface CliAnswer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What was printed on standard output, with `--json`. */
  readonly objects: Record<string, unknown>[];
}

/** Runs a command in a folder, with `env` put over the environment of the tests. */
export function runCli(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CliAnswer> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [cliEntry, ...args],
      { cwd: folder, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const lines = args.includes('--json') ? stdout.split('\n').filter((line) => line !== '') : [];
        const objects = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
        resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr, objects });
      },
    );
  });
}
