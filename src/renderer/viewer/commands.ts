/** @file What the viewer can do when a command is given: to the photo it shows. Runs in the renderer. */
import type { Id } from '../../shared/contract.ts';
import type { PhotoStore } from '../grid/photos.svelte.ts';
import { commands, type CommandName, type CommandProvider } from '../lib/commands.ts';
import { detailCommands } from '../library/commands.ts';
import type { LibraryState } from '../library/seams.ts';
import { isAlbum } from '../library/sections.ts';
import type { Frame } from './frame.svelte.ts';
import type { LivePlayback } from './live.svelte.ts';
import { seekStep, type Player } from './player.svelte.ts';
import type { Slideshow } from './slideshow.svelte.ts';
import { turn } from './turn.ts';
import type { Zoom } from './zoom.svelte.ts';

export interface ViewerParts {
  readonly library: LibraryState;
  readonly photos: PhotoStore;
  readonly zoom: Zoom;
  readonly player: Player;
  readonly live: LivePlayback;
  readonly slideshow: Slideshow;
  readonly id: () => Id;
  readonly frame: () => Frame | null;
  readonly trashed: () => boolean;
  readonly toggleFavourite: () => void;
  readonly toggleStrip: () => void;
  readonly toggleFullScreen: () => void;
}

/** Provides the viewer's commands until the returned function is called. */
export function provideCommands(parts: ViewerParts): () => void {
  const { library, photos, zoom, player, live, slideshow, id, frame, trashed } = parts;
  const kept = (): boolean => !trashed();
  const pictured = (): boolean => ['loading', 'ready', 'failed'].includes(frame()?.state ?? '');
  const filmed = (): boolean => frame()?.state === 'film';
  const hasLive = (): boolean => frame()?.state === 'ready' && (frame()?.details?.film ?? null) !== null;
  const middle = (): [number, number] => [zoom.stage.view.width / 2, zoom.stage.view.height / 2];
  const provided: readonly [CommandName, CommandProvider][] = [
    ['back', { run: () => (slideshow.on ? slideshow.toggle() : library.closeViewer()) }],
    ['info', { run: () => library.toggleInfo() }],
    ['favourite', { run: parts.toggleFavourite, enabled: kept }],
    ['add-to-album', { run: () => library.askAlbum([id()]), enabled: kept }],
    [
      'remove-from-album',
      { run: () => void library.removeFromAlbum([id()]), enabled: () => isAlbum(library.section) },
    ],
    ...detailCommands(library, photos).map(([command, run]): [CommandName, CommandProvider] => [
      command,
      { run: () => run([id()]), enabled: kept },
    ]),
    ['trash', { run: () => void library.trash([id()]), enabled: kept }],
    ['restore', { run: () => void library.restore([id()]), enabled: trashed }],
    ['remove', { run: () => library.askRemove([id()]) }],
    ['export', { run: () => library.exportPhotos([id()]) }],
    ['send', { run: () => library.sendPhotos([id()]) }],
    ['zoom-toggle', { run: () => zoom.toggle(...middle()), enabled: pictured }],
    ['zoom-fit', { run: () => zoom.fit(), enabled: () => pictured() && !zoom.fitted }],
    ['zoom-100', { run: () => zoom.toShare(1), enabled: pictured }],
    ['zoom-400', { run: () => zoom.toShare(4), enabled: pictured }],
    ['zoom-fill', { run: () => zoom.toggleFill(), enabled: pictured }],
    ['zoom-in', { run: () => zoom.step(1), enabled: pictured }],
    ['zoom-out', { run: () => zoom.step(-1), enabled: pictured }],
    ['turn-right', { run: () => void turn(id(), 1), enabled: () => kept() && pictured() }],
    ['turn-left', { run: () => void turn(id(), 3), enabled: () => kept() && pictured() }],
    ['insight', { run: () => library.ask({ kind: 'insight', id: id() }) }],
    [
      'slideshow',
      {
        run: () => {
          slideshow.toggle();
          if (slideshow.on && !zoom.fitted) zoom.fit();
        },
      },
    ],
    ['filmstrip', { run: parts.toggleStrip }],
    [
      'play',
      {
        run: () => {
          if (filmed()) player.toggle();
          else live.toggle();
        },
        enabled: () => filmed() || hasLive(),
      },
    ],
    ['seek-back', { run: () => player.seekBy(-seekStep), enabled: filmed }],
    ['seek-forward', { run: () => player.seekBy(seekStep), enabled: filmed }],
    ['volume-up', { run: () => player.volumeBy(1), enabled: filmed }],
    ['volume-down', { run: () => player.volumeBy(-1), enabled: filmed }],
    ['mute', { run: () => player.toggleMuted(), enabled: filmed }],
    ['full-screen', { run: parts.toggleFullScreen }],
  ];
  const stops = provided.map(([command, provider]) => commands.provide(command, provider));
  return () => {
    for (const stop of stops) stop();
  };
}
