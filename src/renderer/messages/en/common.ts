/** @file English messages used in more than one room. */
export const common = {
  appName: 'Lightproof',
  cancel: 'Cancel',
  close: 'Close',
  done: 'Done',
  back: 'Back',
  goOn: 'Continue',
  retry: 'Try again',
  copied: 'Copied',
  undo: 'Undo',
  showInFolder: 'Show in folder',
  dismiss: 'Dismiss',
  passphraseShow: 'Show the passphrase',
  passphraseHide: 'Hide the passphrase',
  capsLock: 'Caps Lock is on.',
  notices: 'Notices',
  messages: 'Messages',
} as const;
