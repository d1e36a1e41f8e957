/** @file What was looked at last: there again after unlocking, sealed, outside the vault, and of one vault only. */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mostOpenAlbums, mostSelected, type View } from '../../src/shared/contract/viewing.ts';
import { folderWith, TestEngine } from './open-engine.ts';

const view: View = {
  section: 'album:00112233445566778899aabbccddeeff',
  at: { photo: 'ffeeddccbbaa99887766554433221100', below: 123.5 },
  rowHeight: 250,
  sidebar: { narrow: true, width: 16 },
  info: true,
  openAlbums: Array.from({ length: mostOpenAlbums }, (_, at) => at.toString(16).padStart(32, '0')),
  strip: true,
  map: { x: 0.523, y: 0.351, zoom: 11.25 },
  window: { width: 100_000, height: 100_000, maximized: false },
  search: '\u0001'.repeat(200), // six bytes each
  selected: Array.from({ length: mostSelected }, (_, at) => at.toString(16).padStart(32, '0')),
  waiting: 100_000,
};

async function opened(
  memory: string,
): Promise<{ engine: TestEngine; vault: string; unlock: () => Promise<unknown> }> {
  const engine = new TestEngine({ memory });
  const vault = await engine.create(await folderWith());
  return { engine, vault, unlock: () => engine.unlock(vault) };
}

describe('the view', () => {
  it('is there again after unlocking, and changed nothing in the vault', async () => {
    const memory = join(await folderWith(), 'seen');
    const { engine, unlock } = await opened(memory);
    expect(await engine.call('view.recall', {})).toBeNull();
    const { generation } = await engine.call('library.index', {});
    await engine.call('view.remember', view);
    expect((await engine.call('library.index', {})).generation).toBe(generation);
    await engine.call('vault.close', {});
    await unlock();
    expect(await engine.call('view.recall', {})).toEqual(view);
  });

  it('tells nobody anything: neither by its words nor by its length', async () => {
    const memory = join(await folderWith(), 'seen');
    const { engine } = await opened(memory);
    const kept = async (): Promise<string> => {
      const [name = ''] = await readdir(memory);
      return readFile(join(memory, name), 'utf8');
    };
    await engine.call('view.remember', view);
    const one = await kept();
    await engine.call('view.remember', {
      ...view,
      section: 'photos',
      at: null,
      openAlbums: [],
      map: null,
      search: '',
      selected: [],
    });
    const other = await kept();
    for (const text of ['album', view.section.slice(6), view.at?.photo ?? ''])
      expect(one).not.toContain(text);
    expect(one).toHaveLength(other.length);
  });

  it('of another vault, or damaged, is none', async () => {
    const memory = join(await folderWith(), 'seen');
    const file = async (other = ''): Promise<string> => {
      const name = (await readdir(memory)).find((one) => one.endsWith('.json') && one !== other);
      return name ?? '';
    };
    const sealed = async (name: string): Promise<string> =>
      (JSON.parse(await readFile(join(memory, name), 'utf8')) as { view: string }).view;
    const first = await opened(memory);
    await first.engine.call('view.remember', view);
    await first.engine.call('vault.close', {});
    const firstFile = await file();
    const second = await opened(memory);
    await second.engine.call('view.remember', { ...view, section: 'trash' });
    await second.engine.call('vault.close', {});
    const secondFile = await file(firstFile);
    const own = await sealed(secondFile);
    const stolen = await sealed(firstFile);
    const text = await readFile(join(memory, secondFile), 'utf8');
    for (const instead of [
      stolen,
      `${own.slice(0, 100)}${own[100] === 'A' ? 'B' : 'A'}${own.slice(101)}`,
      '',
    ]) {
      await writeFile(join(memory, secondFile), text.replace(own, instead));
      await second.unlock();
      expect(await second.engine.call('view.recall', {})).toBeNull();
      await second.engine.call('vault.close', {});
    }
    await writeFile(join(memory, secondFile), text);
    await second.unlock();
    expect(await second.engine.call('view.recall', {})).toMatchObject({ section: 'trash' });
  });
});
