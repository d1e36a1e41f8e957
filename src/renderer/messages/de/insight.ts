/** @file German messages of "What a thief sees". */
import { counted, formatBytes, formatInstant, formatNumber } from '../../lib/format.ts';
import type { insight as english } from '../en/insight.ts';
import type { Shape } from '../shape.ts';

export const insight: Shape<typeof english> = {
  title: 'Was ein Dieb sieht',
  open: 'Was ein Dieb sieht…',
  description: (name) => `${name}: das Foto, und was stattdessen auf der Festplatte liegt.`,
  views: {
    disk: 'Auf der Festplatte',
    ciphers: 'Verfahren im Vergleich',
    figures: 'Alle Zahlen',
    about: 'Was das bedeutet',
  },
  view: 'Teil',
  opening: 'Die Datei wird gelesen…',
  computing: 'Wird berechnet…',
  save: 'Bericht als PDF sichern…',
  saved: (path, shown) =>
    shown
      ? `Gesichert: ${path}. Der Bericht zeigt das Foto: Wer ihn hat, kann es sehen.`
      : `Gesichert: ${path}. Der Bericht nennt das Foto beim Namen.`,
  noPicture: 'Darum steht hier kein Bild: Daneben sind die Bytes seiner Datei als Quadrat gezeichnet.',
  onlyDrawing: 'Von diesem Foto gibt es kein Bild: Die Verfahren werden an einer Zeichnung ausprobiert.',

  photo: 'Das Foto',
  file: 'Seine Datei auf der Festplatte',
  photoPicture: (name) => `${name}, klein`,
  filePicture:
    'Die Bytes der verschlüsselten Datei als farbige Punkte: gleichmäßiges Rauschen ohne jede Form',
  sameSize: (width, height) =>
    `${formatNumber(width)} × ${formatNumber(height)} Punkte zu je drei Bytes: die ersten ${formatBytes(width * height * 3)} der Datei, vom ersten Byte an.`,
  partly: 'Die Datei ist kürzer als das Bild: Der Rest bleibt leer.',
  jpeg: 'Wie Rauschen auszusehen beweist wenig: Die Datei des Fotos sieht auch vor dem Verschlüsseln so aus, weil sie komprimiert ist. Darum werden die Verfahren an den bloßen Bildpunkten verglichen.',

  sees: 'Was ein Dieb doch erfährt',
  seesName: 'Name der Datei',
  seesNameText: 'ausgelost; sagt nichts über das Foto',
  seesSize: 'Größe',
  seesSizeText: (stored, content) =>
    `${formatBytes(stored)}. Das Foto hat ${formatBytes(content)}; Längen werden aufgerundet, sodass eine Größe für viele steht.`,
  seesDate: 'Datum der Datei',
  seesDateText: (modified) =>
    `${formatInstant(modified)}: wann sie verschlüsselt wurde, nicht wann das Foto entstand`,
  seesHeader: 'Unverschlüsselt',
  seesHeaderText: (epoch) =>
    `das Wort LPBLOB1, der Schlüsselabschnitt ${formatNumber(epoch)}, die Kennungen von Tresor und Datei`,
  seesRest: 'Alles Übrige',
  seesRestText: 'Name, Datum, Ort, Kamera, Alben, Größe in Pixeln, jeder Bildpunkt: nichts',
  dump: 'Die ersten 192 Bytes, wie sie sind',
  dumpLabel: 'Die ersten Bytes der Datei, hexadezimal und als Text',

  histogram: 'Histogramm',
  histogramOf: (what) =>
    `Histogramm: ${what}. Wie oft jede Helligkeit von Rot, Grün und Blau vorkommt. Die Zahlen stehen in der Tabelle.`,
  histogramTable: 'Das Histogramm als Tabelle',
  values: 'Werte',
  channels: ['Rot', 'Grün', 'Blau'],
  scatter: 'Benachbarte Punkte',
  scatterOf: (direction, what) =>
    `Paare von Nachbarn (${direction}): ${what}. Eine Helligkeit nach rechts, die andere nach oben. Ihre Korrelation steht in der Tabelle.`,
  directions: { horizontal: 'neben\u00adeinander', vertical: 'über\u00adeinander', diagonal: 'diagonal' },

  figures: 'Zahlen',
  figure: 'Zahl',
  entropy: 'Entropie, Bit je Byte',
  chiSquare: 'χ² gegen Gleichmaß',
  correlation: (direction) => `Korrelation, ${direction}`,
  repeated: 'Blöcke, die sich wieder\u00adholen',
  undefined: 'nicht definiert',
  ideal: 'Ideal',
  idealEntropy: (most) => `8 (${most} bei so vielen Bytes)`,
  below: (limit) => `unter ${limit}`,
  original: 'Seine Datei vor dem Verschlüsseln',

  differences: 'Was eine kleine Änderung bewirkt',
  change: 'Änderung',
  npcr: 'NPCR',
  uaci: 'UACI',
  pixelSame: 'Ein Bit eines Punktes, Schlüssel und Nonce gleich',
  pixelAnew: 'Ein Bit eines Punktes, ver\u00adschlüsselt wie vorgesehen',
  keyBit: 'Ein Bit des Schlüssels',
  between: (from, to) => `${from} bis ${to}`,
  from: (from) => `ab ${from}`,
  differencesDisk: {
    photo:
      'Gemessen an der Mitte dieses Fotos, verschlüsselt, wie es der Tresor tut, mit Schlüsseln, die dafür gemacht wurden und schon wieder fort sind. Mit den Schlüsseln des Tresors wird nie experimentiert.',
    drawing:
      'Gemessen an einer Zeichnung, denn von diesem Foto gibt es kein Bild; verschlüsselt, wie es der Tresor tut, mit Schlüsseln, die dafür gemacht wurden und schon wieder fort sind. Mit den Schlüsseln des Tresors wird nie experimentiert.',
  },
  differencesNote: {
    fixed:
      'Dieses Verfahren kennt keine Nonce: Dasselbe Bild wird immer zum selben Geheimtext, beide Zeilen sind also dieselbe Messung.',
    fresh:
      'Die erste Zeile ist, was in der Literatur gemessen wird; hier kommt es nie vor, denn jede Datei bekommt eine neue Nonce oder einen neuen Schlüssel. Dann unterscheiden sich die Geheimtexte überall, was auch geändert wurde. NPCR und UACI wurden für Verfahren ohne Nonce erdacht und sagen nichts über die Sicherheit von diesem.',
  },

  subject: 'Versuchen mit',
  measuredOn: { photo: 'Gemessen an der Mitte dieses Fotos.', drawing: 'Gemessen an der Zeichnung.' },
  subjects: { photo: 'Mitte dieses Fotos', drawing: 'Eine Zeichnung' },
  subjectPicture: {
    photo: 'Die Mitte des Fotos, höchstens 256 Punkte breit',
    drawing: 'Zeichnung eines Hauses unter der Sonne',
  },
  plain: 'Unverschlüsselt',
  list: 'Verfahren',
  encrypted: 'Verschlüsselt',
  cipherPicture: (name) => `Geheimtext: ${name}`,
  verdicts: {
    unsafe: 'Unsicher',
    half: 'Allein unsicher',
    safe: 'Sicher',
    vault: 'Nutzt der Tresor',
  },
  hides: 'Verbirgt',
  leaks: 'Verrät',
  noticed: 'Veränderung',
  why: 'In der Praxis',

  try: 'Zum Ausprobieren: den Geheimtext ändern, wie es ein Dieb könnte',
  flipOne: 'Ein Byte ändern',
  flipMany: 'Einen Streifen ändern',
  undo: 'Rückgängig',
  decrypted: 'Entschlüsselt',
  decryptedPicture: (name) => `Was ${name} jetzt entschlüsselt`,
  untouched: 'Noch ist nichts geändert: Entschlüsselt ist es wieder das Bild.',
  opened: (flipped, changed) =>
    `${counted(flipped, 'Byte', 'Bytes')} geändert. Es wird ohne Einwand entschlüsselt; ${counted(changed, 'Punkt ist', 'Punkte sind')} jetzt anders.`,
  refused: (flipped) =>
    `${counted(flipped, 'Byte', 'Bytes')} geändert. Bemerkt: Es wird nicht entschlüsselt und nichts gezeigt.`,
  refusedShort: 'Verweigert',
  tamperColumn: 'Verän\u00adderung bemerkt',
  yes: 'ja',
  no: 'nein',
  tableLabel: 'Zahlen aller Verfahren',
  cipher: 'Verfahren',
  tableNote:
    'Zum Lesen der Tabelle: Das unsichere „Vertauschen und Verteilen“ hat so gute Zahlen wie die sicheren Verfahren. Solche Zahlen können zeigen, dass ein Verfahren schlecht ist; dass es gut ist, können sie nicht zeigen. Das tun Jahre öffentlicher Angriffe, Beweise, und ein Prüfwert, der jede Veränderung bemerkt.',

  ciphers: {
    arnold: {
      name: 'Vertauschte Bildpunkte (Arnolds Katzenabbildung)',
      short: 'Punkte vertauschen',
      idea: 'Jeder Punkt kommt an einen anderen Ort; keiner ändert seine Farbe.',
      hides: 'Formen, auf den ersten Blick.',
      leaks:
        'Alle Farben: Das Histogramm ist das des Fotos. Oft genug angewandt bringt die Abbildung das Foto von selbst zurück. Einige gewählte Bilder verraten jeden Ort.',
      noticed: 'Wird nie bemerkt.',
      why: 'Für Zauberkunststücke. Der Schlüssel hat etwa 14 Bit: Ein Rechner probiert alle in Sekunden.',
    },
    substitution: {
      name: 'Ersetzen ohne Verteilen (S-Box)',
      short: 'Nur ersetzen',
      idea: 'Jede Helligkeit wird durch eine andere ersetzt, überall durch dieselbe.',
      hides: 'Die Farben als solche.',
      leaks:
        'Jede Form: Gleiche Farben bleiben gleich. Es ist die Geheimschrift der Rätselseite und wird ebenso gelöst.',
      noticed: 'Wird nie bemerkt.',
      why: 'Ein bekanntes Bild verrät die ganze Tabelle.',
    },
    'aes-ecb': {
      name: 'AES im ECB-Modus',
      short: 'AES-ECB',
      idea: 'Ein starkes Verfahren, schlecht benutzt: jeder Block von 16 Bytes für sich.',
      hides: 'Was in einem Block steht.',
      leaks:
        'Welche Blöcke gleich sind: Flächen, Schrift und Zeichnungen scheinen durch, wie bei der Zeichnung hier. Körnige Fotos verbergen es besser, gescannte Seiten und Bildschirmfotos nicht.',
      noticed: 'Wird nie bemerkt; Blöcke lassen sich tauschen und kopieren.',
      why: 'Für Bilder nie richtig. Derselbe Modus, mit einem älteren Verfahren, verriet 2013, welche von Adobes Millionen Nutzern dasselbe Passwort hatten.',
    },
    logistic: {
      name: 'Zahlenstrom der logistischen Abbildung',
      short: 'Logistischer Strom',
      idea: 'Eine chaotische Formel, x → r·x·(1−x), erzeugt Zahlen, die unter das Bild gemischt werden.',
      hides: 'Alles, solange es ein Bild für sich ist: Histogramm und Korrelation sind tadellos.',
      leaks:
        'Für jedes Bild dieselben Zahlen: Zwei Geheimtexte zeigen den Unterschied zweier Fotos, und ein bekanntes Foto öffnet alle anderen. Im Rechner ist Chaos eine Liste gerundeter Zahlen, die sich wiederholt.',
      noticed: 'Wird nie bemerkt; der Dieb wählt, welche Bits umkippen.',
      why: 'Seit 1998 immer wieder vorgeschlagen; was genauer angesehen wurde, wurde gebrochen.',
    },
    'permute-diffuse': {
      name: 'Vertauschen und Verteilen (chaotisch)',
      short: 'Vertauschen und Verteilen',
      idea: 'Katzenabbildung und logistische Abbildung im Wechsel, viermal: der Bauplan der meisten „chaotischen Bildverschlüsselungen“.',
      hides: 'Alles, was diese Zahlen messen.',
      leaks:
        'Ob zwei Bilder gleich sind. Und den Angriff sehen die Zahlen nicht: Verfahren dieses Bauplans wurden mit einer Handvoll gewählter Bilder geöffnet.',
      noticed: 'Wird nie bemerkt: Einige Punkte sind falsch, und niemand erfährt es.',
      why: 'Alle Zahlen ideal, und gebrochen: der Grund, warum diese Seite mit Worten endet und nicht mit Zahlen.',
    },
    'aes-ctr': {
      name: 'AES im CTR-Modus',
      short: 'AES-CTR',
      idea: 'AES macht aus Schlüssel und Nonce einen Zahlenstrom; das Bild wird darunter gemischt.',
      hides: 'Alles außer der Länge.',
      leaks: 'Nichts, solange keine Nonce zweimal mit demselben Schlüssel benutzt wird.',
      noticed: 'Wird nie bemerkt: Jedes geänderte Bit kippt genau dieses Bit des Fotos um.',
      why: 'Die Hälfte eines sicheren Verfahrens. Ohne Prüfwert kann ein Dieb in Fotos malen, ohne sie zu kennen, wie der Streifen zeigt.',
    },
    'aes-gcm': {
      name: 'AES-GCM',
      short: 'AES-GCM',
      idea: 'CTR mit einem Prüfwert von 16 Bytes über alles.',
      hides: 'Alles außer der Länge.',
      leaks:
        'Nichts, solange keine Nonce zweimal kommt; eine, die es tut, verrät den Schlüssel der Prüfwerte.',
      noticed: 'Wird immer bemerkt; nichts wird gezeigt.',
      why: 'Das Web läuft damit. Seine Nonce von 12 Bytes ist zu kurz, um sie für sehr viele Dateien unter einem Schlüssel auszulosen, und ohne AES im Prozessor ist es langsam oder verrät etwas durch seine Dauer.',
    },
    'chacha20-poly1305': {
      name: 'ChaCha20-Poly1305',
      short: 'ChaCha20-Poly1305',
      idea: 'Ein anderer Strom und ein anderer Prüfwert: Additionen, Drehungen und XOR, schnell und überall gleich lang.',
      hides: 'Alles außer der Länge.',
      leaks: 'Nichts, solange keine Nonce zweimal kommt.',
      noticed: 'Wird immer bemerkt; nichts wird gezeigt.',
      why: 'So gut wie AES-GCM, auf jedem Prozessor. Die Nonce ist ebenso kurz.',
    },
    'xchacha20-poly1305': {
      name: 'XChaCha20-Poly1305',
      short: 'XChaCha20-Poly1305',
      idea: 'Dasselbe mit einer Nonce von 24 Bytes: lang genug, um sie für immer auszulosen.',
      hides: 'Alles; der Tresor rundet auch die Längen.',
      leaks:
        'Nichts, wovon jemand wüsste. Falsch zu benutzen ist es hier schwer: Jede Datei hat ihren eigenen Schlüssel, und jedes Stück von ihr seine Nummer.',
      noticed: 'Wird immer bemerkt, in jedem Stück von 64 KiB; von ihm wird nichts gezeigt.',
      why: 'Was der Tresor benutzt: kein bekannter Angriff, keine verräterische Dauer, bei Nonces nichts falsch zu machen, und jede Änderung, jeder Tausch und jeder Schnitt wird bemerkt.',
    },
  },

  about: [
    {
      title: 'Kurz gesagt',
      text: [
        'Wer die Festplatte mitnimmt, findet Dateien voller Rauschen. Diese Seite nimmt ein Foto und zeigt beides: was Sie sehen, und was der Dieb sähe. Nichts davon ist zur Schau gemalt; das Rauschen wird aus der Datei selbst gelesen.',
        'Rauschen allein ist aber noch keine Sicherheit. Darum geht dasselbe Foto auch durch Verfahren, die für Bilder vorgeschlagen wurden und sich als schwach erwiesen haben, neben denen, die gehalten haben. Ihre Geheimtexte können Sie selbst ändern.',
      ],
    },
    {
      title: 'Histogramm und Entropie',
      text: [
        'Ein Histogramm zählt, wie oft jede Helligkeit vorkommt. Ein Foto hat Berge und Täler; guter Geheimtext ist eine gerade Linie. Die Entropie fasst das in eine Zahl: 8 Bit je Byte sind vollkommen gleichmäßig, 0 ist eine einzige Farbe. Bei so wenigen Bytes werden die 8 nur beinahe erreicht.',
      ],
    },
    {
      title: 'Nachbarn',
      text: [
        'In einem Foto sieht ein Punkt aus wie der daneben: Die Paare liegen auf einer Linie, und ihre Korrelation ist nahe 1. In gutem Geheimtext füllen sie das Quadrat, und sie ist nahe 0.',
      ],
    },
    {
      title: 'NPCR und UACI',
      text: [
        'Zwei Zahlen aus der Literatur der Bildverschlüsselung: wie viele Bytes des Geheimtextes sich ändern, wenn sich ein einziges Bit des Bildes oder des Schlüssels ändert (NPCR), und um wie viel im Mittel (UACI). Bei einem idealen Verfahren 99,6094\u00a0% und 33,4635\u00a0%.',
        'Sinn haben sie bei Verfahren, die aus demselben Bild immer denselben Geheimtext machen. Heutige Verfahren fügen eine Nonce hinzu, eine Zahl zum einmaligen Gebrauch: Dann wird auch dasselbe Bild jedes Mal zu einem anderen Geheimtext. Beide Messungen werden gezeigt.',
      ],
    },
    {
      title: 'Worauf es am Ende ankommt',
      text: [
        'Einem Verfahren wird vertraut, wenn die Besten jahrelang öffentlich versucht haben, es zu brechen, und gescheitert sind; und wenn bei seinem Gebrauch nichts falsch zu machen bleibt. Es muss alles verbergen, und es muss jede Veränderung bemerken. Nur die letzten drei der Liste tun beides.',
        'Die Formeln, die Aufsätze und was genau verglichen wird, stehen in docs/insight.md.',
      ],
    },
  ],
  sheetTitle: 'Was ein Dieb sieht',
  sheetMade: (at) =>
    `Erstellt von Lightproof am ${formatInstant(at)}. Alle Zahlen wurden dabei berechnet, mit Schlüsseln, die danach weggeworfen wurden.`,
  sheetSquare: {
    photo: 'Die Mitte des Fotos, und was jedes Verfahren daraus macht',
    drawing: 'Eine Zeichnung, und was jedes Verfahren daraus macht',
  },
};
