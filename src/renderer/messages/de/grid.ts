/** @file German messages of the timeline: photos, days, scrubber, trash. */
import { counted } from '../../lib/format.ts';
import type { grid as english } from '../en/grid.ts';
import type { Shape } from '../shape.ts';

const photos = (count: number): string => counted(count, 'Foto', 'Fotos');

/** What a tile stands for, as a screen reader names it. */
const kinds = {
  photo: 'Foto',
  live: 'Live Photo',
  raw: 'RAW-Foto',
  animated: 'Bild, animiert',
  video: 'Video',
  file: 'Datei ohne Vorschau',
} as const;

export const grid: Shape<typeof english> = {
  label: 'Fotos',
  photo: (kind, moment, favourite) =>
    [kinds[kind], moment ?? 'Datum unbekannt', ...(favourite ? ['Favorit'] : [])].join(', '),
  day: (date, count) => `${date}, ${photos(count)}`,
  selectDay: (date) => `Alle auswählen: ${date}`,
  scrubber: 'Zeitleiste',
  damagedThumbnail: 'Die Vorschau kann nicht gezeigt werden',
  animated: 'Animiert',
  raw: 'RAW',
  trash:
    'Was hier liegt, wird 30 Tage, nachdem es hierher kam, endgültig gelöscht. Beim Zurückholen kommt es dorthin, wo es war.',
  emptyTrash: 'Papierkorb leeren…',
};
