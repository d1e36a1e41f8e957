/** @file What the palette offers: commands that can be carried out now, and where one can go. Runs in the renderer. */
import { commandInfos, type CommandName } from '../../shared/commands.ts';
import { written } from '../../shared/search/query.ts';
import { commands } from '../lib/commands.ts';
import { albumSection, type FixedSection } from '../library/sections.ts';
import type { LibraryState } from '../library/seams.ts';
import { t } from '../messages/index.ts';

export interface Entry {
  readonly key: string;
  readonly label: string;
  /** What it is one of. */
  readonly kind: string;
  /** Of lib/commands.ts. */
  readonly chord?: string | undefined;
  readonly run: () => void;
}

/** In the order of the sidebar. */
const sections: readonly FixedSection[] = [
  'photos',
  'favourites',
  'places',
  'alike',
  'imports',
  'archive',
  'hidden',
  'trash',
];

/** Everything there is to choose from, `possible` being what could be done when the palette was opened. */
export function entriesOf(library: LibraryState, possible: readonly CommandName[]): readonly Entry[] {
  const leaving = (go: () => void) => (): void => {
    library.closeViewer();
    go();
  };
  return [
    ...possible
      .filter((name) => name !== 'palette')
      .map((name) => ({
        key: name,
        label: t.frame.commands[name],
        kind: t.frame.groups[commandInfos[name].group],
        chord: commandInfos[name].keys[0],
        run: () => void commands.run(name),
      })),
    ...sections.map((section) => ({
      key: `section:${section}`,
      label: t.palette.goTo(t.frame.sections[section]),
      kind: t.palette.kinds.section,
      run: leaving(() => library.show(section)),
    })),
    ...library.albums.list.map(({ id, name }) => ({
      key: albumSection(id),
      label: name,
      kind: t.palette.kinds.album,
      run: leaving(() => library.show(albumSection(id))),
    })),
    ...library.searches.list.map(({ id, name, query }) => ({
      key: `search:${id}`,
      label: name,
      kind: t.palette.kinds.search,
      run: leaving(() => library.showSearch(query)),
    })),
    ...library.tags.list.map(({ name }) => ({
      key: `tag:${name}`,
      label: name,
      kind: t.palette.kinds.tag,
      run: leaving(() => library.showSearch(written('tag', name))),
    })),
  ];
}
