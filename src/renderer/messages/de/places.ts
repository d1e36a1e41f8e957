/** @file German messages of the map of places. */
import { counted, formatNumber } from '../../lib/format.ts';
import type { places as english } from '../en/places.ts';
import type { Shape } from '../shape.ts';

const photos = (count: number): string => counted(count, 'Foto', 'Fotos');

export const places: Shape<typeof english> = {
  map: 'Karte der Orte',
  mapHelp: 'Pfeiltasten bewegen die Karte, Plus und Minus vergrößern und verkleinern, 0 zeigt alles.',
  loading: 'Orte werden gelesen…',
  list: 'Sichtbare Orte',
  noTown: 'Weit weg von jedem Ort',
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  all: 'Alle Orte zeigen',
  local: 'Die Karte gehört zu Lightproof. Kein Ort verlässt je diesen Computer.',
  more: (count) => `und ${formatNumber(count)} weitere`,
  photos,
  mark: (count, place) => (place === null ? photos(count) : `${photos(count)}, ${place}`),
  inView: (count) => (count === 0 ? 'Keine Fotos im Ausschnitt' : `${photos(count)} im Ausschnitt`),
  noneInView: 'Hier wurde kein Foto aufgenommen',
  noneInViewText: 'Verschieben oder verkleinern Sie die Karte.',
  showAll: 'Alle Orte zeigen',
  emptyTitle: 'Noch kein Foto hat einen Ort',
  emptyText:
    'Fotos aus einem Telefon bringen ihren Ort meist mit. Anderen geben Sie einen: auswählen und E drücken. Die Karte gehört zu Lightproof; kein Ort verlässt je diesen Computer.',
  choose: 'Ort auf der Karte',
  chooseHint: 'Klicken Sie dorthin, wo es war, oder drücken Sie eine Pfeiltaste.',
  chooseHelp:
    'Pfeiltasten bewegen die Nadel, Plus und Minus vergrößern und verkleinern, 0 zeigt die ganze Welt, Enter übernimmt den Ort der Nadel.',
  wholeWorld: 'Die ganze Welt zeigen',
  take: 'Diesen Ort nehmen',
  away: (km, town) => `${formatNumber(Math.round(km))}\u00a0km von ${town}`,
};
