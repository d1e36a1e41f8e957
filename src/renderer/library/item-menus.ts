/** @file What a context menu offers for photos, an album, a search that was kept, a tag. Runs in the renderer. */
import Archive from '@lucide/svelte/icons/archive';
import ArchiveRestore from '@lucide/svelte/icons/archive-restore';
import ArrowLeft from '@lucide/svelte/icons/arrow-left';
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import BookMinus from '@lucide/svelte/icons/book-minus';
import BookPlus from '@lucide/svelte/icons/book-plus';
import Combine from '@lucide/svelte/icons/combine';
import Eye from '@lucide/svelte/icons/eye';
import EyeOff from '@lucide/svelte/icons/eye-off';
import FolderTree from '@lucide/svelte/icons/folder-tree';
import ImageOff from '@lucide/svelte/icons/image-off';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import Heart from '@lucide/svelte/icons/heart';
import HeartOff from '@lucide/svelte/icons/heart-off';
import ImageIcon from '@lucide/svelte/icons/image';
import ImageUp from '@lucide/svelte/icons/image-up';
import Pencil from '@lucide/svelte/icons/pencil';
import Send from '@lucide/svelte/icons/send';
import Share from '@lucide/svelte/icons/share';
import TagIcon from '@lucide/svelte/icons/tag';
import Trash2 from '@lucide/svelte/icons/trash-2';
import { albumSorts } from '../../shared/contract/albums.ts';
import { commandInfos, type CommandName } from '../../shared/commands.ts';
import type { Id } from '../../shared/contract.ts';
import type { MenuItem } from '../components/menu-item.ts';
import { t } from '../messages/index.ts';
import type { Tag } from '../organise/tags.svelte.ts';
import type { SavedSearch } from '../search/searches.svelte.ts';
import type { Album } from './album-choice.ts';
import { moveInAlbum, toggleArchived, toggleFavourite, toggleHidden } from './commands.ts';
import type { LibraryState, Photos } from './seams.ts';
import { isAlbum } from './sections.ts';

type Items = readonly (MenuItem | null)[];

function keyOf(name: CommandName): string | undefined {
  return commandInfos[name].keys[0];
}

/** What can be done to these photos. `select`: puts them into the selection or takes them out, where there is one. */
export function photoItems(
  library: LibraryState,
  photos: Photos,
  ids: readonly Id[],
  select?: () => void,
): Items {
  const [first] = ids;
  if (first === undefined) return [];
  const single = ids.length === 1 && library.viewed === null;
  const open: MenuItem = {
    label: t.frame.commands.open,
    icon: ImageIcon,
    shortcut: keyOf('open'),
    run: () => library.open(first),
  };
  const choose: Items =
    select === undefined
      ? []
      : [
          {
            label: t.frame.commands['toggle-selected'],
            icon: CircleCheck,
            shortcut: keyOf('toggle-selected'),
            run: select,
          },
        ];
  const head: Items = [...(single ? [open] : []), ...choose];
  const lead: Items = head.length > 0 ? [...head, null] : [];
  if (library.section === 'trash')
    return [
      ...lead,
      {
        label: t.frame.restore,
        icon: ArchiveRestore,
        shortcut: keyOf('restore'),
        run: () => void library.restore(ids),
      },
      {
        label: t.frame.remove,
        icon: Trash2,
        shortcut: keyOf('remove'),
        tone: 'danger',
        run: () => library.askRemove(ids),
      },
    ];
  const loved = ids.every((id) => photos.isFavourite(id));
  const hidden = library.section === 'hidden';
  const away = ids.every((id) => photos.isArchived(id));
  const { album } = library;
  return [
    ...lead,
    {
      label: loved ? t.frame.unfavourite : t.frame.favourite,
      icon: loved ? HeartOff : Heart,
      shortcut: keyOf('favourite'),
      run: () => toggleFavourite(library, photos, ids),
    },
    {
      label: t.albums.add,
      icon: BookPlus,
      shortcut: keyOf('add-to-album'),
      run: () => library.askAlbum(ids),
    },
    ...(isAlbum(library.section)
      ? [
          {
            label: t.albums.remove,
            icon: BookMinus,
            shortcut: keyOf('remove-from-album'),
            run: () => void library.removeFromAlbum(ids),
          },
        ]
      : []),
    ...(album !== undefined && ids.length === 1
      ? [{ label: t.albums.cover, icon: ImageUp, run: () => void library.albums.setCover(album.id, first) }]
      : []),
    ...arrangeItems(library, photos, ids),
    {
      label: t.organise.editTags,
      icon: TagIcon,
      shortcut: keyOf('tag'),
      run: () => library.askTags(ids),
    },
    {
      label: t.organise.edit,
      icon: Pencil,
      shortcut: keyOf('edit-details'),
      run: () => library.askDetails(ids),
    },
    {
      label: away ? t.organise.unarchive : t.organise.archive,
      icon: away ? ArchiveRestore : Archive,
      shortcut: keyOf('archive'),
      run: () => toggleArchived(library, photos, ids),
    },
    {
      label: hidden ? t.organise.unhide : t.organise.hide,
      icon: hidden ? Eye : EyeOff,
      shortcut: keyOf('hide'),
      run: () => toggleHidden(library, photos, ids),
    },
    {
      label: t.frame.export,
      icon: Share,
      shortcut: keyOf('export'),
      run: () => library.exportPhotos(ids),
    },
    {
      label: t.sharing.send.command,
      icon: Send,
      shortcut: keyOf('send'),
      run: () => library.sendPhotos(ids),
    },
    ...(hidden
      ? []
      : [
          null,
          {
            label: t.frame.trash,
            icon: Trash2,
            shortcut: keyOf('trash'),
            tone: 'danger' as const,
            run: () => void library.trash(ids),
          },
        ]),
  ];
}

function arrangeItems(library: LibraryState, photos: Photos, ids: readonly Id[]): Items {
  if (library.viewed !== null || library.album?.sort !== 'own') return [];
  return ([-1, 1] as const).map((by) => {
    const { run, enabled } = moveInAlbum(library, photos, by, ids);
    return {
      label: by < 0 ? t.albums.earlier : t.albums.later,
      icon: by < 0 ? ArrowLeft : ArrowRight,
      shortcut: keyOf(by < 0 ? 'move-earlier' : 'move-later'),
      disabled: enabled?.() === false,
      run,
    };
  });
}

export function albumItems(library: LibraryState, album: Album): Items {
  const { id, name, photos } = album;
  return [
    ...albumSorts.map((sort) => ({
      label: t.albums.sorts[sort],
      checked: album.sort === sort,
      run: () => void library.albums.sort(id, sort),
    })),
    null,
    { label: t.albums.rename, icon: Pencil, run: () => library.ask({ kind: 'rename-album', album }) },
    {
      label: t.albums.newIn,
      icon: BookPlus,
      run: () => library.ask({ kind: 'new-album', parent: album }),
    },
    {
      label: t.albums.move,
      icon: FolderTree,
      run: () => library.ask({ kind: 'place-album', album, how: 'move' }),
    },
    {
      label: t.albums.merge,
      icon: Combine,
      run: () => library.ask({ kind: 'place-album', album, how: 'merge' }),
    },
    {
      label: t.albums.uncover,
      icon: ImageOff,
      disabled: !album.chosen,
      run: () => void library.albums.setCover(id, null),
    },
    null,
    {
      label: t.albums.export,
      icon: Share,
      disabled: photos === 0,
      run: () => library.ask({ kind: 'export', selection: { of: 'album', album: id }, photos, album: name }),
    },
    {
      label: t.sharing.send.command,
      icon: Send,
      disabled: photos === 0,
      run: () => library.ask({ kind: 'send', selection: { of: 'album', album: id }, photos, album: name }),
    },
    null,
    {
      label: t.albums.delete,
      icon: Trash2,
      tone: 'danger',
      run: () => library.ask({ kind: 'delete-album', album }),
    },
  ];
}

export function searchItems(library: LibraryState, search: SavedSearch): Items {
  return [
    { label: t.search.rename, icon: Pencil, run: () => library.ask({ kind: 'rename-search', search }) },
    null,
    { label: t.search.forget, icon: Trash2, run: () => void library.searches.forget(search) },
  ];
}

export function tagItems(library: LibraryState, tag: Tag): Items {
  return [
    { label: t.organise.renameTag, icon: Pencil, run: () => library.ask({ kind: 'rename-tag', tag }) },
    null,
    {
      label: t.organise.deleteTag,
      icon: Trash2,
      tone: 'danger',
      run: () => library.ask({ kind: 'delete-tag', tag }),
    },
  ];
}
