/** @file English messages of the search: field, completion, how a text was understood, searches that were kept. */
import type { Term, HadName, TypeName } from '../../../shared/search/query.ts';
import { counted, formatNumber } from '../../lib/format.ts';

const photos = (count: number): string => counted(count, 'photo', 'photos');

const types: Readonly<Record<TypeName, string>> = {
  photo: 'Photos',
  video: 'Videos',
  raw: 'Raw files',
  animated: 'Animated',
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
  date: 'a date',
  place: 'a place',
  caption: 'a caption',
  tags: 'tags',
  album: 'an album',
  rating: 'a rating',
};
const facets = { tag: 'Tag', album: 'Album', camera: 'Camera', lens: 'Lens', place: 'Place' } as const;
const states = {
  favourite: 'Favourites',
  archived: 'Archived',
  lookalike: 'Look-alikes',
  samesize: 'Same size as another file',
} as const;

const stars = (from: number, to: number): string => {
  if (to === 0) return 'No rating';
  return from === to
    ? counted(from, 'star', 'stars')
    : `${formatNumber(from)} to ${counted(to, 'star', 'stars')}`;
};

/** How one part was understood. `date`: its days in words. */
const understood = (term: Term, negated: boolean, date: string): string => {
  if (term.kind === 'has') return `${negated ? 'Without' : 'With'} ${had[term.what]}`;
  const words = {
    words: () => `“${term.kind === 'words' ? term.text : ''}”`,
    facet: () => (term.kind === 'facet' ? `${facets[term.facet]} “${term.text}”` : ''),
    type: () => (term.kind === 'type' ? types[term.type] : ''),
    is: () => (term.kind === 'is' ? states[term.state] : ''),
    rating: () => (term.kind === 'rating' ? stars(term.from, term.to) : ''),
    date: () => date,
  }[term.kind]();
  return negated ? `Not: ${words}` : words;
};

export const search = {
  label: 'Search',
  hint: 'Search photos',
  hintSection: (section: string) => `Search in ${section}`,
  clear: 'Clear the search',
  suggestions: 'Suggestions',
  kinds: { tag: 'Tag', album: 'Album', camera: 'Camera', lens: 'Lens', place: 'Place', filter: '' },
  understood,
  since: (date: string) => `Since ${date}`,
  until: (date: string) => `Until ${date}`,
  anyYear: (date: string) => `${date}, any year`,
  bar: 'What is looked for',
  terms: 'The search was understood as',
  drop: (part: string) => `Leave out: ${part}`,
  found: (count: number) => `${photos(count)} found`,
  searching: 'Searching…',

  goTitle: 'Go to a date',
  goLabel: 'Date',
  goButton: 'Go',
  goHint: 'A day, a month or a year: “july 2024”, “14.7.2019”, “2019”, “last summer”.',
  goUnclear: 'That is no date that is understood here. Try “july 2024”, “14.7.2019” or “2019”.',
  goWithin: (date: string, count: number) => `${date}: ${photos(count)}`,
  goNear: (date: string, lies: 'before' | 'after', day: string) =>
    `${date}: no photo. The nearest one ${lies} is of ${day}.`,

  none: (text: string) => `No photos match “${text}”`,
  noneIn: (text: string, section: string) => `No photos in ${section} match “${text}”`,
  relax: 'Leave something out, or search for something else.',
  relaxOne: 'Words are looked for in names, captions, tags, albums, cameras and places.',
  relaxed: (part: string, count: number) => `Without ${part}: ${photos(count)}`,
  everywhere: 'Search all photos',

  save: 'Save search…',
  saveTitle: 'Save this search',
  saveText: 'It stays in the sidebar, and always shows what fits it then.',
  saveButton: 'Save',
  saved: (name: string) => `Search “${name}” saved`,
  change: 'Save change',
  changeOf: (name: string) => `Save change: search “${name}”`,
  changed: (name: string) => `Search “${name}” changed`,
  name: 'Name',
  title: 'Searches',
  more: 'Search actions',
  rename: 'Rename…',
  renameTitle: 'Rename the search',
  renameButton: 'Rename',
  renamed: (name: string) => `Search renamed to “${name}”`,
  forget: 'Delete search',
  forgotten: (name: string) => `Search “${name}” deleted`,
} as const;
