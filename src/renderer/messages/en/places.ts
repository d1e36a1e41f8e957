/** @file English messages of the map of places. */
import { counted, formatNumber } from '../../lib/format.ts';

const photos = (count: number): string => counted(count, 'photo', 'photos');

export const places = {
  map: 'Map of places',
  mapHelp: 'Arrow keys move the map, plus and minus zoom, 0 shows everything.',
  loading: 'Reading places…',
  list: 'Places in view',
  noTown: 'Far from any town',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  all: 'Show all places',
  local: 'The map comes with Lightproof. No place ever leaves this computer.',
  more: (count: number) => `and ${formatNumber(count)} more`,
  photos,
  mark: (count: number, place: string | null) =>
    place === null ? photos(count) : `${photos(count)}, ${place}`,
  inView: (count: number) => (count === 0 ? 'No photos in view' : `${photos(count)} in view`),
  noneInView: 'No photo was taken here',
  noneInViewText: 'Move the map, or zoom out.',
  showAll: 'Show all places',
  emptyTitle: 'No photo has a place yet',
  emptyText:
    'Photos that a phone has taken bring theirs along. To others you give one: select them and press E. The map comes with Lightproof; no place ever leaves this computer.',
  choose: 'Place on the map',
  chooseHint: 'Click where it was, or press an arrow key.',
  chooseHelp:
    'Arrow keys move the pin, plus and minus zoom, 0 shows the whole world, Enter takes the place of the pin.',
  wholeWorld: 'Show the whole world',
  take: 'Take this place',
  away: (km: number, town: string) => `${formatNumber(Math.round(km))} km from ${town}`,
} as const;
