/** @file German messages of the unlock screen and of the pages for vaults that cannot be opened. */
import { formatNumber } from '../../lib/format.ts';
import type { unlock as english } from '../en/unlock.ts';
import type { Shape } from '../shape.ts';

const fromFiles =
  'Jedes Foto liegt in einer eigenen verschlüsselten Datei, und der Katalog lässt sich aus ihnen neu erstellen. Löschen Sie nichts im Ordner des Tresors.';

export const unlock: Shape<typeof english> = {
  troubles: {
    'vault-missing': {
      title: 'Der Tresor ist nicht da',
      advice:
        'Schließen Sie sein Laufwerk an oder legen Sie seinen Ordner zurück und versuchen Sie es erneut. Wenn Sie ihn verschoben haben, öffnen Sie ihn dort, wo er jetzt ist.',
    },
    'vault-not-a-vault': {
      title: 'Das ist kein Tresor',
      advice:
        'Nichts wurde verändert. Wählen Sie den Ordner eines Tresors; sein Name endet auf „.lightproof“.',
    },
    'vault-in-use': {
      title: 'Der Tresor ist anderswo geöffnet',
      advice:
        'Nur ein Programm kann einen Tresor gleichzeitig offen haben, damit keines das andere überschreibt.',
    },
    'vault-version': {
      title: 'Der Tresor ist neuer als dieses Lightproof',
      advice: 'Nichts wurde verändert. Eine neuere Version von Lightproof öffnet ihn.',
    },
    'header-damaged': {
      title: 'Die Schlossdatei des Tresors ist beschädigt',
      advice:
        'Löschen Sie nichts im Ordner des Tresors: Die verschlüsselten Fotos liegen in eigenen Dateien. Holen Sie „vault.hdr“ aus einer Sicherung dieses Tresors zurück und versuchen Sie es erneut. Sie muss jünger sein als die letzte Änderung der Passphrase, sonst öffnet ihn die ältere Passphrase.',
    },
    'header-rolled-back': {
      title: 'Die Schlossdatei des Tresors ist zu alt',
      advice:
        'Holen Sie die neueste „vault.hdr“ aus einer Sicherung zurück, und zwar zweimal: als „vault.hdr“ und als „vault.hdr.bak“. Löschen Sie nichts im Ordner des Tresors: Was sich jetzt nicht öffnen lässt, öffnet sich mit der richtigen Datei wieder.',
    },
    'kdf-out-of-range': {
      title: 'Mit der Schlossdatei des Tresors stimmt etwas nicht',
      advice:
        'Wenn Sie eine Sicherung dieses Tresors haben, holen Sie deren „vault.hdr“ zurück und versuchen Sie es erneut.',
    },
    'catalogue-damaged': { title: 'Der Katalog des Tresors ist beschädigt', advice: fromFiles },
    'catalogue-missing': { title: 'Der Katalog des Tresors fehlt', advice: fromFiles },
    'catalogue-altered': {
      title: 'Der Katalog des Tresors wurde verändert',
      advice:
        'Wenn Sie einen Teil des Tresors aus einer Sicherung zurückgeholt haben, holen Sie stattdessen den ganzen Ordner zurück. Andernfalls kann ihn jemand verändert haben: Verwenden Sie eine Sicherung, der Sie trauen.',
    },
    'vault-moved': {
      title: 'Der Ordner des Tresors ist verschwunden',
      advice:
        'Schließen Sie sein Laufwerk an oder legen Sie seinen Ordner zurück und versuchen Sie es erneut.',
    },
    'no-permission': {
      title: 'Keine Berechtigung, den Tresor zu öffnen',
      advice:
        'Ändern Sie die Rechte am Ordner des Tresors so, dass Sie darin lesen und schreiben können, und versuchen Sie es erneut.',
    },
    'disk-failed': {
      title: 'Das Laufwerk kann nicht gelesen werden',
      advice:
        'Prüfen Sie, ob das Laufwerk angeschlossen ist. Wenn es weiterhin versagt, kopieren Sie den Ordner des Tresors so bald wie möglich auf ein anderes.',
    },
  },
  passphrase: 'Passphrase',
  unlock: 'Entsperren',
  checking: 'Wird geprüft…',
  useWords: 'Stattdessen Notfallwörter verwenden',
  usePassphrase: 'Stattdessen die Passphrase verwenden',
  words: 'Notfallwörter',
  wordsHint: 'Die 24 Wörter des Notfallblatts, der Reihe nach. Sie lassen sich auch einfügen.',
  wordsCount: (count) => `${formatNumber(count)} von 24 Wörtern`,
  more: 'Mehr',
  keyFile: 'Schlüsseldatei',
  keyFileHint: 'Wenn diese Passphrase eine Schlüsseldatei braucht, wählen Sie sie hier aus.',
  chooseKeyFile: 'Schlüsseldatei auswählen…',
  withoutKeyFile: 'Ohne Schlüsseldatei',
  locked: {
    hand: undefined,
    idle: 'Gesperrt, weil niemand den Tresor benutzt hat.',
    sleep: 'Gesperrt, weil der Computer in den Ruhezustand ging oder sein Bildschirm gesperrt wurde.',
    'engine-gone':
      'Der Programmteil, der den Tresor offen hält, wurde unerwartet beendet. Nichts ging verloren; entsperren Sie, um fortzufahren.',
  },
  others: 'Andere Tresore',
  notThere: 'Gerade nicht da',
  openOther: 'Anderen Tresor öffnen…',
  create: 'Tresor anlegen…',
  forget: 'Aus dieser Liste entfernen',
  forgetHint: 'Der Tresor selbst bleibt, wo er ist.',
  vaultMenu: (name) => `Mehr zu ${name}`,
  brokenTitle: 'Lightproof konnte nicht starten',
};
