/** @file Exported names are safe on every system and no two files of a folder share one. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { FolderNames, longestName, safeName } from '../../src/main/engine/export/names.ts';

describe('safeName', () => {
  it.each([
    ['IMG_0001.JPG', 'IMG_0001.JPG'],
    ['Ferien in Zürich.jpg', 'Ferien in Zürich.jpg'],
    ['u\u0308ber.jpg', '\u00fcber.jpg'], // composed
    ['👩‍👩‍👧 am See.jpg', '👩‍👩‍👧 am See.jpg'],
    ['../../etc/passwd', '_._.._etc_passwd'],
    ['..', 'photo'],
    ['.hidden.jpg', '_hidden.jpg'],
    ['a/b\\c:d*e?f"g<h>i|j.png', 'a_b_c_d_e_f_g_h_i_j.png'],
    ['line\nbreak\u0000.jpg', 'line_break_.jpg'],
    ['invoice\u202egpj.exe', 'invoice_gpj.exe'],
    ['trailing. . ', 'trailing'],
    ['   leading.jpg', 'leading.jpg'],
    ['CON', '_CON'],
    ['con.jpg', '_con.jpg'],
    ['Lpt1.tar.gz', '_Lpt1.tar.gz'],
    ['COM¹.png', '_COM¹.png'],
    ['console.jpg', 'console.jpg'],
    ['', 'photo'],
    ['\ud800.jpg', '_.jpg'],
  ])('%j → %j', (name, safe) => {
    expect(safeName(name)).toBe(safe);
  });

  it('shortens long names between characters and keeps the extension', () => {
    const name = safeName(`${'👩‍👩‍👧'.repeat(30)}.jpeg`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(longestName);
    expect(name).toMatch(/^(?:👩‍👩‍👧)+\.jpeg$/u);
  });

  it('makes something usable of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const name = safeName(text);
        expect(name).not.toMatch(/[/\\:*?"<>|\p{Cc}\p{Cs}]/u);
        expect(name).not.toMatch(/^\.|[. ]$/u);
        expect(name.length).toBeGreaterThan(0);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(longestName);
        expect(safeName(name)).toBe(name);
      }),
    );
  });
});

describe('FolderNames', () => {
  it('numbers what is there already, whatever the case of its letters', () => {
    const names = new FolderNames(['img_1.jpg', 'STRASSE.png']);
    expect(names.take('IMG_1.JPG')).toBe('IMG_1 (2).JPG');
    expect(names.take('img_1.jpg')).toBe('img_1 (3).jpg');
    expect(names.take('Straße.png')).toBe('Straße (2).png');
    expect(names.take('other.jpg')).toBe('other.jpg');
  });

  it('passes over a number that is taken by another file', () => {
    const names = new FolderNames(['a (2).jpg']);
    expect([names.take('a.jpg'), names.take('a.jpg')]).toEqual(['a.jpg', 'a (3).jpg']);
  });

  it('leaves room for the number in the longest name', () => {
    const names = new FolderNames([]);
    const long = `${'n'.repeat(300)}.jpg`;
    const [first, second] = [names.take(long), names.take(long)];
    expect(second).toMatch(/ \(2\)\.jpg$/);
    expect(second).not.toBe(first);
    expect(Buffer.byteLength(second)).toBeLessThanOrEqual(longestName);
  });

  it('stays quick with ten thousand equal names', () => {
    const names = new FolderNames([]);
    const given = Array.from({ length: 10_000 }, () => names.take('IMG_0001.jpg'));
    expect(new Set(given).size).toBe(10_000);
  });
});
