/** @file Starts import-process.ts and listens to it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Id, ImportItem } from '../../src/shared/contract.ts';

const entry = fileURLToPath(new URL('import-process.ts', import.meta.url));

export interface Runner {
  readonly process: ChildProcess;
  /** Photos it has said are in the vault. */
  readonly came: Set<Id>;
  /** The result lines, once the import has come to its end. */
  readonly items: Promise<ImportItem[]>;
  readonly exited: Promise<void>;
}

export function startRunner(parent: string, source: string, uid?: number): Runner {
  const child = spawn(process.execPath, [entry, parent, source], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(uid !== undefined && { uid, gid: uid }),
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const came = new Set<Id>();
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const items = new Promise<ImportItem[]>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const told = JSON.parse(line) as { came?: Id[]; items?: ImportItem[] };
      for (const id of told.came ?? []) came.add(id);
      if (told.items) resolve(told.items);
    });
    void exited.then(() => reject(new Error('it ended without a report')));
  });
  items.catch(() => undefined); // who kills it does not ask for them
  return { process: child, came, items, exited };
}
