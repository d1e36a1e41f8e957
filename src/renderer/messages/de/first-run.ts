/** @file German messages of the first run: create or open a vault, where, passphrase, recovery kit. */
import { formatBytes, formatNumber } from '../../lib/format.ts';
import type { firstRun as english } from '../en/first-run.ts';
import type { Shape } from '../shape.ts';

export const firstRun: Shape<typeof english> = {
  step: (step, of) => `Schritt ${formatNumber(step)} von ${formatNumber(of)}`,

  welcomeTitle: 'Ihre Fotos, nur für Ihre Augen',
  welcomeText:
    'Lightproof bewahrt Fotos in einem verschlüsselten Tresor auf Ihrer eigenen Festplatte auf. Kein Konto, kein Server, kein Netz.',
  create: 'Tresor anlegen',
  createText: 'Ein neuer, leerer Ort für Ihre Fotos',
  open: 'Tresor öffnen',
  openText: 'Einen, den Sie schon haben, von hier oder von einem anderen Computer',
  dropHint: 'Oder ziehen Sie einen Tresor in dieses Fenster.',
  dropNow: 'Loslassen, um den Tresor zu öffnen',
  toVaults: 'Zurück zu Ihren Tresoren',

  whereTitle: 'Wo soll der Tresor liegen?',
  whereText:
    'Ein Tresor ist ein Ordner. Alles darin ist verschlüsselt; kopieren Sie ihn als Ganzes, um ihn zu sichern.',
  name: 'Name',
  nameDefault: 'Fotos',
  nameMissing: 'Geben Sie dem Tresor einen Namen.',
  folder: 'Ordner',
  chooseFolder: 'Ändern…',
  willBe: (path) => `Wird angelegt unter ${path}`,
  free: (bytes) => `${formatBytes(bytes)} frei auf diesem Laufwerk`,
  looking: 'Der Ordner wird angesehen…',
  exists:
    'In diesem Ordner gibt es schon etwas mit diesem Namen. Wählen Sie einen anderen Namen oder Ordner.',
  notWritable: 'In diesen Ordner kann nichts geschrieben werden. Wählen Sie einen anderen.',
  warnings: {
    synchronised:
      'Dieser Ordner wird mit einem Cloud-Dienst abgeglichen. Der Tresor würde hochgeladen, verschlüsselt; und ein Tresor, den zwei Computer zugleich verändern, kann Schaden nehmen.',
    temporary:
      'Das ist ein Ordner für vorübergehende Dateien. Das System kann ihn jederzeit leeren, und den Tresor mit ihm.',
    network:
      'Dieser Ordner liegt auf einem anderen Computer. Der Tresor wird langsamer sein, und die Verbindung kann abreißen.',
    removable: 'Dieses Laufwerk lässt sich abziehen. Sperren Sie den Tresor, bevor Sie es entfernen.',
  },

  passphraseTitle: 'Passphrase wählen',
  passphraseText:
    'Sie ist der einzige Schlüssel zum Tresor. Sechs zufällige Wörter sind leicht zu merken und nicht zu erraten. Die vorgeschlagenen Wörter sind englisch; sie stammen aus einer bewährten Liste.',
  generated: 'Sechs Wörter',
  own: 'Eigene',
  another: 'Sechs andere',
  copyPassphrase: 'Kopieren',
  making: 'Sechs Wörter werden gezogen…',
  writeDown: 'Schreiben Sie sie auf oder bewahren Sie sie in einem Passwort-Manager auf.',
  passphrase: 'Passphrase',
  repeat: 'Passphrase wiederholen',
  differs: 'Die beiden stimmen nicht überein.',
  nobody: 'Niemand kann sie zurücksetzen.',
  nobodyMore:
    'Wir nicht und auch sonst niemand: Ohne die Passphrase oder das Notfallblatt auf der nächsten Seite lassen sich die Fotos nicht öffnen.',
  makeVault: 'Tresor anlegen',

  keysTitle: 'Die Schlüssel werden erzeugt…',
  keysText:
    'Aus Ihrer Passphrase einen Schlüssel abzuleiten, dauert etwa eine Sekunde. Das ist Absicht: Wer raten will, braucht für jeden einzelnen Versuch ebenso lange.',

  kitTitle: 'Ihr Notfallblatt',
  kitText:
    'Falls die Passphrase einmal vergessen wird, öffnen diese 24 Wörter den Tresor. Sie werden nur jetzt gezeigt. Die Wörter sind englisch; so will es die Norm, nach der sie gebildet werden.',
  kitPrint: 'Drucken',
  kitSave: 'Als PDF sichern',
  kitPrinted: 'An den Drucker gesendet.',
  kitSaved: (path) => `Gesichert als ${path}`,
  kitCare: 'Bewahren Sie es auf Papier auf, nicht bei diesem Computer. Wer es hat, kann den Tresor öffnen.',
  kitPdf:
    'Das PDF ist nicht verschlüsselt. Bringen Sie es an einen sicheren Ort und löschen Sie es dann hier.',
  kitWords: 'Notfallwörter',
  kitNext: 'Ich habe es verwahrt',
  vaultId: 'Kennung des Tresors',

  confirmTitle: 'Ist es sicher verwahrt?',
  confirmText: 'Nehmen Sie Ihr Notfallblatt zur Hand und geben Sie diese drei Wörter ein.',
  word: (position) => `Wort ${formatNumber(position)}`,
  wordWrong: (position) =>
    `Nicht ganz. Sehen Sie auf dem Notfallblatt bei Nummer ${formatNumber(position)} nach.`,
  confirm: 'Abschließen',
  showAgain: 'Wörter noch einmal zeigen',
  skip: 'Ohne fortfahren',
  skipTitle: 'Ohne Notfallblatt fortfahren?',
  skipText:
    'Diese Wörter werden nicht noch einmal gezeigt; ein neues Notfallblatt lässt sich später in den Einstellungen erstellen. Bis dahin heißt eine vergessene Passphrase, dass niemand diesen Tresor je wieder öffnen kann.',
  skipStay: 'Zurück zu den Wörtern',
  skipGo: 'Ohne Notfallblatt fortfahren',

  renewTitle: 'Ihr neues Notfallblatt',
  renewText:
    'Diese 24 Wörter öffnen den Tresor, wenn keine Passphrase zur Hand ist. Sie werden nur jetzt gezeigt. Das alte Notfallblatt gilt, bis Sie drei der neuen Wörter eingegeben haben.',
  renewConfirmText:
    'Nehmen Sie Ihr neues Notfallblatt zur Hand und geben Sie diese drei Wörter ein. Danach gilt das alte nicht mehr.',
  renewConfirm: 'Altes Notfallblatt ersetzen',
  renewing: 'Wird ersetzt…',
  dropTitle: 'Das alte Notfallblatt behalten?',
  dropText:
    'Die neuen Wörter werden verworfen und öffnen nichts. Das Notfallblatt, das Sie haben, gilt weiter.',
  dropGo: 'Altes Notfallblatt behalten',

  sheetTitle: 'Lightproof-Notfallblatt',
  sheetVault: 'Tresor',
  sheetMade: 'Erstellt am',
  sheetUse:
    'So öffnen Sie den Tresor ohne seine Passphrase: Starten Sie Lightproof, wählen Sie den Tresor, dann „Stattdessen Notfallwörter verwenden“, und geben Sie die 24 Wörter der Reihe nach ein.',
  sheetCare:
    'Wer dieses Blatt hat, kann den Tresor öffnen. Bewahren Sie es dort auf, wo Ausweise und Urkunden liegen, nicht beim Computer.',
  sheetQr: 'Der Code enthält die Kennung des Tresors und die Wörter.',
};
