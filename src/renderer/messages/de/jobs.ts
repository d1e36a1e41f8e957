/** @file German messages of the room "jobs": import, export, verify, the activity card and the reports. */
import { counted, formatBytes, formatDuration, formatNumber, formatRate } from '../../lib/format.ts';
import type { jobs as english } from '../en/jobs.ts';
import type { Shape } from '../shape.ts';

const photos = (count: number): string => counted(count, 'Foto', 'Fotos');
const files = (count: number): string => counted(count, 'Datei', 'Dateien');
const problems = (count: number): string => counted(count, 'Problem', 'Probleme');

export const jobs: Shape<typeof english> = {
  photos,
  files,
  hiddenPhoto: 'Ein verborgenes Foto',

  drop: {
    title: 'Loslassen, um zu importieren',
    hint: 'Fotos oder Ordner. Die Originale bleiben, wo sie sind.',
    nothing: 'Das enthält keine Dateien. Ziehen Sie Fotos oder Ordner hierher.',
    one: 'Hier kann eine Datei oder ein Ordner abgelegt werden.',
    waits: 'Was abgelegt wird, wartet, bis dies geschlossen ist.',
    openVault: 'Dieser Tresor ist geöffnet.',
    otherVault: (name) =>
      `„${name}“ ist ein Tresor. Sperren Sie diesen und legen Sie ihn dann auf dem Fenster ab, um ihn zu öffnen.`,
  },

  importing: {
    title: 'Importieren',
    moreSources: (count) => `und ${formatNumber(count)} weitere`,
    listing: 'Fotos werden gesucht…',
    comparing: 'Vergleich mit dem Tresor…',
    found: (count, bytes) => `${files(count)} · ${formatBytes(bytes)}`,
    alreadyHere: 'Schon im Tresor',
    alreadyHereHint: 'Werden ausgelassen',
    withoutPreview: 'Ohne Vorschau',
    withoutPreviewHint: 'Werden aufbewahrt, wie sie sind',
    notPictures: 'Keine Bilder',
    notPicturesHint: 'Werden ausgelassen',
    sidecars: 'Dateien, die zu Fotos gehören',
    sidecarsHint: 'Werden mit ihnen gelesen',
    left: {
      links: 'Verweise auf andere Orte',
      hidden: 'Versteckte Dateien und Ordner',
      thumbnails: 'Vorschaubilder anderer Programme',
      system: 'Dateien des Systems',
    },
    leftHint: 'Werden ausgelassen',
    space: (needs, free) => `Braucht ${formatBytes(needs)}, ${formatBytes(free)} frei`,
    missingSpace: (missing) =>
      `Auf dem Laufwerk des Tresors fehlen ${formatBytes(missing)}. Schaffen Sie dort Platz oder importieren Sie weniger Fotos auf einmal.`,
    recheck: 'Erneut prüfen',
    album: 'Zum Album hinzufügen',
    albumHint: 'Optional',
    originals: 'Die Originale bleiben, wo sie sind.',
    start: (count) => `${photos(count)} importieren`,
    startPlain: 'Importieren',
    nothingTitle: 'Nichts zu importieren',
    nothingFound: 'Hier sind keine Fotos.',
    nothingNew: (count) =>
      count === 1 ? 'Dieses Foto ist schon im Tresor.' : `Alle ${photos(count)} sind schon im Tresor.`,
    failedTitle: 'Diese konnten nicht durchgesehen werden',
    next: (count) => counted(count, 'weiterer Import wartet', 'weitere Importe warten'),
  },

  activity: {
    title: 'Vorgänge',
    minimise: 'Vorgänge verkleinern',
    expand: 'Vorgänge zeigen',
    clear: 'Aufräumen',
    pause: 'Pause',
    resume: 'Fortsetzen',
    cancel: 'Abbrechen',
    dismiss: 'Ausblenden',
    showReport: 'Bericht zeigen',
    showProblems: 'Liste zeigen',
    progress: (title) => `${title}: Fortschritt`,
    summary: (running) => counted(running, 'Vorgang läuft', 'Vorgänge laufen'),
    ended: (count) => counted(count, 'Vorgang beendet', 'Vorgänge beendet'),
    waiting: 'Wartet auf den Import davor',
    preparing: 'Wird vorbereitet…',
    pausing: 'Pause nach dem jetzigen Foto…',
    paused: 'Angehalten',
    fromWord: 'aus',
    toWord: 'nach',
    ofFiles: (done, total) => `${formatNumber(done)} von ${formatNumber(total)}`,
    ofBytes: (done, total) => `${formatBytes(done)} von ${formatBytes(total)}`,
    perSecond: (rate) => `${formatRate(rate)} ${rate === 1 ? 'Foto' : 'Fotos'}/s`,
    left: (seconds) => `noch etwa ${formatDuration(seconds)}`.replace('etwa einige', 'einige'),
    confirm: {
      import: {
        question: 'Import abbrechen?',
        explanation: (count) =>
          count === 0
            ? 'Es wurde noch nichts importiert.'
            : count === 1
              ? 'Das eine schon importierte Foto bleibt im Tresor.'
              : `Die ${photos(count)}, die schon importiert sind, bleiben im Tresor.`,
        stop: 'Import abbrechen',
      },
      export: {
        question: 'Export abbrechen?',
        explanation: (count) =>
          count === 0
            ? 'Es wurde noch nichts geschrieben.'
            : count === 1
              ? 'Das eine schon geschriebene Foto bleibt im Ordner.'
              : `Die ${photos(count)}, die schon geschrieben sind, bleiben im Ordner.`,
        stop: 'Export abbrechen',
      },
      verify: {
        question: 'Prüfung abbrechen?',
        explanation: () => 'Die nächste Prüfung beginnt wieder beim ersten Foto.',
        stop: 'Prüfung abbrechen',
      },
      keep: 'Weitermachen',
    },
  },

  titles: {
    import: 'Fotos werden importiert',
    export: (count) =>
      count === 0 ? 'Export läuft' : `${counted(count, 'Foto wird', 'Fotos werden')} exportiert`,
    verify: (count) =>
      count === 0 ? 'Prüfung läuft' : `${counted(count, 'Foto wird', 'Fotos werden')} geprüft`,
    verifyQuick: 'Der Tresor wird kurz geprüft',
    importEnded: {
      done: 'Import abgeschlossen',
      cancelled: 'Import abgebrochen',
      stopped: 'Import konnte nicht fortgesetzt werden',
    },
    exportEnded: {
      done: 'Export abgeschlossen',
      cancelled: 'Export abgebrochen',
      stopped: 'Export konnte nicht fortgesetzt werden',
    },
    verifyEnded: {
      done: 'Prüfung abgeschlossen',
      cancelled: 'Prüfung abgebrochen',
      stopped: 'Prüfung konnte nicht fortgesetzt werden',
    },
  },

  results: {
    imported: (count) => `${photos(count)} importiert`,
    duplicate: (count) => `${formatNumber(count)} schon vorhanden`,
    skipped: (count) => `${formatNumber(count)} ausgelassen`,
    failed: (count) => `${formatNumber(count)} fehlgeschlagen`,
    nothingImported: 'Keine neuen Fotos',
    importedBeforeStop: (count) =>
      count === 0
        ? 'Es wurde nichts importiert.'
        : `${counted(count, 'zuvor importiertes Foto ist', 'zuvor importierte Fotos sind')} im Tresor.`,
    written: (count, already) =>
      already === 0
        ? `${formatNumber(count)} geschrieben, ${formatNumber(count)} stimmen überein`
        : `${formatNumber(count)} geschrieben, ${formatNumber(already)} schon vorhanden, ${formatNumber(count + already)} stimmen überein`,
    notWritten: (count) => `${formatNumber(count)} konnten nicht geschrieben werden`,
    nothingWritten: 'Es wurde nichts geschrieben.',
    writtenBeforeStop: (count) =>
      count === 0
        ? 'Es wurde nichts geschrieben.'
        : `${counted(count, 'zuvor geschriebenes Foto ist vollständig und stimmt', 'zuvor geschriebene Fotos sind vollständig und stimmen')} überein.`,
    verified: (count) =>
      count === 0
        ? 'Der Tresor ist leer und unversehrt.'
        : count === 1
          ? 'Das Foto im Tresor ist unversehrt.'
          : `Alle ${photos(count)} geprüft und unversehrt.`,
    verifiedQuick: (count) =>
      count === 0
        ? 'Der Tresor ist leer und unversehrt.'
        : `${photos(count)}: Jede Datei ist da und lässt sich öffnen.`,
    leftovers: (count) =>
      `${counted(count, 'übrig gebliebene Datei braucht', 'übrig gebliebene Dateien brauchen')} keine Beachtung.`,
    problems: (count) => `${problems(count)} gefunden.`,
    problemsSoFar: (count) =>
      count === 0 ? 'Bis dahin wurde kein Problem gefunden.' : `Bis dahin ${problems(count)} gefunden.`,
  },

  announce: {
    percent: (title, percent) => `${title}: ${percent}`,
  },

  imports: {
    title: 'Importe',
    emptyTitle: 'Noch keine Importe',
    empty:
      'Jeder Import hinterlässt hier einen Bericht: was hereinkam, was schon da war und was es nicht geschafft hat und warum.',
    addFolder: 'Ordner hinzufügen…',
    addPhotos: 'Fotos hinzufügen…',
    loading: 'Importe werden geladen…',
    failedTitle: 'Die Liste der Importe konnte nicht gelesen werden',
    resume: 'Fortsetzen',
    took: (seconds) => formatDuration(seconds),
    states: {
      running: 'Läuft',
      pausing: 'Wird angehalten',
      paused: 'Angehalten',
      done: 'Abgeschlossen',
      cancelled: 'Abgebrochen',
      stopped: 'Gestoppt',
      interrupted: 'Unterbrochen',
    },
    interrupted:
      'Lightproof wurde geschlossen oder gesperrt, während dieser Import lief. Was importiert wurde, ist im Tresor.',
    remaining: (count) => `noch ${files(count)}`,
  },

  report: {
    back: 'Alle Importe',
    tabs: {
      imported: 'Importiert',
      duplicate: 'Schon im Tresor',
      attached: 'Bei Fotos',
      skipped: 'Ausgelassen',
      failed: 'Fehlgeschlagen',
    },
    lists: 'Ergebnisse nach Art',
    copyList: 'Liste kopieren',
    copied: (count) => `${counted(count, 'Zeile', 'Zeilen')} kopiert`,
    listFailed: 'Diese Liste konnte nicht gelesen werden',
    empty: {
      imported: 'Es wurde nichts importiert.',
      duplicate: 'Nichts war schon im Tresor.',
      attached: 'Keine Datei gehörte zu einem Foto.',
      skipped: 'Nichts wurde ausgelassen.',
      failed: 'Nichts ist fehlgeschlagen.',
    },
    retryAll: 'Alle erneut versuchen',
    retryOne: (name) => `${name} erneut versuchen`,
    retried: (when) => `Fehlgeschlagenes erneut versucht: ${when}`,
    again: 'Beim erneuten Versuch importiert.',
    stoppedAfter: (name) =>
      `Er endete nach „${name}“. „Fortsetzen“ macht dort weiter und tut nichts zweimal.`,
    showPhotos: 'Fotos zeigen',
    openPhoto: (name) => `${name} öffnen`,
    partOf: (name) => `Gehört zu ${name}`,
    alreadyThere: 'Dasselbe Foto ist schon im Tresor.',
    reasons: {
      'no-space': 'Auf dem Laufwerk des Tresors war kein Platz mehr.',
      'no-permission': 'Sie dürfen diese Datei nicht lesen.',
      cancelled: 'Der Import wurde abgebrochen, bevor sie an der Reihe war.',
      'disk-failed': 'Das Laufwerk meldete einen Fehler, während diese Datei gelesen oder gespeichert wurde.',
      internal: 'In Lightproof ging mit dieser Datei etwas schief. Das Original ist unberührt.',
    },
    header: (when) => `Import vom ${when}`,
    sources: (list) => `Aus: ${list}`,
  },

  bin: {
    action: 'Originale in den Papierkorb…',
    title: 'Originale in den Papierkorb des Systems legen',
    promise:
      'Es gehen nur Dateien, deren verschlüsselte Kopie gerade aus dem Tresor zurückgelesen wurde und der Datei auf dem Laufwerk jetzt gleicht. Nichts wird gelöscht: Sie bleiben im Papierkorb, bis Sie ihn leeren.',
    comparing: 'Die Originale werden mit dem Tresor verglichen…',
    compared: (count, bytes) => `${files(count)} · ${formatBytes(bytes)}`,
    nothing: 'Kein Original kann gehen.',
    going: (count, bytes) =>
      `${files(count)}, ${formatBytes(bytes)}, ${count === 1 ? 'kann' : 'können'} gehen.`,
    staying: (count) =>
      count === 1 ? 'Eine bleibt, wo sie ist.' : `${formatNumber(count)} bleiben, wo sie sind.`,
    lists: 'Was geht und was bleibt',
    goingTab: 'Können gehen',
    stayingTab: 'Bleiben',
    reasons: {
      'source-missing': 'Sie ist nicht mehr da.',
      'source-changed': 'Sie wurde seither verändert: Was jetzt dort liegt, ist nicht im Tresor.',
      'source-unreadable': 'Sie konnte nicht gelesen werden.',
      'not-found': 'Ihr Foto liegt im Papierkorb des Tresors oder wurde gelöscht.',
      'blob-damaged': 'Ihre verschlüsselte Kopie ist beschädigt. Behalten Sie diese Datei.',
      'blob-missing': 'Ihre verschlüsselte Kopie fehlt. Behalten Sie diese Datei.',
      'bin-refused': 'Der Papierkorb kann eine Datei mit diesem Namen nicht aufnehmen.',
    },
    move: (count) => `${files(count)} in den Papierkorb legen`,
    moving: 'Wird in den Papierkorb gelegt…',
    movedSoFar: (done, all) => `${formatNumber(done)} von ${formatNumber(all)}`,
    stop: 'Anhalten',
    moved: (count, bytes) =>
      count === 0
        ? 'Keine Datei wurde bewegt.'
        : `${files(count)} in den Papierkorb gelegt (${formatBytes(bytes)}).`,
    refused: (count) =>
      count === 1
        ? 'Eine Datei wurde nicht bewegt und ist, wo sie war:'
        : `${files(count)} wurden nicht bewegt und sind, wo sie waren:`,
  },

  exporting: {
    title: 'Exportieren',
    count: photos,
    everything: (count) => `Alles: ${photos(count)}`,
    album: (name, count) => `„${name}“: ${photos(count)}`,
    format: 'Format',
    formats: { original: 'Original', jpeg: 'JPEG', webp: 'WebP', png: 'PNG' },
    metadata: 'Angaben',
    withouts: { nothing: 'Alle', place: 'Ohne Ort', metadata: 'Keine' },
    hints: {
      original: {
        nothing: 'Byte für Byte, wie sie importiert wurden.',
        place:
          'Der Aufnahmeort wird weggelassen und alles, worin er stecken könnte. Die Bilder selbst bleiben unverändert.',
        metadata:
          'Nichts als das Bild: kein Ort, kein Datum, keine Kamera, keine Wörter. Die Bilder selbst bleiben unverändert.',
      },
      converted: {
        nothing: 'Neue Bilder in sRGB mit Datum, Ort, Kamera und Bildunterschrift, wie der Tresor sie kennt.',
        place: 'Neue Bilder in sRGB mit Datum, Kamera und Bildunterschrift, ohne den Ort.',
        metadata: 'Neue Bilder in sRGB, die nichts über sich verraten.',
      },
    },
    edge: 'Längste Seite',
    edges: (pixels) => (pixels === 0 ? 'Volle Größe' : `${String(pixels)}\u00a0px`),
    quality: 'Qualität',
    qualities: { '95': 'Beste', '88': 'Gut', '75': 'Klein' },
    layout: 'Ordner',
    layouts: { flat: 'Ein Ordner', date: 'Nach Tag', albums: 'Nach Album' },
    albumsHint: 'Ein Foto in zwei Alben wird zweimal geschrieben.',
    beside: 'Daneben',
    sidecars: 'Begleitdateien',
    sidecarsHint:
      'Datum, Ort, Bildunterschrift, Schlagwörter, Bewertung, Favorit und Alben, für andere Programme und um sie wieder zu importieren',
    checksums: 'Liste der Prüfsummen',
    captured: 'Den Dateien das Aufnahmedatum geben',
    uncleanable: (count) =>
      `Bei ${count === 1 ? 'einem Foto' : photos(count)} lassen sich die Angaben nicht entfernen, ohne das Bild zu verändern. ${count === 1 ? 'Es wird' : 'Sie werden'} ausgelassen und am Ende genannt.`,
    unconvertible: (count) =>
      `${count === 1 ? 'Eine Datei lässt' : `${files(count)} lassen`} sich nicht umwandeln und ${count === 1 ? 'wird' : 'werden'} ausgelassen und am Ende genannt.`,
    otherwise: 'In JPEG umwandeln, was sich nicht bereinigen lässt',
    already: (count) => `${photos(count)} schon vorhanden`,
    about: (space) => `Etwa ${space}`,
    where: 'Wohin',
    noFolder: 'Kein Ordner ausgewählt',
    choose: 'Ordner auswählen…',
    change: 'Ändern…',
    checking: 'Der Ordner wird geprüft…',
    size: 'Größe',
    space: (bytes, free) => `${formatBytes(bytes)}, ${formatBytes(free)} frei`,
    missingSpace: (missing) =>
      `Auf diesem Laufwerk fehlen ${formatBytes(missing)}. Schaffen Sie dort Platz oder wählen Sie einen anderen Ordner.`,
    notWritable: 'In diesen Ordner dürfen Sie nicht schreiben. Wählen Sie einen anderen.',
    nothing: 'Es gibt nichts zu exportieren.',
    warningTitle: 'Entschlüsselte Kopien kann jeder lesen.',
    warning: 'Sie verlassen den Schutz des Tresors. Löschen Sie sie, wenn Sie sie nicht mehr brauchen.',
    start: (count) => `${photos(count)} exportieren`,
    confirm: 'Entschlüsselte Kopien exportieren',
  },

  exportReport: {
    title: 'Export',
    firstOnly: (shown, all) => `Gezeigt werden die ersten ${formatNumber(shown)} von ${formatNumber(all)}.`,
  },

  verifying: {
    title: 'Tresor prüfen',
    full: 'Jedes Foto',
    fullHint:
      'Liest und entschlüsselt jede Datei und vergleicht sie mit dem, was importiert wurde. Dauert etwa so lange, wie den Tresor zu kopieren.',
    quick: 'Kurzer Blick',
    quickHint: 'Sieht nach, ob jede Datei da ist und sich öffnen lässt. Dauert einen Augenblick.',
    how: 'Wie gründlich',
    never: 'Dieser Tresor wurde noch nie vollständig geprüft.',
    last: (day, count) =>
      count === 0
        ? `Zuletzt am ${day} vollständig geprüft, ohne ein Problem.`
        : `Zuletzt am ${day} vollständig geprüft: ${problems(count)} gefunden.`,
    start: 'Prüfen',
    reportTitle: 'Was die Prüfung gefunden hat',
    unknownPhoto: 'Foto ohne lesbaren Namen',
    vaultFile: 'Eine Datei des Tresors',
    detail: 'Einzelheiten',
  },
};
