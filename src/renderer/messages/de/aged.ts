/** @file German messages about a vault that is older than it should be, or went another way: what was noticed, what can be done, what it means to take it. */
import type { ErrorCode } from '../../../shared/errors.ts';
import { formatInstant } from '../../lib/format.ts';
import type { aged as english } from '../en/aged.ts';
import type { Shape } from '../shape.ts';

const putBack =
  'Wenn es eine neuere Kopie dieses Tresors gibt, sperren Sie diesen hier und legen Sie die neuere an seine Stelle.';
const exportFirst = 'Bis dahin lässt sich alles ansehen und exportieren, und nichts wird verändert.';

/** What can be done, most likely first. */
const advice: Readonly<Partial<Record<ErrorCode, readonly string[]>>> = {
  'vault-rolled-back': [
    putBack,
    'Wenn Sie diesen hier selbst aus einer Sicherung zurückgeholt haben, weil der neuere verloren ist, bestätigen Sie das unten.',
    exportFirst,
  ],
  'header-rolled-back': [
    'Wenn Sie eine neuere „vault.hdr“ haben, sperren Sie den Tresor und legen Sie die Datei zweimal in seinen Ordner: als „vault.hdr“ und als „vault.hdr.bak“.',
    'Wenn Sie die alte selbst zurückgeholt haben, bestätigen Sie das unten. Ändern Sie danach die Passphrasen, denen Sie nicht mehr trauen.',
    exportFirst,
  ],
  'catalogue-rolled-back': [
    'Eine Reparatur holt zurück, was sich finden lässt: Fotos, die seither hinzugekommen sind, und was die letzte Kopie des Katalogs weiß.',
    'Wenn Sie den ganzen Tresor aus einer Sicherung zurückgeholt haben und ihn so behalten möchten, bestätigen Sie das unten.',
    exportFirst,
  ],
  'vault-forked': [
    'Das geschieht, wenn ein Tresor in einem Ordner liegt, der auf mehreren Computern abgeglichen wird, und auf zweien zugleich verändert wurde; oder wenn mit einer Sicherung anderswo weitergearbeitet wurde.',
    'Entscheiden Sie, mit welcher Kopie es weitergehen soll. Was nur die andere enthält, lässt sich dort exportieren und hier importieren.',
    'Wenn es diese hier ist, bestätigen Sie das unten.',
    exportFirst,
  ],
};

const missing =
  'Was später kam, fehlt darin: Fotos, die seither hinzugefügt, Alben und Markierungen, die seither geändert wurden.';
const waysIn =
  'Passphrasen und Notfallblätter können die von damals sein: Was seither geändert oder entfernt wurde, öffnet den Tresor womöglich wieder.';
const newer = 'Die neuere Kopie gilt dann, falls sie wieder auftaucht, als die ältere.';
const consequences: Readonly<Partial<Record<ErrorCode, readonly string[]>>> = {
  'header-rolled-back': [
    'Passphrasen und Notfallblätter sind die von damals: Was seither geändert oder entfernt wurde, öffnet den Tresor wieder; was seither hinzukam, nicht.',
    'Fotos, Alben und Markierungen sind davon nicht betroffen.',
  ],
  'vault-forked': [
    'Was nur in der anderen Kopie hinzugefügt oder geändert wurde, fehlt in dieser.',
    'Die andere Kopie gilt dann, falls sie wieder auftaucht, als eine ältere oder eine andere.',
  ],
};

export const aged: Shape<typeof english> = {
  card: (code) => (code === 'vault-forked' ? 'Andere Kopie' : 'Ältere Kopie'),
  what: 'Was zu tun ist…',
  titles: {
    'vault-rolled-back': 'Hier war schon eine neuere Kopie',
    'header-rolled-back': 'Eine ältere Schlossdatei',
    'catalogue-rolled-back': 'Ein älterer Katalog',
    'vault-forked': 'Zwei Kopien eines Tresors',
  },
  dates: ({ changed, seen }) => [
    ...(typeof changed === 'string'
      ? [`Diese Kopie wurde zuletzt am ${formatInstant(changed)} verändert.`]
      : []),
    ...(typeof seen === 'string'
      ? [`Die Kopie, die dieser Computer kennt, wurde am ${formatInstant(seen)} verändert.`]
      : []),
  ],
  adviceTitle: 'Was Sie tun können',
  advice: (code) => advice[code] ?? [],
  unopened: [
    'Holen Sie die neueste „vault.hdr“ aus einer Sicherung zurück, und zwar zweimal: als „vault.hdr“ und als „vault.hdr.bak“. Öffnen Sie den Tresor dann erneut.',
    'Löschen Sie nichts im Ordner des Tresors: Was sich jetzt nicht öffnen lässt, öffnet sich mit der richtigen Datei wieder.',
  ],
  accept: (code) =>
    code === 'vault-forked' ? 'Mit dieser Kopie weiterarbeiten…' : 'Sie wurde absichtlich zurückgeholt…',
  acceptTitle: 'Mit dieser Kopie weiterarbeiten',
  acceptText:
    'Sie gilt dann als die neueste und kann wieder verändert werden. Das Protokoll des Tresors hält es fest.',
  consequences: (code) => consequences[code] ?? [missing, waysIn, newer],
  go: 'Mit dieser Kopie weiterarbeiten',
  done: 'Diese Kopie des Tresors ist jetzt die neueste',
};
