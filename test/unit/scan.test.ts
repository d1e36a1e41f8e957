/** @file What there is to import is listed whole, once, and without being led astray. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isNamedLikeAPicture, leftOut } from '../../src/main/engine/import/skip.ts';
import { byName } from '../../src/main/engine/import/scan.ts';
import { pathFields, shownName, shownText } from '../../src/main/engine/import/source-path.ts';
import { walk, type Found } from '../../src/main/engine/import/walk.ts';
import { temporaryFolder } from '../support/quick-vault.ts';

async function list(sources: string[], vault = temporaryFolder()): Promise<Found[]> {
  const found: Found[] = [];
  for await (const each of walk(sources, vault, new AbortController().signal)) found.push(each);
  return found;
}

/** `kind reason name`, the name relative to `folder`. */
async function lines(folder: string, sources = [folder], vault?: string): Promise<string[]> {
  return (await list(sources, vault)).map((found) => {
    const name = pathFields(found.path).path.slice(folder.length + 1);
    return 'bytes' in found
      ? `${found.kind} ${name} ${found.bytes}`
      : `${found.kind} ${found.reason} ${name}`;
  });
}

function tree(files: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

describe('walk', () => {
  it('goes through folders in order of their names', async () => {
    const folder = tree({
      'b/2.jpg': '22',
      'b/1.jpg': '1',
      'a.jpg': 'a',
      'c/d/e/f.jpg': 'deep',
      'c.jpg': '',
    });
    expect(await lines(folder)).toEqual([
      'file a.jpg 1',
      'file b/1.jpg 1',
      'file b/2.jpg 2',
      'file c/d/e/f.jpg 4',
      'file c.jpg 0',
    ]);
  });

  it('leaves out what is hidden or made by systems, and says so', async () => {
    const folder = tree({
      '.DS_Store': 'x',
      '.thumbnails/a.jpg': 'x',
      'Thumbs.db': 'x',
      '@eaDir/a.jpg': 'x',
      '__MACOSX/._a.jpg': 'x',
      'Other.lightproof/vault.hdr': 'x',
      'a.jpg': 'x',
    });
    expect(await lines(folder)).toEqual([
      'skipped system-skipped .DS_Store',
      'skipped thumbnails-skipped .thumbnails',
      'skipped thumbnails-skipped @eaDir',
      'skipped hidden-skipped Other.lightproof',
      'skipped thumbnails-skipped Thumbs.db',
      'skipped system-skipped __MACOSX',
      'file a.jpg 1',
    ]);
  });

  it('does not follow links found inside, so that no loop can hold it', async () => {
    const folder = tree({ 'a/b.jpg': 'x' });
    symlinkSync('..', join(folder, 'a', 'loop'));
    symlinkSync('nowhere', join(folder, 'a', 'broken.jpg'));
    symlinkSync('/etc/passwd', join(folder, 'a', 'secret.jpg'));
    expect(await lines(folder)).toEqual([
      'file a/b.jpg 1',
      'skipped link-skipped a/broken.jpg',
      'skipped link-skipped a/loop',
      'skipped link-skipped a/secret.jpg',
    ]);
  });

  it('follows a link the user has named, and answers one that leads to itself', async () => {
    const folder = tree({ 'real/a.jpg': 'x' });
    symlinkSync('real', join(folder, 'link'));
    symlinkSync('self', join(folder, 'self'));
    const found = await list([join(folder, 'link'), join(folder, 'self')]);
    expect(found.map(({ kind }) => kind)).toEqual(['file', 'skipped']);
  });

  it.skipIf(process.platform === 'win32')('does not open a FIFO', async () => {
    const folder = tree({ 'a.jpg': 'x' });
    execFileSync('mkfifo', [join(folder, 'pipe.jpg')]);
    expect(await lines(folder)).toEqual(['file a.jpg 1', 'failed source-not-a-file pipe.jpg']);
  });

  it('gives every file once, however the sources overlap', async () => {
    const folder = tree({ 'a/b/c.jpg': 'x', 'a/d.jpg': 'x', 'a/.hidden/e.jpg': 'x' });
    symlinkSync(join(folder, 'a'), join(folder, 'same'));
    const sources = [
      join(folder, 'a', 'b'),
      join(folder, 'a'),
      join(folder, 'a', 'b', 'c.jpg'),
      join(folder, 'same'),
      `${folder}/a/../a/`,
      join(folder, 'a', '.hidden'), // left out below `a`, but named by the user
    ];
    expect((await lines(folder, sources)).sort()).toEqual([
      'file a/.hidden/e.jpg 1',
      'file a/b/c.jpg 1',
      'file a/d.jpg 1',
      'skipped hidden-skipped a/.hidden',
    ]);
  });

  it('never imports the vault into itself, whatever its folder is called', async () => {
    const folder = tree({ 'renamed/blobs/ab/x': 'x', 'a.jpg': 'x' });
    expect(await lines(folder, [folder], join(folder, 'renamed'))).toEqual([
      'file a.jpg 1',
      'skipped hidden-skipped renamed',
    ]);
    expect(await lines(folder, [join(folder, 'renamed', 'blobs')], join(folder, 'renamed'))).toEqual([
      'skipped hidden-skipped renamed/blobs',
    ]);
  });

  it('says which source is not there', async () => {
    const folder = tree({ 'a.jpg': 'x' });
    expect(await lines(folder, [join(folder, 'gone'), join(folder, 'a.jpg', 'below')])).toEqual([
      'failed source-missing gone',
      'failed source-missing a.jpg/below',
    ]);
  });

  it.skipIf(process.platform !== 'linux')('takes names that are not UTF-8', async () => {
    const folder = temporaryFolder();
    const name = Buffer.from([0x66, 0xfc, 0x72, 0x2e, 0x6a, 0x70, 0x67]); // für.jpg in Latin-1
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), name]), 'x');
    const [found] = await list([folder]);
    expect(found?.kind).toBe('file');
    const fields = pathFields(found?.path ?? Buffer.alloc(0));
    expect(fields.path).toBe(`${folder}/f\u{fffd}r.jpg`);
    expect(Buffer.from(fields.raw ?? '', 'base64').subarray(-7)).toEqual(name);
  });

  it('stops when it is told to', async () => {
    const folder = tree({ 'a.jpg': 'x', 'b.jpg': 'x' });
    const stop = new AbortController();
    const walking = walk([folder], folder, stop.signal);
    stop.abort();
    await expect(walking.next()).rejects.toThrow();
  });
});

describe('names as they are shown and stored', () => {
  it('replaces what could break or disguise a line', () => {
    expect(shownText('a\nb\u202ecod.jpg\u0000')).toBe('a\u{fffd}b\u{fffd}cod.jpg\u{fffd}');
    expect(shownName(Buffer.from('👩‍👩‍👧 Zoë.jpg'))).toBe('👩‍👩‍👧 Zoë.jpg');
    expect(shownName(Buffer.from([0xff, 0xfe, 0x2e, 0x6a]))).toBe('\u{fffd}\u{fffd}.j');
  });

  it('keeps the extension of a name that is too long', () => {
    const name = shownName(Buffer.from(`${'é'.repeat(400)}.jpeg`));
    expect(Array.from(name)).toHaveLength(255);
    expect(name).toMatch(/é\.jpeg$/);
  });

  it('says of a picture what its content would say', () => {
    for (const film of ['a.mp4', 'a.avi', 'a.MKV', 'a.mpg', 'a.MTS', 'a.m2ts', 'a.3gp', 'a.wmv']) {
      expect([film, isNamedLikeAPicture(film), byName(film)]).toEqual([
        film,
        true,
        { decodable: false, preview: false },
      ]);
    }
    expect(byName('a.jpg')).toEqual({ decodable: true, preview: false });
    expect(byName('a.HEIC')).toEqual({ decodable: true, preview: true });
  });

  it('knows what to leave out by its whole name only', () => {
    const out = ['.x', 'THUMBS.DB', 'desktop.ini', '.lightproof-part', 'a.lightproof-part'];
    expect(out.filter((name) => leftOut(Buffer.from(name), Buffer.from('Pictures')) === null)).toEqual([]);
    const kept = ['thumbs.db.jpg', 'x.jpg', 'desktop.ini.png', '…jpg'];
    expect(kept.filter((name) => leftOut(Buffer.from(name), Buffer.from('Pictures')) !== null)).toEqual([]);
  });
});
