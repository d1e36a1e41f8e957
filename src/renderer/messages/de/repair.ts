/** @file German messages of the repair: its page, its notices, what it found. */
import { counted, formatNumber } from '../../lib/format.ts';
import type { repair as english } from '../en/repair.ts';
import type { Shape } from '../shape.ts';

const photos = (count: number): string => counted(count, 'Foto', 'Fotos');

export const repair: Shape<typeof english> = {
  action: 'Reparieren…',
  title: 'Tresor reparieren',
  text: 'Lightproof erstellt den Katalog neu, aus seiner letzten Kopie und aus den verschlüsselten Dateien der Fotos.',
  steps: [
    'Jede Datei wird gelesen und geprüft. Fotos, die der Katalog nicht kennt, kommen hinein.',
    'Vorschaubilder werden neu gezeichnet, wo sie fehlen.',
    'Beschädigte Dateien kommen in den Ordner „damaged“ im Tresor. Nichts wird gelöscht.',
  ],
  passphrase: 'Passphrase',
  start: 'Reparieren',
  starting: 'Wird geprüft…',
  running: 'Der Tresor wird repariert',
  runningText: 'Das lässt sich jederzeit anhalten und später von vorn beginnen.',
  pause: 'Pause',
  resume: 'Fortsetzen',
  stop: 'Anhalten',
  stopped: 'Die Reparatur wurde angehalten',
  stoppedText: 'Nichts ist schlechter als zuvor. Sie lässt sich jederzeit neu beginnen.',
  failed: 'Die Reparatur konnte nicht fortgesetzt werden',
  again: 'Erneut versuchen',
  done: 'Der Tresor ist repariert',
  donePartly: 'Der Tresor ist repariert, doch nicht jedes Foto war zu retten',
  nothing: 'Es gab nichts zu reparieren',
  nothingText: 'Jede Datei des Tresors wurde gelesen. Alle sind so, wie sie sein sollen.',
  restored: (count) => `${photos(count)} wieder wie zuvor`,
  adopted: (count) =>
    `${photos(count)} nur anhand ${count === 1 ? 'der Datei' : 'der Dateien'} gefunden, ohne Alben und Favoriten`,
  thumbnails: (count) => `${counted(count, 'Vorschaubild', 'Vorschaubilder')} neu gezeichnet`,
  missing: (count) => `${photos(count)} ohne Datei`,
  damaged: (count) => counted(count, 'beschädigte Datei', 'beschädigte Dateien'),
  moved: (count) => `${counted(count, 'Datei', 'Dateien')} in den Ordner „damaged“ im Tresor verschoben`,
  backup:
    'Eine Sicherung kann sie noch enthalten. Legen Sie die Dateien dorthin zurück, wo sie waren, und reparieren Sie erneut.',
  lost: 'Was nicht zu retten war',
  firstOnly: (shown, all) => `Gezeigt werden die ersten ${formatNumber(shown)} von ${formatNumber(all)}.`,
  kept: 'Der beschädigte Katalog bleibt neben dem neuen liegen, bis der Tresor vollständig geprüft ist.',
  keptOlder: 'Der ältere Katalog bleibt neben dem neuen liegen, bis der Tresor vollständig geprüft ist.',
  open: 'Tresor öffnen',
  titles: {
    running: 'Der Tresor wird repariert',
    ended: {
      done: 'Reparatur abgeschlossen',
      cancelled: 'Reparatur angehalten',
      stopped: 'Reparatur konnte nicht fortgesetzt werden',
    },
  },
  confirm: {
    question: 'Reparatur anhalten?',
    explanation: () => 'Nichts ist schlechter als zuvor. Die nächste Reparatur beginnt von vorn.',
    stop: 'Reparatur anhalten',
  },

  integrityTitle: 'Zustand des Tresors',
  damage: 'Beschädigt',
  damageText:
    'Alles, was sich noch lesen lässt, kann angesehen und exportiert werden. Ändern lässt sich nichts, bis der Katalog repariert ist.',
  found: (day, count) => `Geprüft am ${day}: ${counted(count, 'Problem', 'Probleme')} gefunden.`,
  noList: 'Prüfen Sie den Tresor erneut, um zu sehen, was nicht stimmt.',
  verify: 'Erneut prüfen…',
};
