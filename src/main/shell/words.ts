/** @file Every word the native side shows: menu and dialogs. The page has its own catalogue. Electron's main process. Pure. */

export const words = {
  menu: {
    file: '&File',
    importFolder: 'Import &Folder…',
    importFiles: 'Import F&iles…',
    export: '&Export…',
    settings: '&Settings…',
    quit: '&Quit',
    edit: '&Edit',
    selectAll: 'Select &All',
    view: '&View',
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
} as const;
