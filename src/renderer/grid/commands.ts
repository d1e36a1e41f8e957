/** @file What the timeline can do when a command is given: to the photo the keyboard is at. Runs in the renderer. */
import type { Id } from '../../shared/contract.ts';
import { commands, type CommandName, type CommandProvider } from '../lib/commands.ts';
import { detailCommands, toggleFavourite } from '../library/commands.ts';
import type { LibraryState } from '../library/seams.ts';
import { isAlbum } from '../library/sections.ts';
import { dayOf } from './layout.ts';
import type { PhotoStore } from './photos.svelte.ts';
import type { Selecting } from './selecting.ts';
import type { TimelineView } from './timeline.svelte.ts';

interface Timeline {
  readonly library: LibraryState;
  readonly photos: PhotoStore;
  readonly view: TimelineView;
  readonly selecting: Selecting;
  readonly toggleDay: (day: number) => void;
  /** Whether the keyboard is in the timeline. */
  readonly hasFocus: () => boolean;
}

/** Provides the timeline's commands until the returned function is called. */
export function provideCommands(timeline: Timeline): () => void {
  const { library, photos, view, selecting, toggleDay, hasFocus } = timeline;
  const inTrash = (): boolean => library.section === 'trash';
  const atCursor = (): boolean => !library.covered && hasFocus() && view.cursor >= 0;
  const here = (): Id => view.idAt(view.cursor);
  const onOne = (run: (ids: readonly Id[]) => void, also = (): boolean => true): CommandProvider => ({
    run: () => run([here()]),
    // What is selected is the frame's to act on.
    enabled: () => atCursor() && library.selection.size === 0 && also(),
  });
  const providers: readonly [CommandName, CommandProvider][] = [
    ['open', { run: () => library.open(here()), enabled: atCursor }],
    ['toggle-selected', { run: () => selecting.toggle(here()), enabled: atCursor }],
    [
      'toggle-day',
      {
        run: () => toggleDay(dayOf(view.layout, view.cursor)),
        enabled: () => atCursor() && view.layout.options.byDay,
      },
    ],
    ['favourite', onOne((ids) => toggleFavourite(library, photos, ids))],
    [
      'add-to-album',
      onOne(
        (ids) => library.askAlbum(ids),
        () => !inTrash(),
      ),
    ],
    [
      'remove-from-album',
      onOne(
        (ids) => void library.removeFromAlbum(ids),
        () => isAlbum(library.section),
      ),
    ],
    ...detailCommands(library, photos).map(([name, run]): [CommandName, CommandProvider] => [
      name,
      onOne(run, () => !inTrash()),
    ]),
    [
      'trash',
      onOne(
        (ids) => void library.trash(ids),
        () => !inTrash(),
      ),
    ],
    ['restore', onOne((ids) => void library.restore(ids), inTrash)],
    ['remove', onOne((ids) => library.askRemove(ids))],
    ['grid-larger', { run: () => library.stepRowHeight(1), enabled: () => !library.covered }],
    ['grid-smaller', { run: () => library.stepRowHeight(-1), enabled: () => !library.covered }],
    [
      'select-all',
      {
        run: () => {
          if (library.section !== 'imports') library.select(new Set(photos.ids(library.section)));
        },
        enabled: () => !library.covered && view.layout.count > 0,
      },
    ],
  ];
  const stops = providers.map(([name, provider]) => commands.provide(name, provider));
  return () => {
    for (const stop of stops) stop();
  };
}
