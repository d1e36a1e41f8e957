/** @file `sharing-sentences.ts` in German. Pure TypeScript. */
import type { Sentences } from './sentences.ts';
import type { sharingSentences } from './sharing-sentences.ts';

export const sharingSentencesDe: Pick<Sentences, keyof typeof sharingSentences> = {
  'keys-none': () =>
    'Darin steht kein öffentlicher Schlüssel. Einer beginnt mit „age1“, einer für Unterschriften mit „RW“.',
  'keys-invalid': ({ key = '' }) =>
    `Was mit „${String(key)}“ beginnt, ist kein ganzer Schlüssel, oder es sind zwei derselben Art. Bitten Sie noch einmal um den Text, von Anfang bis Ende.`,
  'keys-secret': () =>
    'Das ist ein geheimer Schlüssel. Niemand außer dem Eigentümer sollte ihn haben: Sagen Sie es ihm, und bitten Sie um den öffentlichen.',
  'person-known': ({ name = 'Jemand' }) => `${String(name)} hat diesen Schlüssel schon.`,
  'person-named': () => 'Es gibt schon jemanden mit diesem Namen. Wählen Sie einen anderen.',
  'person-keyless': ({ name = 'Jemand' }) =>
    `${String(name)} hat keinen Schlüssel, für den verschlüsselt werden kann. Bitten Sie um den öffentlichen Schlüssel von age.`,
  'send-nobody': () => 'Wählen Sie, an wen die Fotos gehen, oder eine Passphrase.',
  'send-nothing': () => 'Keines der Fotos konnte in die Datei aufgenommen werden, deshalb gibt es keine.',
  'package-exists': () =>
    'Unter diesem Namen gibt es schon etwas. Wählen Sie einen anderen: Ersetzt wird nichts.',
  'package-not-age': ({ why = '' }) =>
    why === 'armored'
      ? 'Das ist eine age-Datei in Textform. Wandeln Sie sie zuerst mit dem Werkzeug age in eine gewöhnliche um.'
      : 'Das ist keine Datei, die mit age verschlüsselt wurde.',
  'package-not-for-us': () =>
    'Diese Datei ist für die Schlüssel von jemand anderem verschlüsselt. Bitten Sie darum, sie an die Schlüssel dieses Tresors zu senden.',
  'package-passphrase': () => 'Diese Datei öffnet eine Passphrase. Fragen Sie, wer sie gesendet hat.',
  'package-passphrase-wrong': () =>
    'Diese Passphrase öffnet die Datei nicht. Prüfen Sie sie und versuchen Sie es noch einmal.',
  'package-recipients': ({ most = 128 }) =>
    `Diese Datei ist für mehr als ${String(most)} Personen. Lightproof öffnet sie nicht.`,
  'package-too-costly': () =>
    'Eine Passphrase an dieser Datei zu probieren, bräuchte mehr Arbeitsspeicher, als ein Computer dafür geben sollte. Lightproof öffnet sie nicht.',
  'package-damaged': () =>
    'Diese Datei ist beschädigt, oder jemand hat sie verändert. Nichts daraus wurde übernommen. Bitten Sie noch einmal darum.',
  'package-truncated': () =>
    'Das Ende dieser Datei fehlt. Nichts daraus wurde übernommen. Kopieren oder holen Sie sie noch einmal.',
  'package-tar': () =>
    'In dieser Datei ist kein Archiv, das Lightproof liest (tar). Nichts daraus wurde übernommen.',
  'package-unsafe': ({ what = '' }) =>
    ({
      path: 'Ein Name in dieser Datei führt aus ihrem Ordner hinaus. Nichts daraus wurde übernommen.',
      link: 'In dieser Datei ist eine Verknüpfung, nicht nur Fotos. Nichts daraus wurde übernommen.',
      device: 'In dieser Datei ist etwas, das gar keine Datei ist. Nichts daraus wurde übernommen.',
      twice: 'Zwei Dateien darin haben denselben Namen. Nichts daraus wurde übernommen.',
    })[String(what)] ??
    'In dieser Datei ist etwas, das Lightproof nicht kennt. Nichts daraus wurde übernommen.',
  'package-too-many': ({ most = 100_000 }) =>
    `Darin sind mehr als ${String(most)} Dateien. Nichts daraus wurde übernommen.`,
  'package-mismatch': () =>
    'Der Inhalt ist nicht, was die eigene Liste sagt: Dateien kamen hinzu, fehlen oder sind anders. Nichts daraus wurde übernommen.',
  'package-unsigned': () =>
    'Niemand hat diese Datei unterschrieben: Nichts belegt, von wem sie ist. Nichts daraus wurde übernommen.',
  'package-unknown-signer': () =>
    'Unterschrieben hat jemand, dessen Schlüssel nicht unter Ihren Personen ist. Nichts daraus wurde übernommen.',
  'package-signature-wrong': () =>
    'Die Unterschrift gehört nicht zum Inhalt: Jemand hat ihn unterwegs verändert, oder es war ein anderer Schlüssel. Nichts daraus wurde übernommen.',
  'package-other': () =>
    'Was jetzt dort liegt, ist nicht die Datei, aus der dieser Import kam. Nichts daraus wurde übernommen. Öffnen Sie sie mit „Empfangen“.',
  'package-again': () => 'Öffnen Sie die empfangene Datei noch einmal: Was schon da ist, wird übergangen.',
};
