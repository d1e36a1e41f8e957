/** @file German messages of changing a vault's keys and of encrypting everything anew. */
import { counted, formatBytes, formatNumber } from '../../lib/format.ts';
import type { rotation as english } from '../en/rotation.ts';
import type { Shape } from '../shape.ts';

export const rotation: Shape<typeof english> = {
  // In the settings
  section: 'Schlüssel',
  since: (epoch, day) => (epoch === 1 ? `Vom ${day}, so alt wie der Tresor.` : `Am ${day} geändert.`),
  sinceUnknown: 'Diese Schlüssel sind jünger als der Tresor.',
  counting: 'Es wird gezählt, was noch unter älteren Schlüsseln liegt…',
  none: 'Alles im Tresor ist mit ihnen verschlüsselt.',
  older: (photos, total, bytes) =>
    `Die Dateien von ${formatNumber(photos)} von ${counted(total, 'Foto', 'Fotos')} (${formatBytes(bytes)}) sind noch mit früheren Schlüsseln verschlüsselt.`,
  olderRows: 'Ein Teil des Katalogs ist noch mit früheren Schlüsseln verschlüsselt.',
  progress: (done, total) => `Neu verschlüsselte Fotos: ${formatNumber(done)} von ${formatNumber(total)}.`,
  progressCatalogue: 'Der Katalog wird neu verschlüsselt.',
  held: 'Angehalten.',
  change: 'Schlüssel des Tresors ändern…',
  reencrypt: 'Alle Fotos neu verschlüsseln',

  // The dialog
  title: 'Schlüssel des Tresors ändern',
  what: 'Der Tresor bekommt neue Schlüssel und mit ihnen ein neues Notfallblatt. Was von nun an geschrieben wird, und der ganze Katalog, ist dann nur noch für jene lesbar, die den Tresor danach öffnen.',
  when: 'Tun Sie das, wenn jemand eine Passphrase oder das Notfallblatt gesehen haben könnte, oder wenn Sie einen Zugang entfernt haben und dessen Besitzer eine Kopie des Tresors behalten haben könnte.',
  not: 'Was zuvor kopiert wurde, lässt sich nicht zurückholen: Eine früher gemachte Kopie des Tresors öffnet sich weiterhin auf die alte Weise.',
  prove: 'Ihre Passphrase, die Sie behalten',
  kept: 'Nur die Passphrase, die Sie hier eingeben, öffnet den Tresor weiterhin. Alle anderen müssen neu hinzugefügt werden.',
  dropsTitle: 'Diese öffnen den Tresor dann nicht mehr:',
  everything: 'Auch alle Fotos neu verschlüsseln',
  everythingText: (bytes, seconds) =>
    `${formatBytes(bytes)}${seconds === null ? '' : `, ${roughly(seconds)} auf diesem Computer`}. Das lässt sich anhalten und geht nach dem Sperren weiter; die Fotos lassen sich währenddessen ansehen. Ohne das bleiben die Dateien der vorhandenen Fotos unter den früheren Schlüsseln.`,
  prepare: 'Weiter',
  next: 'Neues Notfallblatt zeigen',
  kit: {
    renewText:
      'Diese 24 Wörter öffnen den Tresor, wenn keine Passphrase zur Hand ist. Sie werden nur jetzt gezeigt. Schlüssel und Notfallblatt bleiben, wie sie sind, bis Sie drei der neuen Wörter eingegeben haben.',
    renewConfirmText:
      'Nehmen Sie Ihr neues Notfallblatt zur Hand und geben Sie diese drei Wörter ein. Dann ändern sich die Schlüssel des Tresors, und das alte Notfallblatt gilt nicht mehr.',
    renewConfirm: 'Schlüssel ändern',
    renewing: 'Wird geändert…',
    dropTitle: 'Die Schlüssel lassen, wie sie sind?',
    dropText:
      'Die neuen Schlüssel und Wörter werden verworfen. Das Notfallblatt, das Sie haben, gilt weiter.',
    dropGo: 'Lassen, wie sie sind',
  },
  done: 'Der Tresor hat neue Schlüssel.',
  later:
    'Der Tresor hat neue Schlüssel. Das Laufwerk hat sie noch nicht bestätigt; der Rest geschieht deshalb, wenn der Tresor das nächste Mal geöffnet wird.',

  // As work on the activity card
  titles: {
    catalogue: 'Der Katalog wird neu verschlüsselt',
    everything: 'Alle Fotos werden neu verschlüsselt',
    ended: {
      catalogue: {
        done: 'Katalog neu verschlüsselt',
        cancelled: 'Neuverschlüsselung des Katalogs abgebrochen',
        stopped: 'Neuverschlüsselung des Katalogs unterbrochen',
      },
      everything: {
        done: 'Alle Fotos neu verschlüsselt',
        cancelled: 'Neuverschlüsselung aller Fotos abgebrochen',
        stopped: 'Neuverschlüsselung aller Fotos unterbrochen',
      },
    },
  },
  confirm: {
    question: 'Neuverschlüsselung beenden?',
    explanation: () =>
      'Was getan ist, bleibt getan, und der Rest bleibt unter den früheren Schlüsseln. In keinem Fall geht etwas verloren, und in den Einstellungen können Sie erneut beginnen.',
    stop: 'Beenden',
  },
  resultCatalogue: 'Alben, Namen und Vorschaubilder liegen unter den neuen Schlüsseln.',
  result: (photos) => `${counted(photos, 'Foto liegt', 'Fotos liegen')} unter den neuen Schlüsseln.`,
  left: (photos) =>
    photos === 1
      ? 'Die Datei eines Fotos konnte nicht gelesen werden und blieb, wie sie ist.'
      : `Die Dateien von ${formatNumber(photos)} Fotos konnten nicht gelesen werden und blieben, wie sie sind.`,
  cancelledText: (photos) => `${counted(photos, 'Foto', 'Fotos')} zuvor neu verschlüsselt.`,
  stoppedText: 'Es geht weiter, wenn der Tresor das nächste Mal geöffnet wird. Nichts ist verloren.',
};

/** Never finer than it can be known. */
function roughly(seconds: number): string {
  if (seconds < 90) return 'etwa eine Minute';
  if (seconds < 5400) return `etwa ${counted(Math.round(seconds / 60), 'Minute', 'Minuten')}`;
  return `etwa ${counted(Math.round(seconds / 3600), 'Stunde', 'Stunden')}`;
}
