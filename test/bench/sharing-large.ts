/**
 * @file A package of many gigabytes, of few large photos and films: what the engine holds in memory while it sends, checks and imports it. It needs
 * three times as much room in the system's temporary folder.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { engineFlags } from '../../src/main/shell/engine-process.ts';
import { scene } from '../support/pictures.ts';
import type { Figure } from './report.ts';
import type { SharingOnce } from './sharing-once.ts';
import { ask, finish, newEngine, passphrase } from './vault.ts';

const run = promisify(execFile);
const filmBytes = 1e9;
const photoBytes = 50e6;
/** Share of what is sent that is films. */
const films = 0.8;

/** @param bytes of all files together, about */
export async function benchLargeSharing(folder: string, bytes: number): Promise<Figure[]> {
  const source = join(folder, 'large');
  await makeLarge(source, bytes);
  const vault = await vaultOf(folder, source);
  await rm(source, { recursive: true });
  const entry = fileURLToPath(new URL('sharing-once.ts', import.meta.url));
  const { stdout } = await run(process.execPath, [...engineFlags, entry, folder, vault]);
  const once = JSON.parse(stdout) as SharingOnce; // sharing-once.ts prints exactly this
  const megabytes = once.bytes / 1e6;
  return [
    { name: 'large package', value: megabytes / 1000, unit: 'GB' },
    ...(['sending', 'checking', 'importing'] as const).flatMap((part): Figure[] => {
      const { seconds, before, peak } = once[part];
      return [
        { name: `– ${part}`, value: megabytes / seconds, unit: 'MB/s' },
        { name: `– ${part}, memory before`, value: before / 1e6, unit: 'MB' },
        { name: `– ${part}, memory at most`, value: peak / 1e6, unit: 'MB' },
      ];
    }),
  ];
}

async function vaultOf(folder: string, source: string): Promise<string> {
  const engine = newEngine();
  try {
    const created = { folder, name: 'Sends', passphrase: passphrase() };
    const { vault } = await ask(engine, 'vault.create', created);
    const { scan } = await ask(engine, 'import.scan', { sources: [source] });
    await finish(engine, () => ask(engine, 'import.start', { scan, album: null }));
    return vault.path;
  } finally {
    await engine.close();
  }
}

/** Films of 1 GB and photos of 12 megapixels and 50 MB. What follows their beginnings is noise, so that nothing is the same twice. */
async function makeLarge(folder: string, bytes: number): Promise<void> {
  await mkdir(folder);
  const noise = randomBytes(16 * 1024 * 1024);
  const picture = await scene(4000, 3000, 1);
  const film = Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isomiso2\0\0\0\0mdat', 'latin1');
  const make = async (name: string, start: Buffer, length: number): Promise<void> => {
    const out = await open(join(folder, name), 'wx');
    try {
      await out.write(start);
      await out.write(randomBytes(64));
      for (let at = start.byteLength; at < length; at += noise.byteLength)
        await out.write(noise.subarray(0, length - at));
    } finally {
      await out.close();
    }
  };
  const long = Math.floor((films * bytes) / filmBytes);
  for (let at = 0; at < long; at += 1) await make(`film ${String(at)}.mp4`, film, filmBytes);
  const rest = Math.ceil((bytes - long * filmBytes) / photoBytes);
  for (let at = 0; at < rest; at += 1) await make(`photo ${String(at)}.jpg`, picture, photoBytes);
}
