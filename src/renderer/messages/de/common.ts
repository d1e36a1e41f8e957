/** @file German messages used in more than one room. */
import type { common as english } from '../en/common.ts';
import type { Shape } from '../shape.ts';

export const common: Shape<typeof english> = {
  appName: 'Lightproof',
  cancel: 'Abbrechen',
  close: 'Schließen',
  done: 'Fertig',
  back: 'Zurück',
  goOn: 'Weiter',
  retry: 'Erneut versuchen',
  copied: 'Kopiert',
  copyRefused: 'Das ließ sich nicht kopieren. Versuchen Sie es noch einmal oder schreiben Sie es ab.',
  undo: 'Rückgängig',
  showInFolder: 'Im Ordner zeigen',
  dismiss: 'Ausblenden',
  passphraseShow: 'Passphrase anzeigen',
  passphraseHide: 'Passphrase verbergen',
  capsLock: 'Die Feststelltaste ist aktiv.',
  notices: 'Hinweise',
  messages: 'Meldungen',
};
