/** @file German messages of the search: field, completion, how a text was understood, searches that were kept. */
import type { HadName, Term, TypeName } from '../../../shared/search/query.ts';
import { counted, formatNumber } from '../../lib/format.ts';
import type { search as english } from '../en/search.ts';
import type { Shape } from '../shape.ts';

const photos = (count: number): string => counted(count, 'Foto', 'Fotos');

const types: Readonly<Record<TypeName, string>> = {
  photo: 'Fotos',
  video: 'Videos',
  raw: 'RAW-Dateien',
  animated: 'Animiert',
  live: 'Live Photos',
  jpeg: 'JPEG',
  png: 'PNG',
  gif: 'GIF',
  webp: 'WebP',
  heic: 'HEIC',
  avif: 'AVIF',
  tiff: 'TIFF',
  svg: 'SVG',
};
const had: Readonly<Record<HadName, string>> = {
  date: 'Datum',
  place: 'Ort',
  caption: 'Bildunterschrift',
  tags: 'Schlagwörter',
  album: 'Album',
  rating: 'Bewertung',
};
const facets = {
  tag: 'Schlagwort',
  album: 'Album',
  camera: 'Kamera',
  lens: 'Objektiv',
  place: 'Ort',
} as const;
const states = {
  favourite: 'Favoriten',
  archived: 'Archiviert',
  lookalike: 'Ähnliche',
  samesize: 'Gleich groß',
} as const;

const stars = (from: number, to: number): string => {
  if (to === 0) return 'Keine Bewertung';
  return from === to
    ? counted(from, 'Stern', 'Sterne')
    : `${formatNumber(from)} bis ${counted(to, 'Stern', 'Sterne')}`;
};

/** How one part was understood. `date`: its days in words. */
const understood = (term: Term, negated: boolean, date: string): string => {
  if (term.kind === 'has') return `${negated ? 'Ohne' : 'Mit'} ${had[term.what]}`;
  const words = {
    words: () => `„${term.kind === 'words' ? term.text : ''}“`,
    facet: () => (term.kind === 'facet' ? `${facets[term.facet]} „${term.text}“` : ''),
    type: () => (term.kind === 'type' ? types[term.type] : ''),
    is: () => (term.kind === 'is' ? states[term.state] : ''),
    rating: () => (term.kind === 'rating' ? stars(term.from, term.to) : ''),
    date: () => date,
  }[term.kind]();
  return negated ? `Nicht: ${words}` : words;
};

export const search: Shape<typeof english> = {
  label: 'Suche',
  hint: 'Fotos suchen',
  hintSection: (section) => `Suchen in: ${section}`,
  clear: 'Suche leeren',
  suggestions: 'Vorschläge',
  kinds: { tag: 'Schlagwort', album: 'Album', camera: 'Kamera', lens: 'Objektiv', place: 'Ort', filter: '' },
  understood,
  since: (date) => `Ab ${date}`,
  until: (date) => `Bis ${date}`,
  anyYear: (date) => `${date}, beliebiges Jahr`,
  bar: 'Wonach gesucht wird',
  terms: 'So wurde die Suche verstanden',
  drop: (part) => `Weglassen: ${part}`,
  found: (count) => `${photos(count)} gefunden`,
  searching: 'Wird gesucht…',

  goTitle: 'Zu einem Datum gehen',
  goLabel: 'Datum',
  goButton: 'Gehen',
  goHint: 'Ein Tag, ein Monat oder ein Jahr: „Juli 2024“, „14.7.2019“, „2019“, „letzter Sommer“.',
  goUnclear: 'Das wird hier nicht als Datum verstanden. Versuchen Sie „Juli 2024“, „14.7.2019“ oder „2019“.',
  goWithin: (date, count) => `${date}: ${photos(count)}`,
  goNear: (date, lies, day) =>
    `${date}: kein Foto. Das nächste ${lies === 'before' ? 'davor' : 'danach'} ist vom ${day}.`,

  none: (text) => `Keine Fotos passen zu „${text}“`,
  noneIn: (text, section) => `Keine Fotos in „${section}“ passen zu „${text}“`,
  relax: 'Lassen Sie etwas weg oder suchen Sie nach etwas anderem.',
  relaxOne: 'Wörter werden in Namen, Bildunterschriften, Schlagwörtern, Alben, Kameras und Orten gesucht.',
  relaxed: (part, count) => `Ohne ${part}: ${photos(count)}`,
  everywhere: 'Alle Fotos durchsuchen',

  save: 'Suche sichern…',
  saveTitle: 'Diese Suche sichern',
  saveText: 'Sie bleibt in der Seitenleiste und zeigt immer, was dann zu ihr passt.',
  saveButton: 'Sichern',
  saved: (name) => `Suche „${name}“ gesichert`,
  change: 'Änderung sichern',
  changeOf: (name) => `Änderung sichern: Suche „${name}“`,
  changed: (name) => `Suche „${name}“ geändert`,
  name: 'Name',
  title: 'Suchen',
  more: 'Aktionen für die Suche',
  rename: 'Umbenennen…',
  renameTitle: 'Suche umbenennen',
  renameButton: 'Umbenennen',
  renamed: (name) => `Suche in „${name}“ umbenannt`,
  forget: 'Suche löschen',
  forgotten: (name) => `Suche „${name}“ gelöscht`,
};
