import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pictures } from '../../src/renderer/grid/pictures.ts';
import type { TileContent } from '../../src/renderer/grid/slots.svelte.ts';
import { Slot } from '../../src/renderer/grid/slots.svelte.ts';

/** What of an image element is used: its address, and that it loads or fails. */
class Image extends EventTarget {
  src = '';
  hasAttribute(): boolean {
    return this.src !== '';
  }
  removeAttribute(): void {
    this.src = '';
  }
}

const page = 700;
const high = 200;

/** A tile of one photo a row; `thumb` 0: it has no picture. */
function tileAt(row: number, pictures: Pictures, thumb = 1): { slot: Slot; image: Image } {
  const slot = new Slot(row);
  const image = new Image();
  const content: TileContent = { id: `photo-${String(row)}`, flags: 0, thumb, color: '', label: '' };
  slot.content = content;
  slot.item = row;
  slot.y = row * high;
  slot.width = 300;
  slot.height = high;
  // As much of an element as pictures need.
  slot.image = image as unknown as HTMLImageElement;
  pictures.watch(slot, slot.image);
  return { slot, image };
}

describe('the pictures of the grid', () => {
  let completed = 0;
  let tiles: { slot: Slot; image: Image }[] = [];
  let pictures: Pictures;

  beforeEach(() => {
    // Nothing is drawn: what is asked for at once is all that there is.
    vi.stubGlobal('requestAnimationFrame', () => 1);
    vi.stubGlobal('cancelAnimationFrame', () => undefined);
    vi.stubGlobal('cancelIdleCallback', () => undefined);
    completed = 0;
    tiles = [];
    pictures = new Pictures({
      active: () => tiles.map(({ slot }) => slot),
      hashOf: () => null,
      complete: () => (completed += 1),
    });
  });
  afterEach(() => {
    pictures.stop();
    vi.unstubAllGlobals();
  });

  const asked = (): string[] =>
    tiles.filter(({ image }) => image.src !== '').map(({ slot }) => slot.content?.id ?? '');

  it('of a grid that was laid out anew are asked for without waiting for the next drawing, those in view first', () => {
    tiles = Array.from({ length: 40 }, (_, row) => tileAt(39 - row, pictures));
    pictures.view(0, page, 0);
    expect(asked()).toEqual([]);
    pictures.begin();
    expect(asked().sort()).toEqual(Array.from({ length: 12 }, (_, row) => `photo-${String(row)}`).sort());
  });

  it('are all there once each in view has come or failed: only then the rest may keep the engine busy', () => {
    tiles = [0, 1, 2, 3, 9].map((row) => tileAt(row, pictures, row === 1 ? 0 : 1));
    pictures.view(0, page, 0);
    pictures.begin();
    const image = (row: number): Image | undefined => tiles.find(({ slot }) => slot.item === row)?.image;
    image(0)?.dispatchEvent(new Event('load'));
    image(2)?.dispatchEvent(new Event('error'));
    expect(completed).toBe(0);
    // The one below the view is not waited for, nor the file that has no picture.
    image(3)?.dispatchEvent(new Event('load'));
    expect(completed).toBe(1);
    image(9)?.dispatchEvent(new Event('load'));
    expect(completed).toBe(1);
  });

  it('are all there at once where nothing in view has one', () => {
    tiles = [tileAt(0, pictures, 0), tileAt(9, pictures)];
    pictures.view(0, page, 0);
    pictures.begin();
    expect(completed).toBe(1);
  });
});
