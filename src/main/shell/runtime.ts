/** @file Which Node runs the engine, and where its entry lies; Electron's main process. Knows nothing of Electron. */
import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { EngineProgram } from './engine-process.ts';

export interface Layout {
  /** Folder of the bundled main process: `out/main`. */
  readonly here: string;
  readonly packaged: boolean;
  /** `process.resourcesPath`. */
  readonly resources: string;
}

/** Oldest Node that better-sqlite3's binaries run on. */
const oldest = [22, 14] as const;

/**
 * Packaged: a Node beside the archive, and the engine outside it, because plain Node cannot read an asar. In development the Node of the
 * npm packages, else the one on the PATH.
 * @throws Error when there is no Node to run the engine on
 */
export function engineProgram({ here, packaged, resources }: Layout): EngineProgram {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  if (packaged) {
    const unpacked = here.replace(/app\.asar(?=[\\/]|$)/u, 'app.asar.unpacked');
    return { node: path.join(resources, binary), entry: path.join(unpacked, 'engine.js') };
  }
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const own = path.join(here, '../../node_modules', `node-${system}-${process.arch}`, 'bin', binary);
  return {
    node: existsSync(own) ? realpathSync(own) : nodeOnPath(binary),
    entry: path.join(here, 'engine.js'),
  };
}

function nodeOnPath(binary: string): string {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const node = path.join(folder, binary);
    if (path.isAbsolute(folder) && existsSync(node) && isRecent(node)) return realpathSync(node);
  }
  throw new Error(`Lightproof needs Node ${oldest.join('.')} or newer on the PATH to run its engine`);
}

function isRecent(node: string): boolean {
  const answer = execFileSync(node, ['--version'], { encoding: 'utf8', env: {}, timeout: 10_000 });
  const [major = 0, minor = 0] = answer.replace(/^v/u, '').split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}
