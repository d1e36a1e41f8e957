/** @file What the content area can show, as words in the sidebar, the toolbar and the grid's memory know it. Runs in the renderer; pure. */
import type { Id } from '../../shared/contract.ts';

/** The photos of one album. */
export type AlbumSection = `album:${Id}`;
/**
 * The sections every vault has; `import`: the photos of one import, which its report has chosen; `places`: those on the part of the map that is
 * shown; `alike`: those of the group that is looked at; `hidden`: none, until the passphrase was entered once more.
 */
export type FixedSection =
  'photos' | 'favourites' | 'places' | 'alike' | 'archive' | 'hidden' | 'trash' | 'imports' | 'import';
export type Section = FixedSection | AlbumSection;
/** The sections that are a timeline of photos. */
export type PhotoSection = Exclude<Section, 'imports'>;

const prefix = 'album:';

/** Of the sidebar that lists them, rem. */
export const sidebarWidths = { min: 10, max: 30, start: 13.75 };

/** Those that can be gone to by their name alone, as the sidebar lists them. */
const lasting: readonly FixedSection[] = [
  'photos',
  'favourites',
  'places',
  'alike',
  'archive',
  'trash',
  'imports',
];

/** The section of a name that was remembered, or null when there is none of that name (any more). */
export function sectionNamed(name: string): Section | null {
  if (/^album:[0-9a-f]{32}$/u.test(name)) return albumSection(name.slice(prefix.length));
  return lasting.find((section) => section === name) ?? null;
}

export function albumSection(album: Id): AlbumSection {
  return `${prefix}${album}`;
}

export function isAlbum(section: Section): section is AlbumSection {
  return section.startsWith(prefix);
}

/** The album a section shows, or null for the sections every vault has. */
export function albumOf(section: Section): Id | null {
  return isAlbum(section) ? section.slice(prefix.length) : null;
}

/** Whether it shows something other than a timeline of photos. */
export function isPage(section: Section): section is 'imports' | 'alike' {
  return section === 'imports' || section === 'alike';
}
