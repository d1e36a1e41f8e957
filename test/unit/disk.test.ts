import * as fs from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../src/shared/errors.ts';
import { sentencesWith } from '../../src/shared/sentences.ts';
import {
  nodeDisk,
  readSmallFile,
  systemCode,
  toDiskError,
  writeFileDurably,
} from '../../src/main/engine/disk/index.ts';
import { FaultyDisk } from '../support/faulty-disk.ts';
import { codeOf, temporaryFolder } from '../support/quick-vault.ts';

const system = (code: string): Error => Object.assign(new Error(code), { code });

describe('the disk', () => {
  it('creates exclusively and privately, writes and reads in place', async () => {
    const path = join(temporaryFolder(), 'a');
    const file = await nodeDisk.open(path, 'create');
    await file.write(Buffer.from('hello'), 3);
    await file.sync();
    const read = Buffer.alloc(10, 0xff);
    expect(await file.read(read, 2)).toBe(6);
    expect(read.toString('latin1', 0, 6)).toBe('\0hello');
    await file.truncate(4);
    expect((await file.stat()).size).toBe(4);
    await file.close();
    expect(fs.statSync(path).mode & 0o777).toBe(0o600);
    expect(await codeOf(nodeDisk.open(path, 'create'))).toBe('EEXIST');
    expect((await nodeDisk.statfs(path)).freeBytes).toBeGreaterThan(0);
  });

  it.runIf(process.platform !== 'win32')('follows no link in the last part of a path', async () => {
    const folder = temporaryFolder();
    fs.writeFileSync(join(folder, 'target'), 'x');
    fs.symlinkSync(join(folder, 'target'), join(folder, 'link'));
    fs.symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
    expect(await codeOf(nodeDisk.open(join(folder, 'link'), 'read'))).toBe('ELOOP');
    expect(await codeOf(nodeDisk.open(join(folder, 'link'), 'write'))).toBe('ELOOP');
    expect(await codeOf(nodeDisk.open(join(folder, 'dangling'), 'create'))).toBe('EEXIST');
    expect(fs.existsSync(join(folder, 'nowhere'))).toBe(false);
  });

  it('replaces a file whole or not at all, at whatever operation it fails or loses power', async () => {
    for (const fault of ['crash', 'torn', 'EIO', 'ENOSPC'] as const) {
      for (let failAt = 1, done = false; !done; failAt += 1) {
        expect(failAt).toBeLessThan(10);
        const folder = temporaryFolder();
        const path = join(folder, 'a');
        fs.writeFileSync(path, 'old');
        const disk = new FaultyDisk(failAt, fault);
        done = (await codeOf(writeFileDurably(disk, path, Buffer.from('the new one')))) === 'fulfilled';
        const left = fs.readdirSync(folder);
        if (fault === 'EIO' || fault === 'ENOSPC') expect(left).toEqual(['a']);
        for (const name of left) expect(name).toMatch(/^a(\.[0-9a-f]{8}\.tmp)?$/);
        const kept = fs.readFileSync(path, 'utf8');
        expect(['old', 'the new one']).toContain(kept);
        disk.losePower();
        expect(done ? ['the new one'] : ['old', 'the new one']).toContain(fs.readFileSync(path, 'utf8'));
      }
    }
  });

  it('reads small files and no others', async () => {
    const folder = temporaryFolder();
    fs.writeFileSync(join(folder, 'a'), '12345');
    expect((await readSmallFile(nodeDisk, join(folder, 'a'), 5))?.toString()).toBe('12345');
    expect(await readSmallFile(nodeDisk, join(folder, 'a'), 4)).toBeNull();
    expect(await readSmallFile(nodeDisk, folder, 5)).toBeNull();
    expect(await codeOf(readSmallFile(nodeDisk, join(folder, 'b'), 5))).toBe('ENOENT');
  });
});

describe('what the system says', () => {
  it('becomes a code with a sentence for people', () => {
    const codes = ['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'EIO', 'ENOENT'].map((code) => {
      const error = toDiskError(system(code), { freeBytes: 5 });
      return error instanceof CodedError ? [error.code, error.params['system'] ?? null] : error;
    });
    expect(codes).toEqual([
      ['no-space', null],
      ['no-space', null],
      ['no-permission', null],
      ['no-permission', null],
      ['no-permission', 'EROFS'],
      ['disk-failed', 'EIO'],
      ['disk-failed', 'ENOENT'],
    ]);
    expect(toDiskError(system('ENOSPC'), { freeBytes: 5 })).toMatchObject({ params: { freeBytes: 5 } });
    // As Node throws what libuv has no name for: a share of the disk that is used up.
    const used = Object.assign(new Error('unknown'), { code: 'UNKNOWN', errno: -constants.errno.EDQUOT });
    expect(toDiskError(used)).toMatchObject({ code: 'no-space' });
    expect(systemCode(Object.assign(new Error('unknown'), { code: 'UNKNOWN', errno: 1 }))).toBe('UNKNOWN');
    const { 'no-permission': sentence } = sentencesWith(String);
    expect(sentence({ system: 'EROFS' })).toMatch(/can only be read/u);
    expect(sentence({})).toMatch(/not allowed/u);
  });

  it('leaves coded errors and bugs as they are', () => {
    const coded = new CodedError('blob-missing');
    const bug = new TypeError('a bug');
    expect(toDiskError(coded)).toBe(coded);
    expect(toDiskError(bug)).toBe(bug);
    expect(toDiskError('text')).toBeInstanceOf(Error);
    expect(systemCode(null)).toBeNull();
  });
});
