/** @file German messages of the room "sharing". */
import { counted, formatBytes, formatInstant, formatList, formatNumber } from '../../lib/format.ts';
import type { sharing as english } from '../en/sharing.ts';
import type { Shape } from '../shape.ts';

const photos = (count: number): string => counted(count, 'Foto', 'Fotos');
const files = (count: number): string => counted(count, 'Datei', 'Dateien');

export const sharing: Shape<typeof english> = {
  job: {
    running: (count) => (count === 0 ? 'Senden' : `${photos(count)} zum Senden verschlüsseln`),
    ended: {
      done: 'Bereit zum Senden',
      cancelled: 'Senden abgebrochen',
      stopped: 'Konnte nicht erstellt werden',
    },
    result: (count, people) =>
      people.length === 0
        ? `${photos(count)}, für alle, die die Passphrase kennen`
        : `${photos(count)}, für ${formatList(people)}`,
    second: (name) => `dasselbe für alle, die die Passphrase kennen, in ${name}`,
    failed: (count) => `${photos(count)} ausgelassen`,
    nothing: 'Es gibt keine Datei.',
    confirm: {
      question: 'Die Datei nicht weiter erstellen?',
      explanation: () => 'Nichts davon wird behalten.',
      stop: 'Abbrechen',
    },
  },

  send: {
    title: 'Senden',
    command: 'Senden…',
    album: (name, count) => `„${name}“: ${photos(count)}`,
    everything: (count) => `Alles: ${photos(count)}`,
    count: photos,
    to: 'An',
    ways: { people: 'Personen', passphrase: 'Passphrase', both: 'Beides' },
    bothHint:
      'Es entstehen zwei Dateien, denn eine allein kann nicht für beides sein: eine für die Personen, und eine, deren Name auf „.passphrase.age“ endet, für alle, die die Passphrase kennen.',
    nobody:
      'Noch ist niemand bekannt. Fügen Sie Personen mit ihren öffentlichen Schlüsseln hinzu, oder nehmen Sie eine Passphrase.',
    addPerson: 'Jemanden hinzufügen…',
    keyless: 'hat keinen Schlüssel, für den verschlüsselt werden kann',
    passphrase: 'Passphrase',
    passphraseHint: 'Teilen Sie sie auf einem anderen Weg mit als die Datei: nicht in derselben Nachricht.',
    suggest: 'Eine vorschlagen',
    what: 'Was',
    whats: { originals: 'Originale', place: 'Ohne Ort', metadata: 'Saubere Kopien', jpeg: 'JPEG' },
    whatHints: {
      originals: 'Byte für Byte, mit allem, was die Dateien über sich sagen.',
      place: 'Wo sie aufgenommen wurden, wird weggelassen. Die Bilder selbst bleiben, wie sie sind.',
      metadata: 'Nichts als die Bilder: kein Ort, kein Datum, keine Kamera, keine Worte.',
      jpeg: 'Kleinere Bilder von höchstens 2048\u00a0px, ohne Ort, Datum und Kamera.',
    },
    from: 'Von',
    sign: 'Unterschreiben, damit klar ist, dass es von diesem Tresor kommt',
    signHint: 'Ihr Name und Ihre öffentlichen Schlüssel kommen in die Datei, wo nur die Empfänger sie lesen.',
    note: 'Notiz',
    notePlaceholder: 'Ein paar Worte, wenn Sie mögen',
    uncleanable: (count) =>
      `Aus ${count === 1 ? 'einem Foto' : photos(count)} lassen sich die Angaben nicht entfernen, ohne das Bild zu ändern. ${count === 1 ? 'Es wird' : 'Sie werden'} ausgelassen und am Ende genannt.`,
    quantumSafe: 'Auch gegen Quantencomputer geschützt.',
    older: (names) =>
      `${formatList(names)} ${names.length === 1 ? 'hat' : 'haben'} nur die ältere Art von Schlüssel: Was jetzt gesendet wird, ist gegen künftige Quantencomputer nicht geschützt.`,
    size: (bytes, estimated) => `${estimated ? 'Etwa ' : ''}${formatBytes(bytes)}`,
    saves: 'Eine Datei, die Sie senden, wie Sie möchten. Lightproof selbst sendet nichts.',
    savesTwo: 'Zwei Dateien, die Sie senden, wie Sie möchten. Lightproof selbst sendet nichts.',
    start: (count) => `Datei erstellen: ${photos(count)}`,
    startTwo: (count) => `Zwei Dateien erstellen: ${photos(count)}`,
    fileName: (name) => `${name}.age`,
  },

  receive: {
    title: 'Empfangen',
    command: 'Empfangen…',
    opening: 'Jedes Byte der Datei wird geprüft, bevor etwas daraus übernommen wird…',
    progress: 'Bisher geprüft',
    passphrase: 'Passphrase dieser Datei',
    open: 'Öffnen',
    another: 'Eine andere Datei wählen',
    signers: {
      known: (name) => `Unterschrieben von ${name}`,
      own: () => 'Von diesem Tresor selbst unterschrieben',
      unknown: (name) =>
        name === ''
          ? 'Unterschrieben von jemandem, den Sie nicht kennen'
          : `Unterschrieben von jemandem, der sich „${name}“ nennt`,
      unsigned: () => 'Nicht unterschrieben',
      wrong: () => 'Die Unterschrift ist falsch',
    },
    signerTexts: {
      known:
        'Der Inhalt ist genau das, was mit dem Schlüssel unterschrieben wurde, den Sie von dieser Person haben.',
      own: 'Die Datei wurde mit diesem Tresor erstellt und seither nicht verändert.',
      unknown:
        'Die Unterschrift stimmt, aber ihr Schlüssel ist nicht unter Ihren Personen. Vergleichen Sie diese Wörter, bevor Sie ihr trauen:',
      unsigned: 'Jeder kann sie erstellt haben: Nichts belegt, von wem sie ist.',
      wrong:
        'Jemand hat die Datei unterwegs verändert oder mit einem anderen Schlüssel unterschrieben. Nichts daraus wird übernommen.',
    },
    claims: (name) => `Sie gibt an, von „${name}“ zu sein.`,
    namesake: (name) =>
      `Sie kennen jemanden namens ${name}, und dies ist nicht der bekannte Schlüssel. Fragen Sie nach, ob es einen neuen gibt, bevor Sie etwas übernehmen.`,
    forOthers:
      'Die unterschriebene Liste nennt andere Empfänger als diesen Tresor: Jemand hat die Datei weitergegeben.',
    addSender: 'Zu den Personen hinzufügen…',
    note: 'Notiz',
    sent: (instant) => formatInstant(instant),
    when: 'Gesendet',
    contents: 'Inhalt',
    summary: (count, bytes) => `${files(count)}, ${formatBytes(bytes)}`,
    photos: (count) => photos(count),
    here: (count) => `${formatNumber(count)} schon hier`,
    more: (count) => `und ${files(count)} mehr`,
    album: 'In ein Album',
    albumHint: 'Optional',
    start: (count) => `${photos(count)} importieren`,
    anyway: 'Trotzdem importieren',
    nothing: 'In dieser Datei ist kein Foto.',
    again: 'Datei noch einmal öffnen…',
    goesOn: 'Setzt ihren Import fort: Nur was fehlt, wird importiert.',
    goOn: 'Fortsetzen',
  },

  people: {
    page: 'Teilen',
    title: 'Personen',
    text: 'An wen Sie senden und wessen Unterschrift Sie kennen. Verschlüsselt in diesem Tresor.',
    none: 'Noch niemand.',
    add: 'Jemanden hinzufügen…',
    name: 'Name',
    keys: 'Öffentliche Schlüssel',
    keysHint:
      'Fügen Sie ein, was Sie bekommen haben: einen Text mit „age1…“, oder mit „RW…“ für Unterschriften.',
    fromFile: 'Aus einer Datei oder einem QR-Bild…',
    words: 'Wörter zum Vergleichen',
    wordsHint:
      'Lassen Sie sich die Wörter der eigenen Schlüssel vorlesen. Sind alle acht gleich, gehören die Schlüssel wirklich dieser Person.',
    save: 'Hinzufügen',
    kinds: {
      hybrid: 'age, sicher vor Quantencomputern',
      x25519: 'age',
      signing: 'minisign',
    },
    removal: (name) => `${name} entfernen?`,
    removalText: (name) =>
      `Sie können ${name} nichts mehr senden, und die Unterschrift ist wieder unbekannt. Empfangene Fotos bleiben.`,
    remove: 'Entfernen',
    removeWho: (name) => `${name} entfernen`,
    renameWho: (name) => `${name} umbenennen`,
    rename: 'Umbenennen',
    renamed: 'Neuer Name',
    since: (instant) => `Hinzugefügt ${formatInstant(instant)}`,
  },

  mine: {
    title: 'Meine Schlüssel',
    text: 'Geben Sie diese an alle, die Ihnen Fotos senden oder Ihre Unterschrift prüfen wollen. Sie sind kein Geheimnis.',
    words: 'Wörter, laut zu vergleichen',
    copy: 'Kopieren',
    save: 'Sichern…',
    print: 'Drucken…',
    show: 'QR-Code zeigen',
    hide: 'QR-Code verbergen',
    code: 'QR-Code der öffentlichen Schlüssel dieses Tresors',
    saved: (path) => `Gesichert als ${path}`,
    sheet: (name) => `Öffentliche Schlüssel von „${name}“`,
    sheetText:
      'Sie sind kein Geheimnis. Wer sie hat, kann Fotos senden, die nur dieser Tresor öffnet, und seine Unterschriften prüfen.',
  },

  provenance: {
    label: 'Empfangen',
    from: {
      known: (name) => `Von ${name}, unterschrieben`,
      own: () => 'Von diesem Tresor selbst, unterschrieben',
      unknown: (name) =>
        name === ''
          ? 'Mit unbekanntem Schlüssel unterschrieben'
          : `Angeblich „${name}“, mit unbekanntem Schlüssel`,
      unsigned: (name) =>
        name === '' ? 'Nicht unterschrieben' : `Angeblich „${name}“, nicht unterschrieben`,
    },
    in: (file, instant) => `${file}, ${formatInstant(instant)}`,
  },
};
