/** @file Every word the native side shows: menu and dialogs. The page has its own catalogue. Electron's main process. Pure. */
import type { Language } from '../../shared/languages.ts';

const en = {
  menu: {
    file: '&File',
    importFolder: 'Import &Folder…',
    importFiles: 'Import F&iles…',
    export: '&Export…',
    settings: '&Settings…',
    quit: '&Quit',
    edit: '&Edit',
    undo: '&Undo',
    redo: '&Redo',
    cut: 'Cu&t',
    copy: '&Copy',
    paste: '&Paste',
    selectAll: 'Select &All',
    view: '&View',
    resetZoom: '&Actual Size',
    zoomIn: 'Zoom &In',
    zoomOut: 'Zoom &Out',
    fullScreen: '&Full Screen',
    vault: 'V&ault',
    lock: '&Lock',
    verify: '&Verify…',
    changePassphrase: 'Change &Passphrase…',
    help: '&Help',
    shortcuts: 'Keyboard &Shortcuts',
  },
  folders: {
    'vault-parent': { title: 'Where to keep the vault', buttonLabel: 'Choose' },
    import: { title: 'Add a folder of photos', buttonLabel: 'Add' },
    export: { title: 'Export to', buttonLabel: 'Choose' },
    vault: { title: 'Open a vault', buttonLabel: 'Open' },
  },
  files: { title: 'Add photos', buttonLabel: 'Add' },
  keyFile: { title: 'Choose the key file', buttonLabel: 'Choose' },
  newKeyFile: { title: 'Where to keep the new key file', buttonLabel: 'Create' },
  keyFileName: 'Lightproof.key',
  saveKit: { title: 'Save the recovery kit' },
  kitFile: 'Lightproof recovery kit.pdf',
};
export type Words = typeof en;

const de: Words = {
  menu: {
    file: '&Datei',
    importFolder: '&Ordner importieren…',
    importFiles: 'D&ateien importieren…',
    export: '&Exportieren…',
    settings: 'E&instellungen…',
    quit: '&Beenden',
    edit: '&Bearbeiten',
    undo: '&Rückgängig',
    redo: '&Wiederholen',
    cut: '&Ausschneiden',
    copy: '&Kopieren',
    paste: '&Einfügen',
    selectAll: 'A&lles auswählen',
    view: '&Ansicht',
    resetZoom: '&Originalgröße',
    zoomIn: 'Ver&größern',
    zoomOut: 'Ver&kleinern',
    fullScreen: '&Vollbild',
    vault: '&Tresor',
    lock: '&Sperren',
    verify: '&Prüfen…',
    changePassphrase: 'Passphrase &ändern…',
    help: '&Hilfe',
    shortcuts: '&Tastenkürzel',
  },
  folders: {
    'vault-parent': { title: 'Wo der Tresor liegen soll', buttonLabel: 'Auswählen' },
    import: { title: 'Ordner mit Fotos hinzufügen', buttonLabel: 'Hinzufügen' },
    export: { title: 'Exportieren nach', buttonLabel: 'Auswählen' },
    vault: { title: 'Tresor öffnen', buttonLabel: 'Öffnen' },
  },
  files: { title: 'Fotos hinzufügen', buttonLabel: 'Hinzufügen' },
  keyFile: { title: 'Schlüsseldatei auswählen', buttonLabel: 'Auswählen' },
  newKeyFile: { title: 'Wo die neue Schlüsseldatei liegen soll', buttonLabel: 'Anlegen' },
  keyFileName: 'Lightproof.key',
  saveKit: { title: 'Notfallblatt sichern' },
  kitFile: 'Lightproof Notfallblatt.pdf',
};

const byLanguage: Readonly<Record<Language, Words>> = { en, de };

export function wordsIn(language: Language): Words {
  return byLanguage[language];
}
