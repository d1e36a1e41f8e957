/** @file German messages of organising: tags, ratings, captions, dates, places, archive. */
import { counted, formatNumber, plural } from '../../lib/format.ts';
import type { organise as english } from '../en/organise.ts';
import type { Shape } from '../shape.ts';

const photos = (count: number): string => counted(count, 'Foto', 'Fotos');
const stars = (count: number): string => counted(count, 'Stern', 'Sterne');

export const organise: Shape<typeof english> = {
  tags: 'Schlagwörter',
  editTags: 'Schlagwörter…',
  tagTitle: (count) => `Schlagwörter von ${counted(count, 'Foto', 'Fotos')}`,
  tagField: 'Schlagwort hinzufügen',
  tagHint: 'Schlagwort suchen oder ein neues benennen',
  matching: 'Schlagwörter zur Auswahl',
  none: 'Es gibt noch keine Schlagwörter. Geben Sie eines ein.',
  create: (tag) => `Neues Schlagwort „${tag}“`,
  onSome: (count, all) => `bei ${formatNumber(count)} von ${formatNumber(all)}`,
  removeTag: (tag) => `Schlagwort „${tag}“ entfernen`,
  addToAll: (tag) => `Schlagwort „${tag}“ allen geben`,
  chosen: 'Schlagwörter dieser Fotos',
  apply: 'Anwenden',
  addTag: 'Schlagwort hinzufügen',
  tagged: (count) => `Schlagwörter von ${photos(count)} geändert`,
  tagMore: 'Aktionen für das Schlagwort',
  renameTag: 'Umbenennen oder zusammenführen…',
  renameTagTitle: 'Schlagwort umbenennen',
  renameTagText: 'Der Name eines anderen Schlagworts macht aus beiden eines.',
  newName: 'Name',
  renameButton: 'Umbenennen',
  renamed: (tag, count) => `${photos(count)} ${plural(count, 'hat', 'haben')} jetzt das Schlagwort „${tag}“`,
  deleteTag: 'Schlagwort löschen…',
  deleteTagTitle: (tag) => `Schlagwort „${tag}“ löschen?`,
  deleteTagText: (count) =>
    `Es wird von ${photos(count)} entfernt. ${plural(count, 'Das Foto bleibt', 'Die Fotos bleiben')} im Tresor.`,
  deleteButton: 'Schlagwort löschen',
  deletedTag: (tag) => `Schlagwort „${tag}“ gelöscht`,

  rating: 'Bewertung',
  stars: (count) => (count === 0 ? 'Keine Bewertung' : stars(count)),
  rated: (count, given) =>
    given === 0
      ? `Bewertung von ${photos(count)} entfernt`
      : `${photos(count)} mit ${counted(given, 'Stern', 'Sternen')} bewertet`,

  caption: 'Bildunterschrift',
  captionHint: 'Bildunterschrift hinzufügen',
  captionAll:
    'Alle bekommen diese Bildunterschrift anstelle ihrer eigenen. Bleibt sie leer, verlieren sie ihre.',
  captioned: (count) => `Bildunterschrift von ${photos(count)} geändert`,

  archive: 'Archivieren',
  unarchive: 'Zurück in die Zeitleiste',
  archived: (count) => `${photos(count)} archiviert`,
  unarchived: (count) => `${photos(count)} zurück in der Zeitleiste`,

  hide: 'Verbergen',
  unhide: 'Wieder zeigen',
  hid: (count) => `${photos(count)} verborgen`,
  unhid: (count) => `${photos(count)} wieder sichtbar`,
  hiddenNoTrash:
    'Zeigen Sie verborgene Fotos wieder, bevor Sie sie in den Papierkorb legen: Dort kann sie jeder sehen.',
  gateTitle: 'Verborgene Fotos',
  gateText:
    'Geben Sie die Passphrase noch einmal ein, um sie zu sehen. Sobald Sie diesen Bereich verlassen, sind sie wieder verborgen.',
  reveal: 'Verborgene Fotos zeigen',
  withHidden: 'Auch verborgene Fotos',

  edit: 'Angaben bearbeiten…',
  editTitle: (count) => `${photos(count)} bearbeiten`,
  what: 'Was geändert werden soll',
  date: 'Datum',
  place: 'Ort',
  how: 'Wie',
  shift: 'Verschieben',
  set: 'Festlegen',
  zone: 'Zeitzone',
  original: 'Wie in der Datei',
  days: 'Tage',
  hours: 'Stunden',
  minutes: 'Minuten',
  shiftHint: 'Negative Zahlen gehen in der Zeit zurück. Fotos ohne Datum bleiben, wie sie sind.',
  moment: 'Datum und Uhrzeit',
  zoneOffset: 'Stunden vor oder nach UTC, oder eine Region',
  zoneHint:
    'Die Uhr in jener Zeitzone: 18:30 in Paris ist 12:30 in New York. Ein Foto ohne Zeitzone behält seine Uhrzeit. Eine Region wie Europe/Berlin kennt Sommer- und Winterzeit.',
  originalHint: 'Was die Datei selbst sagt, bleibt immer erhalten.',
  latitude: 'Breite',
  longitude: 'Länge',
  placeHint: 'Grad; Norden und Osten sind positiv. Beide lassen sich auf einmal einfügen: 48.13715, 11.57612',
  town: 'Stadt',
  townHint: 'Eine Stadt beim Namen finden',
  towns: 'Städte zur Auswahl',
  onMap: 'Auf der Karte…',
  noPlace: 'Kein Ort',
  preview: 'Was daraus wird',
  before: 'Vorher',
  after: 'Nachher',
  noDate: 'kein Datum',
  furtherPhotos: (count) => `und ${counted(count, 'weiteres Foto', 'weitere Fotos')}`,
  changeButton: 'Ändern',
  dated: (count) => `Datum von ${photos(count)} geändert`,
  placed: (count) => `Ort von ${photos(count)} geändert`,
  unchanged: 'Es war nichts zu ändern',
  undone: (words) => `Zurückgenommen: ${words}`,
  redo: 'Wiederholen',
  nothingUndone: 'Nichts zurückzunehmen: es wurde seither geändert',
  fileSays: (date) => `Laut Datei ${date}`,
  fileSaysNothing: 'In der Datei steht kein Datum',
  filePlace: (place) => `Laut Datei ${place}`,
};
