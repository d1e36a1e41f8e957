/**
 * @file Other programs that keep files encrypted, as yardsticks for getting them out again: age, rclone crypt, restic and gocryptfs, those of them
 * that are installed. Each gets the same files first; only getting them out is timed. Their passphrases are not secret: everything is thrown away.
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Photos } from './photos.ts';

const run = promisify(execFile);
const secret = 'figures are not secret';

export interface Other {
  readonly name: string;
  /** Why it cannot be measured here; null when it can. */
  readonly absent: string | null;
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

type Make = (folder: string, photos: Photos) => Promise<Pick<Other, 'extract'> & Partial<Pick<Other, 'end'>>>;

async function made(name: string, folder: string, photos: Photos, make: Make): Promise<Other> {
  const nothing = (): Promise<void> => Promise.resolve();
  try {
    await mkdir(folder);
    return { name, absent: null, end: nothing, ...(await make(folder, photos)) };
  } catch (error) {
    const why =
      error instanceof Error && 'code' in error && error.code === 'ENOENT'
        ? 'not installed'
        : 'does not work here';
    return { name, absent: why, extract: nothing, end: nothing };
  }
}

/** A file each, to a key in a file: a passphrase each would measure scrypt. */
async function age(folder: string, { files }: Photos): Promise<Pick<Other, 'extract'>> {
  const key = join(folder, 'key');
  await run('age-keygen', ['-o', key]);
  const recipient = /age1\w+/u.exec(await readFile(key, 'utf8'))?.[0] ?? '';
  for (const file of files) await run('age', ['-r', recipient, '-o', join(folder, basename(file)), file]);
  return {
    extract: async (destination) => {
      for (const file of files)
        await run('age', [
          '-d',
          '-i',
          key,
          '-o',
          join(destination, basename(file)),
          join(folder, basename(file)),
        ]);
    },
  };
}

async function rclone(folder: string, photos: Photos): Promise<Pick<Other, 'extract'>> {
  const { stdout } = await run('rclone', ['obscure', secret]);
  const config = join(folder, 'rclone.conf');
  await writeFile(
    config,
    `[vault]\ntype = crypt\nremote = ${join(folder, 'kept')}\npassword = ${stdout.trim()}\n`,
  );
  const copy = (from: string, to: string): Promise<unknown> =>
    run('rclone', ['--config', config, 'copy', from, to]);
  await copy(photos.folder, 'vault:');
  return { extract: (destination) => copy('vault:', destination) };
}

async function restic(folder: string, photos: Photos): Promise<Pick<Other, 'extract'>> {
  const env = { ...process.env, RESTIC_PASSWORD: secret, RESTIC_REPOSITORY: join(folder, 'kept') };
  const call = (...args: string[]): Promise<unknown> =>
    run('restic', ['--no-cache', '--quiet', ...args], { env });
  await call('init');
  await call('backup', photos.folder);
  return { extract: (destination) => call('restore', 'latest', '--target', destination) };
}

/** A file system: copying out of it is how one gets at the files. */
async function gocryptfs(folder: string, photos: Photos): Promise<Pick<Other, 'extract' | 'end'>> {
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
    await cp(photos.folder, join(seen, 'photos'), { recursive: true });
  } catch (error) {
    await end();
    throw error;
  }
  return { extract: (destination) => cp(join(seen, 'photos'), destination, { recursive: true }), end };
}

async function isMounted(folder: string): Promise<boolean> {
  if (!existsSync('/proc/self/mountinfo')) return false;
  return (
    (await readFile('/proc/self/mountinfo', 'utf8')).includes(` ${folder} `) &&
    (await readdir(folder)).length >= 0
  );
}
