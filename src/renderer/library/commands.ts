/** @file What the library's frame can do when a command is given: to the selection, and to the vault as a whole. Runs in the renderer. */
import type { Id } from '../../shared/contract.ts';
import { commands, type CommandName, type CommandProvider } from '../lib/commands.ts';
import { fullScreen } from '../lib/full-screen.svelte.ts';
import type { LibraryState, Photos } from './seams.ts';
import { beginWithSlideshow } from '../viewer/slideshow.svelte.ts';
import { stepTarget } from '../organise/arrange.ts';
import { undoing } from '../organise/undoing.svelte.ts';
import { isAlbum, isPage, type PhotoSection } from './sections.ts';

/** Marks all as favourites, or, when all of them are, none. */
export function toggleFavourite(library: LibraryState, photos: Photos, ids: readonly Id[]): void {
  void library.setFavourite(ids, !ids.every((id) => photos.isFavourite(id)));
}

/** Archives all, or, when all of them are, takes them back into the timeline. */
export function toggleArchived(library: LibraryState, photos: Photos, ids: readonly Id[]): void {
  void library.archive(ids, !ids.every((id) => photos.isArchived(id)));
}

/** Hides all, or, where hidden photos are shown, shows them again. */
export function toggleHidden(library: LibraryState, photos: Photos, ids: readonly Id[]): void {
  void library.hide(ids, !ids.every((id) => photos.isHidden(id)));
}

/** What can be done to details of photos, as commands: the frame, the grid and the viewer say to which. */
export function detailCommands(
  library: LibraryState,
  photos: Photos,
): readonly [CommandName, (ids: readonly Id[]) => void][] {
  return [
    ['tag', (ids) => library.askTags(ids)],
    ['edit-details', (ids) => library.askDetails(ids)],
    ['archive', (ids) => toggleArchived(library, photos, ids)],
    ['hide', (ids) => toggleHidden(library, photos, ids)],
    ...([0, 1, 2, 3, 4, 5] as const).map((stars): [CommandName, (ids: readonly Id[]) => void] => [
      `rate-${stars}`,
      (ids) => void library.rate(ids, stars),
    ]),
  ];
}

/** In an album that has an order of its own: moves the selection, or the photo the keyboard is at, a step towards the beginning or the end. */
export function moveInAlbum(
  library: LibraryState,
  photos: Photos,
  by: -1 | 1,
  ids?: readonly Id[],
): CommandProvider {
  const moving = (): ReadonlySet<Id> =>
    ids === undefined && library.selection.size > 0
      ? library.selection
      : new Set(ids ?? (photos.current === null ? [] : [photos.current]));
  const target = (): Id | null | undefined =>
    library.viewed === null && library.album?.sort === 'own'
      ? stepTarget(photos.ids(library.section as PhotoSection), moving(), by) // an album's
      : undefined;
  return {
    run: () => {
      const before = target();
      if (library.album !== undefined && before !== undefined)
        void library.albums.arrange(library.album.id, [...moving()], before);
    },
    enabled: () => target() !== undefined,
  };
}

/** From the first photo selected, else from the one the keyboard is at. */
function slideshowHere(library: LibraryState, photos: Photos): CommandProvider {
  const shown = (): readonly Id[] => (isPage(library.section) ? [] : photos.ids(library.section));
  return {
    run: () => {
      const ids = shown();
      const wanted =
        library.selection.size > 0 ? ids.find((id) => library.selection.has(id)) : photos.current;
      const first = ids.find((id) => id === wanted) ?? ids[0];
      if (first === undefined) return;
      beginWithSlideshow();
      library.open(first);
    },
    enabled: () => library.viewed === null && shown().length > 0,
  };
}

/** Provides the frame's commands until the returned function is called. */
export function provideCommands(library: LibraryState, photos: Photos): () => void {
  const selected = (): readonly Id[] => [...library.selection];
  /** Acts on the selection; with the viewer open the photo in it is meant, and the viewer's own provider is asked. */
  const onSelection = (run: (ids: readonly Id[]) => void, inTrash: boolean): CommandProvider => ({
    run: () => run(selected()),
    enabled: () =>
      library.viewed === null && library.selection.size > 0 && (library.section === 'trash') === inTrash,
  });
  const providers: readonly [CommandName, CommandProvider][] = [
    ['favourite', onSelection((ids) => toggleFavourite(library, photos, ids), false)],
    ['add-to-album', onSelection((ids) => library.askAlbum(ids), false)],
    [
      'remove-from-album',
      {
        run: () => void library.removeFromAlbum(selected()),
        enabled: () => library.viewed === null && library.selection.size > 0 && isAlbum(library.section),
      },
    ],
    ['move-earlier', moveInAlbum(library, photos, -1)],
    ['move-later', moveInAlbum(library, photos, 1)],
    ...detailCommands(library, photos).map(([name, run]): [CommandName, CommandProvider] => [
      name,
      onSelection(run, false),
    ]),
    ['undo', { run: () => void undoing.undo(), enabled: () => undoing.canUndo }],
    ['redo', { run: () => void undoing.redo(), enabled: () => undoing.canRedo }],
    ['trash', onSelection((ids) => void library.trash(ids), false)],
    ['restore', onSelection((ids) => void library.restore(ids), true)],
    ['remove', onSelection((ids) => library.askRemove(ids), true)],
    ['remove', onSelection((ids) => library.askRemove(ids), false)],
    ['slideshow', slideshowHere(library, photos)],
    [
      'back',
      {
        run: () => (library.selection.size > 0 ? library.clearSelection() : library.search.clear()),
        enabled: () => library.viewed === null && (library.selection.size > 0 || library.search.active),
      },
    ],
    [
      'go-to-date',
      {
        run: () => library.ask({ kind: 'go-to-date' }),
        enabled: () => !isPage(library.section) && photos.count(library.section) > 0,
      },
    ],
    ['info', { run: () => library.toggleInfo(), enabled: () => library.section !== 'imports' }],
    ['sidebar', { run: () => library.toggleSidebar(), enabled: () => library.viewed === null }],
    ['import-folder', { run: () => void library.importFolder() }],
    ['import-files', { run: () => void library.importFiles() }],
    [
      'insight',
      {
        run: () => {
          const [id] = selected();
          if (id !== undefined) library.ask({ kind: 'insight', id });
        },
        enabled: () => library.viewed === null && library.selection.size === 1,
      },
    ],
    ['export', { run: () => library.exportPhotos(selected()) }],
    ['send', { run: () => library.sendPhotos(selected()) }],
    ['receive', { run: () => void library.receiveFile() }],
    ['full-screen', { run: () => void fullScreen.set(!fullScreen.on) }],
    ['verify', { run: () => library.ask({ kind: 'verify' }) }],
    ['lock', { run: () => void library.lock() }],
    ['settings', { run: () => library.ask({ kind: 'settings', page: 'general' }) }],
    ['change-passphrase', { run: () => library.ask({ kind: 'settings', page: 'security' }) }],
    ['shortcuts', { run: () => library.ask({ kind: 'shortcuts' }) }],
  ];
  const stops = providers.map(([name, provider]) => commands.provide(name, provider));
  return () => {
    for (const stop of stops) stop();
  };
}
