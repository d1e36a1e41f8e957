/** @file Operations on the disk out of what strace wrote down of a process, SQLite's included. Needs no test runner. */
import { readFileSync } from 'node:fs';
import type { Op } from './power.ts';
import { toldMark } from './remote-engine.ts';

const calls =
  'open,openat,creat,pwrite64,ftruncate,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir,fsync,fdatasync';

/** What to put in front of a command so that `readTrace` can read the file. */
export function traced(file: string): string[] {
  return [
    'strace',
    '-f',
    '--seccomp-bpf',
    '-q',
    '-y',
    '-xx',
    '-s',
    '4000000',
    '-o',
    file,
    '-e',
    `trace=${calls}`,
  ];
}

interface Call {
  readonly name: string;
  readonly args: string;
  readonly result: number;
  /** Number of calls that had ended when it began. */
  readonly begun: number;
}

export function readTrace(file: string): Op[] {
  const ops: Op[] = [];
  for (const call of callsIn(readFileSync(file, 'latin1'))) {
    const op = opOf(call);
    if (op !== null) ops.push(op);
    else ops.push({ kind: 'told', number: lastTold(ops) }); // so that numbers of calls are numbers of operations
  }
  return ops;
}

function lastTold(ops: readonly Op[]): number {
  for (let at = ops.length - 1; at >= 0; at -= 1) {
    const op = ops[at];
    if (op?.kind === 'told') return op.number;
  }
  return 0;
}

function* callsIn(text: string): Generator<Call> {
  const open = new Map<string, { head: string; begun: number }>();
  let ended = 0;
  for (const line of text.split('\n')) {
    const match = /^(\d+)\s+(.*)$/u.exec(line);
    if (match === null) continue;
    const [, pid = '', rest = ''] = match;
    if (rest.endsWith('<unfinished ...>')) {
      open.set(pid, { head: rest.slice(0, -'<unfinished ...>'.length).trimEnd(), begun: ended });
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/u.exec(rest);
    const began = resumed === null ? undefined : open.get(pid);
    const whole = resumed === null ? rest : (began?.head ?? '') + (resumed[1] ?? '');
    const parts = /^(\w+)\((.*)\)\s+= (-?\d+)/u.exec(whole);
    if (parts === null) continue; // an exit, a signal
    const [, name = '', args = '', result = ''] = parts;
    yield { name, args, result: Number(result), begun: began?.begun ?? ended };
    ended += 1;
  }
}

function opOf({ name, args, result, begun }: Call): Op | null {
  const strings = [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/gu)].map(([, hex = '']) => bytesOf(hex));
  const path = strings[0]?.toString() ?? '';
  if (path.startsWith(toldMark)) return { kind: 'told', number: Number(path.slice(toldMark.length)) };
  if (result < 0) return null;
  const ofDescriptor = /^\d+<((?:\\x[0-9a-f]{2})*)>/u.exec(args)?.[1];
  const descriptor = ofDescriptor === undefined ? '' : bytesOf(ofDescriptor).toString();
  switch (name) {
    case 'open':
    case 'openat':
    case 'creat':
      // SQLite opens what may be there already: whether it made it shows in the model.
      return args.includes('O_CREAT') ? { kind: 'create', path } : null;
    case 'pwrite64': {
      const at = Number(/, (\d+)$/u.exec(args)?.[1] ?? NaN);
      const bytes = (strings[0] ?? Buffer.alloc(0)).subarray(0, result);
      return { kind: 'write', path: descriptor, at, bytes };
    }
    case 'ftruncate':
      return { kind: 'truncate', path: descriptor, bytes: Number(/, (\d+)$/u.exec(args)?.[1] ?? NaN) };
    case 'rename':
    case 'renameat':
    case 'renameat2':
    case 'link':
    case 'linkat':
      return { kind: name.startsWith('link') ? 'link' : 'rename', path, to: strings[1]?.toString() ?? '' };
    case 'unlink':
      return { kind: 'unlink', path };
    case 'unlinkat':
      return { kind: args.includes('AT_REMOVEDIR') ? 'rmdir' : 'unlink', path };
    case 'mkdir':
    case 'mkdirat':
      return { kind: 'mkdir', path };
    case 'rmdir':
      return { kind: 'rmdir', path };
    default:
      return { kind: 'sync', path: descriptor, begun };
  }
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex');
}
