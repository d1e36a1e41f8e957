/** @file Kills an engine in the middle of a piece of work, at a chosen operation, and answers what is wrong with the vault afterwards. Needs no test runner. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EngineKilled, RemoteEngine, type RemoteOptions } from './remote-engine.ts';
import { wrongWith } from './told.ts';
import { workplaceFor, type Template, type Writer } from './workplace.ts';

export interface Turn {
  readonly killed: boolean;
  /** Operations of the disk and of SQLite, where it was not. */
  readonly operations: number | null;
  readonly wrong: readonly string[];
}

let turns = 0;

/** Does the work in a copy of the template, in `folder`, which is gone afterwards. */
export async function turn(
  template: Template,
  writer: Writer,
  folder: string,
  options: RemoteOptions | ((vault: string) => RemoteOptions),
): Promise<Turn> {
  turns += 1;
  const place = join(folder, String(turns));
  mkdirSync(place, { recursive: true });
  const { vault, told } = workplaceFor(template, place, writer);
  let operations: number | null = null;
  let killed = false;
  const failures: string[] = [];
  let engine: RemoteEngine | null = null;
  try {
    // One that is killed before it can be asked anything has told nothing.
    const started = await RemoteEngine.start(typeof options === 'function' ? options(vault) : options);
    engine = started;
    told.now = () => started.told;
    await writer.work({ engine: started, vault, folder: place, told });
    operations = started.operations;
  } catch (error) {
    if (error instanceof EngineKilled) killed = true;
    else failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    await engine?.kill();
  }
  const wrong = [...failures, ...(engine?.bugs ?? []), ...(await wrongWith(vault, told))];
  rmSync(place, { recursive: true, force: true });
  return { killed, operations, wrong };
}
