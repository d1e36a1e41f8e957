/** @file The golden vaults of test/vectors/golden: whole vaults of every version of the format, and what must be found in each. */
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { standardCosts, type CostPolicy } from '../../src/main/engine/vault/index.ts';

const goldenFolder = fileURLToPath(new URL('../vectors/golden/', import.meta.url));

export interface Golden {
  readonly vault: string;
  /** Every one of them opens it; key files in base64. */
  readonly secrets: readonly { passphrase?: string; keyFile?: string; words?: string }[];
  readonly epochs: number;
  readonly generation: number;
  readonly header: number;
  readonly slots: number;
  readonly snapshots: readonly number[];
  /** Events, oldest first. */
  readonly log: readonly string[];
  readonly photos: readonly GoldenPhoto[];
}
/** As `lightproof list --json` tells it, and more: `content` is the H(32;;) of the original. */
export interface GoldenPhoto {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly digest: string;
  readonly type: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly capturedAt: string | null;
  readonly camera: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly albums: readonly string[];
  readonly trashed: boolean;
  readonly favourite: boolean;
  readonly content: string;
}

/** Format and name of each: `1/family`. */
export const goldenNames = readdirSync(goldenFolder)
  .flatMap((format) => readdirSync(join(goldenFolder, format)).map((name) => `${format}/${name}`))
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length));

/** The files are this project's own, and their shape is the one above. */
export function goldenVault(name: string): Golden {
  return JSON.parse(readFileSync(join(goldenFolder, `${name}.json`), 'utf8')) as Golden;
}

/** A copy to open, in this folder. Git keeps no empty folders, so an empty vault's `blobs` is made here. */
export function copyGolden(name: string, folder: string): string {
  const path = join(folder, 'Golden.lightproof');
  cpSync(join(goldenFolder, `${name}.lightproof`), path, { recursive: true });
  mkdirSync(join(path, 'blobs'), { recursive: true });
  return path;
}

/** Writes a secret's key file, if it has one, and answers its path. */
export function keyFileOf(secret: { keyFile?: string }, folder: string): string | null {
  if (secret.keyFile === undefined) return null;
  const path = join(folder, 'key');
  writeFileSync(path, Buffer.from(secret.keyFile, 'base64'));
  return path;
}

/** Today's costs, but for the slots of golden vaults, which are at the least that is accepted, not written anew. */
export const goldenCosts: CostPolicy = {
  ...standardCosts,
  standard: { ops: 3, mem: standardCosts.minMem },
};
