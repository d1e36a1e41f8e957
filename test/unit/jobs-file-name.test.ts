/** @file File names as the renderer shows them. */
import { describe, expect, it } from 'vitest';
import { inTwoParts, onOneLine, splitPath } from '../../src/renderer/jobs/file-name.ts';

describe('a file name on screen', () => {
  it('stays on one line and hides nothing', () => {
    expect(onOneLine('a\nb\r\nc\td')).toBe('a⏎b⏎c d');
    expect(onOneLine('photo\u202egpj.exe')).toBe('photo\ufffdgpj.exe');
    expect(onOneLine('Ferien 🏖️ 2024.jpg')).toBe('Ferien 🏖️ 2024.jpg');
  });

  it('is shortened in the middle, never through an emoji', () => {
    const family = '👨‍👩‍👧‍👦';
    const { head, tail } = inTwoParts(`${family.repeat(20)}0042.jpg`);
    expect(tail).toBe(`${family.repeat(4)}0042.jpg`);
    expect(head).toBe(family.repeat(16));
  });

  it('is not parted when it is short', () => {
    expect(inTwoParts('IMG_0042.jpg')).toEqual({ head: 'IMG_0042.jpg', tail: '' });
  });

  it('is told from its folder on every system', () => {
    expect(splitPath('/photos/2024/a.jpg')).toEqual({ folder: '/photos/2024', name: 'a.jpg' });
    expect(splitPath('C:\\photos\\a.jpg')).toEqual({ folder: 'C:\\photos', name: 'a.jpg' });
    expect(splitPath('/a.jpg')).toEqual({ folder: '/', name: 'a.jpg' });
    expect(splitPath('a.jpg')).toEqual({ folder: '', name: 'a.jpg' });
  });
});
