/** @file English messages of the page of photos that look alike. */
import { counted, formatNumber } from '../../lib/format.ts';

export const alike = {
  finding: 'Looking for photos that look alike…',
  looking: 'Looking at photos for the first time',
  looked: (done: number, total: number) => `${formatNumber(done)} of ${formatNumber(total)}`,
  lookingHint: 'Only once for each photo. You can go on meanwhile.',
  emptyTitle: 'No photos look alike',
  emptyText:
    'Copies of another size, compressed again, brightened or cut a little are found here, side by side. Exact copies are never imported twice.',
  intro: (groups: number) =>
    `${counted(groups, 'group', 'groups')}. What you do not keep goes to the trash, and can be restored from there.`,
  group: (photos: number) => `${formatNumber(photos)} photos look alike`,
  keep: 'Keep',
  best: 'Best',
  open: (name: string) => `View ${name}`,
  trash: (photos: number) =>
    photos === 0 ? 'Nothing to move to the trash' : `Move ${formatNumber(photos)} to the trash`,
  dismiss: 'These are different',
  dismissed: (photos: number) => `${formatNumber(photos)} photos will not be shown together again`,
  more: 'Show more',
  noDate: 'No date',
  noSize: 'Size unknown',
  noPicture: 'No preview',
  favourite: 'Favourite',
  placed: 'Has a place',
} as const;
