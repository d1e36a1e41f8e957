/** @file Both languages say everything: the same keys and parameters, nothing left in English, plurals and marks as they are written. */
import { afterEach, describe, expect, it } from 'vitest';
import { catalogues, sentence, t } from '../../src/renderer/messages/index.ts';
import { formatBytes, formatDuration, formatNumber } from '../../src/renderer/lib/format.ts';
import { speech } from '../../src/renderer/lib/language.svelte.ts';
import { dayWords } from '../../src/renderer/grid/words.ts';
import { countryName } from '../../src/renderer/places/town-words.ts';
import { placeWords } from '../../src/renderer/viewer/facts.ts';
import { errorCodes, type ErrorCode, type ErrorParams } from '../../src/shared/errors.ts';
import { languages, localeOf, spoken, type Language } from '../../src/shared/languages.ts';
import { wordsIn } from '../../src/main/shell/words.ts';

afterEach(() => speech.choose('system'));

type Saying = (...parameters: unknown[]) => unknown;
type Leaf = readonly [path: string, value: string | Saying];

/** Every text and every function of a tree of words, by its path. */
function leaves(tree: unknown, path = ''): Leaf[] {
  if (typeof tree === 'string') return [[path, tree]];
  // A function of a catalogue takes what its type says; what it is given here it may refuse.
  if (typeof tree === 'function') return [[path, tree as Saying]];
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([key, value]) => leaves(value, path === '' ? key : `${path}.${key}`));
}

const all = (language: Language): Leaf[] => [
  ...leaves(catalogues[language]),
  ...leaves(wordsIn(language), 'shell'),
];
const english = new Map(all('en'));
const german = all('de');

/** What is said for these parameters; nothing when they are none for it. */
function said(value: string | Saying, ...parameters: unknown[]): string {
  if (typeof value === 'string') return value;
  try {
    const text = value(...parameters);
    return Array.isArray(text) ? text.join('\n') : typeof text === 'string' ? text : '';
  } catch {
    return '';
  }
}
const tries = [
  [0, 0, 0],
  [1, 1, 1],
  [2, 2, 2],
  [3214, 3214, 3214],
  ['x', 'x', 'x'],
  ['x', 2, 2],
  [{}],
] as const;
const speaking = (language: Language, value: string | Saying): string[] => {
  speech.choose(language);
  return tries.map((parameters) => said(value, ...parameters));
};
const inGerman = (value: string | Saying): string[] => speaking('de', value).filter((text) => text !== '');
/** Not only what was put in, nor what comes of things that do not fit. */
const isWords = (text: string): boolean =>
  /\p{L}{2,}/u.test(text) && !/NaN|undefined|\[object|^UTC|^\d+\.age$/u.test(text);

/** What is the same in both: names, marks, formats. */
const same = new Set([
  ...['Lightproof', 'Lightproof.key', 'Electron', 'System', 'Version', 'MIT', 'English', 'Deutsch'],
  ...[
    'JPEG',
    'PNG',
    'GIF',
    'WebP',
    'HEIC',
    'AVIF',
    'TIFF',
    'SVG',
    'RAW',
    'Alt',
    'Esc',
    'Live',
    'Live Photo',
    'Live Photos',
  ],
  ...[
    'age',
    'minisign',
    'x.age',
    'NPCR',
    'UACI',
    'AES-ECB',
    'AES-CTR',
    'AES-GCM',
    'ChaCha20-Poly1305',
    'XChaCha20-Poly1305',
  ],
  ...[
    'diagonal',
    'Ideal',
    'Album',
    'Export',
    'Format',
    'Name',
    'Optional',
    'Original',
    'Passphrase',
    'Pause',
    'Videos',
  ],
]);

describe('the German catalogue', () => {
  it('has the same keys and parameters as the English one', () => {
    expect(german.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
    for (const [path, value] of german) {
      const other = english.get(path);
      expect(typeof value, path).toBe(typeof other);
      if (typeof value === 'function' && typeof other === 'function')
        expect(value.length, path).toBeLessThanOrEqual(Math.max(other.length, 1));
    }
  });

  it('leaves nothing in English', () => {
    const inEnglish = new Map([...english].map(([path, value]) => [path, speaking('en', value)]));
    const left = german.flatMap(([path, value]) =>
      speaking('de', value)
        .filter((text, at) => text === inEnglish.get(path)?.[at] && !same.has(text) && isWords(text))
        .map((text) => `${path}: ${text}`),
    );
    expect(left).toEqual([]);
  });

  it('has no English words in its sentences', () => {
    const wrong =
      /\b(?:the|and|of|is|are|with|not|photos?|vaults?|trash|this|that|from|your|you|to|files?|folder)\b/iu;
    const allowed = /Live Photos?|vault\.hdr(?:\.bak)?/gu;
    const found = german.flatMap(([path, value]) =>
      inGerman(value)
        .filter((text) => wrong.test(text.replace(allowed, '')))
        .map((text) => `${path}: ${text}`),
    );
    expect(found).toEqual([]);
  });

  it('has the plural where there are several, and only there', () => {
    const singular =
      /(?<![\d.,])1[ \u00a0](?:\p{L}+ )?(?:Fotos|Dateien|Einträge|Probleme|Sternen?|Gruppen|Zeilen|Minuten|Stunden|Zugänge|Vorgänge|Alben)\b/u;
    const plural =
      /(?<![\d.,])(?:0|2|3\.214)[ \u00a0](?:Foto|Datei|Eintrag|Problem|Stern|Gruppe|Zeile|Minute|Stunde|Zugang|Vorgang|Album)\b/u;
    const found = german.flatMap(([path, value]) =>
      inGerman(value)
        .filter((text) => singular.test(text) || plural.test(text))
        .map((text) => `${path}: ${text}`),
    );
    expect(found).toEqual([]);
  });

  it('is written with German marks and says “Sie”', () => {
    const found = german.flatMap(([path, value]) =>
      inGerman(value)
        .filter(
          (text) =>
            /["'”]|\.\.\.|\b(?:[Dd]u|[Dd]ein\w*|[Dd]ich|[Dd]ir)\b/u.test(text) ||
            (text.match(/„/gu)?.length ?? 0) !== (text.match(/“/gu)?.length ?? 0) ||
            /\d (?:[kMGT]?B|px|mm|km|m|s|MP)\b|\d %/u.test(text),
        )
        .map((text) => `${path}: ${text}`),
    );
    expect(found).toEqual([]);
  });

  it.each(Object.keys(errorCodes) as ErrorCode[])('has a sentence for %s', (code) => {
    speech.choose('de');
    const params = new Proxy<ErrorParams>({}, { get: () => 2 });
    const text = sentence({ code, params });
    expect(text).toMatch(/^\P{Ll}.*[.?]$/su);
    expect(text).not.toMatch(/undefined|NaN/u);
  });
});

describe('speaking a language', () => {
  it('names the countries on the map in it', () => {
    const norway = { name: 'Norway', region: 'NO' };
    expect(countryName(norway)).toBe('Norway');
    speech.choose('de');
    expect(countryName(norway)).toBe('Norwegen');
    expect(countryName({ name: 'Somaliland', region: undefined })).toBe('Somaliland');
  });

  it('follows the system unless one is chosen, and speaks English where it does not know the system’s', () => {
    expect([spoken('system', 'de-AT'), spoken('system', 'fr-FR'), spoken('system', 'en-GB')]).toEqual([
      'de',
      'en',
      'en',
    ]);
    expect([spoken('en', 'de-DE'), spoken('de', 'en-US')]).toEqual(['en', 'de']);
    expect([localeOf('de', 'de-AT'), localeOf('de', 'en-GB'), localeOf('en', 'en-GB')]).toEqual([
      'de-AT',
      'de',
      'en-GB',
    ]);
  });

  it('changes words, numbers, dates and units at once', () => {
    const tell = (): string[] => [
      t.common.cancel,
      formatNumber(3214),
      formatBytes(18_214_000_000),
      formatDuration(7800),
      dayWords(0, true, 0),
      placeWords(48.137154, 11.576124),
    ];
    speech.choose('en');
    expect(tell()).toEqual(['Cancel', '3,214', '18.2 GB', '2 h 10 min', 'Today', '48.13715° N, 11.57612° E']);
    speech.choose('de');
    expect(tell()).toEqual([
      'Abbrechen',
      '3.214',
      '18,2\u00a0GB',
      '2\u00a0Std. 10\u00a0Min.',
      'Heute',
      '48,13715° N, 11,57612° O',
    ]);
  });

  it.each(languages)('gives no two entries of a native menu of %s the same letter', (language) => {
    const { menu } = wordsIn(language);
    const groups = [
      [menu.file, menu.edit, menu.view, menu.vault, menu.help],
      [menu.importFolder, menu.importFiles, menu.export, menu.send, menu.receive, menu.settings, menu.quit],
      [menu.undo, menu.redo, menu.cut, menu.copy, menu.paste, menu.selectAll],
      [menu.sidebar, menu.info, menu.resetZoom, menu.zoomIn, menu.zoomOut, menu.fullScreen],
      [menu.lock, menu.verify, menu.changePassphrase],
      [menu.palette, menu.shortcuts],
    ];
    for (const group of groups) {
      const letters = group.map((label) => /&(.)/u.exec(label)?.[1]?.toLowerCase());
      expect(letters).not.toContain(undefined);
      expect(new Set(letters).size, letters.join(' ')).toBe(letters.length);
    }
  });
});
