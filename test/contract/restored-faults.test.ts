/** @file Taking an older copy of a vault as restored on purpose, failing or cut off at any operation of the disk: frozen still, or accepted. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isAged } from '../../src/shared/errors.ts';
import { nodeDisk, type Disk } from '../../src/main/engine/disk/index.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { FaultyDisk, type Fault } from '../support/faulty-disk.ts';
import { folderWith, passphrase, TestEngine } from './open-engine.ts';

const proof = () => ({
  secret: { kind: 'passphrase' as const, passphrase: passphraseBytes(passphrase) },
});

/** The real disk until another takes its place. */
class Changeable {
  now: Disk = nodeDisk;
  readonly disk: Disk = new Proxy(nodeDisk, {
    get: (_, name) => {
      const value: unknown = Reflect.get(this.now, name);
      return typeof value === 'function' ? (value.bind(this.now) as unknown) : value;
    },
  });
}

/** A closed vault of which an older part, or the whole, stands in the place of the newest. */
async function olderVault(parts: readonly string[]): Promise<{ vault: string; memory: string }> {
  const memory = join(await folderWith(), 'seen');
  const engine = new TestEngine({ memory });
  const vault = await engine.create(await folderWith());
  await engine.call('album.create', { name: 'Before' });
  await engine.call('vault.close', {});
  const copy = join(await folderWith(), 'copy');
  fs.cpSync(vault, copy, { recursive: true });
  await engine.unlock(vault);
  const slot = (await engine.call('slot.list', {}))[0]?.id ?? '';
  await engine.call('slot.rename', { ...proof(), slot, label: 'Mine' });
  await engine.call('album.create', { name: 'After' });
  await engine.call('vault.close', {});
  for (const part of parts) {
    fs.rmSync(join(vault, part), { recursive: true, force: true });
    if (fs.existsSync(join(copy, part))) fs.cpSync(join(copy, part), join(vault, part), { recursive: true });
  }
  return { vault, memory };
}

/** What a fresh engine finds in copies of the two folders, which stay as they are. */
async function found(vault: string, memory: string): Promise<{ aged: boolean; restored: number }> {
  const folder = await folderWith();
  fs.cpSync(vault, join(folder, 'Family.lightproof'), { recursive: true });
  fs.rmSync(join(folder, 'Family.lightproof/lock'), { force: true });
  if (fs.existsSync(memory)) fs.cpSync(memory, join(folder, 'seen'), { recursive: true });
  const engine = new TestEngine({ memory: join(folder, 'seen') });
  const { damage } = (await engine.unlock(join(folder, 'Family.lightproof'))).vault;
  if (damage !== null) expect(isAged(damage), damage.code).toBe(true);
  const { items } = await engine.call('log.list', { before: null, limit: 1000 });
  await engine.call('vault.close', {});
  return { aged: damage !== null, restored: items.filter(({ name }) => name === 'restored').length };
}

const whats: Readonly<Record<string, readonly string[]>> = {
  'the whole folder': [''],
  'the header': ['vault.hdr', 'vault.hdr.bak'],
  'the catalogue': ['catalog.db', 'snapshots'],
};
const cases: readonly (readonly [string, Fault, 'kept' | 'lost'])[] = [
  ['the whole folder', 'crash', 'kept'],
  ['the whole folder', 'torn', 'lost'],
  ['the whole folder', 'EIO', 'kept'],
  ['the header', 'crash', 'kept'],
  ['the catalogue', 'crash', 'kept'],
];

it.each(cases)('%s: %s, unsynced data %s', async (what, fault, power) => {
  const outcomes = new Set<boolean>();
  for (let failAt = 1; ; failAt += 1) {
    expect(failAt).toBeLessThan(60);
    const { vault, memory } = await olderVault(whats[what] ?? []);
    const changeable = new Changeable();
    const engine = new TestEngine({ memory, disk: changeable.disk, onBug: () => undefined });
    expect((await engine.unlock(vault)).vault.damage).not.toBeNull();
    await engine.verify(true); // by then nothing else is being written
    const faulty = new FaultyDisk(failAt, fault);
    changeable.now = faulty;
    const answer = await engine.engine.call('vault.acceptRestored', proof());
    if (power === 'lost') faulty.losePower();
    const { aged, restored } = await found(vault, memory);
    outcomes.add(aged);
    // Accepted means that the log tells of it.
    if (!aged) expect(restored, faulty.log.join('; ')).toBeGreaterThan(0);
    // Whoever is still there can ask again, and then it is done.
    changeable.now = nodeDisk;
    if (fault === 'EIO') {
      expect((await engine.call('vault.acceptRestored', proof())).damage).toBeNull();
      await engine.call('album.create', { name: 'Goes on' });
    }
    await engine.call('vault.close', {});
    if (fault === 'EIO') expect(await found(vault, memory)).toMatchObject({ aged: false });
    if (answer.ok && faulty.operations < failAt) break;
  }
  expect(outcomes.size).toBe(2);
});
