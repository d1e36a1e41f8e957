/**
 * @file Other programs that keep files encrypted, as yardsticks for getting them in and out again: age, rclone crypt, restic and gocryptfs, those of them
 * that are installed. Their passphrases are not secret: everything is thrown away.
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Photos } from './photos.ts';
import { syncAll, timed } from './report.ts';

const run = promisify(execFile);
const secret = 'figures are not secret';

export interface Other {
  readonly name: string;
  /** Why it cannot be measured here; null when it can. */
  readonly absent: string | null;
  /** How long it took to take all files in and to sync what it keeps of them, in seconds. */
  readonly taken: number;
  /** Writes all files, decrypted, into a folder that is empty. */
  readonly extract: (destination: string) => Promise<unknown>;
  readonly end: () => Promise<void>;
}

/** Every one of them, with the photos in it. @param folder for what they keep */
export async function others(folder: string, photos: Photos): Promise<Other[]> {
  const all: Other[] = [];
  for (const [name, make] of Object.entries({ age, 'rclone crypt': rclone, restic, gocryptfs }))
    all.push(await made(name, join(folder, name), photos, make));
  return all;
}

interface Program {
  /** Takes all files in. */
  readonly fill: () => Promise<unknown>;
  readonly extract: Other['extract'];
  readonly end?: Other['end'];
}
/** Makes ready what is the same for any files. */
type Make = (folder: string, photos: Photos) => Promise<Program>;

async function made(name: string, folder: string, photos: Photos, make: Make): Promise<Other> {
  const nothing = (): Promise<void> => Promise.resolve();
  try {
    await mkdir(folder);
    const { fill, extract, end = nothing } = await make(folder, photos);
    try {
      const taken = await timed(async () => {
        await fill();
        await syncAll(join(folder, 'kept'));
      });
      return { name, absent: null, taken, extract, end };
    } catch (error) {
      await end();
      throw error;
    }
  } catch (error) {
    const why =
      error instanceof Error && 'code' in error && error.code === 'ENOENT'
        ? 'not installed'
        : 'does not work here';
    return { name, absent: why, taken: Number.NaN, extract: nothing, end: nothing };
  }
}

/** A file each, to a key in a file: a passphrase each would measure scrypt. */
async function age(folder: string, { files }: Photos): Promise<Program> {
  const [key, kept] = [join(folder, 'key'), join(folder, 'kept')];
  await mkdir(kept);
  await run('age-keygen', ['-o', key]);
  const recipient = /age1\w+/u.exec(await readFile(key, 'utf8'))?.[0] ?? '';
  return {
    fill: async () => {
      for (const file of files) await run('age', ['-r', recipient, '-o', join(kept, basename(file)), file]);
    },
    extract: async (destination) => {
      for (const file of files)
        await run('age', [
          '-d',
          '-i',
          key,
          '-o',
          join(destination, basename(file)),
          join(kept, basename(file)),
        ]);
    },
  };
}

async function rclone(folder: string, photos: Photos): Promise<Program> {
  const { stdout } = await run('rclone', ['obscure', secret]);
  const config = join(folder, 'rclone.conf');
  await writeFile(
    config,
    `[vault]\ntype = crypt\nremote = ${join(folder, 'kept')}\npassword = ${stdout.trim()}\n`,
  );
  const copy = (from: string, to: string): Promise<unknown> =>
    run('rclone', ['--config', config, 'copy', from, to]);
  return {
    fill: () => copy(photos.folder, 'vault:'),
    extract: (destination) => copy('vault:', destination),
  };
}

async function restic(folder: string, photos: Photos): Promise<Program> {
  const env = { ...process.env, RESTIC_PASSWORD: secret, RESTIC_REPOSITORY: join(folder, 'kept') };
  const call = (...args: string[]): Promise<unknown> =>
    run('restic', ['--no-cache', '--quiet', ...args], { env });
  await call('init');
  return {
    fill: () => call('backup', photos.folder),
    extract: (destination) => call('restore', 'latest', '--target', destination),
  };
}

/** A file system: copying out of it is how one gets at the files. */
async function gocryptfs(folder: string, photos: Photos): Promise<Program> {
  const [kept, seen, pass] = ['kept', 'seen', 'pass'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]; // three names, three paths
  await Promise.all([mkdir(kept), mkdir(seen), writeFile(pass, secret)]);
  const program = 'gocryptfs'; // a name apart: it is nothing that a package of ours brings
  await run(program, ['-init', '-quiet', '-passfile', pass, kept]);
  const mount = spawn(program, ['-fg', '-quiet', '-passfile', pass, kept, seen], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => mount.once('close', () => resolve()));
  const end = async (): Promise<void> => {
    mount.kill('SIGTERM');
    await ended;
  };
  try {
    for (let waited = 0; !(await isMounted(seen)); waited += 1) {
      if (mount.exitCode !== null || waited > 100) throw new Error('does not mount');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } catch (error) {
    await end();
    throw error;
  }
  return {
    fill: () => cp(photos.folder, join(seen, 'photos'), { recursive: true }),
    extract: (destination) => cp(join(seen, 'photos'), destination, { recursive: true }),
    end,
  };
}

async function isMounted(folder: string): Promise<boolean> {
  if (!existsSync('/proc/self/mountinfo')) return false;
  return (
    (await readFile('/proc/self/mountinfo', 'utf8')).includes(` ${folder} `) &&
    (await readdir(folder)).length >= 0
  );
}
