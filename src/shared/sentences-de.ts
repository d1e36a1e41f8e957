/** @file The German sentences for error codes, one or two each (`sentences.ts` has the English ones). The type makes it exhaustive. */
import { PIXEL_LIMIT } from './decoding.ts';
import type { Sentences } from './sentences.ts';
import { sharingSentencesDe } from './sharing-sentences-de.ts';

/** The sentences; `formatBytes` writes sizes in the reader's manner. */
export function germanSentencesWith(formatBytes: (bytes: number) => string): Sentences {
  const bytes = (value: string | number | undefined): string =>
    typeof value === 'number' ? formatBytes(value) : '';
  return {
    'input-invalid': () => 'An dieser Anfrage stimmte etwas nicht, deshalb wurde nichts getan.',
    'method-unknown': () => 'Das kann diese Version von Lightproof nicht.',
    busy: () => 'Das läuft bereits. Warten Sie, bis es fertig ist, und versuchen Sie es dann erneut.',
    'not-unlocked': () => 'Der Tresor ist gesperrt. Entsperren Sie ihn und versuchen Sie es erneut.',
    'already-unlocked': () => 'In diesem Fenster ist schon ein Tresor offen. Sperren Sie ihn zuerst.',
    cancelled: () => 'Abgebrochen.',
    'not-found': () => 'Das ist nicht mehr im Tresor.',
    'passphrase-empty': () => 'Eine Passphrase braucht mindestens ein Zeichen.',
    'name-taken': () => 'Es gibt schon ein Album mit diesem Namen. Wählen Sie einen anderen.',
    'album-unfit': () =>
      'Dorthin kann das Album nicht: Es läge in sich selbst oder zu tief. Wählen Sie einen anderen Platz dafür.',
    'name-invalid': () =>
      'Dieser Name eignet sich nicht für einen Ordner. Versuchen Sie es mit Buchstaben, Ziffern und Leerzeichen.',

    'secret-wrong': () => 'Das hat den Tresor nicht geöffnet. Sehen Sie nach und versuchen Sie es erneut.',
    'secret-later': (params) => {
      const seconds = Number(params['seconds'] ?? 30);
      return `Das war mehrmals hintereinander falsch. Warten Sie ${seconds === 1 ? 'eine Sekunde' : `${String(seconds)} Sekunden`} und versuchen Sie es dann erneut.`;
    },
    'words-invalid': () =>
      'Das sind nicht die Wörter eines Notfallblatts. Vergleichen Sie sie eines nach dem anderen mit dem Papier.',

    'share-invalid': ({ words, unknown, share }) => {
      const which = share === undefined ? 'Das' : `Teil ${String(share)}`;
      if (Number(unknown ?? 0) > 0)
        return `${which} ist kein vollständiger Teil: Wort ${String(unknown)} steht nicht in der Wortliste. Vergleichen Sie es mit dem Papier.`;
      return Number(words ?? 36) === 36
        ? `${which} ist kein echter Teil: Ein Wort ist falsch, oder zwei wurden vertauscht. Vergleichen Sie sie eines nach dem anderen mit dem Papier.`
        : `${which} ist kein vollständiger Teil: Es sind ${String(words)} von 36 Wörtern.`;
    },
    'shares-mixed': () =>
      'Diese Teile gehören nicht zusammen: Das Notfallblatt wurde mehr als einmal aufgeteilt, und sie stammen aus verschiedenen Zeiten.',
    'shares-few': ({ have = 0, needed = 2 }) =>
      `Das sind ${String(have)} von ${String(needed)} Teilen, die nötig sind. Fügen Sie einen weiteren hinzu.`,
    'shares-vault': () => 'Das sind Teile vom Notfallblatt eines anderen Tresors.',
    'shares-unfit': () =>
      'Diese Teile passen zusammen, öffnen aber diesen Tresor nicht. Das Notfallblatt wurde seit der Aufteilung ersetzt, oder einer der Teile ist nicht echt.',

    'drop-key-unreadable': () =>
      'Die Datei mit dem öffentlichen Schlüssel des Einwurfs kann nicht gelesen werden oder ist beschädigt. Sichern Sie sie erneut aus dem Tresor.',
    'drop-key-changed': () =>
      'Der Einwurf des Tresors hat einen anderen Schlüssel als zuvor; deshalb wurde nichts hineingelegt: Jemand könnte ihn ausgetauscht haben, um zu lesen, was Sie einwerfen. Entsperren Sie den Tresor, um Gewissheit zu haben.',
    'drop-full': ({ most = 100_000 }) =>
      `Der Einwurf ist voll: ${String(most)} Dateien warten darin. Entsperren Sie den Tresor, damit sie aufgenommen werden.`,
    'drop-damaged': () =>
      'Was eingeworfen wurde, ist beschädigt und lässt sich nicht öffnen. Es wird beiseitegelegt.',
    'drop-foreign': () =>
      'Das wurde für einen anderen Tresor verschlüsselt oder mit einem Schlüssel, der nicht diesem Tresor gehört. Es wird beiseitegelegt.',

    'secret-file-unreadable': () =>
      'Die Datei mit der Passphrase oder den Notfallwörtern kann nicht gelesen werden.',
    'key-file-unreadable': () =>
      'Die Schlüsseldatei kann nicht gelesen werden. Ist sie noch, wo sie war, und ihr Laufwerk angeschlossen?',
    'key-file-unfit': () =>
      'Diese Datei kann keine Schlüsseldatei sein: Sie ist leer oder liegt im Ordner des Tresors. Wählen Sie eine, die anderswo liegt.',
    'key-file-exists': () =>
      'Es gibt schon eine Datei mit diesem Namen. Wählen Sie einen anderen: Eine Schlüsseldatei ersetzt nie eine andere Datei.',
    'photos-hidden': () => 'Diese Fotos sind verborgen. Geben Sie die Passphrase ein, um sie zu sehen.',
    'slots-full': (params) =>
      `Ein Tresor hat höchstens ${String(params['most'] ?? 8)} Zugänge. Entfernen Sie einen, bevor Sie einen weiteren hinzufügen.`,
    'slot-last': () =>
      'Das ist der einzige Zugang zum Tresor. Fügen Sie einen weiteren hinzu, bevor Sie ihn entfernen.',
    'slot-proof': () =>
      'Das ist der Zugang, den Sie gerade entfernen. Geben Sie einen anderen ein, damit Sie sich nicht aussperren.',

    'destination-unfit': () =>
      'Dorthin können keine Kopien: Der Ort liegt im Tresor oder ist kein Ordner. Wählen Sie einen anderen Ordner.',

    'parent-missing': () =>
      'Der Ordner, in dem der Tresor angelegt werden soll, ist nicht da. Wählen Sie einen anderen.',
    'vault-missing': () =>
      'Der Tresor ist nicht mehr, wo er war. Wurde sein Ordner verschoben oder sein Laufwerk entfernt?',
    'vault-not-a-vault': () =>
      'Hier ist kein Tresor. Wählen Sie einen Ordner, dessen Name auf „.lightproof“ endet.',
    'vault-exists': () =>
      'Hier gibt es schon etwas mit diesem Namen. Wählen Sie einen anderen Namen oder einen anderen Ordner.',
    'vault-in-use': () =>
      'Der Tresor ist schon geöffnet, in einem anderen Fenster oder Programm. Schließen Sie ihn dort zuerst.',
    'vault-version': () =>
      'Dieser Tresor stammt von einem neueren Lightproof. Aktualisieren Sie Lightproof, um ihn zu öffnen.',
    'vault-read-only': () =>
      'Dieser Tresor liegt, wo nichts geschrieben werden kann. Fotos lassen sich ansehen, exportieren und prüfen; ändern lässt sich nichts. Um etwas zu ändern, kopieren Sie den Ordner des Tresors auf ein anderes Laufwerk oder ändern Sie seine Rechte.',
    'vault-moved': () =>
      'Der Ordner des Tresors verschwand, während er offen war. Bringen Sie ihn zurück und entsperren Sie erneut.',
    'header-damaged': () =>
      'Die Datei mit den Schlössern des Tresors ist beschädigt und ihre Kopie ebenso. Ihre Fotos können durchaus unversehrt sein, doch ohne eine der beiden lassen sie sich nicht öffnen. Holen Sie „vault.hdr“ aus einer Sicherung zurück.',
    'header-copy-damaged': () =>
      'Eine der beiden Kopien der Schlossdatei ist beschädigt oder veraltet; die andere ist in Ordnung und wurde verwendet. Machen Sie bald eine Sicherung des Tresors.',
    'kdf-out-of-range': () =>
      'Dieser Tresor verlangt weit mehr oder weit weniger Aufwand, als Lightproof beim Prüfen einer Passphrase annimmt. Vielleicht hat sich jemand daran zu schaffen gemacht.',
    'catalogue-damaged': (params) =>
      params['detail'] === 'not a file'
        ? 'An der Stelle des Katalogs liegt etwas, das keine Datei ist: ein Ordner oder eine Verknüpfung. Ihr wird nicht gefolgt. Die Fotos selbst liegen getrennt davon und sind nicht betroffen.'
        : 'Der Katalog des Tresors ist beschädigt. Die Fotos selbst liegen getrennt davon und sind nicht betroffen.',
    'catalogue-missing': () =>
      'Der Katalog des Tresors fehlt. Die Fotos selbst liegen getrennt davon und sind nicht betroffen.',
    'vault-rolled-back': () =>
      'Das ist eine ältere Kopie des Tresors: Dieser Computer hat schon eine neuere gesehen. Was seither hinzukam oder geändert wurde, fehlt darin.',
    'header-rolled-back': (params) =>
      params['unopened'] === undefined
        ? 'Die Schlossdatei „vault.hdr“ ist älter als der Rest des Tresors. Zugänge, die seither entfernt wurden, öffnen ihn womöglich wieder.'
        : 'Die Schlossdatei „vault.hdr“ stammt aus der Zeit, bevor die Schlüssel des Tresors geändert wurden; was seither geschrieben wurde, lässt sich mit ihr nicht öffnen. Holen Sie die neueste „vault.hdr“ zurück.',
    'catalogue-rolled-back': () =>
      'Der Katalog des Tresors ist älter als der Rest. Was seither geändert wurde, fehlt darin; die Fotos selbst liegen getrennt davon.',
    'vault-forked': () =>
      'Diese Kopie des Tresors ging einen anderen Weg als die, die dieser Computer kennt: Beide wurden verändert, seit sie eins waren.',
    'catalogue-altered': () =>
      'Der Katalog des Tresors wurde außerhalb von Lightproof verändert: Einträge fehlen, wurden vertauscht oder sind älter, als sie sein sollten.',
    'log-file-unreadable': (params) =>
      params['which'] === 'key'
        ? 'Die Datei mit dem öffentlichen Schlüssel kann nicht gelesen werden oder enthält keinen.'
        : 'Diese Datei kann nicht gelesen werden oder ist kein exportiertes Protokoll.',
    'log-damaged': () =>
      'Das Protokoll des Tresors ist nicht vollständig: Einträge fehlen, wurden vertauscht oder verändert. Die Fotos sind davon nicht betroffen.',
    'blob-missing': () =>
      'Die Datei dieses Fotos fehlt im Ordner des Tresors. Eine Sicherung kann sie noch enthalten.',
    'blob-damaged': () =>
      'Die Datei dieses Fotos ist beschädigt. Eine Sicherung kann sie noch unversehrt enthalten.',
    'blob-orphan': () =>
      'Eine Datei im Ordner des Tresors gehört zu keinem Foto. Wahrscheinlich blieb sie von einem unterbrochenen Import übrig. Falls sie ein Foto enthält, das der Katalog verloren hat, nimmt eine Reparatur es wieder auf.',
    'thumbnail-damaged': () =>
      'Das Vorschaubild dieses Fotos ist beschädigt. Das Foto selbst ist davon nicht betroffen.',
    'snapshot-damaged': () =>
      'Eine Kopie des Katalogs, die für Reparaturen aufbewahrt wird, ist beschädigt. Die Fotos und der Katalog selbst sind davon nicht betroffen.',
    'memory-damaged': () =>
      'Was dieser Computer über den Tresor wusste, ist beschädigt oder nicht lesbar. Ob an seiner Stelle eine ältere Kopie liegt, ließ sich diesmal nicht feststellen. Ab jetzt merkt er es sich neu.',
    'snapshot-old': () =>
      'Die neueste Kopie des Katalogs, die für Reparaturen aufbewahrt wird, konnte nicht geschrieben werden. Beim Sperren des Tresors wird es erneut versucht.',

    'no-space': (params) => {
      const missing = bytes(params['missing'] ?? params['needs']);
      return missing === ''
        ? 'Das Laufwerk ist voll. Schaffen Sie Platz und versuchen Sie es erneut; alles bis hierher ist sicher.'
        : `Das Laufwerk ist voll: Es fehlen ${missing}. Schaffen Sie Platz und versuchen Sie es erneut; alles bis hierher ist sicher.`;
    },
    'no-permission': ({ system }) =>
      system === 'EROFS'
        ? 'Auf dieses Laufwerk kann nichts geschrieben werden: Es lässt sich nur lesen. Wählen Sie ein anderes oder machen Sie dieses wieder beschreibbar.'
        : 'Hier dürfen Sie nicht lesen oder schreiben. Wählen Sie einen anderen Ordner oder ändern Sie seine Rechte.',
    'disk-failed': (params) => {
      const system = params['system'];
      if (system === 'ENOENT' || system === 'ENOTDIR')
        return 'Ein Ordner auf dem Weg dorthin fehlt, oder an seiner Stelle ist etwas anderes. Prüfen Sie, ob das Laufwerk angeschlossen und der Ordner da ist, und versuchen Sie es dann erneut.';
      const said = system === undefined ? '' : ` (${String(system)})`;
      return `Das Laufwerk meldete einen Fehler${said}. Prüfen Sie, ob es angeschlossen und in Ordnung ist, und versuchen Sie es dann erneut.`;
    },
    'source-missing': () => 'Als sie an der Reihe war, war nichts mehr da.',
    'source-gone': () =>
      'Der Ordner oder das Laufwerk, von dem die Fotos kommen, ist nicht mehr da. Schließen Sie es wieder an und setzen Sie fort; nichts geschieht zweimal.',
    'source-unreadable': () => 'Die Datei konnte nicht gelesen werden.',
    'source-changed': () =>
      'Die Datei wurde verändert, während sie gelesen wurde. Importieren Sie sie erneut, wenn sie zur Ruhe gekommen ist.',
    'bin-refused': () => 'Der Papierkorb hat diese Datei nicht angenommen. Sie bleibt, wo sie ist.',
    'source-not-a-file': () => 'Das ist keine gewöhnliche Datei.',

    'not-a-picture': () => 'Das ist kein Bild.',
    'file-empty': () => 'Die Datei ist leer.',
    'sidecar-unreadable': () =>
      'Das Foto ist importiert, doch die Datei daneben mit Datum, Ort oder Beschreibung konnte nicht gelesen werden.',
    'picture-damaged': () =>
      'Das Bild ist beschädigt, deshalb gibt es keine Vorschau. Die Datei wird aufbewahrt, wie sie ist.',
    'picture-truncated': () => 'Ein Teil des Bildes fehlt. Die Datei wird aufbewahrt, wie sie ist.',
    'picture-unsupported': () =>
      'In dieser Datei ist nichts, was Lightproof schon zeigen kann. Die Datei wird aufbewahrt, wie sie ist.',
    'picture-too-large': () =>
      `Das Bild ist zu groß für eine Vorschau: mehr als ${String(PIXEL_LIMIT / 1e6)} Megapixel oder mehr Arbeitsspeicher, als ein Decoder bekommt. Die Datei wird aufbewahrt, wie sie ist.`,
    'picture-timeout': () =>
      'Eine Vorschau zu erstellen, dauerte zu lange. Die Datei wird aufbewahrt, wie sie ist.',
    'decoder-crashed': () =>
      'Von diesem Bild ließ sich keine Vorschau erstellen. Die Datei wird aufbewahrt, wie sie ist.',
    'not-cleanable': () =>
      'Was in dieser Datei steht, lässt sich nicht entfernen, ohne das Bild zu verändern; sie wurde deshalb nicht exportiert. Exportieren Sie sie, wie sie ist, oder ein Foto als JPEG.',
    'not-convertible': () =>
      'Aus dieser Datei lässt sich kein Bild machen; sie wurde deshalb nicht exportiert. Exportieren Sie sie, wie sie ist.',
    'hidden-skipped': () => 'Versteckt. Versteckte Dateien und Ordner werden ausgelassen.',
    'thumbnails-skipped': () =>
      'Kleine Kopien, die ein anderes Programm von seinen Bildern gemacht hat. Sie werden ausgelassen.',
    'system-skipped': () => 'Etwas, das das System für sich selbst braucht. Es wird ausgelassen.',
    'link-skipped': () => 'Ein Verweis auf einen anderen Ort. Verweisen wird nicht gefolgt.',

    ...sharingSentencesDe,

    'engine-gone': () =>
      'Der Programmteil, der den Tresor offen hält, wurde unerwartet beendet. Nichts ging verloren; entsperren Sie, um fortzufahren.',
    'too-large': () => 'Das ist zu viel auf einmal. Versuchen Sie es mit weniger.',
    internal: (params) => {
      const detail = params['detail'];
      const said = detail === undefined ? '' : ` (${String(detail)})`;
      return `In Lightproof ging etwas schief${said}. Im Tresor wurde dadurch nichts verändert.`;
    },
  };
}
