/** @file Options every command takes. Plain Node. */
export interface CommonOptions {
  readonly passphraseFile?: string;
  readonly passphraseFd?: number;
  /** Beside the passphrase, for a way in that asks for both. */
  readonly keyFile?: string;
  /** Instead of a passphrase. */
  readonly recoveryFile?: string;
  /** Shares of the recovery words, a file each, instead of a passphrase. */
  readonly shareFile?: readonly string[];
  readonly json?: boolean;
}

/** Of commands that can tell of hidden photos as well. */
export interface HiddenOption {
  readonly hidden?: boolean;
}
