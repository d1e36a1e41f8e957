/** @file English messages of the timeline: photos, days, scrubber, trash. */
import { counted } from '../../lib/format.ts';

const photos = (count: number): string => counted(count, 'photo', 'photos');

/** What a tile stands for, as a screen reader names it. */
const kinds = {
  photo: 'Photo',
  live: 'Live Photo',
  raw: 'Raw photo',
  animated: 'Animated picture',
  video: 'Video',
  file: 'File without preview',
} as const;

export const grid = {
  label: 'Photos',
  photo: (kind: keyof typeof kinds, moment: string | null, favourite: boolean) =>
    [kinds[kind], moment ?? 'date unknown', ...(favourite ? ['favourite'] : [])].join(', '),
  day: (date: string, count: number) => `${date}, ${photos(count)}`,
  selectDay: (date: string) => `Select all of ${date}`,
  scrubber: 'Timeline',
  damagedThumbnail: 'The preview cannot be shown',
  animated: 'Animated',
  raw: 'RAW',
  trash:
    'What is here is deleted for ever 30 days after it was put here. Restoring puts it back where it was.',
  emptyTrash: 'Empty the trash…',
} as const;
