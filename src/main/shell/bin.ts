/** @file Moves originals to the system's bin, each only after the engine has said that it is still what was compared; Electron's main process. */
import { shell } from 'electron';
import type { Output } from '../../shared/contract.ts';
import { engineMethods } from '../../shared/contract.ts';
import type { ErrorValue, Result } from '../../shared/errors.ts';
import * as v from 'valibot';

/** Asks the engine for what the page may not ask for. */
export type AskEngine = (method: string, input: unknown) => Promise<Result<unknown>>;

/** Never deletes: what the bin does not take stays where it is and is named. */
export async function binOriginals(
  ask: AskEngine,
  { check, from, count }: { readonly check: string; readonly from: number; readonly count: number },
): Promise<Output<'shell.binOriginals'>> {
  const failures: { readonly index: number; readonly error: ErrorValue }[] = [];
  let [moved, bytes] = [0, 0];
  for (let index = from; index < from + count; index += 1) {
    const answer = await ask('import.originalPath', { check, index });
    if (!answer.ok) {
      failures.push({ index, error: answer.error });
      continue;
    }
    const original = v.parse(engineMethods['import.originalPath'].output, answer.value);
    try {
      await shell.trashItem(original.path);
      moved += 1;
      bytes += original.bytes;
    } catch {
      failures.push({ index, error: { code: 'bin-refused', params: {} } });
    }
  }
  return { moved, bytes, failures };
}
