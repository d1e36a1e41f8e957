/** @file German messages of the page of photos that look alike. */
import { counted, formatNumber } from '../../lib/format.ts';
import type { alike as english } from '../en/alike.ts';
import type { Shape } from '../shape.ts';

const photos = (count: number): string => counted(count, 'Foto', 'Fotos');

export const alike: Shape<typeof english> = {
  finding: 'Ähnliche Fotos werden gesucht…',
  looking: 'Fotos werden zum ersten Mal angesehen',
  looked: (done, total) => `${formatNumber(done)} von ${formatNumber(total)}`,
  lookingHint: 'Nur einmal für jedes Foto. Sie können währenddessen weitermachen.',
  emptyTitle: 'Keine Fotos ähneln sich',
  emptyText:
    'Kopien in anderer Größe, erneut komprimierte, aufgehellte oder leicht beschnittene Bilder werden hier nebeneinander gezeigt. Genaue Kopien werden nie zweimal importiert.',
  intro: (groups) =>
    `${counted(groups, 'Gruppe', 'Gruppen')}. Was Sie nicht behalten, kommt in den Papierkorb und lässt sich von dort zurückholen.`,
  group: (count) => `${photos(count)} ähneln sich`,
  keep: 'Behalten',
  best: 'Bestes',
  open: (name) => `${name} ansehen`,
  trash: (count) =>
    count === 0 ? 'Nichts in den Papierkorb zu legen' : `${formatNumber(count)} in den Papierkorb legen`,
  dismiss: 'Diese sind verschieden',
  dismissed: (count) => `${photos(count)} werden nicht mehr zusammen gezeigt`,
  more: 'Mehr anzeigen',
  noDate: 'Kein Datum',
  noSize: 'Größe unbekannt',
  noPicture: 'Keine Vorschau',
  favourite: 'Favorit',
  placed: 'Mit Ort',
};
