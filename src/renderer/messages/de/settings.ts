/** @file German messages of the settings. */
import { counted, formatNumber } from '../../lib/format.ts';
import type { settings as english } from '../en/settings.ts';
import type { Shape } from '../shape.ts';

const usualNames = new Map([
  ['Recovery words', 'Notfallwörter'],
  ['Passphrase and key file', 'Passphrase und Schlüsseldatei'],
]);

export const settings: Shape<typeof english> = {
  title: 'Einstellungen',
  pages: {
    general: 'Allgemein',
    folders: 'Ordner',
    export: 'Export',
    sharing: 'Teilen',
    storage: 'Speicher',
    security: 'Sicherheit',
    activity: 'Protokoll',
    about: 'Über',
  },
  folders: {
    title: 'Überwachte Ordner',
    hint: 'Was in diesen Ordnern neu ist, wird importiert, solange dieser Tresor offen ist. In ihnen wird nichts verändert oder gelöscht.',
    none: 'Kein Ordner wird überwacht.',
    watch: 'Ordner überwachen…',
    stop: (path) => `${path} nicht mehr überwachen`,
    gone: 'Er ist gerade nicht da. Sobald er zurück ist, kommen seine neuen Fotos.',
  },

  storage: {
    counting: 'Wird zusammengezählt…',
    photos: (files) => `Fotos, Vorschauen und Filme, ${counted(files, 'Datei', 'Dateien')}`,
    catalogue: 'Katalog mit den kleinen Bildern',
    snapshots: 'Kopien des Katalogs',
    aside: 'Von Reparaturen beiseitegelegt',
    other: 'Kopf und alles Übrige',
    total: 'Der Tresor im Ganzen',
    free: 'Frei auf diesem Datenträger',
    originals: (bytes) => `Die Originale allein sind ${bytes} groß.`,
    where: 'Wo er liegt',
  },
  exportHint: 'Damit beginnt ein Export. Es lässt sich jedes Mal anders wählen und wird gemerkt.',

  appearance: 'Erscheinungsbild',
  textSize: 'Textgröße',
  motionHint: 'Ob sich etwas bewegt, richtet sich nach dem System.',
  gridSize: 'Größe der Bilder in der Zeitleiste, in diesem Tresor',
  notify: 'Benachrichtigen, wenn etwas Langes beendet ist',
  notifyHint: 'Nur solange niemand auf das Fenster schaut, und ohne Namen oder Zahl.',
  tray: 'Symbol neben der Uhr, zum Zeigen des Fensters und zum Sperren',
  themes: { system: 'Wie das System', dark: 'Dunkel', light: 'Hell' },
  language: 'Sprache',
  languages: { system: 'Wie das System', en: 'English', de: 'Deutsch' },
  idle: 'Sperren, wenn niemand ihn benutzt',
  idleHint:
    'Der Tresor wird auch gesperrt, wenn der Computer in den Ruhezustand geht oder sein Bildschirm gesperrt wird.',
  idleAfter: (minutes) => `Nach ${counted(minutes, 'Minute', 'Minuten')}`,
  idleNever: 'Nie',

  changeTitle: 'Passphrase ändern',
  changeText: 'Eine früher gemachte Kopie des Tresors öffnet sich weiterhin mit der alten Passphrase.',
  current: 'Bisherige Passphrase',
  currentWrong: 'Das ist nicht die Passphrase dieses Tresors.',
  byWords:
    'Sie haben den Tresor mit den Notfallwörtern geöffnet; die alte Passphrase wird deshalb nicht gebraucht.',
  next: 'Neue Passphrase',
  change: 'Passphrase ändern',
  changing: 'Wird geändert…',
  changed: 'Die Passphrase wurde geändert.',

  changeAll: (count) =>
    `Die neue Passphrase tritt an die Stelle aller ${formatNumber(count)} Passphrasen ohne Schlüsseldatei.`,

  waysTitle: 'Zugänge',
  waysText: (count, most) =>
    `Jeder von ihnen öffnet den Tresor für sich allein. ${formatNumber(count)} von höchstens ${formatNumber(most)}.`,
  kinds: {
    passphrase: 'Passphrase',
    'passphrase+keyfile': 'Passphrase und Schlüsseldatei',
    recovery: 'Notfallblatt',
  },
  added: (kind, date) => `${kind} · seit ${date}`,
  wayCalled: (label) => usualNames.get(label) ?? label,
  wayMenu: (name) => `Mehr zu ${name}`,
  add: 'Passphrase hinzufügen…',
  newKit: 'Neues Notfallblatt…',
  rename: 'Umbenennen…',
  remove: 'Entfernen…',
  changeThis: 'Passphrase ändern…',

  addTitle: 'Passphrase hinzufügen',
  addText: 'Für einen anderen Menschen oder einen anderen Ort. Sie öffnet den Tresor wie die vorhandenen.',
  addKinds: { alone: 'Nur Passphrase', file: 'Mit Schlüsseldatei' },
  keyFileText:
    'Passphrase und Datei werden jedes Mal beide gebraucht. Jede Datei eignet sich, die sich nie ändert; bewahren Sie eine Kopie davon auf einem anderen Laufwerk auf und nicht im Ordner des Tresors.',
  createKeyFile: 'Schlüsseldatei erstellen…',
  wayName: 'Name',
  wayNameHint:
    'Für Ihren eigenen Gebrauch. Er ist nicht verschlüsselt: Wer den Ordner des Tresors hat, kann ihn lesen.',
  wayNameDefault: 'Passphrase',
  prove: 'Geben Sie zur Erlaubnis eine geltende Passphrase ein',
  proveAnother: 'Geben Sie zur Erlaubnis eine andere Passphrase dieses Tresors ein',
  proveWrong: 'Das öffnet diesen Tresor nicht.',
  addGo: 'Hinzufügen',
  addDone: (name) => `„${name}“ öffnet den Tresor von nun an.`,

  renameTitle: 'Umbenennen',
  renameGo: 'Umbenennen',
  removeTitle: (name) => `„${name}“ entfernen?`,
  removeText:
    'Damit öffnet sich dieser Tresor dann nicht mehr. Eine früher gemachte Kopie des Tresors lässt sich weiterhin damit öffnen.',
  removeGo: 'Entfernen',
  removeDone: (name) => `„${name}“ öffnet den Tresor nicht mehr.`,
  working: 'Wird geprüft…',

  kitTitle: 'Ein neues Notfallblatt',
  kitText:
    'Sie bekommen 24 neue Wörter zum Drucken oder Sichern. Sobald Sie sie verwahrt haben, öffnen die Wörter des alten Notfallblatts nichts mehr.',
  kitGo: 'Neue Wörter zeigen',
  kitDone: 'Das neue Notfallblatt gilt. Das alte öffnet den Tresor nicht mehr.',
  back: 'Zurück',

  aboutText:
    'Bewahrt Fotos in einem verschlüsselten Tresor auf Ihrer eigenen Festplatte auf. Nichts verlässt diesen Computer.',
  version: 'Version',
  runtime: 'Electron',
  system: 'System',
  decoding: 'Lesen der Bildformate',
  decodings: { isolated: 'Abgeschottet', 'separate process': 'Eigener Prozess' },
  libraries: (count) => `Gebaut mit ${counted(count, 'Bibliothek', 'Bibliotheken')}`,
  licence: 'Lizenz',
  licenceName: 'MIT',
};
