/** @file German messages of the drop box: on the locked window and in the settings. */
import { formatBytes, formatNumber } from '../../lib/format.ts';
import type { dropbox as english } from '../en/dropbox.ts';
import type { Shape } from '../shape.ts';

const pictures = (count: number): string => (count === 1 ? '1 Bild' : `${formatNumber(count)} Bilder`);
const files = (count: number): string => (count === 1 ? '1 Datei' : `${formatNumber(count)} Dateien`);

export const dropbox: Shape<typeof english> = {
  dropNow: 'Bilder in den gesperrten Tresor einwerfen',
  dropHint:
    'Sie werden sofort verschlüsselt und beim Entsperren aufgenommen. Ein Tresor, der hier abgelegt wird, wird geöffnet.',
  button: 'Bilder einwerfen, ohne zu entsperren…',
  dropping: (count, bytes) => `Wird verschlüsselt… ${pictures(count)}, ${formatBytes(bytes)}`,
  dropped: (count) =>
    `${pictures(count)} in den Einwurf des Tresors gelegt. ${count === 1 ? 'Es wird' : 'Sie werden'} beim Entsperren aufgenommen; bis dahin kann niemand ${count === 1 ? 'es' : 'sie'} sehen.`,
  nothing: 'Nichts wurde eingeworfen: Das sind keine Bilder.',
  failed: (count) =>
    count === 1
      ? '1 Datei konnte nicht eingeworfen werden:'
      : `${files(count)} konnten nicht eingeworfen werden:`,
  leftOut: (count) => `${files(count)} ausgelassen: keine Bilder.`,
  beside: (count) =>
    `${files(count)} mit Datum oder Beschreibung ausgelassen: Fügen Sie sie mit den Fotos hinzu, wenn der Tresor offen ist.`,
  waiting: (count) =>
    count === 1 ? '1 Datei wartet im Einwurf.' : `${formatNumber(count)} Dateien warten im Einwurf.`,
  close: 'Schließen',
  source: 'Einwurf',

  title: 'Einwurf',
  text: 'In diesen Tresor lassen sich Bilder legen, während er gesperrt ist: auf sein Fenster gezogen oder über die Befehlszeile. Eine Passphrase ist nicht nötig, und was dort liegt, lässt sich ohne sie nicht lesen. Aufgenommen wird es beim Entsperren.',
  fingerprint: 'Fingerabdruck seines Schlüssels',
  fingerprintHint:
    'Vergleichen Sie diese Wörter, bevor Sie auf einem anderen Computer etwas für ihn verschlüsseln.',
  empty: 'Nichts wartet darin.',
  aside: (count) =>
    count === 1
      ? '1 Datei konnte nicht aufgenommen werden und ist beiseite gelegt: beschädigt oder nicht für diesen Tresor bestimmt.'
      : `${formatNumber(count)} Dateien konnten nicht aufgenommen werden und sind beiseite gelegt: beschädigt oder nicht für diesen Tresor bestimmt.`,
  strays: (count) =>
    count === 1
      ? 'In seinem Ordner liegt etwas, das niemand eingeworfen hat. Es bleibt, wie es ist.'
      : `In seinem Ordner liegen ${formatNumber(count)} Dinge, die niemand eingeworfen hat. Sie bleiben, wie sie sind.`,
  adopt: 'Jetzt aufnehmen',
  again: 'Beiseitegelegtes erneut versuchen',
  saveKey: 'Öffentlichen Schlüssel sichern…',
  saved:
    'Der öffentliche Schlüssel ist gesichert. Mit ihm lassen sich Bilder für diesen Tresor verschlüsseln, aber nicht öffnen.',
};
