/**
 * @file Does a piece of work on a disk that fails at one operation that changes nothing (opening, reading, listing, asking), and then again on a sound one: what
 * could not be read once is called that, and is neither damaged nor gone. Needs no test runner.
 */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { CodedError, errorCodes, type ErrorCode } from '../../src/shared/errors.ts';
import { FaultyDisk, type ReadingFault } from '../support/faulty-disk.ts';
import { LocalEngine } from './engine-like.ts';
import { placeIn, text } from './fault.ts';
import { wrongWith, type Told } from './told.ts';
import { vaultName, workplaceFor, type Template, type Writer } from './workplace.ts';

export interface FailedReading {
  /** The code of what was told; null: it was done. */
  readonly code: string | null;
  /** Codes in the lists of what jobs could not do. */
  readonly listed: readonly string[];
  readonly readings: number;
  /** The operation that has failed. */
  readonly failed: string;
  readonly wrong: readonly string[];
}

const codes: Readonly<Record<ReadingFault, readonly ErrorCode[]>> = {
  'EIO reading': ['disk-failed', 'source-unreadable'],
  'EACCES reading': ['no-permission', 'source-unreadable'],
};

export const readingFaults = Object.keys(codes) as ReadingFault[]; // Object.keys forgets the literal types

/** Said of a copy whose other serves, and of one that could not be written anew: true, whatever it came from. */
const saidAsWell = new Set<string>(['header-copy-damaged', 'snapshot-old']);

/** What a piece of work that was done in part may answer the second time. */
const alreadyDone: Readonly<Record<string, readonly string[]>> = {
  edit: ['name-taken'],
  create: ['vault-exists'],
  'encrypting anew': ['busy'], // it goes on by itself as soon as the vault is open
};

/** @param at operation that changes nothing, from 1; Infinity counts them @param only at paths with this */
export async function failingToRead(
  template: Template,
  writer: Writer,
  folder: string,
  { fault, at, only = '' }: { readonly fault: ReadingFault; readonly at: number; readonly only?: string },
): Promise<FailedReading> {
  const place = placeIn(folder);
  const { vault, told } = workplaceFor(template, place, writer);
  const disk = new FaultyDisk(at, fault, only);
  const before = filesOf(vault);
  const first = await work(writer, place, told, disk);
  const wrong = [...first.wrong];
  for (const code of [...(first.code === null ? [] : [first.code]), ...first.listed])
    if (
      !(told.damaged && code === 'blob-damaged') &&
      !saidAsWell.has(code) &&
      !codes[fault].some((one) => one === code)
    )
      wrong.push(`told as ${code}`);
  const now = new Set(filesOf(vault));
  const mayGo = await mayGoBy(template, writer, folder);
  const gone = before.filter((name) => !now.has(name) && !mayGo.has(name));
  // One that is not read is followed by a new one, and the oldest goes for it.
  const snapshots = (names: Iterable<string>) =>
    [...names].filter((name) => name.startsWith('snapshots/')).length;
  const asMany = snapshots(now) >= snapshots(before);
  wrong.push(
    ...gone.filter((name) => !(asMany && name.startsWith('snapshots/'))).map((name) => `${name} is gone`),
  );
  const aside = [...now].filter((name) => name.includes('damaged'));
  if (aside.length > (told.damaged ? 1 : 0)) wrong.push(`set aside: ${aside.join(', ')}`);
  const again = `${place}-again`;
  fs.cpSync(place, again, { recursive: true });
  const partly = first.code === null && first.listed.length > 0;
  if (partly && ['export', 'send', 'repair in place'].includes(writer.name)) {
    // Told which photos are not among the copies, or could not be looked at: the work is done for the others.
    told.facts.length = 0;
    told.wholeFrom = Infinity;
    told.outside = () => undefined;
  }
  wrong.push(...(await wrongWith(vault, told)));
  if (first.code !== null || first.listed.length > 0) {
    fs.rmSync(join(again, 'out'), { recursive: true, force: true });
    const second = await work(writer, again, told, new FaultyDisk());
    wrong.push(
      ...second.wrong,
      ...(await wrongWith(join(again, vaultName), told)).map((one) => `again: ${one}`),
    );
    if (second.code !== null && !(alreadyDone[writer.name] ?? []).includes(second.code))
      wrong.push(`again told as ${second.code}`);
  }
  for (const one of [place, again]) fs.rmSync(one, { recursive: true, force: true });
  const { code, listed } = first;
  return { code, listed, readings: disk.readings, failed: disk.failed.replace(place, ''), wrong };
}

async function work(
  writer: Writer,
  place: string,
  told: Told,
  disk: FaultyDisk,
): Promise<{ code: string | null; listed: readonly string[]; wrong: string[] }> {
  const wrong: string[] = [];
  const listed = new Set<string>();
  const engine = new LocalEngine({ disk, onBug: (error) => wrong.push(text(error)) });
  engine.engine.on((...[event, payload]) => {
    if (event === 'job') for (const code of codesIn(payload)) listed.add(code);
  });
  const since = told.now();
  told.now = () => since + engine.told;
  let code: string | null = null;
  try {
    await writer.work({ engine, vault: join(place, vaultName), folder: place, told });
  } catch (error) {
    if (error instanceof CodedError) code = error.code;
    else wrong.push(text(error));
  }
  await engine.close().catch((error: unknown) => {
    if (!(error instanceof CodedError)) wrong.push(`closing: ${text(error)}`);
  });
  return { code, listed: [...listed], wrong };
}

/** Every error code in the news of a job, wherever it stands. */
function codesIn(value: unknown): string[] {
  if (typeof value === 'string') return value in errorCodes ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(codesIn) : [];
}

const goneBy = new Map<Writer, Promise<ReadonlySet<string>>>();

/** Names of files that the work deletes when nothing fails, and of what SQLite keeps beside the catalogue. */
function mayGoBy(template: Template, writer: Writer, folder: string): Promise<ReadonlySet<string>> {
  const gone = async (): Promise<ReadonlySet<string>> => {
    const place = placeIn(folder);
    const { vault, told } = workplaceFor(template, place, writer);
    const before = filesOf(vault);
    await work(writer, place, told, new FaultyDisk());
    const after = new Set(filesOf(vault));
    fs.rmSync(place, { recursive: true, force: true });
    return new Set([...before.filter((name) => !after.has(name)), 'catalog.db-wal', 'catalog.db-shm']);
  };
  const known = goneBy.get(writer) ?? gone();
  goneBy.set(writer, known);
  return known;
}

function filesOf(vault: string): string[] {
  return fs
    .readdirSync(vault, { recursive: true, encoding: 'utf8' })
    .filter((name) => fs.statSync(join(vault, name)).isFile());
}
