/** @file One German sentence for every event of the audit log (`log-words.ts` has the English ones). Pure TypeScript. */
import type { LogFormat } from './log-words.ts';
import type { LogEvent } from './log.ts';

type Of<E extends LogEvent['event']> = Extract<LogEvent, { readonly event: E }>;
type Sentences = { readonly [E in LogEvent['event']]: (event: Of<E>) => string };

const kinds = {
  passphrase: 'einer Passphrase',
  'passphrase+keyfile': 'einer Passphrase und ihrer Schlüsseldatei',
  recovery: 'den Wörtern des Notfallblatts',
} as const;
const ends = {
  done: '',
  cancelled: ' Der Vorgang wurde abgebrochen.',
  stopped: ' Ein Fehler hat den Vorgang beendet.',
} as const;

/** What happened, in one or two sentences. */
export function germanLogSentence(event: LogEvent, { counted, instant }: LogFormat): string {
  const photos = (count: number): string => counted(count, 'Foto', 'Fotos');
  const files = (count: number): string => counted(count, 'Datei', 'Dateien');
  const unless0 = (count: number, text: string): string[] => (count === 0 ? [] : [text]);
  const sentences: Sentences = {
    created: () => 'Der Tresor wurde angelegt.',
    unlocked: ({ kind }) => `Entsperrt mit ${kinds[kind]}.`,
    'unlock-failed': ({ count, first, last }) =>
      count === 1
        ? `Jemand hat vergeblich versucht zu entsperren, am ${instant(first)}.`
        : `${counted(count, 'Versuch', 'Versuche')} zu entsperren schlugen fehl, vom ${instant(first)} bis zum ${instant(last)}.`,
    imported: ({ imported, duplicate, skipped, failed, state }) =>
      `${[
        `${photos(imported)} importiert`,
        ...unless0(duplicate, `${counted(duplicate, 'war', 'waren')} schon im Tresor`),
        ...unless0(skipped, `${files(skipped)} ausgelassen`),
        ...unless0(failed, `${files(failed)} fehlgeschlagen`),
      ].join(', ')}.${ends[state]}`,
    exported: ({ what, photos: count, failed, destination, state }) =>
      what === 'log'
        ? `Dieses Protokoll nach ${destination} exportiert.`
        : what === 'dragged'
          ? `${photos(count)} aus dem Fenster gezogen.`
          : `${[`${photos(count)}${manner(what)} nach ${destination} exportiert`, ...unless0(failed, `${photos(failed)} fehlgeschlagen`)].join(', ')}.${ends[state]}`,
    sent: ({ what, photos: count, failed, people, file, state }) =>
      `${[`${photos(count)}${manner(what)} an ${people === 0 ? 'alle, die eine Passphrase kennen,' : counted(people, 'Person', 'Personen')} gesendet, als ${file}`, ...unless0(failed, `${photos(failed)} fehlgeschlagen`)].join(', ')}.${ends[state]}`,
    deleted: ({ photos: count }) => `${photos(count)} endgültig gelöscht.`,
    'slot-added': ({ label, kind }) => `„${label}“ als Zugang hinzugefügt, mit ${kinds[kind]}.`,
    'slot-removed': ({ label }) => `„${label}“ aus den Zugängen entfernt.`,
    'slot-renamed': ({ label }) => `Einen Zugang in „${label}“ umbenannt.`,
    'passphrase-changed': ({ label }) => `Die Passphrase von „${label}“ geändert.`,
    'kit-reissued': () => 'Ein neues Notfallblatt erstellt. Frühere öffnen den Tresor nicht mehr.',
    'keys-rotated': ({ dropped }) =>
      dropped === 0
        ? 'Die Schlüssel des Tresors geändert.'
        : `Die Schlüssel des Tresors geändert und ${counted(dropped, 'Zugang', 'Zugänge')} entfernt.`,
    're-encrypted': ({ blobs }) => `${files(blobs)} unter den neuesten Schlüsseln neu verschlüsselt.`,
    verified: ({ quick, problems }) =>
      `${quick ? 'Den Tresor kurz geprüft' : 'Den ganzen Tresor geprüft'}: ${
        problems === 0 ? 'kein Problem gefunden' : `${counted(problems, 'Problem', 'Probleme')} gefunden`
      }.`,
    repaired: ({ restored, adopted, missing, damaged, entriesLost = 0 }) => {
      const found = [
        ...unless0(restored, `${photos(restored)} wiederhergestellt`),
        ...unless0(adopted, `${photos(adopted)} wiedergefunden`),
        ...unless0(missing, counted(missing, 'Datei fehlt', 'Dateien fehlen')),
        ...unless0(damaged, `${counted(damaged, 'Datei', 'Dateien')} beschädigt`),
        ...unless0(entriesLost, `${counted(entriesLost, 'Eintrag', 'Einträge')} dieses Protokolls verloren`),
      ];
      return found.length === 0
        ? 'Den Tresor repariert: Es gab keinen Schaden.'
        : `Den Tresor repariert: ${found.join(', ')}.`;
    },
    restored: () => 'Eine ältere Kopie des Tresors wurde absichtlich wieder angenommen.',
  };
  // The function is the one of this event's name, which the compiler cannot follow through a table.
  return (sentences[event.event] as (event: LogEvent) => string)(event);
}

const formats = new Map([
  ['jpeg', ' als JPEG'],
  ['webp', ' als WebP'],
  ['png', ' als PNG'],
]);
const withouts = new Map([
  ['place', ' ohne Ort'],
  ['metadata', ' ohne Angaben'],
]);

/** `no-place` → " ohne Ort", `jpeg-no-metadata` → " als JPEG ohne Angaben"; nothing for what is not known here. */
function manner(what: string): string {
  const [format = '', less = ''] = what.replace(/^no-/u, '-no-').split('-no-');
  return `${formats.get(format) ?? ''}${withouts.get(less) ?? ''}`;
}
