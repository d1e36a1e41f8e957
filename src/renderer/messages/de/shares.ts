/** @file German messages of the recovery kit in shares: splitting it, and unlocking with them. */
import { formatNumber } from '../../lib/format.ts';
import type { shares as english } from '../en/shares.ts';
import type { Shape } from '../shape.ts';

export const shares: Shape<typeof english> = {
  use: 'Teile des Notfallblatts verwenden',
  useWords: 'Alle 24 Notfallwörter verwenden',
  share: (number) => `Teil ${formatNumber(number)}`,
  hint: 'Die 36 Wörter eines Teils, der Reihe nach. Sie lassen sich auch einfügen.',
  add: 'Weiteren Teil hinzufügen',
  remove: (number) => `Teil ${formatNumber(number)} entfernen`,
  count: (words) => `${formatNumber(words)} von 36 Wörtern`,
  is: (number, count, needed) =>
    `Teil ${formatNumber(number)} von ${formatNumber(count)}; nötig sind ${formatNumber(needed)}`,
  unknown: (place) => `Wort ${formatNumber(place)} steht nicht in der Wortliste.`,
  wrong: 'Ein Wort ist falsch, oder zwei sind vertauscht. Vergleichen Sie es mit dem Papier.',
  few: (have, needed) => `${formatNumber(have)} von ${formatNumber(needed)} nötigen Teilen`,
  enough: 'Genug Teile, um den Tresor zu öffnen',

  split: 'In Teile aufteilen…',
  title: 'Notfallblatt aufteilen',
  text: 'Jeder Teil geht an jemand anderen. Genügend viele zusammen öffnen den Tresor; weniger verraten gar nichts. Das Blatt selbst bleibt gültig: Vernichten Sie es, wenn die Teile der einzige Weg sein sollen.',
  words: 'Die 24 Wörter des Notfallblatts',
  total: 'Wie viele Teile',
  needed: 'Wie viele davon nötig sind',
  go: 'Teile erstellen',
  overTitle: (number, count) => `Teil ${formatNumber(number)} von ${formatNumber(count)}`,
  overText: (needed) =>
    `Drucken oder sichern Sie diesen Teil und geben Sie ihn jemandem, dem Sie vertrauen. ${formatNumber(needed)} Teile sind nötig, um den Tresor zu öffnen.`,
  list: (number) => `Die Wörter von Teil ${formatNumber(number)}`,
  print: 'Diesen Teil drucken',
  save: 'Diesen Teil als PDF sichern',
  printed: 'An den Drucker geschickt.',
  saved: (path) => `Gesichert unter ${path}`,
  care: 'Bewahren Sie jeden Teil getrennt von den anderen auf: auf Papier oder auf einem eigenen Datenträger.',
  next: 'Nächster Teil',
  previous: 'Voriger Teil',
  done: 'Fertig',
  doneText: 'Die Teile wurden ausprobiert: Sie öffnen diesen Tresor.',
  endTitle: 'Sind alle Teile verwahrt?',
  endText: (kept, count) =>
    `${formatNumber(kept)} von ${formatNumber(count)} wurden gedruckt oder gesichert. Sie werden nur jetzt gezeigt.`,
  endGo: 'Schließen',
  endStay: 'Zurück zu den Teilen',
  sheetTitle: 'Teil eines Notfallblatts',
  sheetUse: (needed) =>
    `Dieser Teil allein öffnet nichts und verrät nichts. ${formatNumber(needed)} Teile dieses Blatts öffnen den Tresor: Wählen Sie auf dem Entsperrbildschirm „Stattdessen Notfallwörter verwenden“, dann „Teile des Notfallblatts verwenden“.`,
  sheetCare: 'Bewahren Sie ihn getrennt von den anderen Teilen auf.',
  sheetQr: 'Der Teil als QR-Code',
};
