/** @file SIGKILL in the middle of everything that writes into a vault, at a sample of its points. All of them: `npm run soak -- kills`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/quick-vault.ts';
import { turn } from './kill.ts';
import { spread } from './spread.ts';
import { filesOfSqlite } from './sqlite-calls.ts';
import { changing, hasStrace, straceWith } from './strace.ts';
import { makeTemplate } from './workplace.ts';
import { writers } from './writers.ts';

/** Operations of the shortest writer. */
const least = 14;
const strace = hasStrace();

it('killed anywhere, every writer leaves a vault with everything that was told', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'template'));
  const template = await makeTemplate(join(folder, 'template'));
  const waiting = writers.map((writer, at) => ({
    writer,
    at: spread(least, 1, at + 1)[0] ?? 1,
    // Every other one at a system call of SQLite, where these can be counted; else at another operation.
    bySystemCall: strace && at % 2 === 0,
  }));
  let kills = 0;
  const turns = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { writer, at, bySystemCall } = next;
      const { killed, wrong } = await turn(template, writer, join(folder, 'turns'), (vault) =>
        bySystemCall
          ? {
              under: straceWith({
                calls: changing,
                fault: 'signal=KILL',
                when: String(at),
                paths: filesOfSqlite(vault),
              }),
            }
          : { killAt: at },
      );
      expect(wrong, `${writer.name}, ${bySystemCall ? 'system call' : 'operation'} ${String(at)}`).toEqual(
        [],
      );
      kills += killed ? 1 : 0;
    }
  };
  await Promise.all([turns(), turns()]);
  expect(kills).toBeGreaterThan(writers.length / 3);
}, 120_000);
