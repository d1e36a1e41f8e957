/** @file German messages of albums: the sidebar's group, the dialogs, what was done. */
import { counted, formatNumber, plural } from '../../lib/format.ts';
import type { albums as english } from '../en/albums.ts';
import type { Shape } from '../shape.ts';

const photos = (count: number): string => counted(count, 'Foto', 'Fotos');

export const albums: Shape<typeof english> = {
  title: 'Alben',
  more: 'Aktionen für das Album',
  add: 'Zu einem Album hinzufügen…',
  remove: 'Aus diesem Album entfernen',
  cover: 'Als Titelbild des Albums verwenden',
  uncover: 'Neuestes Foto als Titelbild',
  uncovered: (name) => `„${name}“ zeigt wieder sein neuestes Foto als Titelbild`,
  newAlbum: 'Neues Album…',
  newIn: 'Neues Album darin…',
  newTitle: 'Neues Album',
  newInTitle: (name) => `Neues Album in „${name}“`,
  newButton: 'Anlegen',
  there: (name) => `Ein Album „${name}“ gibt es hier bereits`,
  made: (name) => `Album „${name}“ angelegt`,
  treeLabel: (name, count) => `${name}, ${photos(count)}`,
  sorts: {
    newest: 'Neueste zuerst',
    oldest: 'Älteste zuerst',
    name: 'Nach Dateinamen',
    own: 'Eigene Reihenfolge',
  },
  sorted: (name, sort) =>
    ({
      newest: `„${name}“ beginnt jetzt mit den neuesten Fotos`,
      oldest: `„${name}“ beginnt jetzt mit den ältesten Fotos`,
      name: `„${name}“ ist jetzt nach Dateinamen sortiert`,
      own: `„${name}“ hat jetzt eine eigene Reihenfolge: Ziehen Sie Fotos dorthin, wo sie hingehören`,
    })[sort],
  arranged: (count, name) => `${photos(count)} in „${name}“ verschoben`,
  earlier: 'Zum Anfang hin verschieben',
  later: 'Zum Ende hin verschieben',
  move: 'Verschieben…',
  moveTitle: (name) => `„${name}“ verschieben nach…`,
  moveButton: 'Verschieben',
  topLevel: 'In kein anderes Album (oberste Ebene)',
  moved: (name, to) => `„${name}“ nach „${to}“ verschoben`,
  movedOut: (name) => `„${name}“ auf die oberste Ebene verschoben`,
  merge: 'Zusammenführen mit…',
  mergeTitle: (name) => `„${name}“ zusammenführen mit…`,
  mergeText: (name) =>
    `Fotos und Alben von „${name}“ kommen in das andere Album. „${name}“ selbst verschwindet, kein Foto.`,
  mergeButton: 'Zusammenführen',
  merged: (name, to) => `„${name}“ mit „${to}“ zusammengeführt`,
  findHint: 'Album suchen',
  noOther: 'Es gibt kein Album, in das es passt.',
  renamed: (name) => `Album in „${name}“ umbenannt`,
  covered: (name) => `„${name}“ hat ein neues Titelbild`,
  rename: 'Umbenennen…',
  delete: 'Album löschen…',
  export: 'Album exportieren…',

  addTitle: (count) => `${photos(count)} zu einem Album hinzufügen`,
  name: 'Album',
  nameHint: 'Album suchen oder ein neues benennen',
  matching: 'Alben zur Auswahl',
  none: 'Es gibt noch keine Alben. Geben Sie einen Namen ein, um eines anzulegen.',
  create: (name) => `Neues Album „${name}“`,
  addButton: 'Hinzufügen',
  createButton: 'Anlegen und hinzufügen',

  renameTitle: 'Album umbenennen',
  newName: 'Name',
  renameButton: 'Umbenennen',
  deleteTitle: (name) => `Album „${name}“ löschen?`,
  deleteText: (count, inside) => {
    const stays =
      count === 0
        ? 'Dabei wird kein Foto gelöscht.'
        : `${plural(count, 'Sein Foto bleibt', `Seine ${photos(count)} bleiben`)} im Tresor.`;
    const up = plural(inside, 'Das Album darin rückt', `Die ${formatNumber(inside)} Alben darin rücken`);
    return inside === 0 ? stays : `${stays} ${up} an seine Stelle.`;
  },
  deleteButton: 'Album löschen',

  added: (count, name) => `${photos(count)} zu „${name}“ hinzugefügt`,
  alreadyIn: (count, name) => `${plural(count, 'Dieses Foto ist', 'Diese Fotos sind')} bereits in „${name}“`,
  removed: (count, name) => `${photos(count)} aus „${name}“ entfernt`,
  deleted: (name) => `Album „${name}“ gelöscht; seine Fotos sind noch da`,

  empty: {
    title: 'Dieses Album ist leer',
    text: 'Wählen Sie Fotos aus und drücken Sie L, um sie in ein Album aufzunehmen. Sie bleiben auch dort, wo sie sind.',
  },
};
