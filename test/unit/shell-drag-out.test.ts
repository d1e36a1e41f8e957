/** @file Where other programs want dragged photos: only folders of this computer. */
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { folderOf } from '../../src/main/shell/x11/direct-save.ts';

describe.skipIf(process.platform !== 'linux')('the address another program names', () => {
  it.each([
    ['file:///home/me/Pictures/a.jpg', '/home/me/Pictures'],
    ['file:///home/me/%C3%96l%20%26%20More/a%23b.jpg', '/home/me/Öl & More'],
    [`file://${hostname()}/a/b.jpg`, '/a'],
    ['file://localhost/a/b.jpg', '/a'],
    ['file:///b.jpg', '/'],
    ['file:///a/../b/c.jpg', '/b'],
  ])('%s: the folder', (address, folder) => {
    expect(folderOf(address)).toBe(folder);
  });

  it.each([
    '',
    'a.jpg',
    '/a/b.jpg',
    'http://a/b.jpg',
    'file://elsewhere/a/b.jpg',
    'file:///a%00/b.jpg',
    'sftp://me@a/b.jpg',
  ])('%j: none', (address) => {
    expect(folderOf(address)).toBeNull();
  });
});
