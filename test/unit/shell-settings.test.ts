/** @file What the app remembers survives, is written as a whole, and a damaged file costs nothing but itself. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Memory } from '../../src/main/shell/settings.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'lightproof-settings-'))));
afterEach(() => rmSync(folder, { recursive: true }));
const file = (): string => path.join(folder, 'settings.json');

describe('Memory', () => {
  it('starts with the defaults and writes nothing by itself', () => {
    const memory = new Memory(folder);
    expect([memory.settings, memory.recents, memory.bounds]).toEqual([
      { theme: 'system', idleMinutes: 10 },
      [],
      null,
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps what it was told, readable by its owner only', () => {
    const bounds = { x: 1, y: -2, width: 1280, height: 800, maximized: true };
    const memory = new Memory(folder);
    memory.change({ theme: 'dark', idleMinutes: 3 });
    memory.opened({ name: 'Family', path: '/vaults/Family.lightproof' });
    memory.placed(bounds);
    const again = new Memory(folder);
    expect([again.settings, again.bounds]).toEqual([{ theme: 'dark', idleMinutes: 3 }, bounds]);
    expect(again.recents).toMatchObject([{ name: 'Family', path: '/vaults/Family.lightproof' }]);
    expect(readdirSync(folder)).toEqual(['settings.json']);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('puts the vault opened last first, once, and forgets when told', () => {
    const memory = new Memory(folder);
    for (const name of ['a', 'b', 'a']) memory.opened({ name, path: `/${name}` });
    expect(memory.recents.map(({ path: at }) => at)).toEqual(['/a', '/b']);
    for (let index = 0; index < 30; index += 1) memory.opened({ name: 'n', path: `/n${index}` });
    expect(memory.recents).toHaveLength(10);
    memory.forget('/n29');
    expect(new Memory(folder).recents[0]?.path).toBe('/n28');
  });

  it.each([
    ['cut off', '{"settings": {"theme"'],
    ['of another shape', '{"settings": {"theme": "pink", "idleMinutes": 10}, "recents": [], "bounds": null}'],
    [
      'with a path that is none',
      '{"settings": {"theme": "dark", "idleMinutes": 1}, "recents": [{"name": "x", "path": "../x", "opened": "2026-01-01T00:00:00.000Z"}], "bounds": null}',
    ],
  ])('keeps a file %s aside and goes on with the defaults', (_, text) => {
    writeFileSync(file(), text);
    const memory = new Memory(folder);
    expect(memory.settings).toEqual({ theme: 'system', idleMinutes: 10 });
    expect(readFileSync(path.join(folder, 'settings.damaged.json'), 'utf8')).toBe(text);
    memory.change({ theme: 'light', idleMinutes: 0 });
    expect(new Memory(folder).settings).toEqual({ theme: 'light', idleMinutes: 0 });
  });

  it('is not hindered by a half-written file that a crash left', () => {
    writeFileSync(`${file()}.new`, '{"sett');
    new Memory(folder).change({ theme: 'dark', idleMinutes: 5 });
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });
});
