/**
 * @file `npm run soak -- kills`: SIGKILL at points spread over everything that writes into a vault. First before every operation of the disk and every row
 * that SQLite is given; then, where strace is installed, at the system calls by which SQLite and everything else write. `--only import,delete` for some of it,
 * `--each 30` for at most so many points of each writer and kind, `--seed 1` to choose them.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { spread } from './spread.ts';
import { filesOfSqlite } from './sqlite-calls.ts';
import { changing, hasStrace, straceWith } from './strace.ts';
import { turn, type Turn } from './kill.ts';
import type { RemoteOptions } from './remote-engine.ts';
import { makeTemplate, type Writer } from './workplace.ts';
import { writers } from './writers.ts';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    each: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
});
const only = values.only?.split(',');
const folder = mkdtempSync(join(tmpdir(), 'lightproof-kills-'));
const atOnce = 2;
const most = Number(values.each);
let kills = 0;
let wrong = 0;

interface Kind {
  readonly name: string;
  /** Most points there can be; tried until the work comes to its end before it is killed. */
  readonly points: (operations: number) => number;
  readonly at: (point: number, vault: string) => RemoteOptions;
}

const kinds: readonly Kind[] = [
  {
    name: 'operation',
    points: (operations) => operations,
    at: (point) => ({ killAt: point }),
  },
  ...(hasStrace()
    ? [
        {
          name: 'system call of SQLite',
          points: (operations: number) => operations * 6,
          at: (point: number, vault: string): RemoteOptions => ({
            under: straceWith({
              calls: changing,
              fault: 'signal=KILL',
              when: String(point),
              paths: filesOfSqlite(vault),
            }),
          }),
        },
        {
          name: 'system call',
          points: (operations: number) => operations * 6,
          at: (point: number): RemoteOptions => ({
            under: straceWith({ calls: changing, fault: 'signal=KILL', when: String(point) }),
            env: { UV_THREADPOOL_SIZE: '1' },
          }),
        },
      ]
    : []),
];

try {
  mkdirSync(join(folder, 'template'));
  const template = await makeTemplate(join(folder, 'template'));
  const run = (writer: Writer, options: RemoteOptions | ((vault: string) => RemoteOptions)): Promise<Turn> =>
    turn(template, writer, join(folder, 'turns'), options);
  for (const writer of writers.filter(({ name }) => only?.includes(name) ?? true)) {
    const whole = await run(writer, {});
    tell(`${writer.name}, not killed`, whole);
    for (const kind of kinds) {
      // Calls are counted by trying: the first point at which nothing is killed any more is the end.
      let end = kind.points(whole.operations ?? 0);
      let done = 0;
      const points = spread(
        end,
        Math.max(most, kind.name === 'operation' ? 0 : most * 3),
        Number(values.seed),
      );
      const turns = async (): Promise<void> => {
        for (let point = points.shift(); point !== undefined; point = points.shift()) {
          if (point >= end || done >= most) continue;
          const at = point;
          const result = await run(writer, (vault) => kind.at(at, vault));
          if (result.killed) {
            kills += 1;
            done += 1;
          } else if (kind.name !== 'operation') end = Math.min(end, at);
          tell(`${writer.name}, ${kind.name} ${String(at)}`, result);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, turns));
      console.log(`${writer.name}: killed at ${String(done)} points, by ${kind.name}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${String(kills)} kill points, ${String(wrong)} findings`);
process.exitCode = wrong === 0 ? 0 : 1;

function tell(what: string, result: Turn): void {
  if (result.wrong.length === 0) return;
  wrong += 1;
  console.log(`FOUND ${what}: ${result.wrong.join('; ')}`);
}
