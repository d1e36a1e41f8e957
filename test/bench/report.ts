/** @file A figure beside its yardstick, and the table of them. */

import { copyFile, open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly yardstick?: { readonly name: string; readonly value: number };
  /** Where it is not `value` by the yardstick's. */
  readonly ratio?: number;
  /** At most this is what we want to reach (docs/benchmarks.md). */
  readonly reach?: number;
}

/** The middle one of several measurements. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The value that a share (0 to 1) of several measurements does not exceed; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Seconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

export function print(figures: readonly Figure[], json: boolean): void {
  if (json) {
    console.log(JSON.stringify(figures.map((figure) => ({ ...figure, ratio: ratioOf(figure) }))));
    return;
  }
  for (const figure of figures) {
    const { name, value, unit, yardstick, reach } = figure;
    const wanted = reach === undefined ? '' : `(to reach: ${String(reach)} ${unit})   `;
    const beside =
      yardstick === undefined
        ? ''
        : `${yardstick.name}: ${yardstick.value.toFixed(2)} ${unit}, ratio ${(ratioOf(figure) ?? 0).toFixed(2)}`;
    console.log(`${name.padEnd(44)} ${`${value.toFixed(2)} ${unit}`.padStart(16)}   ${wanted}${beside}`);
  }
}

function ratioOf({ value, yardstick, ratio }: Figure): number | undefined {
  return ratio ?? (yardstick === undefined ? undefined : value / yardstick.value);
}

/** As durable as an import or an export: every file is synced. */
export async function copyDurably(files: readonly string[], destination: string): Promise<void> {
  for (const file of files) {
    const target = join(destination, basename(file));
    await copyFile(file, target);
    const handle = await open(target, 'r+');
    await handle.sync();
    await handle.close();
  }
}

/** What the others leave in the system's cache is not yet written: what we write is. */
export async function syncAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const handle = await open(join(entry.parentPath, entry.name), 'r+');
    await handle.sync();
    await handle.close();
  }
}
