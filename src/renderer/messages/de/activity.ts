/** @file German messages of the vault's activity. What its entries say stands in src/shared/log-words-de.ts. */
import { germanLogSentence } from '../../../shared/log-words-de.ts';
import { counted, formatInstant, formatNumber } from '../../lib/format.ts';
import type { activity as english } from '../en/activity.ts';
import type { Shape } from '../shape.ts';

export const activity: Shape<typeof english> = {
  title: 'Protokoll',
  text: 'Was mit diesem Tresor geschehen ist, das Neueste zuerst. Kein Eintrag lässt sich unbemerkt ändern oder entfernen.',
  list: 'Einträge des Protokolls',
  loading: 'Wird gelesen…',
  failed: 'Das Protokoll kann nicht gelesen werden.',
  empty: 'Noch nichts',
  emptyText: 'Von jetzt an wird hier festgehalten, was mit diesem Tresor geschieht.',
  lost: 'Dieser Eintrag fehlt oder ist beschädigt.',
  unknown: (name) => `Etwas, das diese Version von Lightproof nicht kennt: ${name}`,
  event: (event) => germanLogSentence(event, { counted, instant: formatInstant }),
  number: (seq) => `Nr.\u00a0${formatNumber(seq)}`,
  check: 'Prüfen',
  checking: 'Wird geprüft…',
  checkedGood: (count) =>
    `${counted(count, 'Eintrag', 'Einträge')} geprüft: Nichts fehlt, und alles ist so, wie es geschrieben wurde.`,
  checkedBad:
    'Einträge fehlen, wurden vertauscht oder verändert. Reparieren Sie den Tresor, um zu bewahren, was unversehrt ist; die Fotos sind davon nicht betroffen.',
  export: 'Exportieren…',
  exporting: 'Wird exportiert…',
  written: (file, folder, key) =>
    `Als „${file}“ in ${folder} geschrieben, mit der Signatur und dem Schlüssel, mit dem sie sich prüfen lässt (${key}).`,
};
