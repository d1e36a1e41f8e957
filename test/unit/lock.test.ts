import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../src/shared/errors.ts';
import { nodeDisk } from '../../src/main/engine/disk/index.ts';
import { takeLock } from '../../src/main/engine/vault/lock-file.ts';
import { type Machine, sameBoot, thisMachine } from '../../src/main/engine/vault/machine.ts';
import { FaultyDisk } from '../support/faulty-disk.ts';
import { codeOf, temporaryFolder } from '../support/quick-vault.ts';

const machine = (change: Partial<Machine> = {}): Machine => ({ ...thisMachine, ...change });
const write = (folder: string, holder: unknown): void =>
  fs.writeFileSync(join(folder, 'lock'), typeof holder === 'string' ? holder : `${JSON.stringify(holder)}\n`);
const age = (folder: string): void => {
  const past = new Date(Date.now() - 60_000);
  fs.utimesSync(join(folder, 'lock'), past, past);
};

async function refusal(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return 'taken';
  } catch (thrown) {
    return thrown instanceof CodedError ? { code: thrown.code, ...thrown.params } : thrown;
  }
}

describe('the lock file', () => {
  it('says who holds the vault, keeps others out and goes on release', async () => {
    const folder = temporaryFolder();
    const lock = await takeLock(nodeDisk, folder);
    const text = fs.readFileSync(join(folder, 'lock'), 'utf8');
    expect(text.endsWith('\n')).toBe(true);
    expect(JSON.parse(text)).toMatchObject({ pid: process.pid, host: thisMachine.host });
    expect(fs.statSync(join(folder, 'lock')).mode & 0o777).toBe(0o600);
    expect(await refusal(takeLock(nodeDisk, folder))).toEqual({
      code: 'vault-in-use',
      host: thisMachine.host,
      pid: process.pid,
    });
    await lock.release();
    await lock.release();
    expect(fs.readdirSync(folder)).toEqual([]);
    await (await takeLock(nodeDisk, folder)).release();
  });

  it('goes on release although it could not be read once', async () => {
    for (const fault of ['EIO reading', 'EACCES reading'] as const) {
      const folder = temporaryFolder();
      const lock = await takeLock(new FaultyDisk(1, fault), folder);
      await lock.release();
      expect(fs.readdirSync(folder)).toEqual([]);
    }
  });

  it('does not keep anybody out of a vault on a full disk', async () => {
    const folder = temporaryFolder();
    const lock = await takeLock(new FaultyDisk(2, 'ENOSPC'), folder); // the file can be made, nothing can be written into it
    expect(fs.statSync(join(folder, 'lock')).size).toBe(0);
    expect(await refusal(takeLock(nodeDisk, folder))).toMatchObject({ code: 'vault-in-use' });
    await lock.release();
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it('is taken over from a process that is gone', async () => {
    const folder = temporaryFolder();
    const child = spawn(process.execPath, ['-e', '']);
    const pid = child.pid ?? 0;
    await new Promise((done) => child.once('exit', done));
    write(folder, { pid, host: thisMachine.host, boot: thisMachine.boot, started: '1' });
    const lock = await takeLock(nodeDisk, folder);
    expect(fs.readFileSync(join(folder, 'lock'), 'utf8')).toContain(`"pid":${process.pid}`);
    expect(fs.readdirSync(folder)).toEqual(['lock']);
    await lock.release();
  });

  it('is taken over from before the last start of this machine, though a process has that number now', async () => {
    const folder = temporaryFolder();
    write(folder, {
      pid: process.pid,
      host: thisMachine.host,
      boot: 'another',
      started: thisMachine.started,
    });
    await (await takeLock(nodeDisk, folder)).release();
  });

  it.runIf(thisMachine.started !== '')(
    'is taken over when its number belongs to a younger process',
    async () => {
      const folder = temporaryFolder();
      write(folder, { ...holderOf(thisMachine), started: '12' });
      await (await takeLock(nodeDisk, folder)).release();
    },
  );

  it('stays with another machine, which is named', async () => {
    const folder = temporaryFolder();
    write(folder, { pid: 1, host: 'the-laptop', boot: 'another', started: '1' });
    age(folder);
    expect(await refusal(takeLock(nodeDisk, folder))).toEqual({
      code: 'vault-in-use',
      host: 'the-laptop',
      pid: 1,
    });
    expect(fs.existsSync(join(folder, 'lock'))).toBe(true);
  });

  it('knows a machine that changed its name while it runs', async () => {
    const folder = temporaryFolder();
    write(folder, { ...holderOf(thisMachine), host: 'old-name' });
    expect(await codeOf(takeLock(nodeDisk, folder))).toBe('vault-in-use');
    const gone = machine({ startedOf: () => null });
    await (await takeLock(nodeDisk, folder, gone)).release();
  });

  it('that cannot be read is being written, or was cut off a while ago', async () => {
    for (const text of [
      '',
      '{"pid":',
      '[]',
      '{"pid":-1,"host":"","boot":"","started":""}',
      'x'.repeat(5000),
    ]) {
      const folder = temporaryFolder();
      write(folder, text);
      expect(await codeOf(takeLock(nodeDisk, folder))).toBe('vault-in-use');
      age(folder);
      await (await takeLock(nodeDisk, folder)).release();
    }
  });

  it('goes to one only when many take over at once', async () => {
    for (let round = 0; round < 100; round += 1) {
      const folder = temporaryFolder();
      write(folder, { pid: 1, host: thisMachine.host, boot: 'another', started: '1' });
      const codes = await Promise.all(Array.from({ length: 8 }, () => codeOf(takeLock(nodeDisk, folder))));
      expect(codes.filter((code) => code === 'fulfilled')).toHaveLength(1);
    }
  });

  it('leaves a lock that became somebody else’s', async () => {
    const folder = temporaryFolder();
    const lock = await takeLock(nodeDisk, folder);
    write(folder, { pid: 1, host: 'the-laptop', boot: 'another', started: '1' });
    await lock.release();
    expect(fs.existsSync(join(folder, 'lock'))).toBe(true);
  });

  it('compares starts of the machine: by name, or by clock within two minutes', () => {
    expect(sameBoot('a', 'a')).toBe(true);
    expect(sameBoot('a', 'b')).toBe(false);
    expect(sameBoot('at 1000', 'at 1100')).toBe(true);
    expect(sameBoot('at 1000', 'at 9000')).toBe(false);
    expect(sameBoot('at 1000', 'a')).toBe(false);
  });
});

function holderOf({ pid, host, boot, started }: Machine): Omit<Machine, 'startedOf'> {
  return { pid, host, boot, started };
}
