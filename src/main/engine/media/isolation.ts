/**
 * @file How a decoder is started: with nothing but what it needs, under bubblewrap where that works; engine process.
 * What each layer keeps out is written down in docs/decisions/002-thumbnails.md.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const NODE_FLAGS = [
  '--disable-sigusr1',
  '--disallow-code-generation-from-strings',
  // Metadata is small; pixels live outside V8's heap.
  '--max-old-space-size=256',
  // Of libheif, in pages of 64 KiB: 1 GiB.
  '--wasm-max-mem-pages=16384',
];

/**
 * Core dumps none, files of any size none (SIGXFSZ on the first byte), an hour of CPU, 3 GiB of memory (of what is written to, not of what V8
 * reserves; only Linux heeds it): set by the shell, inherited for good.
 */
const LIMITS = 'ulimit -c 0; ulimit -f 0; ulimit -t 3600; ulimit -d 3145728; exec "$@"';

const USUAL_PLACES = [
  '/usr/bin/bwrap',
  '/bin/bwrap',
  '/usr/local/bin/bwrap',
  '/run/current-system/sw/bin/bwrap',
];

/** Path of a bubblewrap on this machine, null when there is none. Says nothing about whether it works. */
export function findBwrap(): string | null {
  if (process.platform !== 'linux') return null;
  return USUAL_PLACES.find((path) => existsSync(path)) ?? null;
}

const probed = new Map<string, boolean>();

/**
 * Whether Node starts inside bubblewrap here; asked once per pair (about 20 ms). Containers and distributions that forbid user
 * namespaces say no.
 */
export function bwrapWorks(bwrap: string, node: string, entry: string): boolean {
  const key = `${bwrap}\0${node}\0${entry}`;
  let works = probed.get(key);
  if (works === undefined) {
    const { status } = spawnSync(bwrap, [...confinement(node, entry), real(node), '--version'], {
      env: {},
      stdio: 'ignore',
      timeout: 5000,
    });
    works = status === 0;
    probed.set(key, works);
  }
  return works;
}

/** It said yes, but decoders do not start in it after all: not asked again. */
export function bwrapFailed(bwrap: string, node: string, entry: string): void {
  probed.set(`${bwrap}\0${node}\0${entry}`, false);
}

/** @param bwrap null to start the decoder as a plain process */
export function decoderCommand(node: string, entry: string, bwrap: string | null): Command {
  const run = [real(node), ...NODE_FLAGS, real(entry)];
  const confined = bwrap === null ? run : [bwrap, ...confinement(node, entry), ...run];
  const [file = node, ...args] =
    process.platform === 'win32' ? confined : ['/bin/sh', '-c', LIMITS, 'decoder', ...confined];
  return { file, args, env: environment() };
}

function environment(): Record<string, string> {
  const env: Record<string, string> = {
    // libvips would unpack pictures over 100 MB into a temporary file: pixels belong in memory only.
    VIPS_DISC_THRESHOLD: '1000000m',
    TMPDIR: '/nonexistent',
    // Fewer heaps that keep what large pictures once needed.
    MALLOC_ARENA_MAX: '2',
    UV_THREADPOOL_SIZE: '3',
  };
  // Windows cannot load system libraries without it.
  if (process.platform === 'win32' && process.env['SystemRoot'] !== undefined)
    env['SystemRoot'] = process.env['SystemRoot'];
  return env;
}

/** Arguments of bubblewrap: an empty, read-only world without network that holds the libraries, Node and the decoder. */
function confinement(node: string, entry: string): string[] {
  const args = [
    '--unshare-all',
    '--die-with-parent',
    '--new-session',
    '--cap-drop',
    'ALL',
    '--hostname',
    'decoder',
  ];
  for (const path of ['/usr/lib', '/usr/lib32', '/usr/lib64', '/nix/store', '/gnu/store', '/etc/ld.so.cache'])
    args.push('--ro-bind-try', path, path);
  for (const path of ['/lib', '/lib32', '/lib64']) args.push(...asItIs(path));
  for (const path of [real(node), ...sources(real(entry))]) args.push('--ro-bind', path, path);
  return [...args, '--remount-ro', '/', '--chdir', '/', '--'];
}

/** Links resolved: inside bubblewrap they may lead nowhere. A path that leads nowhere outside either stays; starting it will fail. */
function real(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}

/** On most systems today /lib is a link to usr/lib. */
function asItIs(path: string): string[] {
  if (!existsSync(path)) return [];
  if (lstatSync(path).isSymbolicLink()) return ['--symlink', readlinkSync(path), path];
  return ['--ro-bind', path, path];
}

/** The decoder's own files and the packages it imports. */
function sources(entry: string): string[] {
  const folder = dirname(entry);
  const found = [folder];
  if (entry.endsWith('.ts')) found.push(resolve(folder, '../../shared'));
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    if (!existsSync(join(at, 'node_modules', 'sharp'))) continue;
    found.push(join(at, 'node_modules'));
    // It says that our files are modules.
    if (existsSync(join(at, 'package.json'))) found.push(join(at, 'package.json'));
    break;
  }
  return found;
}
